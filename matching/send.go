package matching

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/reference"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// The longest texts of a request, in characters.
const (
	QuestionMax     = 1000
	OwnReferenceMax = 40
	NoteMax         = 500
	PlaceMax        = 200
	PhoneMax        = 30
)

// Question is what a consultant fills in (T1). ResidentChose records that the
// resident chose this provider (H §2). A zero date, unlike none, stands for one
// that does not exist and is refused. ID is chosen when the form is shown, so
// that sending it twice makes one request; without one it gets its own.
type Question struct {
	ID                uuid.UUID
	Municipality      string // code; must be the consultant's own
	OwnReference      string
	ProductCode       string
	Question          string
	Goals             string
	PreferredWay      Way
	MunicipalityJoins bool
	StartWishOn       *workday.Date
	StartRung         *int
	TargetRung        *int
	ResidentChose     bool
	ContactPhone      string     // of the consultant, at work; may be empty
	Previous          *uuid.UUID // request that this one asks again
}

func (q Question) check(actor account.Actor, today workday.Date) error {
	var wrong fault.Check
	wrong.Unless(q.Municipality == actor.Municipality, "municipality", "request.other-municipality")
	wrong.Unless(q.ProductCode != "", "product", "error.choose-one")
	wrong.Unless(q.Question != "", "question", "error.required")
	wrong.Unless(q.OwnReference != "", "ownReference", "error.required")
	q.checkTexts(&wrong)
	wrong.Unless(q.ContactPhone == "" || directory.IsPhone(q.ContactPhone), "contactPhone", "error.phone")
	wrong.Unless(isWay(q.PreferredWay), "preferredWay", "error.choose-one")
	checkFuture(&wrong, "startWishOn", q.StartWishOn, today)
	wrong.Unless(isRung(q.StartRung), "startRung", "error.unknown-choice")
	wrong.Unless(isRung(q.TargetRung), "targetRung", "error.unknown-choice")
	wrong.Unless(q.StartRung == nil || q.TargetRung == nil || *q.TargetRung >= *q.StartRung, "targetRung", "request.rung-lower")
	wrong.Unless(q.ResidentChose, "residentChose", "request.resident-chose")
	return wrong.Err()
}

// refuseBSN names a field whose text holds a citizen service number (T2).
func refuseBSN(wrong *fault.Check, name, text string) {
	wrong.Unless(!bsn.In(text), name, "error.bsn")
}

// checkFuture refuses an optional date that does not exist or has passed.
func checkFuture(wrong *fault.Check, name string, on *workday.Date, today workday.Date) {
	switch {
	case on == nil:
	case on.IsZero():
		wrong.Add(name, "error.date")
	case on.Before(today):
		wrong.Add(name, "error.date-past")
	}
}

func isWay(way Way) bool { return way == WayTable || way == WayDigital || way == WayTelephone }

func isRung(rung *int) bool { return rung == nil || (*rung >= 1 && *rung <= 6) }

// WouldBeDue gives the due date of a request that is sent now (T5).
func (s *Service) WouldBeDue(ctx context.Context) (workday.Date, error) {
	calendar, err := workday.Stored(ctx, s.DB.WithContext(ctx))
	if err != nil {
		return workday.Date{}, err
	}
	return calendar.Due(s.Now(), s.TermWorkdays), nil
}

// Send sends a request to one provider (T1) and starts the clock (T4, T5): the
// due date is counted now and does not move by itself. A question whose ID was
// sent before gives the request that came of it, or fault.Conflict when it says
// something else now.
func (s *Service) Send(ctx context.Context, actor account.Actor, slug string, question Question) (*Request, error) {
	if !actor.Has(account.RoleConsultant) {
		return nil, fault.Forbidden()
	}
	if err := question.check(actor, s.today()); err != nil {
		return nil, err
	}
	public, err := s.Directory.Public(ctx, slug)
	if err != nil {
		return nil, err
	}
	var request *Request
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		askable, err := directory.Askable(tx, public.Provider.ID, question.ProductCode, s.Now())
		if err != nil {
			return err
		}
		if !askable {
			return fault.Invalid(fault.At("product", "request.not-askable"))
		}
		if err := checkPrevious(tx, actor, question.Previous); err != nil {
			return err
		}
		calendar, err := workday.Stored(ctx, tx)
		if err != nil {
			return err
		}
		request = s.newRequest(actor, public.Provider.ID, question, calendar)
		if err := tx.Create(request).Error; err != nil {
			return err
		}
		if err := tx.Delete(&Draft{}, "id = ? AND consultant_id = ?", request.ID, actor.UserID).Error; err != nil {
			return err
		}
		if err := s.record(tx, actor, request, ActSend, event{}); err != nil {
			return err
		}
		return s.tellSent(tx, actor, request, public.Provider)
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) && question.ID != uuid.Nil {
		return s.sentBefore(ctx, actor, public.Provider.ID, question)
	}
	return request, err
}

