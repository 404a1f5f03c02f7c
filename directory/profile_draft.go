package directory

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Section is a part of the profile that is written on one page. Two colleagues
// on two pages never touch each other's work.
type Section string

// The sections, in the order of the task list.
const (
	SectionMission   Section = "mission"
	SectionOffer     Section = "offer"
	SectionAudience  Section = "audience"
	SectionWhere     Section = "where"
	SectionLocations Section = "locations"
	SectionPractical Section = "practical"
	SectionLogo      Section = "logo"
)

// take copies the section's content from another profile.
func (p *Profile) take(section Section, from *Profile) {
	switch section {
	case SectionMission:
		p.Mission = from.Mission
	case SectionOffer:
		p.Offer, p.Products, p.Descriptions = from.Offer, from.Products, from.Descriptions
	case SectionAudience:
		p.TargetGroups, p.Audience = from.TargetGroups, from.Audience
	case SectionWhere:
		p.Municipalities, p.Forms = from.Municipalities, from.Forms
	case SectionLocations:
		p.Locations = from.Locations
	case SectionPractical:
		p.Languages, p.Website = from.Languages, from.Website
		p.Accessibility, p.AccessibilityNote = from.Accessibility, from.AccessibilityNote
	case SectionLogo:
		p.LogoHash = from.LogoHash
	}
}

// Part gives a profile with only this section.
func (p *Profile) Part(section Section) *Profile {
	part := &Profile{}
	part.take(section, p)
	return part
}

// Written reports whether the section says anything.
func (p *Profile) Written(section Section) bool { return p.Part(section).Mark() != (&Profile{}).Mark() }

// draft is the content that a provider has not published yet.
type draft struct {
	ProviderID uuid.UUID `gorm:"primaryKey"`
	Content    string
	UpdatedAt  time.Time `gorm:"autoUpdateTime:false"`
	UpdatedBy  uuid.UUID
}

// TableName is where the drafts live.
func (draft) TableName() string { return "profile_drafts" }

// workingCopy gives the profile as it is being written, and whether that differs
// from what is published.
func workingCopy(db *gorm.DB, providerID uuid.UUID) (profile *Profile, differs bool, err error) {
	if profile, err = profileOf(db, providerID); err != nil {
		return nil, false, err
	}
	var kept draft
	if err := db.Where("provider_id = ?", providerID).Limit(1).Find(&kept).Error; err != nil || kept.Content == "" {
		return profile, false, err
	}
	published := profile.Mark()
	profile.Descriptions, profile.Locations = nil, nil // JSON adds to what is there
	if err := profile.read(kept.Content); err != nil {
		return nil, false, err
	}
	return profile, profile.Mark() != published, nil
}

// SaveSection keeps one section in the draft. mark is that of the section as the
// form showed it; fault.KindConflict when a colleague changed it meanwhile, so
// that nothing of theirs is lost.
func (s *Service) SaveSection(ctx context.Context, actor account.Actor, section Section, mark string, wanted Profile) error {
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		theirs := now.Part(section)
		if theirs.Mark() != mark && theirs.Mark() != wanted.Part(section).Mark() {
			return fault.Conflict("profile.changed-meanwhile")
		}
		now.take(section, &wanted)
		return s.saveDraft(tx, actor, now)
	})
}

// SaveProfile keeps all of the profile in the draft, which may have gaps.
func (s *Service) SaveProfile(ctx context.Context, actor account.Actor, wanted Profile) error {
	return s.write(ctx, actor, func(tx *gorm.DB, _ *Profile) error {
		wanted.ProviderID = actor.ProviderID
		return s.saveDraft(tx, actor, &wanted)
	})
}

// DiscardDraft goes back to what is published.
func (s *Service) DiscardDraft(ctx context.Context, actor account.Actor) error {
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		if !now.Published() {
			return fault.Conflict("profile.nothing-published")
		}
		if err := tx.Delete(&draft{}, "provider_id = ?", actor.ProviderID).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.draft-discarded", "provider", actor.ProviderID.String())
	})
}

// write holds the profile of the actor's organisation while work changes it; work
// gets the working copy.
func (s *Service) write(ctx context.Context, actor account.Actor, work func(tx *gorm.DB, now *Profile) error) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if _, err := s.lockProfile(tx, actor.ProviderID); err != nil {
			return err
		}
		now, _, err := workingCopy(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		return work(tx, now)
	})
}

func (s *Service) saveDraft(tx *gorm.DB, actor account.Actor, wanted *Profile) error {
	region, err := regionOf(tx)
	if err != nil {
		return err
	}
	if err := wanted.check(region, false); err != nil {
		return err
	}
	before, _, err := workingCopy(tx, actor.ProviderID)
	if err != nil {
		return err
	}
	if err := wanted.checkRetired(region, before); err != nil {
		return err
	}
	kept := draft{actor.ProviderID, wanted.content(), s.Now().UTC(), actor.UserID}
	err = tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "provider_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"content", "updated_at", "updated_by"}),
	}).Create(&kept).Error
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "profile.saved", "provider", actor.ProviderID.String())
}
