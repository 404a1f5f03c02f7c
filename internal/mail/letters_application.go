package mail

// ApplicationWithdrawnStaff tells the reviewers who had an application in hand
// that they may stop (E6). Why stands in the portal.
type ApplicationWithdrawnStaff struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// OrganisationCorrected tells the reviewers who have an application in hand that
// the organisation's data changed meanwhile.
type OrganisationCorrected struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// Kind names the letter's texts.
func (ApplicationWithdrawnStaff) Kind() string { return "application_withdrawn_staff" }
func (OrganisationCorrected) Kind() string     { return "organisation_corrected" }
