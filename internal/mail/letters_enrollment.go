package mail

import "providerportal/internal/workday"

// ApplicationSubmitted confirms to the provider that the application arrived (E8).
type ApplicationSubmitted struct {
	Matter
	Organisation string
	Reference    string
	SubmittedOn  workday.Date
	DecideBy     workday.Date
	URL          string
}

// ApplicationReceivedStaff tells reviewers that an application waits for them.
type ApplicationReceivedStaff struct {
	Matter
	Organisation string
	Reference    string
	DecideBy     workday.Date
	URL          string
}

// SupplementRequested asks the provider to complete the application (E7, E8).
type SupplementRequested struct {
	Matter
	Organisation string
	Reference    string
	AnswerBy     workday.Date
	URL          string
}

// ApplicationReadyToDecide tells deciders that the review is complete (E7).
type ApplicationReadyToDecide struct {
	Matter
	Organisation string
	Reference    string
	DecideBy     workday.Date
	URL          string
}

// ApplicationAdmitted says that there is a decision: admitted (E9).
type ApplicationAdmitted struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// ApplicationRejected says that there is a decision: rejected. The reasons
// stand in the decision itself (E9).
type ApplicationRejected struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// ApplicationWithdrawn confirms that the provider withdrew (E6).
type ApplicationWithdrawn struct {
	Matter
	Organisation string
	Reference    string
}

// AgreementOffered asks the provider to sign the framework agreement (E10).
type AgreementOffered struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// AgreementSigned asks contract managers to countersign (E10).
type AgreementSigned struct {
	Matter
	Organisation string
	URL          string
}

// ContractActive tells the provider from which day the contract runs (E10).
type ContractActive struct {
	Matter
	Organisation string
	From         workday.Date
	URL          string
}

func (ApplicationSubmitted) Kind() string     { return "application_submitted" }
func (ApplicationReceivedStaff) Kind() string { return "application_received_staff" }
func (SupplementRequested) Kind() string      { return "supplement_requested" }
func (ApplicationReadyToDecide) Kind() string { return "application_ready_to_decide" }
func (ApplicationAdmitted) Kind() string      { return "application_admitted" }
func (ApplicationRejected) Kind() string      { return "application_rejected" }
func (ApplicationWithdrawn) Kind() string     { return "application_withdrawn" }
func (AgreementOffered) Kind() string         { return "agreement_offered" }
func (AgreementSigned) Kind() string          { return "agreement_signed" }
func (ContractActive) Kind() string           { return "contract_active" }
