package matching

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Outbox takes news of requests in the transaction of the act, for the systems of
// the municipality; how they hear it is not known here.
type Outbox interface {
	RequestChanged(tx *gorm.DB, municipality string, news News) error
	// RequestErased forgets what still waits about a request, with its reference (T11).
	RequestErased(tx *gorm.DB, id uuid.UUID) error
}

// News is what the municipality's systems hear of a request: what happened and
// where it stands, never its text (T1).
type News struct {
	RequestID uuid.UUID
	Reference string
	Act       string // for programs, such as "gepland"
	Status    string // the same, one of Status.Code
	At        time.Time
}

// codes are the names of the statuses for programs; the API speaks Dutch (API-7).
var codes = map[Status]string{
	StatusSent: "verzonden", StatusAcknowledged: "ontvangen", StatusScheduled: "gepland", StatusHeld: "gevoerd",
	StatusConcluded: "afgerond", StatusDeclined: "afgewezen", StatusWithdrawn: "ingetrokken",
}

// Code names the status for programs.
func (s Status) Code() string { return codes[s] }

// told are the acts that systems hear of, by their names for programs.
var told = map[Act]string{
	ActSend: "verzonden", ActAcknowledge: "ontvangen", ActOffer: "momenten-aangeboden", ActAccept: "gepland", ActSchedule: "gepland",
	ActReschedule: "verplaatst", ActNoShow: "niet-gekomen", ActHold: "gevoerd", ActConclude: "afgerond",
	ActDecline: "afgewezen", ActWithdraw: "ingetrokken",
}

// announce tells the systems of the municipality.
func (s *Service) announce(tx *gorm.DB, request *Request, act Act) error {
	name, known := told[act]
	if s.Outbox == nil || !known {
		return nil
	}
	return s.Outbox.RequestChanged(tx, request.MunicipalityCode, News{
		RequestID: request.ID, Reference: request.Reference, Act: name, Status: request.Status.Code(), At: s.Now().UTC(),
	})
}
