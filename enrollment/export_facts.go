package enrollment

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// ProviderExport is what the open house keeps about an organisation (AVG-7), as
// the organisation itself may see it (E7).
type ProviderExport struct {
	Applications []ApplicationExport  `json:"applications"`
	Contracts    []ContractExport     `json:"contracts"`
	Invitations  []InvitationExport   `json:"invitations"`
	Documents    []documents.Document `json:"-"` // to be written as files
	Files        []FileFacts          `json:"documents"`
}

// ApplicationExport is an application with its answers and the checks told.
type ApplicationExport struct {
	Reference       string         `json:"reference"`
	Status          Status         `json:"status"`
	ContactName     string         `json:"contact_name"`
	ContactEmail    string         `json:"contact_email"`
	ContactPhone    string         `json:"contact_phone"`
	Signatory       SentPerson     `json:"signatory"`
	Municipalities  []string       `json:"municipalities"`
	StartedAt       time.Time      `json:"started_at"`
	SubmittedAt     *time.Time     `json:"submitted_at,omitempty"`
	DecidedAt       *time.Time     `json:"decided_at,omitempty"`
	DecisionReasons string         `json:"decision_reasons,omitempty"`
	WithdrawnAt     *time.Time     `json:"withdrawn_at,omitempty"`
	WithdrawalCode  WithdrawalCode `json:"withdrawal_code,omitempty"`
	WithdrawalNote  string         `json:"withdrawal_note,omitempty"`
	Submissions     []Submission   `json:"submissions"` // what was sent, as it was sent
	Answers         []AnswerExport `json:"answers"`
	Events          []EventExport  `json:"events"`
}

// AnswerExport is the answer to one requirement and what came of it.
type AnswerExport struct {
	Requirement string        `json:"requirement"`
	Title       string        `json:"title"`
	Accepted    bool          `json:"accepted,omitempty"`
	Choice      string        `json:"choice,omitempty"`
	Text        string        `json:"text,omitempty"`
	DocumentID  *uuid.UUID    `json:"document_id,omitempty"`
	IssuedOn    *workday.Date `json:"issued_on,omitempty"`
	ValidUntil  *workday.Date `json:"valid_until,omitempty"`
	Outcome     Outcome       `json:"outcome,omitempty"`
	Reasons     string        `json:"reasons,omitempty"`
}

// EventExport is a step on the road of an application.
type EventExport struct {
	At     time.Time `json:"at"`
	Status Status    `json:"status"`
}

// ContractExport is a framework agreement with its text.
type ContractExport struct {
	Reference       string         `json:"reference"`
	Segment         string         `json:"segment"`
	Status          ContractStatus `json:"status"`
	OfferedAt       time.Time      `json:"offered_at"`
	SignedAt        *time.Time     `json:"signed_at,omitempty"`
	Signatory       string         `json:"signatory,omitempty"`
	Function        string         `json:"function,omitempty"`
	CountersignedAt *time.Time     `json:"countersigned_at,omitempty"`
	ActiveFrom      *workday.Date  `json:"active_from,omitempty"`
	EndedOn         *workday.Date  `json:"ended_on,omitempty"`
	Text            string         `json:"text"`
	SHA256          string         `json:"sha256"`

	Decisions []DecisionExport  `json:"decisions"`
	Scans     []ScanExport      `json:"scans"`
	Evidence  []EvidenceExport  `json:"evidence"`
	Imported  map[string]string `json:"imported,omitempty"` // what the file said that it came from
}

// ScanExport is the agreement as it was signed on paper, and what staff found of it.
type ScanExport struct {
	Signatory  string      `json:"signatory"`
	Function   string      `json:"function"`
	DocumentID uuid.UUID   `json:"document_id"`
	UploadedAt time.Time   `json:"uploaded_at"`
	Outcome    ScanOutcome `json:"outcome,omitempty"`
	Reasons    string      `json:"reasons,omitempty"`
	CheckedAt  *time.Time  `json:"checked_at,omitempty"`
}

// DecisionExport is a decision about a contract, as the organisation was told it.
type DecisionExport struct {
	Kind        RulingKind   `json:"kind"`
	Cause       string       `json:"cause"`
	Reasons     string       `json:"reasons"`
	On          workday.Date `json:"on"`
	MayFinish   bool         `json:"may_finish"`
	DecidedAt   time.Time    `json:"decided_at"`
	AppliedAt   *time.Time   `json:"applied_at,omitempty"`
	CancelledAt *time.Time   `json:"cancelled_at,omitempty"`
}

// EvidenceExport is proof with a last day that a contract rests on.
type EvidenceExport struct {
	Requirement string        `json:"requirement"`
	Title       string        `json:"title"`
	DocumentID  *uuid.UUID    `json:"document_id,omitempty"`
	ValidUntil  workday.Date  `json:"valid_until"`
	State       EvidenceState `json:"state"`
	Reasons     string        `json:"reasons,omitempty"`
	UploadedAt  time.Time     `json:"uploaded_at"`
	CheckedAt   *time.Time    `json:"checked_at,omitempty"`
}

// InvitationExport is an invitation that the organisation registered through. The
// reason in it is between consultant and MGR.
type InvitationExport struct {
	Organisation string    `json:"organisation"`
	Email        string    `json:"email"`
	Municipality string    `json:"municipality"`
	InvitedAt    time.Time `json:"invited_at"`
}

// FileFacts is a stored document; Path is its file in the export.
type FileFacts struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name"`
	Path       string     `json:"path"`
	Type       string     `json:"type"`
	Bytes      int64      `json:"bytes"`
	SHA256     string     `json:"sha256"`
	UploadedAt *time.Time `json:"uploaded_at"`
}
