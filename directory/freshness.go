package directory

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Confirm says that the published profile is still right (D4).
func (s *Service) Confirm(ctx context.Context, actor account.Actor) error {
	return s.write(ctx, actor, func(tx *gorm.DB, profile *Profile) error {
		if !profile.Published() {
			return fault.Conflict("profile.nothing-published")
		}
		now := s.Now().UTC()
		if err := tx.Model(profile).Update("confirmed_at", now).Error; err != nil {
			return err
		}
		if err := Reindex(tx, actor.ProviderID); err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.confirmed", "provider", actor.ProviderID.String())
	})
}

// stage says how near a day is: which reminder is due. The nearest one counts, so
// that a portal that stood still sends one letter and not three.
type stage string

const (
	stageNone stage = ""
	stageSoon stage = "30"
	stageNear stage = "7"
	stageOver stage = "0"
)

func stageOf(today, by workday.Date) stage {
	switch {
	case by.IsZero() || today.Before(by.AddDays(-30)):
		return stageNone
	case today.Before(by.AddDays(-7)):
		return stageSoon
	case !today.After(by):
		return stageNear
	}
	return stageOver
}

// round names the reminder: about which day, and how near it is.
func (st stage) round(by workday.Date) string { return by.String() + "/" + string(st) }

// SweepProfiles reminds providers to confirm their profile, and after the term
// tells them and staff that nobody did (D4). Each reminder leaves once; safe to
// run anywhere, any number of times.
func (s *Service) SweepProfiles(ctx context.Context) error {
	terms, err := s.Terms(ctx)
	if err != nil {
		return err
	}
	today := workday.On(s.Now())
	soon := today.AddDays(30).AddMonths(-terms.ConfirmMonths).AddDays(4)
	var ids []uuid.UUID
	err = s.admittedProfiles(ctx, today).Where("confirmed_at < ?", soon.Start()).Pluck("profiles.provider_id", &ids).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids { // one that fails holds up no other
		failed = append(failed, s.remindProfile(ctx, id))
	}
	return errors.Join(failed...)
}

// admittedProfiles gives the profiles that the public can find.
func (s *Service) admittedProfiles(ctx context.Context, today workday.Date) *gorm.DB {
	return s.DB.WithContext(ctx).Model(&Profile{}).
		Where("published_at IS NOT NULL AND offline_at IS NULL").
		Where("EXISTS (SELECT 1 FROM admissions a WHERE a.provider_id = profiles.provider_id AND active AND admitted_on <= ?)", today)
}

func (s *Service) remindProfile(ctx context.Context, providerID uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		profile, err := taken[Profile](tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("provider_id = ?", providerID))
		if err != nil {
			return err
		}
		terms, err := termsOf(tx)
		if err != nil {
			return err
		}
		by := terms.ConfirmBy(profile)
		now := stageOf(workday.On(s.Now()), by)
		round := now.round(by)
		if now == stageNone || profile.OfflineAt != nil || profile.Reminded == round {
			return nil
		}
		if err := s.tellUnconfirmed(tx, profile, now, terms); err != nil {
			return err
		}
		return tx.Model(profile).Update("reminded", round).Error
	})
}

func (s *Service) tellUnconfirmed(tx *gorm.DB, profile *Profile, now stage, terms Terms) error {
	provider, err := ProviderByID(tx, profile.ProviderID)
	if err != nil {
		return err
	}
	by, months := terms.ConfirmBy(profile), terms.ConfirmMonths
	matter := mail.Matter{Object: "provider", ID: provider.ID.String(), Round: now.round(by)}
	if now != stageOver {
		return s.tellPeople(tx, provider.ID, mail.ProfileConfirmSoon{
			Matter: matter, Organisation: provider.Name, ConfirmBy: by, Months: months, URL: s.Mail.BaseURL + "/mijn/profiel",
		})
	}
	err = s.tellPeople(tx, provider.ID, mail.ProfileUnconfirmed{
		Matter: matter, Organisation: provider.Name, Since: workday.On(*profile.ConfirmedAt), Months: months, URL: s.Mail.BaseURL + "/mijn/profiel",
	})
	if err != nil {
		return err
	}
	return s.tellStaff(tx, mail.ProfileUnconfirmedStaff{
		Matter: matter, Organisation: provider.Name, Since: workday.On(*profile.ConfirmedAt), Months: months, URL: s.staffURL(provider.ID),
	})
}
