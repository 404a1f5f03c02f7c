package directory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Profile is what a provider tells about itself (D1): what it stands for
// (mission), what it offers, for whom, and where. What has a JSON name is its
// content: written by the provider, kept in drafts and versions.
type Profile struct {
	ProviderID        uuid.UUID         `gorm:"primaryKey" json:"-"`
	Mission           string            `json:"Mission"`
	Offer             string            `json:"Offer"`
	Audience          string            `json:"Audience"`
	Website           string            `json:"Website"`
	Products          []string          `gorm:"-" json:"Products"`       // product codes
	Descriptions      map[string]string `gorm:"-" json:"Descriptions"`   // own words per product code
	TargetGroups      []string          `gorm:"-" json:"TargetGroups"`   // target group codes
	Municipalities    []string          `gorm:"-" json:"Municipalities"` // municipality codes
	Forms             Codes             `json:"Forms"`                   // of FormCodes
	Locations         []Location        `gorm:"-" json:"Locations"`
	Languages         Codes             `json:"Languages"`     // ISO 639-1, of LanguageCodes
	Accessibility     Codes             `json:"Accessibility"` // of the building, of AccessCodes
	AccessibilityNote string            `json:"AccessibilityNote"`
	LogoHash          string            `json:"LogoHash"` // empty without a logo

	Capacity    Capacity   `gorm:"embedded" json:"-"`
	UpdatedAt   time.Time  `gorm:"autoUpdateTime:false" json:"-"`
	PublishedAt *time.Time `json:"-"` // nil while it was never published
	ConfirmedAt *time.Time `json:"-"` // when the provider last said that it is right (D4)
	OfflineAt   *time.Time `json:"-"` // taken offline by staff (D3)
	Reminded    string     `json:"-"` // the last reminder to confirm, see stage.round
}

// Published reports whether the profile was published; who may be found now is
// decided by the contract as well.
func (p *Profile) Published() bool { return p.PublishedAt != nil }

// content gives what the provider wrote as JSON, the same for the same content.
func (p *Profile) content() string {
	plain := *p
	plain.tidy()
	text, err := json.Marshal(&plain)
	if err != nil {
		panic(err) // strings, lists and numbers only
	}
	return string(text)
}

// Mark names this content: two profiles with the same mark say the same.
func (p *Profile) Mark() string {
	sum := sha256.Sum256([]byte(p.content()))
	return hex.EncodeToString(sum[:12])
}

// read takes over the content that was kept as JSON.
func (p *Profile) read(content string) error { return json.Unmarshal([]byte(content), p) }

// Profile gives the actor's own profile as it is being written: the draft, or
// without one what is published; an empty one before the first save.
func (s *Service) Profile(ctx context.Context, actor account.Actor) (*Profile, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	profile, _, err := workingCopy(s.DB.WithContext(ctx), actor.ProviderID)
	return profile, err
}

// profileOf gives what is published, or an empty profile.
func profileOf(db *gorm.DB, providerID uuid.UUID) (*Profile, error) {
	profile := &Profile{ProviderID: providerID}
	if err := db.Where("provider_id = ?", providerID).Limit(1).Find(profile).Error; err != nil {
		return nil, err
	}
	return profile, profile.readLists(db)
}

// lockProfile makes sure that there is a row and holds it: whoever changes a
// profile, its draft or its capacity waits here for the other.
func (s *Service) lockProfile(tx *gorm.DB, providerID uuid.UUID) (*Profile, error) {
	empty := Profile{ProviderID: providerID, UpdatedAt: s.Now().UTC(), Capacity: Capacity{State: CapacityOpen}}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&empty).Error; err != nil {
		return nil, err
	}
	return taken[Profile](tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("provider_id = ?", providerID))
}
