package mail

// VerifyIntake asks the intake point to show that its mailbox works (D11). Each
// link is a letter of its own.
type VerifyIntake struct {
	Matter
	Organisation string
	Link         string
}

// ProfilePublished tells the provider that the profile can be found (D2).
type ProfilePublished struct {
	Matter
	Organisation string
	URL          string
}

func (VerifyIntake) Kind() string     { return "verify_intake" }
func (ProfilePublished) Kind() string { return "profile_published" }

func (l VerifyIntake) Key() string         { return l.Matter.Key() + l.Link }
func (l VerifyIntake) oneTimeLink() string { return l.Link }
