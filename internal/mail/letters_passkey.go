package mail

// PasskeyChanged tells somebody that the account got a passkey, or lost one
// (ASVS 6.3.7).
type PasskeyChanged struct {
	Matter
	Name  string
	Added bool
}

// Kind names the letter.
func (PasskeyChanged) Kind() string { return "passkey_changed" }
