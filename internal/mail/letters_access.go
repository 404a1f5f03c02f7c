package mail

// AccessChanged tells the owner of an account that the password, the code app or
// the recovery codes are other ones now, or that a recovery code let somebody in
// (ASVS 6.3.7). What names which. Use the moment as Round.
type AccessChanged struct {
	Matter
	Name string
	What string
}

// What happened to an account's access.
const (
	AccessPassword = "password"
	AccessApp      = "app"
	AccessCodes    = "codes"
	AccessRecovery = "recovery"
)

// Kind names the letter.
func (AccessChanged) Kind() string { return "access_changed" }
