package matching

import (
	"context"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Shift is a request whose due date the present calendar would give otherwise.
type Shift struct {
	ID        uuid.UUID
	Reference string
	From, To  workday.Date
}

// Shifts gives the open requests without a conversation that would be due on
// another day if they were counted with the present calendar. Nothing moves by
// itself (WD-5).
func (s *Service) Shifts(ctx context.Context, actor account.Actor) ([]Shift, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	return s.shifts(ctx, s.DB.WithContext(ctx))
}

func (s *Service) shifts(ctx context.Context, db *gorm.DB) ([]Shift, error) {
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	var open []Request
	err = db.Table("requests r").Where(notHeld).Where("r.calendar_version <> ?", calendar.Version()).
		Order("r.due_on, r.id").Find(&open).Error
	if err != nil {
		return nil, err
	}
	var shifts []Shift
	for i := range open {
		if to := calendar.Due(open[i].SentAt, s.TermWorkdays); to != open[i].DueOn {
			shifts = append(shifts, Shift{ID: open[i].ID, Reference: open[i].Reference, From: open[i].DueOn, To: to})
		}
	}
	return shifts, nil
}

// Recalculate counts the due dates of open requests again with the present
// calendar, openly: the reason stands on each time line, and both sides are told
// (T5). It gives how many moved.
func (s *Service) Recalculate(ctx context.Context, actor account.Actor, reason string) (int, error) {
	if !actor.Has(account.RoleAdministrator) {
		return 0, fault.Forbidden()
	}
	var wrong fault.Check
	wrong.Unless(reason != "", "reason", "error.required")
	wrong.Unless(utf8.RuneCountInString(reason) <= NoteMax, "reason", "error.max", "Max", NoteMax)
	refuseBSN(&wrong, "reason", reason)
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	var moved int
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		calendar, err := workday.Stored(ctx, tx)
		if err != nil {
			return err
		}
		shifts, err := s.shifts(ctx, tx)
		if err != nil {
			return err
		}
		for _, shift := range shifts {
			if err := s.shift(tx, actor, shift, calendar.Version(), reason); err != nil {
				return err
			}
		}
		moved = len(shifts)
		return nil
	})
	return moved, err
}

// shift moves one due date. A breach that is none any more may be told again
// later.
func (s *Service) shift(tx *gorm.DB, actor account.Actor, to Shift, version, reason string) error {
	var request Request
	if err := tx.Clauses(forUpdate).Take(&request, "id = ?", to.ID).Error; err != nil {
		return err
	}
	if request.HeldOn != nil || request.ClosedAt != nil { // settled since the list was read
		return nil
	}
	request.DueOn, request.CalendarVersion = to.To, version
	if err := tx.Model(&request).Select("DueOn", "CalendarVersion").Updates(&request).Error; err != nil {
		return err
	}
	if !s.today().After(request.DueOn) {
		if err := tx.Delete(&reminder{}, "request_id = ? AND step = ?", request.ID, stepBreach).Error; err != nil {
			return err
		}
	}
	if err := s.recallReminders(tx, &request); err != nil {
		return err
	}
	if err := s.tellShift(tx, &request, to.From, reason); err != nil {
		return err
	}
	moment := request.DueOn.Start()
	return s.record(tx, actor, &request, ActRecalculate, event{Reason: reason, Moment: &moment})
}

func (s *Service) tellShift(tx *gorm.DB, request *Request, from workday.Date, reason string) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	letter := mail.RequestDueMoved{
		Matter: request.matter(request.DueOn.String() + " " + words.For(words.Default).Moment(s.Now())), Organisation: provider.Name,
		Reference: request.Reference, Was: from, DueOn: request.DueOn, Reason: reason,
	}
	err = s.tellIntake(tx, request, func(string) mail.Letter {
		letter.URL = s.providerURL(request)
		return letter
	})
	if err != nil {
		return err
	}
	return s.tellConsultant(tx, request, func(mail.Matter, string) mail.Letter {
		letter.URL = s.consultantURL(request)
		return letter
	})
}
