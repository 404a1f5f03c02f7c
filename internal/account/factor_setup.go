package account

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// FinishWithSetUp sets up the code app at somebody's first sign-in and ends
// signing in; it gives the secret of the full session and the recovery codes, to
// be shown once. Who has a second factor already cannot come in this way.
func (s *Service) FinishWithSetUp(ctx context.Context, firstStage, code string, client Client,
) (secret string, actor Actor, codes []string, err error) {
	user, err := s.Halfway(ctx, firstStage)
	if err != nil {
		return "", Actor{}, nil, err
	}
	err = s.proveByCode(ctx, user, client.Origin, func() error {
		secret, actor, err = s.Finish(ctx, firstStage, MethodTOTP, client, func(tx *gorm.DB, user *User) (err error) {
			known, err := factorsOf(tx, user.ID)
			if err != nil {
				return err
			}
			if known.Any() {
				return fault.Conflict("fault.factor-past-step")
			}
			session, err := idOfSession(tx, user.ID, firstStage)
			if err != nil {
				return err
			}
			codes, err = s.setUp(tx, user.Actor(client.Origin), user, session, code)
			return err
		})
		return err
	})
	return secret, actor, codes, err
}

// ReplaceTOTP puts another code app in the place of the one before, with new
// recovery codes, and ends the actor's other sessions. The actor must have proved
// lately who it is.
func (s *Service) ReplaceTOTP(ctx context.Context, actor Actor, code string) (codes []string, err error) {
	if !actor.Fresh {
		return nil, fault.Forbidden()
	}
	user, err := s.Find(ctx, actor.UserID)
	if err != nil {
		return nil, err
	}
	err = s.proveByCode(ctx, user, actor.Origin, func() error {
		return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
			if _, err := OpenForChange(tx, user.ID); err != nil {
				return err
			}
			if codes, err = s.setUp(tx, actor, user, actor.SessionID, code); err != nil {
				return err
			}
			if err := tx.Where("user_id = ? AND id <> ?", user.ID, actor.SessionID).Delete(&Session{}).Error; err != nil {
				return err
			}
			return s.tellAccess(tx, user, mail.AccessApp)
		})
	})
	return codes, err
}

// tellAccess mails the owner of an account that its password or second factor is
// another one now (ASVS 6.3.7).
func (s *Service) tellAccess(tx *gorm.DB, user *User, what string) error {
	round := what + " " + s.Now().UTC().Format(time.RFC3339Nano)
	return s.Mail.Queue(tx, user.Recipient(), mail.AccessChanged{Matter: user.matter(round), Name: user.Name, What: what})
}

func (s *Service) setUp(tx *gorm.DB, actor Actor, user *User, session uuid.UUID, code string) ([]string, error) {
	if squeeze(code) == "" {
		return nil, fault.Invalid(fault.At("code", "error.required"))
	}
	if err := s.confirmTOTP(tx, user, session, code); err != nil {
		return nil, err
	}
	if err := audit.Record(tx, actor, "factor.app-set-up", "user", user.ID.String()); err != nil {
		return nil, err
	}
	return s.newRecoveryCodes(tx, user.ID)
}

// RenewRecoveryCodes replaces the recovery codes; the old ones stop working. The
// actor must have proved lately who it is.
func (s *Service) RenewRecoveryCodes(ctx context.Context, actor Actor) (codes []string, err error) {
	if !actor.Fresh {
		return nil, fault.Forbidden()
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if codes, err = s.newRecoveryCodes(tx, actor.UserID); err != nil {
			return err
		}
		user, err := ByID(tx, actor.UserID)
		if err != nil {
			return err
		}
		if err := s.tellAccess(tx, user, mail.AccessCodes); err != nil {
			return err
		}
		return audit.Record(tx, actor, "factor.codes-renewed", "user", actor.UserID.String())
	})
	return codes, err
}
