package mail

import (
	"time"

	"providerportal/internal/workday"
)

// RequestReceived tells the intake point that a matching request waits (T1, T4).
type RequestReceived struct {
	Matter
	Organisation string
	Reference    string
	Municipality string
	DueOn        workday.Date
	URL          string
}

// RequestSent confirms to the consultant that the request is with the provider (T1).
type RequestSent struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	URL          string
}

// RequestAcknowledged tells the consultant that the provider has read the request (T3).
type RequestAcknowledged struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	URL          string
}

// AppointmentMade tells when and how the conversation is (T7). Use the id of the
// appointment as Round.
type AppointmentMade struct {
	Matter
	Diary
	Organisation string
	Reference    string
	At           time.Time
	Way          string // "aan tafel", "digitaal", "per telefoon" in the recipient's language
	DueOn        workday.Date
	URL          string
	ForProvider  bool // only the provider moves an appointment
}

// AppointmentMoved tells the new moment of the conversation (T3). Use the id of
// the new appointment as Round.
type AppointmentMoved struct {
	Matter
	Diary
	Organisation string
	Reference    string
	At           time.Time
	Way          string
	DueOn        workday.Date
	URL          string
	ForProvider  bool // only the provider moves an appointment
}

// RequestHeld tells that the conversation was held, and whether within the norm (T4).
type RequestHeld struct {
	Matter
	Diary
	Organisation string
	Reference    string
	HeldOn       workday.Date
	OnTime       bool
	URL          string
}

// RequestConcluded tells the outcome of the conversation (T8).
type RequestConcluded struct {
	Matter
	Organisation string
	Reference    string
	Match        bool
	URL          string
}

// RequestDeclined tells the consultant that the provider cannot take the request (T3).
type RequestDeclined struct {
	Matter
	Organisation string
	Reference    string
	ReasonText   string // text of the coded reason, never the free note
	URL          string
}

// RequestWithdrawn tells the provider that the request is gone (T3, T9).
type RequestWithdrawn struct {
	Matter
	Diary
	Organisation string
	Reference    string
	ReasonText   string // text of the coded reason
}

// RequestReminder reminds the intake point that no conversation is planned within
// the term (T6). Use the step as Round.
type RequestReminder struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	Days         string // "nog 3 werkdagen" in the recipient's language
	Answered     bool   // the provider reacted, but planned nothing in time
	Late         bool   // it goes out after its own day
	URL          string
}

// RequestLate tells that the term passed without a conversation: the provider,
// the consultant and the MGR (T6). Use the step as Round.
type RequestLate struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	ForProvider  bool
	Late         bool // it goes out later than the first working day after the due date
	URL          string
}

// RequestDueMoved tells both sides that the due date was counted again (T5). Use
// the new due date and the moment as Round.
type RequestDueMoved struct {
	Matter
	Organisation string
	Reference    string
	Was          workday.Date
	DueOn        workday.Date
	Reason       string // as the administrator wrote it; never about a resident
	URL          string
}

// AppointmentCancelled tells the consultant who withdrew a request that its
// appointment is off too (T7).
type AppointmentCancelled struct {
	Matter
	Diary
	Organisation string
	Reference    string
	At           time.Time
	URL          string
}

func (AppointmentCancelled) Kind() string { return "appointment_cancelled" }

// RequestAmended tells the provider that the question changed (T1).
type RequestAmended struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	URL          string
}

// MomentsOffered tells one side that the other offers moments for the
// conversation (T7). Use the version of the request as Round.
type MomentsOffered struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	ForProvider  bool
	URL          string
}

// AppointmentMissed tells both sides that the conversation was not held because
// somebody did not come (T3). Use the moment as Round.
type AppointmentMissed struct {
	Matter
	Organisation string
	Reference    string
	At           time.Time
	Absent       string // "de inwoner" and so on, in the recipient's language
	DueOn        workday.Date
	URL          string
}

// RequestAssigned tells a colleague that a request is theirs now.
type RequestAssigned struct {
	Matter
	Organisation string
	Reference    string
	DueOn        workday.Date
	URL          string
}

func (RequestAmended) Kind() string    { return "request_amended" }
func (MomentsOffered) Kind() string    { return "moments_offered" }
func (AppointmentMissed) Kind() string { return "appointment_missed" }
func (RequestAssigned) Kind() string   { return "request_assigned" }

func (RequestDueMoved) Kind() string { return "request_due_moved" }
func (RequestReminder) Kind() string { return "request_reminder" }
func (RequestLate) Kind() string     { return "request_late" }

func (RequestReceived) Kind() string     { return "request_received" }
func (RequestSent) Kind() string         { return "request_sent" }
func (RequestAcknowledged) Kind() string { return "request_acknowledged" }
func (AppointmentMade) Kind() string     { return "appointment_made" }
func (AppointmentMoved) Kind() string    { return "appointment_moved" }
func (RequestHeld) Kind() string         { return "request_held" }
func (RequestConcluded) Kind() string    { return "request_concluded" }
func (RequestDeclined) Kind() string     { return "request_declined" }
func (RequestWithdrawn) Kind() string    { return "request_withdrawn" }
