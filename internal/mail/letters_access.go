package mail

// AccessChanged tells the owner of an account that the password, the code app or
// the recovery codes are other ones now (ASVS 6.3.7). What names which: AccessPassword,
// AccessApp or AccessCodes. Use the moment as Round.
type AccessChanged struct {
	Matter
	Name string
	What string
}

// What of an account's access changed.
const (
	AccessPassword = "password"
	AccessApp      = "app"
	AccessCodes    = "codes"
)

// Kind names the letter.
func (AccessChanged) Kind() string { return "access_changed" }
