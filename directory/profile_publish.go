package directory

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// PublishDraft makes the draft public (D2, D3): complete, the first time with a
// verified intake point and an active admission. What stands in the way is named
// field by field. mark is that of the draft as the actor saw it; a colleague's
// later words are never published unseen.
func (s *Service) PublishDraft(ctx context.Context, actor account.Actor, mark string) error {
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		if now.Mark() != mark {
			return fault.Conflict("profile.changed-meanwhile")
		}
		return s.publish(tx, actor, now)
	})
}

// PublishProfile makes this profile public in one act.
func (s *Service) PublishProfile(ctx context.Context, actor account.Actor, wanted Profile) error {
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		for _, section := range []Section{
			SectionMission, SectionOffer, SectionAudience, SectionWhere, SectionLocations, SectionPractical, SectionLogo,
		} {
			now.take(section, &wanted)
		}
		return s.publish(tx, actor, now)
	})
}

func (s *Service) publish(tx *gorm.DB, actor account.Actor, wanted *Profile) error {
	region, err := regionOf(tx)
	if err != nil {
		return err
	}
	known, err := profileOf(tx, actor.ProviderID)
	if err != nil {
		return err
	}
	if err := wanted.check(region, true); err != nil {
		return err
	}
	if err := s.mayPublish(tx, wanted, !known.Published()); err != nil {
		return err
	}
	return s.storePublished(tx, actor, known, wanted)
}

// storePublished writes the profile, its lists, its version, its place in the
// finder and the letter of the first publication.
func (s *Service) storePublished(tx *gorm.DB, actor account.Actor, known, wanted *Profile) error {
	now := s.Now().UTC()
	wanted.tidy()
	wanted.UpdatedAt, wanted.PublishedAt, wanted.ConfirmedAt = now, known.PublishedAt, &now
	if !known.Published() {
		wanted.PublishedAt = &now
	}
	err := tx.Model(wanted).Select("Mission", "Offer", "Audience", "Website", "Forms", "Languages",
		"Accessibility", "AccessibilityNote", "LogoHash", "UpdatedAt", "PublishedAt", "ConfirmedAt").
		Updates(wanted).Error
	if err != nil {
		return err
	}
	if err := wanted.storeLists(tx); err != nil {
		return err
	}
	if err := tx.Delete(&draft{}, "provider_id = ?", wanted.ProviderID).Error; err != nil {
		return err
	}
	if known.content() != wanted.content() || !known.Published() {
		if err := keepVersion(tx, actor, wanted, now); err != nil {
			return err
		}
	}
	if err := Reindex(tx, wanted.ProviderID); err != nil {
		return err
	}
	if !known.Published() {
		if err := s.tellPublished(tx, wanted.ProviderID); err != nil {
			return err
		}
	}
	return audit.Record(tx, actor, "profile.published", "provider", wanted.ProviderID.String())
}

func keepVersion(tx *gorm.DB, actor account.Actor, profile *Profile, now time.Time) error {
	version := Version{ProviderID: profile.ProviderID, PublishedAt: now, Content: profile.content()}
	if actor.SignedIn() {
		version.PublishedBy = &actor.UserID
	}
	return tx.Create(&version).Error
}

func (s *Service) tellPublished(tx *gorm.DB, providerID uuid.UUID) error {
	provider, err := ProviderByID(tx, providerID)
	if err != nil {
		return err
	}
	return s.tellPeople(tx, providerID, mail.ProfilePublished{
		Matter:       mail.Matter{Object: "provider", ID: providerID.String()},
		Organisation: provider.Name, URL: s.Mail.BaseURL + "/aanbieders/" + provider.Slug,
	})
}

// tellPeople queues a letter for everybody of the organisation.
func (s *Service) tellPeople(tx *gorm.DB, providerID uuid.UUID, letter mail.Letter) error {
	people, err := account.OfProvider(tx, providerID)
	if err != nil {
		return err
	}
	return s.tell(tx, people, letter)
}

// tellStaff queues a letter for the people of the MGR who keep the contracts.
func (s *Service) tellStaff(tx *gorm.DB, letter mail.Letter) error {
	people, err := account.WithRole(tx, account.RoleContractManager)
	if err != nil {
		return err
	}
	return s.tell(tx, people, letter)
}

func (s *Service) tell(tx *gorm.DB, people []account.User, letter mail.Letter) error {
	for i := range people {
		if err := s.Mail.Queue(tx, people[i].Recipient(), letter); err != nil {
			return err
		}
	}
	return nil
}
