package enrollment

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Status is where an application stands (E6).
type Status string

// The statuses of an application.
const (
	StatusDraft               Status = "draft"
	StatusSubmitted           Status = "submitted"
	StatusUnderReview         Status = "under-review"
	StatusSupplementRequested Status = "supplement-requested"
	StatusAdmitted            Status = "admitted"
	StatusRejected            Status = "rejected"
	StatusWithdrawn           Status = "withdrawn"
)

// next is the life of an application (E6). From supplement-requested back to
// under-review is the reviewer going on when the repair term has passed (OH-8).
var next = map[Status][]Status{
	StatusDraft:               {StatusSubmitted, StatusWithdrawn},
	StatusSubmitted:           {StatusUnderReview, StatusWithdrawn},
	StatusUnderReview:         {StatusSupplementRequested, StatusAdmitted, StatusRejected, StatusWithdrawn},
	StatusSupplementRequested: {StatusSubmitted, StatusUnderReview, StatusWithdrawn},
	StatusAdmitted:            {},
	StatusRejected:            {},
	StatusWithdrawn:           {},
}

// byProvider reports whether the provider takes the step to this status.
func (s Status) byProvider() bool {
	return s == StatusDraft || s == StatusSubmitted || s == StatusWithdrawn
}

// Application is one provider's request to be admitted.
type Application struct {
	ID                uuid.UUID `gorm:"primaryKey"`
	Reference         string
	ProviderID        uuid.UUID
	ProcedureID       uuid.UUID
	SetID             uuid.UUID
	MovedFromSetID    *uuid.UUID // the set that the draft began under, when that is another (E3)
	Status            Status
	ContactName       string
	ContactEmail      string
	ContactPhone      string
	SignatoryName     string
	SignatoryFunction string
	SignatoryEmail    string
	EarlierID         *uuid.UUID // the application from which answers were taken over
	StartedBy         uuid.UUID
	StartedAt         time.Time
	SubmittedBy       *uuid.UUID
	SubmittedAt       *time.Time
	SupplementDueOn   *workday.Date
	DecideByOn        *workday.Date
	ReviewStartedAt   *time.Time
	ReviewedBy        *uuid.UUID
	ReviewCompletedAt *time.Time
	DecidedBy         *uuid.UUID
	DecidedAt         *time.Time
	DecisionReasons   string
	WithdrawnAt       *time.Time
	AssignedTo        *uuid.UUID // the reviewer who has it in hand
	AssignedAt        *time.Time
	WithdrawnBy       *uuid.UUID
	WithdrawalCode    WithdrawalCode
	WithdrawalNote    string
}

// Open reports whether the application still waits for somebody.
func (a *Application) Open() bool { return len(next[a.Status]) > 0 }

// WithProvider reports whether the provider has to act now.
func (a *Application) WithProvider() bool {
	return a.Status == StatusDraft || a.Status == StatusSupplementRequested
}

// ReadyToDecide reports whether the review is complete and a decision waits.
func (a *Application) ReadyToDecide() bool {
	return a.Status == StatusUnderReview && a.ReviewCompletedAt != nil
}

// UnderReview reports whether a reviewer may judge now.
func (a *Application) UnderReview() bool {
	return a.Status == StatusSubmitted || a.Status == StatusUnderReview
}

// Overdue reports whether the decision is late on the day (E8). It is not while
// the provider has to act: the term counts from a complete application.
func (a *Application) Overdue(today workday.Date) bool {
	return a.Open() && !a.WithProvider() && a.DecideByOn != nil && today.After(*a.DecideByOn)
}

// InHandOf reports whether this person has the application in hand.
func (a *Application) InHandOf(userID uuid.UUID) bool {
	return a.AssignedTo != nil && *a.AssignedTo == userID
}

// SupplementLate reports whether the repair term ended before the day (E8).
func (a *Application) SupplementLate(today workday.Date) bool {
	return a.SupplementDueOn != nil && today.After(*a.SupplementDueOn)
}

// move changes the status along the life cycle, or refuses.
func (a *Application) move(to Status) error {
	if !slices.Contains(next[a.Status], to) {
		return fault.Conflict("application.past-step")
	}
	a.Status = to
	return nil
}

// visibleTo decides whether the actor may know that the application exists: its
// own organisation, and staff once it was submitted.
func (a *Application) visibleTo(actor account.Actor) bool {
	if actor.Has(account.RoleProvider) && actor.ProviderID == a.ProviderID {
		return true
	}
	return a.SubmittedAt != nil && actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager)
}

// Answer is what the provider says to one requirement.
type Answer struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	RequirementID uuid.UUID `gorm:"primaryKey"`
	Accepted      bool
	Choice        string
	Text          string
	DocumentID    *uuid.UUID
	IssuedOn      *workday.Date
	ValidUntil    *workday.Date
	Version       int // counts the saves: who saves an older one overwrites nothing
	UpdatedBy     uuid.UUID
	UpdatedAt     time.Time `gorm:"autoUpdateTime:false"` // by the clock of the service
}

// problems names what is missing or wrong in the answer to this requirement, on
// the day it is looked at. The same rules hold at entry and at submission (E4).
func (r Requirement) problems(answer *Answer, today workday.Date) fault.Check {
	var wrong fault.Check
	if answer == nil {
		answer = &Answer{}
	}
	switch r.Kind {
	case KindDeclaration:
		wrong.Unless(answer.Accepted, "accepted", "application.accept")
	case KindChoice:
		known := slices.ContainsFunc(r.Choices, func(c Choice) bool { return c.Code == answer.Choice })
		wrong.Unless(known, "choice", "application.choose")
	case KindText:
		wrong.Unless(answer.Text != "", "text", "error.required")
	case KindDocument:
		wrong.Unless(answer.DocumentID != nil, "file", "document.none")
		r.dateProblems(&wrong, answer, today)
	}
	return wrong
}

func (r Requirement) dateProblems(wrong *fault.Check, answer *Answer, today workday.Date) {
	if oldest, aged := r.OldestIssue(today); aged {
		switch {
		case answer.IssuedOn == nil:
			wrong.Add("issuedOn", "error.required")
		case answer.IssuedOn.After(today):
			wrong.Add("issuedOn", "error.date-future")
		case answer.IssuedOn.Before(oldest):
			wrong.Add("issuedOn", "application.too-old", "Months", *r.MaxAgeMonths, "Oldest", oldest)
		}
	}
	if r.NeedsValidUntil {
		switch {
		case answer.ValidUntil == nil:
			wrong.Add("validUntil", "error.required")
		case answer.ValidUntil.Before(today):
			wrong.Add("validUntil", "application.expired")
		}
	}
}
