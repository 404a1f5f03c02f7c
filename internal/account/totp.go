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
)

// totpFactor is somebody's code app. Secrets are sealed.
type totpFactor struct {
	UserID      uuid.UUID `gorm:"primaryKey"`
	Secret      []byte
	ConfirmedAt *time.Time
	LastStep    int64
	Pending     []byte
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

// PendingTOTP gives the secret that a person puts into a code app, as a key that
// can be shown as QR code. It is the same until its first right code; before that
// it opens nothing.
func (s *Service) PendingTOTP(ctx context.Context, user *User) (key *otp.Key, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&totpFactor{UserID: user.ID}).Error
		if err != nil {
			return err
		}
		factor, err := lockTOTP(tx, user.ID)
		if err != nil {
			return err
		}
		if factor.Pending == nil {
			secret := make([]byte, totpBytes)
			_, _ = rand.Read(secret) // never fails since Go 1.24
			if factor.Pending, err = s.Seal.close(secret, user.ID[:]); err != nil {
				return err
			}
			if err := tx.Model(factor).Select("Pending").Updates(factor).Error; err != nil {
				return err
			}
		}
		key, err = s.openKey(factor.Pending, user)
		return err
	})
	return key, err
}

func (s *Service) openKey(sealed []byte, user *User) (*otp.Key, error) {
	secret, err := s.Seal.open(sealed, user.ID[:])
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
func (s *Service) confirmTOTP(tx *gorm.DB, user *User, code string) error {
	factor, err := lockTOTP(tx, user.ID)
	if err != nil {
		return err
	}
	if factor.Pending == nil {
		return fault.Conflict("fault.factor-past-step")
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
	factor.Secret, factor.ConfirmedAt, factor.LastStep, factor.Pending = factor.Pending, &now, step, nil
	return tx.Model(factor).Select("Secret", "ConfirmedAt", "LastStep", "Pending").Updates(factor).Error
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
