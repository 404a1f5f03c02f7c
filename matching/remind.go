package matching

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/mail"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// step is one reminder in the term of a request (T6).
type step string

const (
	stepFirst  step = "first"  // to the intake point
	stepSecond step = "second" // to the intake point
	stepBreach step = "breach" // to both sides and the MGR, once the term has passed
)

// The working days of the term on which the intake point is reminded (T6).
const (
	firstReminderDay  = 2
	secondReminderDay = 4
)

// reminderKinds are the letters that an act makes untrue.
var reminderKinds = []string{mail.RequestReminder{}.Kind(), mail.RequestLate{}.Kind()}

// reminder is a row of request_reminders.
type reminder struct {
	RequestID uuid.UUID
	Step      step
	SentAt    time.Time
	Late      bool
}

// TableName is where the reminders live.
func (reminder) TableName() string { return "request_reminders" }

// due decides which reminder the request needs on a day, given those that went
// out, and whether that is after its own day. Of several that were missed only
// the last still says something; a conversation planned within the term needs
// none (T6).
func (r *Request) due(today workday.Date, calendar *workday.Calendar, went map[step]bool) (next step, late, needed bool) {
	received := workday.On(r.SentAt)
	second := calendar.DueFrom(received, secondReminderDay)
	first := calendar.DueFrom(received, firstReminderDay)
	switch term := r.Clock(today, calendar).Term; {
	case term == TermLate:
		return stepBreach, today.After(calendar.DueFrom(r.DueOn, 1)), !went[stepBreach]
	case term != TermOpen && term != TermNearlyDue:
		return "", false, false
	case !today.Before(second):
		return stepSecond, today.After(second), !went[stepSecond]
	case !today.Before(first):
		return stepFirst, today.After(first), !went[stepFirst]
	}
	return "", false, false
}

// SweepReminders sends every reminder that is due now and still true (T6). Each
// goes out once, whichever instance runs this, and a missed one goes out later,
// marked late.
func (s *Service) SweepReminders(ctx context.Context) error {
	if s.Now().In(workday.Amsterdam).Hour() < s.RemindFromHour {
		return nil
	}
	db := s.DB.WithContext(ctx)
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return err
	}
	var waiting []uuid.UUID
	err = db.Table("requests r").Where(notHeld).
		Where("NOT EXISTS (SELECT 1 FROM request_reminders WHERE request_id = r.id AND step = ?)", stepBreach).
		Order("r.due_on, r.id").Pluck("r.id", &waiting).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range waiting { // one that fails holds up no other
		failed = append(failed, s.remind(ctx, id, calendar))
	}
	return errors.Join(failed...)
}

// remind looks at one request again under its lock, so that an answer that comes
// in at the same moment is seen.
func (s *Service) remind(ctx context.Context, id uuid.UUID, calendar *workday.Calendar) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var request Request
		if err := tx.Clauses(forUpdate).Take(&request, "id = ?", id).Error; err != nil {
			return err
		}
		var sent []reminder
		if err := tx.Where("request_id = ?", id).Find(&sent).Error; err != nil {
			return err
		}
		went := map[step]bool{}
		for _, one := range sent {
			went[one.Step] = true
		}
		next, late, needed := request.due(s.today(), calendar, went)
		if !needed {
			return nil
		}
		row := reminder{RequestID: id, Step: next, SentAt: s.Now().UTC(), Late: late}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := s.tellReminder(tx, &request, row, calendar); err != nil {
			return err
		}
		return audit.Record(tx, account.System(), "request.reminded", "request", id.String())
	})
}

func (s *Service) tellReminder(tx *gorm.DB, request *Request, sent reminder, calendar *workday.Calendar) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	matter := request.matter(string(sent.Step))
	if sent.Step == stepBreach {
		return s.tellLate(tx, request, mail.RequestLate{
			Matter: matter, Organisation: provider.Name, Reference: request.Reference, DueOn: request.DueOn, Late: sent.Late,
		})
	}
	return s.tellIntake(tx, request, func(lang string) mail.Letter {
		return mail.RequestReminder{
			Matter: matter, Organisation: provider.Name, Reference: request.Reference, DueOn: request.DueOn,
			Days:     words.For(lang).Days(calendar.Left(s.today(), request.DueOn)),
			Answered: request.FirstAnsweredAt != nil, Late: sent.Late, URL: s.providerURL(request),
		}
	})
}

// tellLate tells the provider, the consultant and the contract managers of the
// MGR that the term has passed.
func (s *Service) tellLate(tx *gorm.DB, request *Request, letter mail.RequestLate) error {
	err := s.tellIntake(tx, request, func(string) mail.Letter {
		toProvider := letter
		toProvider.ForProvider, toProvider.URL = true, s.providerURL(request)
		return toProvider
	})
	if err != nil {
		return err
	}
	err = s.tellConsultant(tx, request, func(mail.Matter, string) mail.Letter {
		toConsultant := letter
		toConsultant.URL = s.consultantURL(request)
		return toConsultant
	})
	if err != nil {
		return err
	}
	managers, err := account.WithRole(tx, account.RoleContractManager)
	if err != nil {
		return err
	}
	letter.URL = s.Mail.BaseURL + "/beheer/termijnen/verzoeken?lijst=te-laat"
	for _, manager := range managers {
		if err := s.Mail.Queue(tx, manager.Recipient(), letter); err != nil {
			return err
		}
	}
	return nil
}

// recallReminders takes back what an act just made untrue (T6).
func (s *Service) recallReminders(tx *gorm.DB, request *Request) error {
	return s.Mail.Recall(tx, request.matter(""), reminderKinds...)
}
