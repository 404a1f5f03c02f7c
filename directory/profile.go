package directory

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// The longest texts of a profile, in characters.
const (
	MissionMax = 750
	OfferMax   = 1500
	WebsiteMax = 200
)

// Profile is what a provider tells about itself (D1): what it stands for
// (mission), what it offers, for whom, and where.
type Profile struct {
	ProviderID     uuid.UUID `gorm:"primaryKey"`
	Mission        string
	Offer          string
	Audience       string
	Website        string
	UpdatedAt      time.Time  `gorm:"autoUpdateTime:false"`
	PublishedAt    *time.Time // nil while it cannot be found
	ConfirmedAt    *time.Time // when the provider last said that it is right (D4)
	Products       []string   `gorm:"-"` // product codes
	TargetGroups   []string   `gorm:"-"` // target group codes
	Municipalities []string   `gorm:"-"` // municipality codes
}

// Published reports whether the public can find the profile.
func (p Profile) Published() bool { return p.PublishedAt != nil }

// Profile gives the actor's own profile; an empty one before the first save.
func (s *Service) Profile(ctx context.Context, actor account.Actor) (*Profile, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return profileOf(s.DB.WithContext(ctx), actor.ProviderID)
}

func profileOf(db *gorm.DB, providerID uuid.UUID) (*Profile, error) {
	profile := &Profile{ProviderID: providerID}
	if err := db.Where("provider_id = ?", providerID).Limit(1).Find(profile).Error; err != nil {
		return nil, err
	}
	for _, list := range profile.lists() {
		err := db.Table(list.table).Where("provider_id = ?", providerID).
			Order(list.column).Pluck(list.column, list.codes).Error
		if err != nil {
			return nil, err
		}
	}
	return profile, nil
}

// lists names the tables that hold the profile's lists of codes.
func (p *Profile) lists() []codeList {
	return []codeList{
		{"profile_products", "product_code", &p.Products},
		{"profile_target_groups", "target_group_code", &p.TargetGroups},
		{"profile_municipalities", "municipality_code", &p.Municipalities},
	}
}

type codeList struct {
	table, column string
	codes         *[]string
}

// SaveProfile keeps what the provider wrote. A published profile changes at once
// (D3) and must therefore stay complete; a draft may have gaps.
func (s *Service) SaveProfile(ctx context.Context, actor account.Actor, wanted Profile) error {
	return s.writeProfile(ctx, actor, wanted, false)
}

// PublishProfile saves the profile and puts it in the finder (D2): complete,
// with a verified intake point and an active admission. What stands in the way
// is named field by field.
func (s *Service) PublishProfile(ctx context.Context, actor account.Actor, wanted Profile) error {
	return s.writeProfile(ctx, actor, wanted, true)
}

func (s *Service) writeProfile(ctx context.Context, actor account.Actor, wanted Profile, publish bool) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	wanted.ProviderID = actor.ProviderID
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		region, err := regionOf(tx)
		if err != nil {
			return err
		}
		known, err := s.lockProfile(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		publish := publish || known.Published()
		if err := wanted.check(region, publish); err != nil {
			return err
		}
		if publish {
			if err := s.mayPublish(tx, wanted, !known.Published()); err != nil {
				return err
			}
		}
		return s.storeProfile(tx, actor, known, wanted, publish)
	})
}

// lockProfile makes sure that there is a row and holds it.
func (s *Service) lockProfile(tx *gorm.DB, providerID uuid.UUID) (*Profile, error) {
	empty := Profile{ProviderID: providerID, UpdatedAt: s.Now().UTC()}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&empty).Error; err != nil {
		return nil, err
	}
	return taken[Profile](tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("provider_id = ?", providerID))
}

// check names what is wrong with the profile; the mandatory parts count only
// when it is, or becomes, public (D1).
func (p *Profile) check(region *Region, public bool) error {
	var wrong fault.Check
	for _, text := range []struct {
		name, value string
		max         int
		mandatory   bool
	}{
		{"mission", p.Mission, MissionMax, true},
		{"offer", p.Offer, OfferMax, true},
		{"audience", p.Audience, OfferMax, false},
		{"website", p.Website, WebsiteMax, false},
	} {
		wrong.Unless(!public || !text.mandatory || text.value != "", text.name, "error.required")
		wrong.Unless(utf8.RuneCountInString(text.value) <= text.max, text.name, "error.max", "Max", text.max)
		wrong.Unless(!bsn.In(text.value), text.name, "error.bsn")
	}
	wrong.Unless(p.Website == "" || isWebAddress(p.Website), "website", "error.url")
	wrong.Unless(!public || len(p.Products) > 0, "products", "error.choose-one")
	wrong.Unless(!public || len(p.TargetGroups) > 0, "targetGroups", "error.choose-one")
	wrong.Unless(!public || len(p.Municipalities) > 0, "municipalities", "error.choose-one")
	for _, code := range p.Products {
		wrong.Unless(region.Product(code).Code != "", "products", "error.unknown-choice")
	}
	for _, code := range p.TargetGroups {
		wrong.Unless(region.TargetGroup(code).Code != "", "targetGroups", "error.unknown-choice")
	}
	for _, code := range p.Municipalities {
		wrong.Unless(region.Municipality(code).Code != "", "municipalities", "error.unknown-choice")
	}
	return wrong.Err()
}

