package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Codes of a code app: six digits, a new one every 30 seconds, and one step of
// grace on both sides for clocks that differ (RFC 6238, ASVS 6.5.5).
const (
	stepSeconds = 30
	stepGrace   = 1
	totpBytes   = 20

	// pendingLife is how long a secret waits for the first code of its app.
	pendingLife = 10 * time.Minute
)

// totpFactor is somebody's code app. Secrets are sealed.
type totpFactor struct {
	UserID         uuid.UUID `gorm:"primaryKey"`
	Secret         []byte
	ConfirmedAt    *time.Time
	LastStep       int64
	Pending        []byte
	PendingSession *uuid.UUID // ID of the session in which it was shown
	PendingAt      *time.Time
}

// TableName is where the code apps live.
func (totpFactor) TableName() string { return "totp_factors" }

// lockTOTP gives the code app of a person, locked; an empty one when there is none.
func lockTOTP(tx *gorm.DB, userID uuid.UUID) (*totpFactor, error) {
	factor := totpFactor{UserID: userID}
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&factor, "user_id = ?", userID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return &totpFactor{UserID: userID}, nil
	}
	return &factor, err
}

// StartTOTP makes a new secret for a code app, as a key that can be shown as QR
// code. It opens nothing before its first right code, counts in this session only
// (given by the secret of its cookie), and for pendingLife.
func (s *Service) StartTOTP(ctx context.Context, user *User, session string) (*otp.Key, error) {
	return s.pendingKey(ctx, user, session, func(*totpFactor, uuid.UUID) bool { return false })
}

// PendingTOTP gives the secret that StartTOTP made in this session, so that an app
// that has it already stays right; a new one when that is out of date.
func (s *Service) PendingTOTP(ctx context.Context, user *User, session string) (*otp.Key, error) {
	return s.pendingKey(ctx, user, session, s.isPending)
}

func (s *Service) pendingKey(ctx context.Context, user *User, session string, keep func(*totpFactor, uuid.UUID) bool) (key *otp.Key, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		sessionID, err := idOfSession(tx, user.ID, session)
		if err != nil {
			return err
		}
		err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&totpFactor{UserID: user.ID}).Error
		if err != nil {
			return err
		}
		factor, err := lockTOTP(tx, user.ID)
		if err != nil {
			return err
		}
		if !keep(factor, sessionID) {
			secret := make([]byte, totpBytes)
			_, _ = rand.Read(secret) // never fails since Go 1.24
			if factor.Pending, err = s.Seal.Close(secret, user.ID[:]); err != nil {
				return err
			}
			now := s.Now().UTC()
			factor.PendingSession, factor.PendingAt = &sessionID, &now
			if err := tx.Model(factor).Select("Pending", "PendingSession", "PendingAt").Updates(factor).Error; err != nil {
				return err
			}
		}
		key, err = s.openKey(factor.Pending, user)
		return err
	})
	return key, err
}

// isPending reports whether the factor has a secret that this session may still
// confirm.
func (s *Service) isPending(factor *totpFactor, session uuid.UUID) bool {
	return factor.Pending != nil && *factor.PendingSession == session && s.Now().Sub(*factor.PendingAt) < pendingLife
}

// forgetPending drops a secret that no app confirmed.
func forgetPending(tx *gorm.DB, userID uuid.UUID) error {
	return tx.Model(&totpFactor{}).Where("user_id = ?", userID).
		Updates(map[string]any{"pending": nil, "pending_session": nil, "pending_at": nil}).Error
}

func (s *Service) openKey(sealed []byte, user *User) (*otp.Key, error) {
	secret, err := s.Seal.Open(sealed, user.ID[:])
	if err != nil {
		return nil, err
	}
	return totp.Generate(totp.GenerateOpts{
		Issuer: s.Mail.Region.Name, AccountName: user.Email, Secret: secret, Period: stepSeconds,
		Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
	})
}

// confirmTOTP makes the pending secret the one that counts, when the code shows
// that it is in the app.
func (s *Service) confirmTOTP(tx *gorm.DB, user *User, session uuid.UUID, code string) error {
	factor, err := lockTOTP(tx, user.ID)
	if err != nil {
		return err
	}
	if factor.Pending == nil {
		return fault.Conflict("fault.factor-past-step")
	}
	if !s.isPending(factor, session) {
		return fault.Invalid(fault.At("code", "error.setup-expired"))
	}
	key, err := s.openKey(factor.Pending, user)
	if err != nil {
		return err
	}
	step, err := s.matchingStep(key.Secret(), squeeze(code), 0)
	if err != nil {
		return err
	}
	if step == 0 {
		return refuseCode()
	}
	now := s.Now().UTC()
	factor.Secret, factor.ConfirmedAt, factor.LastStep = factor.Pending, &now, step
	factor.Pending, factor.PendingSession, factor.PendingAt = nil, nil, nil
	return tx.Model(factor).Select("Secret", "ConfirmedAt", "LastStep", "Pending", "PendingSession", "PendingAt").
		Updates(factor).Error
}

// useTOTP uses a code up; a code works once (ASVS 6.5.1), and so does no older one
// after it.
func (s *Service) useTOTP(tx *gorm.DB, user *User, code string) error {
	factor, err := lockTOTP(tx, user.ID)
	if err != nil {
		return err
	}
	if factor.Secret == nil {
		return refuseCode()
	}
	key, err := s.openKey(factor.Secret, user)
	if err != nil {
		return err
	}
	step, err := s.matchingStep(key.Secret(), code, factor.LastStep)
	if err != nil {
		return err
	}
	if step == 0 {
		return refuseCode()
	}
	return tx.Model(factor).Update("last_step", step).Error
}

// matchingStep gives the step after last of which this is the code, or 0.
func (s *Service) matchingStep(secret, code string, last int64) (int64, error) {
	now := s.Now().Unix() / stepSeconds
	found := int64(0)
	for step := now - stepGrace; step <= now+stepGrace; step++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, err
		}
		if step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

func refuseCode() error { return fault.Invalid(fault.At("code", "error.code")) }
