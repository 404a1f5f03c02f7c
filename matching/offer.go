package matching

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/words"
)

// OffersMax is how many moments one side may offer at a time (T7).
const OffersMax = 3

// Offer is a moment for the conversation that one side offers and the other may
// accept (T7).
type Offer struct {
	ID        int64 `gorm:"primaryKey;autoIncrement"`
	RequestID uuid.UUID
	Side      string // "consultant" or "provider"
	At        time.Time
	Way       Way
	Place     string
	OfferedAt time.Time
	EndedAt   *time.Time
	Accepted  bool
}

// TableName is where the offers live.
func (Offer) TableName() string { return "request_offers" }

// Moments are what one side offers: one to three moments with one way and place.
type Moments struct {
	Seen  int // version of the request on the page
	At    []time.Time
	Way   Way
	Place string
}

func (m Moments) check(now time.Time) error {
	var wrong fault.Check
	wrong.Unless(len(m.At) > 0, "date1", "error.required")
	wrong.Unless(len(m.At) <= OffersMax, "date1", "offer.too-many", "Max", OffersMax)
	taken := map[time.Time]bool{}
	for i, at := range m.At {
		field := fmt.Sprintf("date%d", i+1)
		wrong.Unless(at.After(now), field, "appointment.past")
		wrong.Unless(!taken[at.UTC()], field, "offer.twice")
		taken[at.UTC()] = true
	}
	checkWay(&wrong, "offerWay", m.Way, "offerPlace", m.Place)
	return wrong.Err()
}

// Offer has the provider offer up to three moments, in place of those that were
// open (T7). It is an answer (T4).
func (s *Service) Offer(ctx context.Context, actor account.Actor, id uuid.UUID, moments Moments) error {
	return s.offer(ctx, actor, id, ActOffer, moments)
}

// Propose has the consultant propose up to three moments, in place of those that
// were open (T7).
func (s *Service) Propose(ctx context.Context, actor account.Actor, id uuid.UUID, moments Moments) error {
	return s.offer(ctx, actor, id, ActPropose, moments)
}

func (s *Service) offer(ctx context.Context, actor account.Actor, id uuid.UUID, act Act, moments Moments) error {
	return s.perform(ctx, actor, id, act, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := request.unchangedSince(moments.Seen); err != nil {
			return nil, event{}, err
		}
		if err := moments.check(s.Now()); err != nil {
			return nil, event{}, err
		}
		if err := s.endOffers(tx, request, 0); err != nil {
			return nil, event{}, err
		}
		offers := make([]Offer, len(moments.At))
		for i, at := range moments.At {
			offers[i] = Offer{
				RequestID: id, Side: string(sideOf(actor)), At: at.UTC(), Way: moments.Way, Place: moments.Place, OfferedAt: s.Now().UTC(),
			}
		}
		if err := tx.Create(&offers).Error; err != nil {
			return nil, event{}, err
		}
		if act == ActOffer {
			s.answered(request)
		}
		return []string{"FirstAnsweredAt"}, event{}, s.tellOffered(tx, request, act == ActPropose)
	})
}

// Accept makes the appointment of an open offer of the other side (T7).
func (s *Service) Accept(ctx context.Context, actor account.Actor, id uuid.UUID, offerID int64) error {
	return s.perform(ctx, actor, id, ActAccept, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		var offer Offer
		err := tx.Clauses(forUpdate).Take(&offer, "id = ? AND request_id = ? AND ended_at IS NULL", offerID, id).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil, event{}, fault.Conflict("offer.gone")
		}
		if err != nil {
			return nil, event{}, err
		}
		if offer.Side == string(sideOf(actor)) {
			return nil, event{}, fault.Forbidden()
		}
		if !offer.At.After(s.Now()) {
			return nil, event{}, fault.Conflict("offer.past")
		}
		if err := s.endOffers(tx, request, offer.ID); err != nil {
			return nil, event{}, err
		}
		columns := s.plan(request, offer.At, offer.Way, offer.Place)
		return columns, event{Moment: &offer.At}, s.tellAppointment(tx, request, false)
	})
}

