package directory

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// Takedown is a time that a profile was offline because staff said so (D3): why,
// what the provider answered, and when it came back.
type Takedown struct {
	ID         int64 `gorm:"primaryKey;autoIncrement"`
	ProviderID uuid.UUID
	TakenAt    time.Time
	TakenBy    uuid.UUID
	Reason     string
	Reply      string
	RepliedAt  *time.Time
	RepliedBy  *uuid.UUID
	LiftedAt   *time.Time
	LiftedBy   *uuid.UUID
}

// TableName is where the takedowns live.
func (Takedown) TableName() string { return "profile_takedowns" }

// ReasonMax is the longest reason or answer, in characters.
const ReasonMax = 1500

// openTakedown gives the takedown that keeps the profile offline, or nil.
func openTakedown(db *gorm.DB, providerID uuid.UUID) (*Takedown, error) {
	takedown, err := taken[Takedown](db.Where("provider_id = ? AND lifted_at IS NULL", providerID))
	if fault.Is(err, fault.KindMissing) {
		return nil, nil
	}
	return takedown, err
}

// TakeOffline takes a published profile out of the finder with a reason that the
// provider reads (D3).
func (s *Service) TakeOffline(ctx context.Context, actor account.Actor, providerID uuid.UUID, reason string) error {
	var wrong fault.Check
	wrong.Unless(reason != "", "reason", "error.required")
	checkText(&wrong, "reason", reason, ReasonMax)
	return s.oversee(ctx, actor, providerID, func(tx *gorm.DB, profile *Profile) error {
		switch {
		case len(wrong) > 0:
			return wrong.Err()
		case !profile.Published() || profile.OfflineAt != nil:
			return fault.Conflict("takedown.not-online")
		}
		now := s.Now().UTC()
		takedown := Takedown{ProviderID: providerID, TakenAt: now, TakenBy: actor.UserID, Reason: reason}
		if err := tx.Create(&takedown).Error; err != nil {
			return err
		}
		if err := s.setOffline(tx, profile, &now); err != nil {
			return err
		}
		provider, err := ProviderByID(tx, providerID)
		if err != nil {
			return err
		}
		err = s.tellPeople(tx, providerID, mail.ProfileTakenOffline{
			Matter: takedown.matter(), Organisation: provider.Name, URL: s.Mail.BaseURL + "/mijn/profiel",
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.taken-offline", "provider", providerID.String())
	})
}

// PutOnline brings a profile back; from then on the contract decides again
// whether it is found.
func (s *Service) PutOnline(ctx context.Context, actor account.Actor, providerID uuid.UUID) error {
	return s.oversee(ctx, actor, providerID, func(tx *gorm.DB, profile *Profile) error {
		takedown, err := openTakedown(tx, providerID)
		if err != nil {
			return err
		}
		if takedown == nil {
			return fault.Conflict("takedown.not-offline")
		}
		now := s.Now().UTC()
		takedown.LiftedAt, takedown.LiftedBy = &now, &actor.UserID
		if err := tx.Model(takedown).Select("LiftedAt", "LiftedBy").Updates(takedown).Error; err != nil {
			return err
		}
		if err := s.setOffline(tx, profile, nil); err != nil {
			return err
		}
		provider, err := ProviderByID(tx, providerID)
		if err != nil {
			return err
		}
		err = s.tellPeople(tx, providerID, mail.ProfileBackOnline{
			Matter: takedown.matter(), Organisation: provider.Name, URL: s.Mail.BaseURL + "/mijn/profiel",
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.put-online", "provider", providerID.String())
	})
}

// ReplyTakedown lets the provider say what it changed, or ask why, once per
// takedown; staff are told.
func (s *Service) ReplyTakedown(ctx context.Context, actor account.Actor, reply string) error {
	var wrong fault.Check
	wrong.Unless(reply != "", "reply", "error.required")
	checkText(&wrong, "reply", reply, ReasonMax)
	return s.write(ctx, actor, func(tx *gorm.DB, _ *Profile) error {
		takedown, err := openTakedown(tx, actor.ProviderID)
		switch {
		case err != nil:
			return err
		case takedown == nil:
			return fault.Conflict("takedown.not-offline")
		case takedown.RepliedAt != nil:
			return fault.Conflict("takedown.replied")
		case len(wrong) > 0:
			return wrong.Err()
		}
		now := s.Now().UTC()
		takedown.Reply, takedown.RepliedAt, takedown.RepliedBy = reply, &now, &actor.UserID
		if err := tx.Model(takedown).Select("Reply", "RepliedAt", "RepliedBy").Updates(takedown).Error; err != nil {
			return err
		}
		provider, err := ProviderByID(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		err = s.tellStaff(tx, mail.TakedownAnswered{
			Matter: takedown.matter(), Organisation: provider.Name, URL: s.staffURL(actor.ProviderID),
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.takedown-answered", "provider", actor.ProviderID.String())
	})
}

// Acknowledge says that staff saw every version up to and including this one; a
// version that was published since still waits (D3).
func (s *Service) Acknowledge(ctx context.Context, actor account.Actor, providerID uuid.UUID, version int64) error {
	return s.oversee(ctx, actor, providerID, func(tx *gorm.DB, _ *Profile) error {
		done := tx.Model(&Version{}).Where("provider_id = ? AND id <= ? AND acknowledged_at IS NULL", providerID, version).
			Updates(map[string]any{"acknowledged_at": s.Now().UTC(), "acknowledged_by": actor.UserID})
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return fault.Conflict("profile.acknowledged-already")
		}
		return audit.Record(tx, actor, "profile.acknowledged", "provider", providerID.String())
	})
}

// oversee holds a provider's profile while a contract manager acts on it.
func (s *Service) oversee(ctx context.Context, actor account.Actor, providerID uuid.UUID, work func(*gorm.DB, *Profile) error) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		profile, err := taken[Profile](tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("provider_id = ?", providerID))
		if err != nil {
			return err
		}
		return work(tx, profile)
	})
}

func (s *Service) setOffline(tx *gorm.DB, profile *Profile, at *time.Time) error {
	if err := tx.Model(profile).Select("OfflineAt").Updates(&Profile{OfflineAt: at}).Error; err != nil {
		return err
	}
	return Reindex(tx, profile.ProviderID)
}

func (s *Service) staffURL(providerID uuid.UUID) string {
	return s.Mail.BaseURL + "/beheer/aanbieders/" + providerID.String()
}

func (t *Takedown) matter() mail.Matter {
	return mail.Matter{Object: "provider", ID: t.ProviderID.String(), Round: strconv.FormatInt(t.ID, 10)}
}
