// Package directory keeps who the providers are and what the public sees of
// them: organisation, profile, intake point, and the provider finder. It also
// keeps whether a provider is admitted, because both enrollment and matching
// need to know and neither may import the other.
package directory

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/traderegister"
)

// Service does what people do with providers, profiles and intake points.
type Service struct {
	DB       *gorm.DB
	Now      func() time.Time
	Accounts *account.Service
	Mail     *mail.Postbox

	finder finder
}

// Provider is an organisation that guides residents towards work, or wants to.
type Provider struct {
	ID              uuid.UUID           `gorm:"primaryKey"`
	Entry           traderegister.Entry `gorm:"embedded"` // KvK number, or a foreign register; never changes
	Name            string
	Slug            string // its address in the finder; does not change with the name
	Street          string
	Postcode        string
	Place           string
	Country         string
	ForeignRegister string // number in the register of another country (E4)
	Website         string
	Version         int // counts corrections of the organisation's data
	ChangedBy       *uuid.UUID
	ChangedAt       *time.Time
	CreatedAt       time.Time
}

// ErrEntryTaken says that an organisation with this entry in a trade register is
// already known.
var ErrEntryTaken = errors.New("directory: the organisation is known")

// NewProvider adds an organisation inside the caller's transaction; ErrEntryTaken
// when its number is known.
func (s *Service) NewProvider(tx *gorm.DB, entry traderegister.Entry, name string) (*Provider, error) {
	var known int64
	if err := tx.Model(&Provider{}).Where("register_key = ?", entry.Key()).Count(&known).Error; err != nil {
		return nil, err
	}
	if known > 0 {
		return nil, ErrEntryTaken
	}
	provider := &Provider{ID: uuid.New(), Entry: entry, Name: name, CreatedAt: s.Now().UTC()}
	provider.Slug = slugOf(name)
	if err := tx.Model(&Provider{}).Where("slug = ?", provider.Slug).Count(&known).Error; err != nil {
		return nil, err
	}
	if known > 0 || slices.Contains(reserved, provider.Slug) {
		provider.Slug += "-" + slugOf(entry.Plain())
	}
	err := tx.Create(provider).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) { // somebody registered it between the look and the write
		return nil, ErrEntryTaken
	}
	return provider, err
}

// reserved are addresses below /aanbieders that are pages, or will be; no
// organisation gets one.
var reserved = []string{
	"dekking", "favorieten", "kaart", "lijst", "lijstje", "nieuw", "register", "vergelijken", "zoeken",
	"compare", "coverage", "map", "new", "search", "shortlist",
}

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// slugOf makes an address part of a name: "Zorg & Wérk B.V." is zorg-werk-b-v.
func slugOf(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r > 0x2FF && r < 0x370 { // combining marks
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(name)))
	slug := strings.Trim(notSlug.ReplaceAllString(plain, "-"), "-")
	if len(slug) > 80 {
		slug = strings.Trim(slug[:80], "-")
	}
	if slug == "" {
		return "aanbieder"
	}
	return slug
}

// Provider gives one provider; fault.Missing when there is none.
func (s *Service) Provider(ctx context.Context, id uuid.UUID) (*Provider, error) {
	return ProviderByID(s.DB.WithContext(ctx), id)
}

// ProviderByID is Provider inside a caller's transaction.
func ProviderByID(db *gorm.DB, id uuid.UUID) (*Provider, error) {
	return taken[Provider](db.Where("id = ?", id))
}

// ProviderByKvK is ProviderByID for a KvK number: never an organisation that is
// registered abroad.
func ProviderByKvK(db *gorm.DB, kvk string) (*Provider, error) {
	return taken[Provider](db.Where("kvk = ?", kvk))
}

// ProviderByEntry is ProviderByID for an entry in a trade register.
func ProviderByEntry(db *gorm.DB, entry traderegister.Entry) (*Provider, error) {
	return taken[Provider](db.Where("register_key = ?", entry.Key()))
}

// Providers gives the providers with these ids, by id.
func Providers(db *gorm.DB, ids []uuid.UUID) (map[uuid.UUID]Provider, error) {
	var list []Provider
	if err := db.Where("id IN ?", ids).Find(&list).Error; err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Provider, len(list))
	for _, provider := range list {
		byID[provider.ID] = provider
	}
	return byID, nil
}

// ProviderNames gives the names of all organisations, by id.
func (s *Service) ProviderNames(ctx context.Context) (map[uuid.UUID]string, error) {
	var providers []Provider
	if err := s.DB.WithContext(ctx).Select("id", "name").Find(&providers).Error; err != nil {
		return nil, err
	}
	names := make(map[uuid.UUID]string, len(providers))
	for _, provider := range providers {
		names[provider.ID] = provider.Name
	}
	return names, nil
}

// taken gives the one row of a query, or fault.Missing.
func taken[T any](query *gorm.DB) (*T, error) {
	var row T
	err := query.Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &row, err
}