// sentBefore gives the request that came of the same question; fault.Conflict
// when another question was sent with its ID, such as after going back in the
// browser.
func (s *Service) sentBefore(ctx context.Context, actor account.Actor, providerID uuid.UUID, q Question) (*Request, error) {
	request, err := seen(s.DB.WithContext(ctx), actor, q.ID)
	if err != nil {
		return nil, err
	}
	same := request.ProviderID == providerID && request.ProductCode == q.ProductCode &&
		request.OwnReference == q.OwnReference && request.Question == q.Question && request.Goals == q.Goals &&
		request.PreferredWay == q.PreferredWay && request.MunicipalityJoins == q.MunicipalityJoins &&
		equal(request.StartWishOn, q.StartWishOn) && equal(request.StartRung, q.StartRung) && equal(request.TargetRung, q.TargetRung) &&
		request.ContactPhone == q.ContactPhone
	if !same {
		return nil, fault.Conflict("request.sent-already")
	}
	return request, nil
}

func (s *Service) newRequest(actor account.Actor, providerID uuid.UUID, q Question, calendar *workday.Calendar) *Request {
	now := s.Now().UTC()
	if q.ID == uuid.Nil {
		q.ID = uuid.New()
	}
	return &Request{
		ID: q.ID, Reference: reference.New("MV"), ProviderID: providerID,
		MunicipalityCode: actor.Municipality, ConsultantID: actor.UserID, OwnReference: q.OwnReference,
		ProductCode: q.ProductCode, Question: q.Question, Goals: q.Goals, PreferredWay: q.PreferredWay,
		MunicipalityJoins: q.MunicipalityJoins, StartWishOn: q.StartWishOn,
		StartRung: q.StartRung, TargetRung: q.TargetRung, ResidentChose: q.ResidentChose,
		ContactPhone: q.ContactPhone, PreviousID: q.Previous, Version: 1,
		Status: StatusSent, SentAt: now, DueOn: calendar.Due(now, s.TermWorkdays), CalendarVersion: calendar.Version(),
	}
}

func (s *Service) tellSent(tx *gorm.DB, actor account.Actor, request *Request, provider directory.Provider) error {
	var municipality directory.Municipality
	if err := tx.Take(&municipality, "code = ?", request.MunicipalityCode).Error; err != nil {
		return err
	}
	err := s.tellIntake(tx, request, func(string) mail.Letter {
		return mail.RequestReceived{
			Matter: request.matter(""), Organisation: provider.Name, Reference: request.Reference,
			Municipality: municipality.Name, DueOn: request.DueOn, URL: s.providerURL(request),
		}
	})
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, mail.Recipient{Address: actor.Email, Name: actor.Name, Lang: actor.Lang}, mail.RequestSent{
		Matter: request.matter(""), Organisation: provider.Name, Reference: request.Reference,
		DueOn: request.DueOn, URL: s.consultantURL(request),
	})
}

// record writes one act to the time line and the audit trail.
func (s *Service) record(tx *gorm.DB, actor account.Actor, request *Request, act Act, detail event) error {
	detail.RequestID, detail.At, detail.Act = request.ID, s.Now().UTC(), act
	detail.ActorID, detail.Side = actor.UserID, string(sideOf(actor))
	if err := tx.Create(&detail).Error; err != nil {
		return err
	}
	if err := s.announce(tx, request, act); err != nil {
		return err
	}
	return audit.Record(tx, actor, "request."+string(act), "request", request.ID.String())
}