func isWebAddress(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && (parsed.Scheme == "https" || parsed.Scheme == "http") && strings.Contains(parsed.Host, ".")
}

// mayPublish names what the provider still has to arrange before the first
// publication (D2). Later edits publish at once (D3), also while the contract is
// suspended or the intake point waits for its mailbox: who may be found is
// decided elsewhere. Every product must be in a segment of the contract.
func (s *Service) mayPublish(tx *gorm.DB, wanted Profile, first bool) error {
	var wrong fault.Check
	intake, err := intakeOf(tx, wanted.ProviderID)
	if err != nil {
		return err
	}
	wrong.Unless(!first || intake.Verified(), "publish", "profile.needs-intake")
	segments, err := admittedIn(tx, wanted.ProviderID, workday.On(s.Now()))
	if err != nil {
		return err
	}
	wrong.Unless(!first || len(segments) > 0, "publish", "profile.needs-contract")
	if len(segments) > 0 {
		var outside int64
		err = tx.Model(&Product{}).Where("code IN ? AND segment_code NOT IN ?", wanted.Products, segments).Count(&outside).Error
		wrong.Unless(outside == 0, "products", "profile.product-outside-contract")
	}
	if err != nil {
		return err
	}
	return wrong.Err()
}

// storeProfile writes the profile, its lists, and when public its version, its
// finder entry and the letter of the first publication.
func (s *Service) storeProfile(tx *gorm.DB, actor account.Actor, known *Profile, wanted Profile, public bool) error {
	now := s.Now().UTC()
	wanted.UpdatedAt, wanted.PublishedAt, wanted.ConfirmedAt = now, known.PublishedAt, known.ConfirmedAt
	first := public && !known.Published()
	if public {
		wanted.ConfirmedAt = &now
	}
	if first {
		wanted.PublishedAt = &now
	}
	err := tx.Model(&wanted).Select("Mission", "Offer", "Audience", "Website", "UpdatedAt", "PublishedAt", "ConfirmedAt").
		Updates(&wanted).Error
	if err != nil {
		return err
	}
	if err := wanted.storeLists(tx); err != nil {
		return err
	}
	if !public {
		return audit.Record(tx, actor, "profile.saved", "provider", wanted.ProviderID.String())
	}
	if err := keepVersion(tx, actor, wanted, now); err != nil {
		return err
	}
	if err := refreshFinder(tx, wanted.ProviderID); err != nil {
		return err
	}
	if first {
		if err := s.tellPublished(tx, wanted.ProviderID); err != nil {
			return err
		}
	}
	return audit.Record(tx, actor, "profile.published", "provider", wanted.ProviderID.String())
}

func (p *Profile) storeLists(tx *gorm.DB) error {
	for _, list := range p.lists() {
		if err := tx.Exec("DELETE FROM "+list.table+" WHERE provider_id = ?", p.ProviderID).Error; err != nil {
			return err
		}
		for _, code := range *list.codes {
			err := tx.Exec("INSERT INTO "+list.table+" (provider_id, "+list.column+") VALUES (?, ?) ON CONFLICT DO NOTHING",
				p.ProviderID, code).Error
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// profileVersion is one published state of a profile, kept for ever (D3).
type profileVersion struct {
	ID          int64 `gorm:"primaryKey;autoIncrement"`
	ProviderID  uuid.UUID
	PublishedAt time.Time
	PublishedBy uuid.UUID
	Content     string
}

func keepVersion(tx *gorm.DB, actor account.Actor, profile Profile, now time.Time) error {
	content, err := json.Marshal(profile)
	if err != nil {
		return err
	}
	version := profileVersion{
		ProviderID: profile.ProviderID, PublishedAt: now, PublishedBy: actor.UserID, Content: string(content),
	}
	return tx.Table("profile_versions").Create(&version).Error
}

func (s *Service) tellPublished(tx *gorm.DB, providerID uuid.UUID) error {
	provider, err := ProviderByID(tx, providerID)
	if err != nil {
		return err
	}
	people, err := account.OfProvider(tx, providerID)
	if err != nil {
		return err
	}
	for _, user := range people {
		err := s.Mail.Queue(tx, user.Recipient(), mail.ProfilePublished{
			Matter:       mail.Matter{Object: "provider", ID: providerID.String()},
			Organisation: provider.Name, URL: s.Mail.BaseURL + "/aanbieders/" + provider.Slug,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
