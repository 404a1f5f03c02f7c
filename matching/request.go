package matching

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Status is where a request stands (T3).
type Status string

// The statuses of a request.
const (
	StatusSent         Status = "sent"
	StatusAcknowledged Status = "acknowledged"
	StatusScheduled    Status = "scheduled"
	StatusHeld         Status = "held"
	StatusConcluded    Status = "concluded"
	StatusDeclined     Status = "declined"
	StatusWithdrawn    Status = "withdrawn"
)

// Act is what somebody does with a request.
type Act string

// The acts.
const (
	ActSend        Act = "send"
	ActAmend       Act = "amend"
	ActAcknowledge Act = "acknowledge"
	ActOffer       Act = "offer"   // the provider offers moments
	ActPropose     Act = "propose" // the consultant does
	ActAccept      Act = "accept"  // the other side takes one
	ActSchedule    Act = "schedule"
	ActReschedule  Act = "reschedule"
	ActNoShow      Act = "no-show"
	ActHold        Act = "hold"
	ActConclude    Act = "conclude"
	ActDecline     Act = "decline"
	ActWithdraw    Act = "withdraw"
	ActAssign      Act = "assign"    // to a colleague of the provider
	ActHandOver    Act = "hand-over" // to a consultant who stands in

	// ActRecalculate moves the due date, not the request: it is no part of its life.
	ActRecalculate Act = "recalculate"

	// ActOpened is that the MGR read the text (T9); it changes nothing either.
	ActOpened Act = "opened"
)

// next is the life of a request (T3): what may be done in which status, and
// where it leads. An appointment may be made without acknowledging first, and a
// conversation may be held without an appointment, because people telephone.
var next = map[Status]map[Act]Status{
	StatusSent: {
		ActAmend: StatusSent, ActAcknowledge: StatusAcknowledged, ActOffer: StatusAcknowledged, ActPropose: StatusSent,
		ActAccept: StatusScheduled, ActSchedule: StatusScheduled, ActHold: StatusHeld, ActDecline: StatusDeclined,
		ActWithdraw: StatusWithdrawn, ActAssign: StatusSent, ActHandOver: StatusSent,
	},
	StatusAcknowledged: {
		ActOffer: StatusAcknowledged, ActPropose: StatusAcknowledged, ActAccept: StatusScheduled,
		ActSchedule: StatusScheduled, ActHold: StatusHeld, ActDecline: StatusDeclined, ActWithdraw: StatusWithdrawn,
		ActAssign: StatusAcknowledged, ActHandOver: StatusAcknowledged,
	},
	StatusScheduled: {
		ActReschedule: StatusScheduled, ActNoShow: StatusAcknowledged, ActHold: StatusHeld, ActWithdraw: StatusWithdrawn,
		ActAssign: StatusScheduled, ActHandOver: StatusScheduled,
	},
	StatusHeld: {
		ActConclude: StatusConcluded, ActWithdraw: StatusWithdrawn, ActAssign: StatusHeld, ActHandOver: StatusHeld,
	},
	StatusConcluded: {},
	StatusDeclined:  {},
	StatusWithdrawn: {},
}

// sides say who may do an act.
var sides = map[Act][]account.Role{
	ActSend: {account.RoleConsultant}, ActAmend: {account.RoleConsultant}, ActPropose: {account.RoleConsultant},
	ActWithdraw: {account.RoleConsultant}, ActHandOver: {account.RoleConsultant},
	ActAcknowledge: {account.RoleProvider}, ActOffer: {account.RoleProvider}, ActSchedule: {account.RoleProvider},
	ActReschedule: {account.RoleProvider}, ActHold: {account.RoleProvider}, ActConclude: {account.RoleProvider},
	ActDecline: {account.RoleProvider}, ActAssign: {account.RoleProvider},
	ActAccept: {account.RoleConsultant, account.RoleProvider}, ActNoShow: {account.RoleConsultant, account.RoleProvider},
}

// sideStaff stands on the time line for people of the MGR.
const sideStaff account.Role = "staff"

// sideOf is the side of the table that the actor sits on.
func sideOf(actor account.Actor) account.Role {
	for _, role := range []account.Role{account.RoleConsultant, account.RoleProvider} {
		if actor.Has(role) {
			return role
		}
	}
	return sideStaff
}

// Way is how the conversation is held (H §2).
type Way string

// The ways of talking.
const (
	WayTable     Way = "table"
	WayDigital   Way = "digital"
	WayTelephone Way = "telephone"
)

// Ways lists them in the order in which they are offered.
var Ways = []Way{WayTable, WayDigital, WayTelephone}

// DeclineReasons and WithdrawReasons are the coded reasons (T3).
var (
	DeclineReasons  = []string{"no-capacity", "not-our-expertise", "not-our-area", "other"}
	WithdrawReasons = []string{"resident-chose-other", "resident-stopped", "sent-by-mistake", "other"}
)

