package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// Factors are the second factors that somebody has besides a password (AUTH-7).
type Factors struct {
	AppSince   *time.Time // when the code app was set up, nil without one
	CodesLeft  int        // recovery codes that were not used yet
	Passkeys   int        // those that may be used
	Distrusted int        // passkeys of which a copy may exist
}

// Any reports whether a second factor was ever set up. A passkey that is no longer
// accepted counts too: else who copied it and knows the password could set up a
// factor anew.
func (f Factors) Any() bool { return f.AppSince != nil || f.Passkeys+f.Distrusted > 0 }

// Factors gives the second factors of a person.
func (s *Service) Factors(ctx context.Context, userID uuid.UUID) (Factors, error) {
	return factorsOf(s.DB.WithContext(ctx), userID)
}

func factorsOf(db *gorm.DB, userID uuid.UUID) (Factors, error) {
	var found Factors
	err := db.Raw(`SELECT (SELECT confirmed_at FROM totp_factors WHERE user_id = @user) AS app_since,
	(SELECT count(*) FROM passkeys WHERE user_id = @user AND clone_warning_at IS NULL) AS passkeys,
	(SELECT count(*) FROM passkeys WHERE user_id = @user AND clone_warning_at IS NOT NULL) AS distrusted,
	(SELECT count(*) FROM recovery_codes WHERE user_id = @user AND used_at IS NULL) AS codes_left`,
		map[string]any{"user": userID}).Scan(&found).Error
	return found, err
}

// useCode uses up what was typed: six digits of the code app, or a recovery code.
func (s *Service) useCode(tx *gorm.DB, user *User, typed string) (Method, error) {
	code := squeeze(typed)
	if code == "" {
		return "", fault.Invalid(fault.At("code", "error.required"))
	}
	if len(code) == 6 {
		return MethodTOTP, s.useTOTP(tx, user, code)
	}
	return MethodRecovery, s.useRecoveryCode(tx, user.ID, code)
}

// FinishWithCode ends signing in with a code of the app or a recovery code, and
// gives the secret of the full session. The owner hears of a recovery code by mail.
func (s *Service) FinishWithCode(ctx context.Context, firstStage, typed string, client Client) (secret string, actor Actor, err error) {
	user, err := s.Halfway(ctx, firstStage)
	if err != nil {
		return "", Actor{}, err
	}
	err = s.proveByCode(ctx, user, client.Origin, func() error {
		secret, actor, err = s.Finish(ctx, firstStage, methodOf(typed), client, func(tx *gorm.DB, user *User) error {
			method, err := s.useCode(tx, user, typed)
			if err != nil || method != MethodRecovery {
				return err
			}
			return s.tellAccess(tx, user, mail.AccessRecovery)
		})
		return err
	})
	return secret, actor, err
}

func methodOf(typed string) Method {
	if len(squeeze(typed)) == 6 {
		return MethodTOTP
	}
	return MethodRecovery
}

// proveByCode runs a proof by code under the limit of the account, and notes a
// refusal in the audit trail.
func (s *Service) proveByCode(ctx context.Context, user *User, origin string, prove func() error) error {
	if err := s.try(ctx, limitCode, user.ID.String(), "code", origin); err != nil {
		return err
	}
	err := prove()
	if err == nil {
		return database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.forgive(tx, limitCode, user.ID.String()) })
	}
	if !fault.Is(err, fault.KindInvalid) {
		return err
	}
	return errors.Join(err, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Refused(tx, user.Actor(origin), "session.code-refused", "user", user.ID.String())
	}))
}

// ProveAgain checks a code of somebody who is signed in and gives the new secret
// of the same session, in which the proof counts from now (ASVS 7.2.4, 7.5.1).
func (s *Service) ProveAgain(ctx context.Context, actor Actor, session, typed string) (secret string, err error) {
	user, err := s.Find(ctx, actor.UserID)
	if err != nil {
		return "", err
	}
	err = s.proveByCode(ctx, user, actor.Origin, func() error {
		return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
			if _, err := s.useCode(tx, user, typed); err != nil {
				return err
			}
			secret, err = s.Renew(tx, actor, session)
			return err
		})
	})
	return secret, err
}

// Renew notes inside the caller's transaction that somebody proved again who it
// is, and gives the session a new secret; the old one stops working.
func (s *Service) Renew(tx *gorm.DB, actor Actor, session string) (secret string, err error) {
	secret = newSecret()
	renewed := tx.Model(&Session{}).Where("token_hash = ? AND user_id = ? AND stage = ?", hashOf(session), actor.UserID, StageFull).
		Updates(map[string]any{"token_hash": hashOf(secret), "authenticated_at": s.Now().UTC()})
	if renewed.Error != nil {
		return "", renewed.Error
	}
	if renewed.RowsAffected == 0 {
		return "", fault.Missing()
	}
	return secret, audit.Record(tx, actor, "session.proved-again", "user", actor.UserID.String())
}