// plan puts the appointment in the request and names the columns to save.
func (s *Service) plan(request *Request, at time.Time, way Way, place string) []string {
	at = at.UTC()
	s.answered(request)
	if request.FirstScheduledAt == nil {
		now := s.Now().UTC()
		request.FirstScheduledAt = &now
	}
	request.AppointmentAt, request.AppointmentWay, request.AppointmentPlace = &at, way, place
	request.AppointmentSequence++
	return []string{"FirstAnsweredAt", "FirstScheduledAt", "AppointmentAt", "AppointmentWay", "AppointmentPlace", "AppointmentSequence"}
}

// endOffers ends the open offers; accepted is the one that was taken, or zero.
func (s *Service) endOffers(tx *gorm.DB, request *Request, accepted int64) error {
	return tx.Model(&Offer{}).Where("request_id = ? AND ended_at IS NULL", request.ID).
		Updates(map[string]any{"ended_at": s.Now().UTC(), "accepted": gorm.Expr("id = ?", accepted)}).Error
}

// tellOffered tells the other side that moments wait for it.
func (s *Service) tellOffered(tx *gorm.DB, request *Request, toProvider bool) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	letter := mail.MomentsOffered{
		Matter: request.matter(fmt.Sprintf("v%d", request.Version)), Organisation: provider.Name, Reference: request.Reference,
		DueOn: request.DueOn, ForProvider: toProvider, URL: s.consultantURL(request),
	}
	if toProvider {
		letter.URL = s.providerURL(request)
		return s.tellIntake(tx, request, func(string) mail.Letter { return letter })
	}
	return s.tellConsultant(tx, request, func(mail.Matter, string) mail.Letter { return letter })
}

// NoShow is who did not come to the appointment: "resident", "provider" or
// "consultant".
type NoShow struct {
	Seen   int
	Absent string
	Note   string
}

// NoShowParties lists who may not have come.
var NoShowParties = []string{"resident", "provider", "consultant"}

// MissAppointment records that the conversation was not held because somebody did
// not come; the history stays and a new appointment can be made (T3).
func (s *Service) MissAppointment(ctx context.Context, actor account.Actor, id uuid.UUID, missed NoShow) error {
	return s.perform(ctx, actor, id, ActNoShow, func(tx *gorm.DB, request *Request) ([]string, event, error) {
		if err := request.unchangedSince(missed.Seen); err != nil {
			return nil, event{}, err
		}
		if request.AppointmentAt.After(s.Now()) {
			return nil, event{}, fault.Conflict("noshow.not-yet")
		}
		var wrong fault.Check
		wrong.Unless(oneOf(missed.Absent, NoShowParties), "absent", "error.choose-one")
		checkNote(&wrong, "remark", missed.Note)
		if err := wrong.Err(); err != nil {
			return nil, event{}, err
		}
		at := *request.AppointmentAt
		request.AppointmentAt, request.AppointmentWay, request.AppointmentPlace = nil, "", ""
		return []string{"AppointmentAt", "AppointmentWay", "AppointmentPlace"},
			event{Moment: &at, AskedBy: missed.Absent, Reason: missed.Note}, s.tellNoShow(tx, request, at, missed.Absent)
	})
}

func (s *Service) tellNoShow(tx *gorm.DB, request *Request, at time.Time, absent string) error {
	provider, err := directory.ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	letter := func(lang, url string) mail.Letter {
		return mail.AppointmentMissed{
			Matter: request.matter(at.Format(time.RFC3339)), Organisation: provider.Name, Reference: request.Reference, At: at,
			Absent: words.For(lang).T("noshow." + absent), DueOn: request.DueOn, URL: url,
		}
	}
	err = s.tellMunicipality(tx, request, func(lang string, _ mail.Matter, _ string) mail.Letter { return letter(lang, s.consultantURL(request)) })
	if err != nil {
		return err
	}
	return s.tellIntake(tx, request, func(lang string) mail.Letter { return letter(lang, s.providerURL(request)) })
}
