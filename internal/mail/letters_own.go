package mail

// ConfirmNewEmail asks to show that a new address is theirs, before it replaces
// the one of the account.
type ConfirmNewEmail struct {
	Matter
	Link string
}

// EmailChanged tells the old address that the account has another one now.
type EmailChanged struct {
	Matter
}

func (ConfirmNewEmail) Kind() string { return "confirm_new_email" }
func (EmailChanged) Kind() string    { return "email_changed" }

func (l ConfirmNewEmail) Key() string { return l.Matter.Key() + l.Link }

func (l ConfirmNewEmail) oneTimeLink() string { return l.Link }
