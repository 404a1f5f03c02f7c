package enrollment

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/traderegister"
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
	now := s.Now().UTC()
	over, err := unconfirmed(s.DB.WithContext(ctx), "NOT "+linkWorks, now)
	failed := []error{err}
	for _, id := range over { // one that fails holds up no other
		failed = append(failed, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
			return removeUnconfirmed(tx, "p.id = ? AND NOT "+linkWorks, id, now)
		}))
	}
	return errors.Join(failed...)
}

// makeRoom removes unconfirmed registrations that hold this entry in a trade
// register or address, for whoever registers it now.
func makeRoom(tx *gorm.DB, entry traderegister.Entry, email string) error {
	return removeUnconfirmed(tx,
		"(p.register_key = ? OR EXISTS (SELECT 1 FROM users WHERE provider_id = p.id AND lower(email) = lower(?)))", entry.Key(), email)
}

// Arrive takes an organisation from who registered it and never confirmed that,
// for somebody whom eHerkenning vouches for; the organisation itself stays. It
// tells whether the organisation submitted an application or has a contract.
func Arrive(tx *gorm.DB, providerID uuid.UUID) (engaged bool, err error) {
	found, err := lockUnconfirmed(tx, "p.id = ?", providerID)
	if err != nil {
		return false, err
	}
	if err := removePeople(tx, found); err != nil {
		return false, err
	}
	err = tx.Raw(`SELECT EXISTS (SELECT 1 FROM applications WHERE provider_id = @id AND submitted_at IS NOT NULL)
		OR EXISTS (SELECT 1 FROM contracts WHERE provider_id = @id)`, map[string]any{"id": providerID}).Scan(&engaged).Error
	return engaged, err
}

func removeUnconfirmed(tx *gorm.DB, where string, args ...any) error {
	found, err := lockUnconfirmed(tx, where, args...)
	if err != nil || len(found) == 0 {
		return err
	}
	if err := tx.Exec("DELETE FROM join_requests WHERE provider_id IN ?", found).Error; err != nil {
		return err
	}
	if err := removePeople(tx, found); err != nil {
		return err
	}
	return tx.Exec("DELETE FROM providers WHERE id IN ?", found).Error
}

func removePeople(tx *gorm.DB, providers []uuid.UUID) error {
	if len(providers) == 0 {
		return nil
	}
	users := tx.Model(&account.User{}).Select("id").Where("provider_id IN ?", providers)
	if err := tx.Where("subject_id IN (?)", users).Delete(&account.Token{}).Error; err != nil {
		return err
	}
	return tx.Exec("DELETE FROM users WHERE provider_id IN ?", providers).Error
}

// lockUnconfirmed locks organisations, then accounts, then links, as everybody
// does who changes them (account.LockOrganisation), and looks again afterwards:
// who confirms at the same moment keeps the account.
func lockUnconfirmed(tx *gorm.DB, where string, args ...any) ([]uuid.UUID, error) {
	found, err := unconfirmed(tx, where, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	users := func() *gorm.DB { return tx.Model(&account.User{}).Select("id").Where("provider_id IN ?", found) }
	lock := clause.Locking{Strength: clause.LockingStrengthUpdate}
	for _, err := range []error{
		tx.Clauses(lock).Select("id").Where("id IN ?", found).Order("id").Find(&[]directory.Provider{}).Error,
		tx.Clauses(lock).Where("provider_id IN ?", found).Order("id").Find(&[]account.User{}).Error,
		tx.Clauses(lock).Where("subject_id IN (?)", users()).Order("hash").Find(&[]account.Token{}).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	return unconfirmed(tx, "p.id IN ? AND "+where, append([]any{found}, args...)...)
}

func unconfirmed(tx *gorm.DB, where string, args ...any) ([]uuid.UUID, error) {
	var found []uuid.UUID
	err := tx.Table("providers p").Where(neverConfirmed).Where(where, args...).Order("p.id").Pluck("p.id", &found).Error
	return found, err
}
