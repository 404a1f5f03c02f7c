package mail

// ConfirmEmail asks who registers to show that the address is theirs. Each link
// is a letter of its own.
type ConfirmEmail struct {
	Matter
	Name string
	Link string
}

// SetUpAccount invites a person for whom an account was made to choose a password.
type SetUpAccount struct {
	Matter
	Name     string
	RoleText string
	Link     string
}

// PasswordReset carries the link to choose a new password.
type PasswordReset struct {
	Matter
	Name string
	Link string
}

func (ConfirmEmail) Kind() string  { return "confirm_email" }
func (SetUpAccount) Kind() string  { return "set_up_account" }
func (PasswordReset) Kind() string { return "password_reset" }

func (l ConfirmEmail) Key() string  { return l.Matter.Key() + l.Link }
func (l SetUpAccount) Key() string  { return l.Matter.Key() + l.Link }
func (l PasswordReset) Key() string { return l.Matter.Key() + l.Link }

func (l ConfirmEmail) oneTimeLink() string  { return l.Link }
func (l SetUpAccount) oneTimeLink() string  { return l.Link }
func (l PasswordReset) oneTimeLink() string { return l.Link }
