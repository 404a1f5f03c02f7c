package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/workday"
	"providerportal/matching"
)

// clientRequest is a matching request as the municipality's system sees it: what
// the municipality sent itself, and the facts that came of it. What the provider
// wrote about a resident is not in it.
type clientRequest struct {
	clientLine
	Product       string             `json:"product"`
	Question      string             `json:"ondersteuningsvraag"`
	Goals         string             `json:"doelen,omitempty"`
	Way           string             `json:"gesprekswijze"`
	Joins         bool               `json:"gemeenteSluitAan"`
	StartWish     *workday.Date      `json:"gewensteStart,omitempty"`
	StartRung     *int               `json:"startTrede,omitempty"`
	TargetRung    *int               `json:"doelTrede,omitempty"`
	FirstAnswered *time.Time         `json:"eersteReactieOp,omitempty"`
	Appointment   *clientAppointment `json:"afspraak,omitempty"`
	Outcome       *clientOutcome     `json:"uitkomst,omitempty"`
	CloseReason   string             `json:"reden,omitempty"`
}

// clientLine is a request in a list.
type clientLine struct {
	ID        uuid.UUID     `json:"id"`
	Reference string        `json:"kenmerk"`
	Own       string        `json:"eigenKenmerk"`
	Provider  string        `json:"aanbiederNaam"`
	Status    string        `json:"status"`
	SentAt    time.Time     `json:"verzondenOp"`
	Clock     clientClock   `json:"klok"`
	HeldOn    *workday.Date `json:"gevoerdOp,omitempty"`
	ClosedAt  *time.Time    `json:"afgeslotenOp,omitempty"`
	Links     clientLinks   `json:"links"`
}

type clientLinks struct {
	Self string `json:"self"`
	Page string `json:"pagina,omitempty"` // for the consultant
}

// clientClock is the term of five working days (T6).
type clientClock struct {
	DueOn workday.Date `json:"uiterlijkOp"`
	Left  int          `json:"werkdagenOver"`
	Term  string       `json:"stand"`
}

type clientAppointment struct {
	At  time.Time `json:"op"`
	Way string    `json:"wijze"`
}

type clientOutcome struct {
	Fits            bool          `json:"past"`
	ExpectedStartOn *workday.Date `json:"verwachteStart,omitempty"`
	HoursPerWeek    *int          `json:"urenPerWeek,omitempty"`
	DurationWeeks   *int          `json:"wekenDuur,omitempty"`
}

// The codes of the API, in Dutch (API-7).
var (
	clientWays  = map[matching.Way]string{matching.WayTable: "aan-tafel", matching.WayDigital: "digitaal", matching.WayTelephone: "telefoon"}
	clientTerms = map[matching.Term]string{
		matching.TermOpen: "loopt", matching.TermNearlyDue: "bijna-te-laat", matching.TermScheduled: "gepland", matching.TermLate: "te-laat",
		matching.TermHeldOnTime: "op-tijd-gevoerd", matching.TermHeldLate: "te-laat-gevoerd",
		matching.TermWithdrawn: "ingetrokken", matching.TermDeclined: "afgewezen",
	}
	clientReasons = map[string]string{
		"resident-chose-other": "inwoner-koos-anders", "resident-stopped": "inwoner-stopt", "sent-by-mistake": "vergissing",
		"no-capacity": "geen-plek", "not-our-expertise": "andere-expertise", "not-our-area": "buiten-werkgebied", "other": "anders",
	}
)

// meant gives the value whose code was sent; an unknown code stays what it is and
// is refused by the domain.
func meant[T ~string](codes map[T]string, sent string) T {
	for value, code := range codes {
		if code == sent {
			return value
		}
	}
	return T(sent + "?")
}

func (s *Server) clientLinks(id uuid.UUID) clientLinks {
	return clientLinks{Self: s.BaseURL + clientPath + "/" + id.String(), Page: s.BaseURL + "/consulent/verzoeken/" + id.String()}
}

func clientClockOf(clock matching.Clock) clientClock {
	return clientClock{DueOn: clock.DueOn, Left: clock.Left, Term: clientTerms[clock.Term]}
}

func (s *Server) clientRequest(found *matching.Case) clientRequest {
	r := &found.Request
	shown := clientRequest{
		clientLine: clientLine{
			ID: r.ID, Reference: r.Reference, Own: r.OwnReference, Provider: found.Provider.Name, Status: r.Status.Code(),
			SentAt: r.SentAt.UTC(), Clock: clientClockOf(found.Clock), HeldOn: r.HeldOn, ClosedAt: inUTC(r.ClosedAt), Links: s.clientLinks(r.ID),
		},
		Product: r.ProductCode, Question: r.Question, Goals: r.Goals, Way: clientWays[r.PreferredWay], Joins: r.MunicipalityJoins,
		StartWish: r.StartWishOn, StartRung: r.StartRung, TargetRung: r.TargetRung, FirstAnswered: inUTC(r.FirstAnsweredAt),
		CloseReason: clientReasons[r.CloseReason],
	}
	if r.AppointmentAt != nil && r.Status == matching.StatusScheduled {
		shown.Appointment = &clientAppointment{At: r.AppointmentAt.UTC(), Way: clientWays[r.AppointmentWay]}
	}
	if r.Fits != nil {
		shown.Outcome = &clientOutcome{Fits: *r.Fits, ExpectedStartOn: r.ExpectedStartOn, HoursPerWeek: r.HoursPerWeek, DurationWeeks: r.DurationWeeks}
	}
	return shown
}

func inUTC(moment *time.Time) *time.Time {
	if moment == nil {
		return nil
	}
	utc := moment.UTC()
	return &utc
}

// showClientRequest gives one request of the own municipality; that it was read
// stands in the trail (AVG-6).
func (s *Server) showClientRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return v.sendTagged(s.clientRequest(found))
}
