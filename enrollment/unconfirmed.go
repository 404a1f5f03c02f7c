package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/storage/database"
)

// neverConfirmed holds for a provider p that somebody registered and nobody
// confirmed: nobody ever came in, nobody was invited (an invited person has no
// password), and nothing hangs on it. Such a registration claims nothing.
const neverConfirmed = `EXISTS (SELECT 1 FROM users WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM users WHERE provider_id = p.id
		AND (email_confirmed_at IS NOT NULL OR last_signed_in_at IS NOT NULL OR password_hash = ''))
	AND NOT EXISTS (SELECT 1 FROM applications WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM contracts WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM admissions WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM profiles WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM intake_points WHERE provider_id = p.id)
	AND NOT EXISTS (SELECT 1 FROM documents WHERE provider_id = p.id)`

// linkWorks holds while the confirmation link of provider p can be followed.
const linkWorks = `EXISTS (SELECT 1 FROM tokens JOIN users ON users.id = tokens.subject_id
	WHERE users.provider_id = p.id AND used_at IS NULL AND expires_at > ?)`

// SweepRegistrations removes organisations whose registration was never
// confirmed within the life of the link; safe to run anywhere, any number of
// times.
func (s *Service) SweepRegistrations(ctx context.Context) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return removeUnconfirmed(tx, "NOT "+linkWorks, s.Now().UTC())
	})
}

// makeRoom removes unconfirmed registrations that hold this KvK number or
// address, for whoever registers it now.
func makeRoom(tx *gorm.DB, kvk, email string) error {
	return removeUnconfirmed(tx,
		"(p.kvk = ? OR EXISTS (SELECT 1 FROM users WHERE provider_id = p.id AND lower(email) = lower(?)))", kvk, email)
}

// removeUnconfirmed locks links before accounts, in the order of a confirmation,
// and looks again afterwards: who confirms at the same moment keeps the account.
func removeUnconfirmed(tx *gorm.DB, where string, args ...any) error {
	found, err := unconfirmed(tx, where, args...)
	if err != nil || len(found) == 0 {
		return err
	}
	users := func() *gorm.DB { return tx.Model(&account.User{}).Select("id").Where("provider_id IN ?", found) }
	lock := clause.Locking{Strength: clause.LockingStrengthUpdate}
	for _, err := range []error{
		tx.Clauses(lock).Where("subject_id IN (?)", users()).Order("hash").Find(&[]account.Token{}).Error,
		tx.Clauses(lock).Where("provider_id IN ?", found).Order("id").Find(&[]account.User{}).Error,
	} {
		if err != nil {
			return err
		}
	}
	if found, err = unconfirmed(tx, "p.id IN ? AND "+where, append([]any{found}, args...)...); err != nil || len(found) == 0 {
		return err
	}
	if err := tx.Where("subject_id IN (?)", users()).Delete(&account.Token{}).Error; err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM join_requests WHERE provider_id IN ?",
		"DELETE FROM users WHERE provider_id IN ?",
		"DELETE FROM providers WHERE id IN ?",
	} {
		if err := tx.Exec(statement, found).Error; err != nil {
			return err
		}
	}
	return nil
}

func unconfirmed(tx *gorm.DB, where string, args ...any) ([]uuid.UUID, error) {
	var found []uuid.UUID
	err := tx.Table("providers p").Where(neverConfirmed).Where(where, args...).Order("p.id").Pluck("p.id", &found).Error
	return found, err
}
