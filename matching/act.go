package matching

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// perform locks the request, lets change decide and name the columns to save,
// and records the act, all in one transaction. Who may not see the request gets
// fault.Missing; the wrong side of the table fault.Forbidden.
func (s *Service) perform(ctx context.Context, actor account.Actor, id uuid.UUID, act Act,
	change func(tx *gorm.DB, request *Request) (columns []string, detail event, err error),
) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		request, err := lock(tx, actor, id)
		if err != nil {
			return err
		}
		if !actor.Has(sides[act]...) {
			return fault.Forbidden()
		}
		if act == ActSchedule && request.Status == StatusScheduled {
			act = ActReschedule
		}
		if err := request.do(act); err != nil {
			return err
		}
		columns, detail, err := change(tx, request)
		if err != nil {
			return err
		}
		request.Version++
		if err := tx.Model(request).Select(append(columns, "Status", "Version")).Updates(request).Error; err != nil {
			return err
		}
		if err := s.tidy(tx, request, act); err != nil {
			return err
		}
		return s.record(tx, actor, request, act, detail)
	})
}

// tidy takes back what an act made untrue: reminders that have not left, and open
// offers once a moment is agreed or none is needed any more.
func (s *Service) tidy(tx *gorm.DB, request *Request, act Act) error {
	if request.Status != StatusSent && request.Status != StatusAcknowledged {
		if err := s.endOffers(tx, request, 0); err != nil {
			return err
		}
	}
	if !slices.Contains(settles, act) {
		return nil
	}
	return s.recallReminders(tx, request)
}

// Acknowledge says that the provider has read the request and will plan a
// conversation: the first answer (T4).
func (s *Service) Acknowledge(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.perform(ctx, actor, id, ActAcknowledge, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		s.answered(request)
		return []string{"FirstAnsweredAt"}, event{}, s.tellConsultant(tx, request, func(m mail.Matter, organisation string) mail.Letter {
			return mail.RequestAcknowledged{
				Matter: m, Organisation: organisation, Reference: request.Reference,
				DueOn: request.DueOn, URL: s.consultantURL(request),
			}
		})
	})
}

// answered keeps the first moment at which the provider did anything.
func (s *Service) answered(request *Request) {
	if request.FirstAnsweredAt == nil {
		now := s.Now().UTC()
		request.FirstAnsweredAt = &now
	}
}

// Appointment is when and how the conversation will be held. Place is an
// address, a link or a telephone number; never the resident's. Instead is the
// moment of the appointment that this one replaces, and zero for the first: who
// looked at an old page gets fault.Conflict and undoes nobody's work.
type Appointment struct {
	At      time.Time
	Way     Way
	Place   string
	Instead time.Time
	AskedBy string // "resident", "provider" or "consultant": who asked to move it
	Reason  string // why it moves; only for a later appointment
}

// replaces reports whether the appointment was made in sight of the current one.
func (a Appointment) replaces(current *time.Time) bool {
	if current == nil {
		return a.Instead.IsZero()
	}
	return a.Instead.Equal(*current)
}

func (a Appointment) check(now time.Time, moving bool) error {
	var wrong fault.Check
	wrong.Unless(!a.At.IsZero(), "date", "error.required")
	wrong.Unless(a.At.IsZero() || a.At.After(now), "date", "appointment.past")
	checkWay(&wrong, "way", a.Way, "place", a.Place)
	wrong.Unless(!moving || oneOf(a.AskedBy, NoShowParties), "askedBy", "error.choose-one")
	wrong.Unless(!moving || a.Reason != "", "reason", "error.required")
	checkNote(&wrong, "reason", a.Reason)
	return wrong.Err()
}

// checkWay checks how and where people talk, under the names of the two fields.
func checkWay(wrong *fault.Check, wayField string, way Way, placeField, place string) {
	wrong.Unless(isWay(way), wayField, "error.choose-one")
	wrong.Unless(place != "", placeField, "error.required")
	wrong.Unless(utf8.RuneCountInString(place) <= PlaceMax, placeField, "error.max", "Max", PlaceMax)
	refuseBSN(wrong, placeField, place)
}

// checkNote checks a free text that may be empty.
func checkNote(wrong *fault.Check, name, note string) {
	wrong.Unless(utf8.RuneCountInString(note) <= NoteMax, name, "error.max", "Max", NoteMax)
	refuseBSN(wrong, name, note)
}

// Schedule makes the appointment, or moves it with a reason (T3, T7).
func (s *Service) Schedule(ctx context.Context, actor account.Actor, id uuid.UUID, appointment Appointment) error {
	return s.perform(ctx, actor, id, ActSchedule, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if !appointment.replaces(request.AppointmentAt) {
			return nil, event{}, fault.Conflict("request.past-step")
		}
		moving := request.AppointmentAt != nil
		if err := appointment.check(s.Now(), moving); err != nil {
			return nil, event{}, err
		}
		columns := s.plan(request, appointment.At, appointment.Way, appointment.Place)
		detail := event{Moment: request.AppointmentAt, Reason: appointment.Reason, AskedBy: appointment.AskedBy}
		return columns, detail, s.tellAppointment(tx, request, moving)
	})
}

