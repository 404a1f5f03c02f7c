package account

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// A limit says how often something may go wrong before waiting starts. The wait
// is a second, doubles with every failure up to fifteen minutes, and one failure
// is forgotten for every hour without a new one: nobody is locked out for good
// (ASVS 6.1.1, 6.3.1).
type limit struct {
	purpose string
	free    int
}

// The limits. A whole office may share one network address.
var (
	limitPassword = limit{"password", 5}
	limitOrigin   = limit{"origin", 100}
	limitCode     = limit{"code", 5}
	limitReset    = limit{"reset", 3}
	limitLetter   = limit{"letter", 3}
	limitQuestion = limit{"question", 5}
)

const (
	waitMax     = 15 * time.Minute
	doublings   = 10 // 2^10 seconds is past waitMax
	forgetEvery = time.Hour
)

// throttle is how often one thing went wrong lately.
type throttle struct {
	Key          []byte `gorm:"primaryKey"`
	Failures     int
	TriedAt      time.Time
	BlockedUntil time.Time
	Told         bool // the audit trail knows of this wait
}

// try counts a try that may go wrong, and gives false while one has to wait.
func (t *throttle) try(now time.Time, most limit) bool {
	if t.Failures >= most.free && now.Before(t.BlockedUntil) {
		return false
	}
	t.Failures = min(max(0, t.Failures-int(now.Sub(t.TriedAt)/forgetEvery))+1, most.free+doublings)
	t.TriedAt, t.BlockedUntil, t.Told = now, now, false
	if over := t.Failures - most.free; over >= 0 {
		t.BlockedUntil = now.Add(min(time.Second<<over, waitMax))
	}
	return true
}

// try counts a try in the database before it is made, so that many at once, on
// any number of instances, are no way around (ASVS 2.4.1). It refuses with
// fault.KindThrottled at the form field, the same for what exists and what does
// not. What goes well is taken back with forgive.
func (s *Service) try(ctx context.Context, most limit, subject, field, origin string) error {
	key, err := s.Seal.mac("throttle "+most.purpose, subject)
	if err != nil {
		return err
	}
	now := s.Now().UTC()
	row := throttle{Key: key, TriedAt: now, BlockedUntil: now}
	allowed := false
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
			return err
		}
		err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, "key = ?", key).Error
		if err != nil {
			return err
		}
		told := row.Told
		if allowed = row.try(now, most); !allowed {
			if told {
				return nil
			}
			row.Told = true
			if err := audit.Refused(tx, Actor{Origin: origin}, "session.throttled", "throttle", most.purpose); err != nil {
				return err
			}
		}
		return tx.Model(&row).Select("Failures", "TriedAt", "BlockedUntil", "Told").Updates(&row).Error
	})
	if err != nil || allowed {
		return err
	}
	return refuseUntil(field, row.BlockedUntil.Sub(now))
}

// TryFrom counts a try against the limit of a network address, for routes that
// anybody can call and that cost much work; it refuses at the form field.
func (s *Service) TryFrom(ctx context.Context, origin, field string) error {
	return s.try(ctx, limitOrigin, network(origin), field, origin)
}

// TryQuestion counts a question that somebody asks from a network address; it
// refuses at the form field.
func (s *Service) TryQuestion(ctx context.Context, origin, field string) error {
	return s.try(ctx, limitQuestion, network(origin), field, origin)
}

// refuseUntil says at the field how long to wait.
func refuseUntil(field string, wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	if seconds < 60 {
		return fault.Throttled(wait, fault.At(field, "error.throttled-seconds", "Count", seconds))
	}
	return fault.Throttled(wait, fault.At(field, "error.throttled-minutes", "Count", (seconds+59)/60))
}

// forgive takes back what try counted, after it went well: for an account all of
// it, for a network address this one try, because an attacker can sign in with an
// account of their own.
func (s *Service) forgive(tx *gorm.DB, most limit, subject string) error {
	key, err := s.Seal.mac("throttle "+most.purpose, subject)
	if err != nil {
		return err
	}
	if most == limitOrigin {
		return tx.Exec("UPDATE throttles SET failures = GREATEST(failures - 1, 0), blocked_until = tried_at WHERE key = ?", key).Error
	}
	return tx.Where("key = ?", key).Delete(&throttle{}).Error
}

// network is what counts as one network address: a household or office has a
// whole /64 of IPv6.
func network(origin string) string {
	address, err := netip.ParseAddr(origin)
	if err != nil || !address.Is6() || address.Is4In6() {
		return origin
	}
	prefix, err := address.WithZone("").Prefix(64)
	if err != nil {
		return origin
	}
	return prefix.String()
}

// addressKey is an e-mail address as sign-in counts it, in any writing.
func addressKey(email string) string { return strings.ToLower(NormalEmail(email)) }
