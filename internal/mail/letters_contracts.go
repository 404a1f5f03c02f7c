package mail

import "providerportal/internal/workday"

// ContractSuspended tells the provider from when the contract is suspended. The
// reasons stand in the portal (E12).
type ContractSuspended struct {
	Matter
	Organisation string
	Reference    string
	On           workday.Date
	MayFinish    bool // running trajectories
	URL          string
}

// ContractResumed tells the provider from when a suspended contract runs again (E12).
type ContractResumed struct {
	Matter
	Organisation string
	Reference    string
	On           workday.Date
	URL          string
}

// ContractEnded tells the provider from when the contract has ended (E12, OH-15).
type ContractEnded struct {
	Matter
	Organisation string
	Reference    string
	On           workday.Date
	MayFinish    bool
	URL          string
}

// ContractPlanCancelled tells the provider that a planned decision is off.
type ContractPlanCancelled struct {
	Matter
	Organisation string
	Reference    string
	On           workday.Date
	URL          string
}

// OfferWithdrawn tells the provider that the agreement will not be concluded.
type OfferWithdrawn struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// AgreementDeclined tells contract managers that the provider will not sign (E12).
type AgreementDeclined struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// IntakeContract tells the intake point that new requests stop or come again.
type IntakeContract struct {
	Matter
	Organisation string
	On           workday.Date
	Stops        bool
	MayFinish    bool
	Cancelled    bool // what was planned for the day is off
	URL          string
}

// ScanReceived asks contract managers to look at a signed agreement on paper (E10).
type ScanReceived struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// ScanRefused asks the provider to send the signed agreement again (E10).
type ScanRefused struct {
	Matter
	Organisation string
	Reference    string
	URL          string
}

// EvidenceExpires warns the provider that proof is about to run out, or has (E13).
type EvidenceExpires struct {
	Matter
	Organisation string
	Evidence     string // its title, in the reader's language
	Until        workday.Date
	Expired      bool
	URL          string
}

// EvidenceOffered asks contract managers to look at a renewal (E13).
type EvidenceOffered struct {
	Matter
	Organisation string
	Evidence     string
	URL          string
}

// EvidenceAnswered tells the provider what came of its renewal (E13).
type EvidenceAnswered struct {
	Matter
	Organisation string
	Evidence     string
	Until        workday.Date
	Accepted     bool
	URL          string
}

func (ContractSuspended) Kind() string     { return "contract_suspended" }
func (ContractResumed) Kind() string       { return "contract_resumed" }
func (ContractEnded) Kind() string         { return "contract_ended" }
func (ContractPlanCancelled) Kind() string { return "contract_plan_cancelled" }
func (OfferWithdrawn) Kind() string        { return "offer_withdrawn" }
func (AgreementDeclined) Kind() string     { return "agreement_declined" }
func (IntakeContract) Kind() string        { return "intake_contract" }
func (ScanReceived) Kind() string          { return "scan_received" }
func (ScanRefused) Kind() string           { return "scan_refused" }
func (EvidenceExpires) Kind() string       { return "evidence_expires" }
func (EvidenceOffered) Kind() string       { return "evidence_offered" }
func (EvidenceAnswered) Kind() string      { return "evidence_answered" }
