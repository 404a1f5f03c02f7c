package mail

import "providerportal/internal/workday"

// ProfileConfirmSoon asks the provider to say that its profile is still right (D4).
type ProfileConfirmSoon struct {
	Matter
	Organisation string
	Months       int
	ConfirmBy    workday.Date
	URL          string
}

// ProfileUnconfirmed says that the public reads that nobody confirmed the profile.
type ProfileUnconfirmed struct {
	Matter
	Organisation string
	Months       int
	Since        workday.Date
	URL          string
}

// ProfileUnconfirmedStaff tells staff the same.
type ProfileUnconfirmedStaff struct {
	Matter
	Organisation string
	Months       int
	Since        workday.Date
	URL          string
}

// ProfileTakenOffline tells the provider that staff took the profile offline; the
// reason stands in the portal (D3).
type ProfileTakenOffline struct {
	Matter
	Organisation string
	URL          string
}

// ProfileBackOnline tells the provider that the profile is back.
type ProfileBackOnline struct {
	Matter
	Organisation string
	URL          string
}

// TakedownAnswered tells staff that the provider answered.
type TakedownAnswered struct {
	Matter
	Organisation string
	URL          string
}

// VerifyDeputy asks the deputy of an intake point to show that the mailbox works.
type VerifyDeputy struct {
	Matter
	Organisation string
	Link         string
}

// VerifyIntakeAgain asks the intake point to prove its mailbox before the proof
// runs out (D11).
type VerifyIntakeAgain struct {
	Matter
	Organisation string
	Months       int
	ProveBy      workday.Date
	Link         string
}

// IntakeExpired tells the people of a provider that the proof ran out.
type IntakeExpired struct {
	Matter
	Organisation string
	Months       int
	URL          string
}

// IntakeExpiredStaff tells staff the same.
type IntakeExpiredStaff struct {
	Matter
	Organisation string
	Months       int
	URL          string
}

// IntakeUnreachable tells the people of a provider that letters come back.
type IntakeUnreachable struct {
	Matter
	Organisation string
	URL          string
}

// IntakeUnreachableStaff tells staff the same.
type IntakeUnreachableStaff struct {
	Matter
	Organisation string
	URL          string
}

// DeputyUnreachable tells the people of a provider that letters to the deputy of
// their intake point come back (D11).
type DeputyUnreachable struct {
	Matter
	Organisation string
	URL          string
}

// DeputyUnreachableStaff tells staff the same.
type DeputyUnreachableStaff struct {
	Matter
	Organisation string
	URL          string
}

// IntakeTest shows the intake point what arrives there.
type IntakeTest struct {
	Matter
	Organisation string
	URL          string
}

// IntakeMissed tells staff of a letter about a request that the intake point may
// not have got (D11).
type IntakeMissed struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	URL          string
}

func (ProfileConfirmSoon) Kind() string      { return "profile_confirm_soon" }
func (ProfileUnconfirmed) Kind() string      { return "profile_unconfirmed" }
func (ProfileUnconfirmedStaff) Kind() string { return "profile_unconfirmed_staff" }
func (ProfileTakenOffline) Kind() string     { return "profile_taken_offline" }
func (ProfileBackOnline) Kind() string       { return "profile_back_online" }
func (TakedownAnswered) Kind() string        { return "takedown_answered" }
func (VerifyDeputy) Kind() string            { return "verify_deputy" }
func (VerifyIntakeAgain) Kind() string       { return "verify_intake_again" }
func (IntakeExpired) Kind() string           { return "intake_expired" }
func (IntakeExpiredStaff) Kind() string      { return "intake_expired_staff" }
func (IntakeUnreachable) Kind() string       { return "intake_unreachable" }
func (IntakeUnreachableStaff) Kind() string  { return "intake_unreachable_staff" }
func (DeputyUnreachable) Kind() string       { return "deputy_unreachable" }
func (DeputyUnreachableStaff) Kind() string  { return "deputy_unreachable_staff" }
func (IntakeTest) Kind() string              { return "intake_test" }
func (IntakeMissed) Kind() string            { return "intake_missed" }

func (l VerifyDeputy) Key() string              { return l.Matter.Key() + l.Link }
func (l VerifyDeputy) oneTimeLink() string      { return l.Link }
func (l VerifyIntakeAgain) Key() string         { return l.Matter.Key() + l.Link }
func (l VerifyIntakeAgain) oneTimeLink() string { return l.Link }