// Hold records on which day the conversation was held: the fact the norm is
// about (T4). One that was planned for later leaves the consultant's calendar.
func (s *Service) Hold(ctx context.Context, actor account.Actor, id uuid.UUID, on workday.Date) error {
	return s.perform(ctx, actor, id, ActHold, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		var wrong fault.Check
		wrong.Unless(!on.IsZero(), "heldOn", "error.required")
		wrong.Unless(!on.After(s.today()), "heldOn", "error.date-future")
		wrong.Unless(on.IsZero() || !on.Before(workday.On(request.SentAt)), "heldOn", "request.held-before-sent")
		if err := wrong.Err(); err != nil {
			return nil, event{}, err
		}
		now := s.Now().UTC()
		planned := request.planned(now)
		s.answered(request)
		request.HeldOn, request.HeldRecordedAt = &on, &now
		if planned {
			request.AppointmentSequence++
		}
		moment := on.Start()
		return []string{"FirstAnsweredAt", "HeldOn", "HeldRecordedAt", "AppointmentSequence"}, event{Moment: &moment},
			s.tellHeld(tx, request, planned)
	})
}

// Conclusion is the outcome of the conversation (T8). A zero date, unlike none,
// stands for one that does not exist and is refused.
type Conclusion struct {
	Fits            *bool
	Reason          string // why it does not fit
	ExpectedStartOn *workday.Date
	HoursPerWeek    *int
	DurationWeeks   *int
}

func (c Conclusion) check(today workday.Date) error {
	var wrong fault.Check
	wrong.Unless(c.Fits != nil, "fits", "error.choose-one")
	fits := c.Fits != nil && *c.Fits
	wrong.Unless(c.Fits == nil || fits || c.Reason != "", "outcomeReason", "error.required")
	checkNote(&wrong, "outcomeReason", c.Reason)
	wrong.Unless(!fits || c.ExpectedStartOn != nil, "expectedStartOn", "error.required")
	checkFuture(&wrong, "expectedStartOn", c.ExpectedStartOn, today)
	wrong.Unless(c.HoursPerWeek == nil || between(*c.HoursPerWeek, 1, 40), "hoursPerWeek", "error.between", "Min", 1, "Max", 40)
	wrong.Unless(c.DurationWeeks == nil || between(*c.DurationWeeks, 1, 208), "durationWeeks", "error.between", "Min", 1, "Max", 208)
	return wrong.Err()
}

func between(n, low, high int) bool { return n >= low && n <= high }

// Conclude records whether the support fits, and with that closes the request (T8).
func (s *Service) Conclude(ctx context.Context, actor account.Actor, id uuid.UUID, conclusion Conclusion) error {
	return s.perform(ctx, actor, id, ActConclude, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := conclusion.check(s.today()); err != nil {
			return nil, event{}, err
		}
		now := s.Now().UTC()
		request.Fits, request.OutcomeReason, request.ClosedAt = conclusion.Fits, conclusion.Reason, &now
		request.ExpectedStartOn, request.HoursPerWeek = conclusion.ExpectedStartOn, conclusion.HoursPerWeek
		request.DurationWeeks = conclusion.DurationWeeks
		columns := []string{"Fits", "OutcomeReason", "ClosedAt", "ExpectedStartOn", "HoursPerWeek", "DurationWeeks"}
		return columns, event{}, s.tellConsultant(tx, request, func(m mail.Matter, organisation string) mail.Letter {
			return mail.RequestConcluded{
				Matter: m, Organisation: organisation, Reference: request.Reference,
				Match: *conclusion.Fits, URL: s.consultantURL(request),
			}
		})
	})
}

// Ending is why a request is declined or withdrawn: a coded reason and a note.
type Ending struct {
	Reason string
	Note   string
}

func (e Ending) check(reasons []string) error {
	var wrong fault.Check
	wrong.Unless(oneOf(e.Reason, reasons), "reason", "error.choose-one")
	wrong.Unless(e.Reason != "other" || e.Note != "", "note", "error.required")
	checkNote(&wrong, "note", e.Note)
	return wrong.Err()
}

// Decline says that the provider cannot take the request; its access to the text
// ends with that (T3, T9).
func (s *Service) Decline(ctx context.Context, actor account.Actor, id uuid.UUID, ending Ending) error {
	return s.perform(ctx, actor, id, ActDecline, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := ending.check(DeclineReasons); err != nil {
			return nil, event{}, err
		}
		s.answered(request)
		s.end(request, ending)
		return []string{"FirstAnsweredAt", "ClosedAt", "CloseReason", "CloseNote"}, event{Reason: ending.Reason},
			s.tellDeclined(tx, request, ending.Reason)
	})
}

// Withdraw takes an open request back (T3); the provider's access to the text
// ends with that (T9).
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id uuid.UUID, ending Ending) error {
	return s.perform(ctx, actor, id, ActWithdraw, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := ending.check(WithdrawReasons); err != nil {
			return nil, event{}, err
		}
		s.end(request, ending)
		columns := []string{"ClosedAt", "CloseReason", "CloseNote"}
		if request.planned(s.Now()) {
			request.AppointmentSequence++
			columns = append(columns, "AppointmentSequence")
		}
		return columns, event{Reason: ending.Reason}, s.tellWithdrawn(tx, request, ending.Reason)
	})
}

func (s *Service) end(request *Request, ending Ending) {
	now := s.Now().UTC()
	request.ClosedAt, request.CloseReason, request.CloseNote = &now, ending.Reason, ending.Note
}
