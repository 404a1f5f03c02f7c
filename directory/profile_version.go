package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Version is one published state of a profile, kept for ever (D3).
type Version struct {
	ID             int64 `gorm:"primaryKey;autoIncrement"`
	ProviderID     uuid.UUID
	PublishedAt    time.Time
	PublishedBy    *uuid.UUID // nil for the command line
	Content        string
	AcknowledgedAt *time.Time
	AcknowledgedBy *uuid.UUID
}

// TableName is where the versions live.
func (Version) TableName() string { return "profile_versions" }

// Profile gives the profile as it was in this version.
func (v *Version) Profile() (*Profile, error) {
	profile := &Profile{ProviderID: v.ProviderID}
	return profile, profile.read(v.Content)
}

func (v *Version) by() uuid.UUID {
	if v.PublishedBy == nil {
		return uuid.Nil
	}
	return *v.PublishedBy
}

// Edition is a version as people read it: who published it, and what it changed.
type Edition struct {
	ID             int64
	PublishedAt    time.Time
	By             string
	AcknowledgedAt *time.Time
	Changes        []Change // since the version before; empty for the first
}

// Change is one part of a profile that differs between two versions. For a text
// Before and After hold it; for a list they hold the codes or lines that went and
// came.
type Change struct {
	Part          string
	Before, After []string
}

// Editions gives the history of the actor's own profile, newest first.
func (s *Service) Editions(ctx context.Context, actor account.Actor) ([]Edition, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return editions(s.DB.WithContext(ctx), actor.ProviderID)
}

func editions(db *gorm.DB, providerID uuid.UUID) ([]Edition, error) {
	var versions []Version
	if err := db.Where("provider_id = ?", providerID).Order("id").Find(&versions).Error; err != nil {
		return nil, err
	}
	names, err := account.Names(db, byWhom(versions))
	if err != nil {
		return nil, err
	}
	var list []Edition
	var before *Profile
	for i := range versions {
		now, err := versions[i].Profile()
		if err != nil {
			return nil, err
		}
		edition := Edition{
			ID: versions[i].ID, PublishedAt: versions[i].PublishedAt, By: names[versions[i].by()],
			AcknowledgedAt: versions[i].AcknowledgedAt,
		}
		if before != nil {
			edition.Changes = Difference(before, now)
		}
		before, list = now, append(list, edition)
	}
	slices.Reverse(list)
	return list, nil
}

func byWhom(versions []Version) []uuid.UUID {
	ids := make([]uuid.UUID, len(versions))
	for i := range versions {
		ids[i] = versions[i].by()
	}
	return ids
}

// Difference names what changed between two states of a profile, part by part.
func Difference(before, after *Profile) []Change {
	var changes []Change
	note := func(part string, old, fresh []string) {
		if len(old)+len(fresh) > 0 {
			changes = append(changes, Change{part, old, fresh})
		}
	}
	text := func(part, old, fresh string) {
		if old != fresh {
			note(part, filled(old), filled(fresh))
		}
	}
	codes := func(part string, old, fresh []string) { note(part, without(old, fresh), without(fresh, old)) }
	text("mission", before.Mission, after.Mission)
	text("offer", before.Offer, after.Offer)
	codes("products", before.Products, after.Products)
	for _, code := range sorted(append(slices.Clone(before.Products), after.Products...)) {
		text("description."+code, before.Descriptions[code], after.Descriptions[code])
	}
	codes("targetGroups", before.TargetGroups, after.TargetGroups)
	text("audience", before.Audience, after.Audience)
	codes("municipalities", before.Municipalities, after.Municipalities)
	codes("forms", before.Forms, after.Forms)
	codes("locations", addresses(before.Locations), addresses(after.Locations))
	codes("languages", before.Languages, after.Languages)
	codes("accessibility", before.Accessibility, after.Accessibility)
	text("accessibilityNote", before.AccessibilityNote, after.AccessibilityNote)
	text("website", before.Website, after.Website)
	text("logo", before.LogoHash, after.LogoHash)
	return changes
}

func filled(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// without gives what is on the list and not on the other.
func without(list, other []string) []string {
	var rest []string
	for _, item := range list {
		if !slices.Contains(other, item) {
			rest = append(rest, item)
		}
	}
	return rest
}

func addresses(locations []Location) []string {
	lines := make([]string, len(locations))
	for i, location := range locations {
		lines[i] = location.Line()
	}
	return lines
}

// Line writes the location on one line.
func (l Location) Line() string {
	var parts []string
	for _, part := range []string{l.Name, l.Street, strings.TrimSpace(l.Postcode + " " + l.Place)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
