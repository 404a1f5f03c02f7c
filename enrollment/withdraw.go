package enrollment

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// WithdrawalCode says why a provider stops with its application; migrations/0020
// repeats the list.
type WithdrawalCode string

// The reasons. What the MGR learns from them is whether a requirement keeps
// providers away; they play no part in a later application (E2).
const (
	WithdrawLater        WithdrawalCode = "later"
	WithdrawRequirements WithdrawalCode = "requirements"
	WithdrawMistake      WithdrawalCode = "mistake"
	WithdrawStopped      WithdrawalCode = "stopped"
	WithdrawOther        WithdrawalCode = "other"
)

// WithdrawalCodes lists them in the order in which they are offered.
var WithdrawalCodes = []WithdrawalCode{WithdrawLater, WithdrawRequirements, WithdrawMistake, WithdrawStopped, WithdrawOther}

// WithdrawalNoteMax is the longest note, in characters.
const WithdrawalNoteMax = 500

// Withdrawal is why an application stops. The note is free, except with "other".
type Withdrawal struct {
	Code WithdrawalCode
	Note string
}

func (w Withdrawal) check() error {
	var wrong fault.Check
	wrong.Unless(slices.Contains(WithdrawalCodes, w.Code), "code", "error.choose-one")
	wrong.Unless(w.Code != WithdrawOther || w.Note != "", "note", "error.required")
	wrong.Unless(utf8.RuneCountInString(w.Note) <= WithdrawalNoteMax, "note", "error.max", "Max", WithdrawalNoteMax)
	wrong.Unless(!bsn.In(w.Note), "note", "error.bsn")
	return wrong.Err()
}

// Withdraw ends an open application at the provider's wish (E6) and tells the
// reviewers who have it in hand.
func (s *Service) Withdraw(ctx context.Context, actor account.Actor, id uuid.UUID, why Withdrawal) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lockOwn(tx, actor, id)
		if err != nil {
			return err
		}
		if err := application.move(StatusWithdrawn); err != nil {
			return err
		}
		if err := why.check(); err != nil {
			return err
		}
		now := s.Now().UTC()
		application.WithdrawnAt, application.WithdrawnBy = &now, &actor.UserID
		application.WithdrawalCode, application.WithdrawalNote = why.Code, why.Note
		err = s.save(tx, actor, application, "Status", "WithdrawnAt", "WithdrawnBy", "WithdrawalCode", "WithdrawalNote")
		if err != nil {
			return err
		}
		if err := s.tellWithdrawn(tx, application); err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.withdrawn", "application", id.String())
	})
}

func (s *Service) tellWithdrawn(tx *gorm.DB, application *Application) error {
	provider, err := s.provider(tx, application)
	if err != nil {
		return err
	}
	err = s.tellProvider(tx, application.ProviderID, mail.ApplicationWithdrawn{
		Matter: application.matter(""), Organisation: provider.Name, Reference: application.Reference,
	})
	if err != nil || application.SubmittedAt == nil {
		return err
	}
	return s.tellInHand(tx, application, mail.ApplicationWithdrawnStaff{
		Matter: application.matter(""), Organisation: provider.Name, Reference: application.Reference, URL: s.staffURL(application),
	})
}