// Request is one matching request. First answered, first scheduled and held are
// separate facts that are never mixed (T4).
type Request struct {
	ID                  uuid.UUID `gorm:"primaryKey"`
	Reference           string
	ProviderID          uuid.UUID
	MunicipalityCode    string
	ConsultantID        uuid.UUID
	OwnReference        string
	ProductCode         string
	Question            string
	Goals               string
	PreferredWay        Way
	MunicipalityJoins   bool
	StartWishOn         *workday.Date
	StartRung           *int
	TargetRung          *int
	ResidentChose       bool
	Status              Status
	SentAt              time.Time
	DueOn               workday.Date
	CalendarVersion     string // of the calendar the due date was counted with (WD-5)
	FirstAnsweredAt     *time.Time
	FirstScheduledAt    *time.Time
	AppointmentAt       *time.Time
	AppointmentWay      Way
	AppointmentPlace    string
	AppointmentSequence int // counts the versions in people's calendars (T7)
	HeldOn              *workday.Date
	HeldRecordedAt      *time.Time
	Fits                *bool
	OutcomeReason       string
	ExpectedStartOn     *workday.Date
	HoursPerWeek        *int
	DurationWeeks       *int
	ClosedAt            *time.Time
	CloseReason         string
	CloseNote           string
	Version             int        // counts the acts
	ContactPhone        string     // of the consultant, at work
	StandInID           *uuid.UUID // consultant who stands in
	AssignedTo          *uuid.UUID // colleague at the provider
	PreviousID          *uuid.UUID // request that this one asks again
	ErasedAt            *time.Time // only the clock is left, and nobody opens it any more (T11)
}

// unchangedSince refuses an act on a page that shows an older version of the
// request, so that nobody's work is undone unseen.
func (r *Request) unchangedSince(seen int) error {
	if seen != r.Version {
		return fault.Conflict("request.past-step")
	}
	return nil
}

// settles are the acts after which a reminder that waits is no longer true (T6).
var settles = []Act{ActAcknowledge, ActOffer, ActAccept, ActSchedule, ActReschedule, ActHold, ActConclude, ActDecline, ActWithdraw}

// Allows reports whether the act is possible in the request's status.
func (r *Request) Allows(act Act) bool {
	_, allowed := next[r.Status][act]
	return allowed
}

// do moves the request along its life, or refuses.
func (r *Request) do(act Act) error {
	to, allowed := next[r.Status][act]
	if !allowed {
		return fault.Conflict("request.past-step")
	}
	r.Status = to
	return nil
}

// visibleTo decides whether the actor may know the request as a case: consultants
// of its municipality, and the provider it was sent to. Staff see the clock in the
// term overview only (T9).
func (r *Request) visibleTo(actor account.Actor) bool {
	switch {
	case actor.Has(account.RoleConsultant):
		return actor.Municipality == r.MunicipalityCode
	case actor.Has(account.RoleProvider):
		return actor.ProviderID == r.ProviderID
	}
	return false
}

// withheldFrom reports whether the actor lost access to the text: a provider
// that declined, or whose request was withdrawn (T9).
func (r *Request) withheldFrom(actor account.Actor) bool {
	gone := r.Status == StatusDeclined || r.Status == StatusWithdrawn
	return gone && actor.Has(account.RoleProvider)
}

// withholdFrom takes everything that was written about the resident away from
// who lost access to it (T9).
func (r *Request) withholdFrom(actor account.Actor) {
	if r.withheldFrom(actor) {
		r.withhold()
	}
}

// withhold takes away everything that was written about the resident.
func (r *Request) withhold() {
	r.Question, r.Goals, r.OwnReference, r.AppointmentPlace, r.CloseNote = "", "", "", "", ""
	r.ContactPhone, r.OutcomeReason = "", ""
	r.StartWishOn, r.StartRung, r.TargetRung = nil, nil, nil
}

// Term is how a request stands against its due date (WD-7).
type Term string

// The states of the term. Answering alone never makes a request on time.
const (
	TermOpen       Term = "open"
	TermNearlyDue  Term = "nearly-due"
	TermScheduled  Term = "scheduled"
	TermLate       Term = "late"
	TermHeldOnTime Term = "held-on-time"
	TermHeldLate   Term = "held-late"
	TermWithdrawn  Term = "withdrawn"
	TermDeclined   Term = "declined"
)

// Clock is what both sides see of the term (T6): working days left until the due
// date, negative when it has passed.
type Clock struct {
	Term  Term
	DueOn workday.Date
	Left  int
}

// Clock looks at the request on a day. A conversation on the due date itself is
// on time.
func (r *Request) Clock(today workday.Date, calendar *workday.Calendar) Clock {
	clock := Clock{DueOn: r.DueOn, Left: calendar.Left(today, r.DueOn)}
	switch {
	case r.HeldOn != nil && r.HeldOn.After(r.DueOn):
		clock.Term = TermHeldLate
	case r.HeldOn != nil:
		clock.Term = TermHeldOnTime
	case r.Status == StatusWithdrawn:
		clock.Term = TermWithdrawn
	case r.Status == StatusDeclined:
		clock.Term = TermDeclined
	case today.After(r.DueOn):
		clock.Term = TermLate
	case r.Status == StatusScheduled && !workday.On(*r.AppointmentAt).After(r.DueOn):
		clock.Term = TermScheduled
	case clock.Left <= 1:
		clock.Term = TermNearlyDue
	default:
		clock.Term = TermOpen
	}
	return clock
}

// OnTime reports whether the conversation was held within the norm (T4).
func (r *Request) OnTime() bool { return r.HeldOn != nil && !r.HeldOn.After(r.DueOn) }

// oneOf reports whether the coded reason is one of the list.
func oneOf(code string, list []string) bool { return slices.Contains(list, code) }
