package directory

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// PageSize is how many providers one page of the finder shows.
const PageSize = 20

// Search is what a visitor of the finder asks for; empty parts do not narrow.
type Search struct {
	Words        string
	Municipality string // code
	TargetGroup  string // code
	Product      string // code
	Page         int    // from 1; beyond the last one means the last one
}

// Entry is one provider in the list of the finder.
type Entry struct {
	ProviderID     uuid.UUID
	Slug           string
	Name           string
	Mission        string
	Municipalities Codes
	TargetGroups   Codes
	Products       Codes
}

// Found is one page of the answer of the finder.
type Found struct {
	Entries []Entry
	Total   int
	Page    int
	Pages   int
	Letter  string // the start letter of today's order, when no words were typed
}

// Find gives the published providers that fit (D5, D6). The order is the same
// for everyone (D7): by relevance when words were typed, else by name, starting
// at a letter that moves on every day.
func (s *Service) Find(ctx context.Context, search Search) (*Found, error) {
	letter := startLetter(workday.On(s.Now()))
	query := s.findable(ctx, search)
	var total int64
	if err := query.Session(&gorm.Session{}).Count(&total).Error; err != nil {
		return nil, err
	}
	pages := (int(total) + PageSize - 1) / PageSize
	page := max(min(search.Page, pages), 1)
	found := &Found{Total: int(total), Page: page, Pages: pages}
	if search.Words == "" {
		found.Letter = letter
	}
	byName := fmt.Sprintf("upper(left(unaccent(name), 1)) < '%s', lower(unaccent(name)), slug", letter)
	if search.Words != "" {
		query = query.Select("*, ts_rank(vector, "+wordQuery+") AS rank", search.Words).Order("rank DESC")
	}
	err := query.Order(byName).Limit(PageSize).Offset((page - 1) * PageSize).Find(&found.Entries).Error
	return found, err
}

// wordQuery reads typed words as Dutch, without accents.
const wordQuery = "websearch_to_tsquery('dutch', unaccent(?))"

// listed gives the entries whose contract has started: a row may be written
// before the day from which it counts (E10).
func (s *Service) listed(ctx context.Context) *gorm.DB {
	return s.DB.WithContext(ctx).Table("finder_entries").Where("findable_from <= ?", workday.On(s.Now()))
}

func (s *Service) findable(ctx context.Context, search Search) *gorm.DB {
	query := s.listed(ctx)
	if search.Words != "" {
		query = query.Where("vector @@ "+wordQuery, search.Words)
	}
	if search.Municipality != "" {
		query = query.Where("municipalities @> ARRAY[?]::text[]", search.Municipality)
	}
	if search.TargetGroup != "" {
		query = query.Where("target_groups @> ARRAY[?]::text[]", search.TargetGroup)
	}
	if search.Product != "" {
		query = query.Where("products @> ARRAY[?]::text[]", search.Product)
	}
	return query
}

// startLetter moves through the alphabet, one letter a day, so that no name
// stands on top for ever.
func startLetter(today workday.Date) string {
	days := int(today.Start().Unix() / int64((24 * time.Hour).Seconds()))
	return string(rune('A' + days%26))
}

// Reindex writes or removes the providers' rows of the finder, inside the
// transaction of whatever changed: the profile, the contract or the admission.
func Reindex(tx *gorm.DB, providerIDs ...uuid.UUID) error {
	for _, id := range providerIDs {
		if err := reindex(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func reindex(tx *gorm.DB, providerID uuid.UUID) error {
	if err := tx.Exec("DELETE FROM finder_entries WHERE provider_id = ?", providerID).Error; err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO finder_entries (provider_id, slug, name, mission, municipalities, target_groups, products, findable_from, vector)
SELECT p.id, p.slug, p.name, pr.mission, m.codes, g.codes, o.codes, a.since,
       setweight(to_tsvector('dutch', unaccent(p.name)), 'A') ||
       setweight(to_tsvector('dutch', unaccent(pr.mission || ' ' || o.names || ' ' || g.names)), 'B') ||
       setweight(to_tsvector('dutch', unaccent(pr.offer || ' ' || pr.audience || ' ' || m.names)), 'C')
FROM providers p
JOIN profiles pr ON pr.provider_id = p.id AND pr.published_at IS NOT NULL AND pr.offline_at IS NULL
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY name), '{}') AS codes, coalesce(string_agg(name, ' '), '') AS names
    FROM profile_municipalities x JOIN municipalities ON code = x.municipality_code WHERE x.provider_id = p.id) m
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY position), '{}') AS codes, coalesce(string_agg(name_nl, ' '), '') AS names
    FROM profile_target_groups x JOIN target_groups ON code = x.target_group_code WHERE x.provider_id = p.id) g
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY position), '{}') AS codes, coalesce(string_agg(name_nl || ' ' || plain_nl, ' '), '') AS names
    FROM profile_products x JOIN products ON code = x.product_code WHERE x.provider_id = p.id) o
CROSS JOIN LATERAL (SELECT min(admitted_on) AS since FROM admissions x WHERE x.provider_id = p.id AND x.active) a
WHERE p.id = ? AND a.since IS NOT NULL`, providerID).Error
}
