package directory

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
	"providerportal/internal/traderegister"
	"providerportal/storage/database"
)

// JoinRequest is somebody who wants to join an organisation that is known
// already (AUTH-8). It counts after the address was confirmed.
type JoinRequest struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	ProviderID  uuid.UUID
	Name        string
	Email       string
	Lang        string
	CreatedAt   time.Time
	ConfirmedAt *time.Time
	AnsweredAt  *time.Time
	AnsweredBy  *uuid.UUID
	Accepted    *bool
}

// Joining is what somebody fills in to join an organisation.
type Joining struct {
	Entry  traderegister.Typed
	Name   string
	Email  string
	Lang   string
	Origin string
}

// AskToJoin keeps the request and mails a link that confirms the address; until
// then nobody is told. Asking again replaces the request.
func (s *Service) AskToJoin(ctx context.Context, wanted Joining) error {
	entry, wrong := wanted.Entry.Entry()
	wrong = append(wrong, account.CheckPerson(wanted.Name, wanted.Email)...)
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := s.Accounts.TryLetter(ctx, wanted.Email, wanted.Origin); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		provider, err := ProviderByEntry(tx, entry)
		if fault.Is(err, fault.KindMissing) {
			return fault.Invalid(fault.At(entry.Field(), "join.kvk-unknown"))
		}
		if err != nil {
			return err
		}
		request, err := s.keepJoinRequest(tx, provider, wanted)
		if err != nil {
			return err
		}
		if err := s.sendJoinLink(tx, provider, request); err != nil {
			return err
		}
		return audit.Record(tx, account.Actor{Origin: wanted.Origin}, "join.asked", "join", request.ID.String())
	})
}

func (s *Service) keepJoinRequest(tx *gorm.DB, provider *Provider, wanted Joining) (*JoinRequest, error) {
	email := account.NormalEmail(wanted.Email)
	switch _, err := account.ByEmail(tx, email); {
	case err == nil:
		return nil, fault.Invalid(fault.At("email", "error.email-used"))
	case !fault.Is(err, fault.KindMissing):
		return nil, err
	}
	request := &JoinRequest{
		ID: uuid.New(), ProviderID: provider.ID, Name: wanted.Name, Email: email, Lang: wanted.Lang, CreatedAt: s.Now().UTC(),
	}
	// Who asks again from an address that is not confirmed replaces what was asked.
	err := tx.Where("provider_id = ? AND lower(email) = lower(?) AND confirmed_at IS NULL", provider.ID, email).
		Delete(&JoinRequest{}).Error
	if err != nil {
		return nil, err
	}
	err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(request).Error
	if err != nil {
		return nil, err
	}
	kept, err := taken[JoinRequest](tx.Where("provider_id = ? AND lower(email) = lower(?) AND answered_at IS NULL", provider.ID, email))
	if err == nil && kept.ConfirmedAt != nil {
		return nil, fault.Conflict("join.waiting")
	}
	return kept, err
}

func (s *Service) sendJoinLink(tx *gorm.DB, provider *Provider, request *JoinRequest) error {
	secret, err := s.Accounts.IssueToken(tx, account.PurposeConfirmJoin, request.ID, request.Email)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, request.recipient(), letters.JoinConfirm{
		Matter: request.matter(), Name: request.Name, Organisation: provider.Name, Hours: account.PurposeConfirmJoin.Hours(),
		Link: s.Mail.BaseURL + "/registreren/aansluiten?sleutel=" + secret,
	})
}

func (r *JoinRequest) recipient() letters.Recipient {
	return letters.Recipient{Address: r.Email, Name: r.Name, Lang: r.Lang}
}

func (r *JoinRequest) matter() letters.Matter {
	return letters.Matter{Object: "join", ID: r.ID.String()}
}
