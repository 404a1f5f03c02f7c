package directory

import (
	"database/sql"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"gorm.io/gorm"

	"providerportal/directory/finding"
)

// change is a provider whose row changed, or for the nil UUID the lists.
type change struct {
	subject uuid.UUID
	version int64
	horizon string         // transactions from this one on may still be unseen
	entry   *finding.Entry // nil when it may no longer be found
}

// changesSince reads what transactions from since on changed, in one statement
// and so at one moment.
func changesSince(db *gorm.DB, since string) ([]change, error) {
	rows, err := db.Raw(`
SELECT c.subject, c.version, pg_snapshot_xmin(pg_current_snapshot())::text, e.provider_id IS NOT NULL,
       coalesce(slug, ''), coalesce(name, ''), coalesce(mission, ''), coalesce(about, ''), coalesce(body, ''),
       coalesce(array_to_string(municipalities, ','), ''), coalesce(array_to_string(target_groups, ','), ''),
       coalesce(array_to_string(products, ','), ''), coalesce(array_to_string(segments, ','), ''),
       coalesce(array_to_string(forms, ','), ''), coalesce(array_to_string(languages, ','), ''),
       coalesce(capacity, ''), coalesce(capacity_weeks, 0), closed_from, closed_until, findable_from,
       coalesce(array_to_string(lats, ','), ''), coalesce(array_to_string(lons, ','), ''),
       changed_at, public_at
FROM finder_changes c LEFT JOIN finder_entries e ON e.provider_id = c.subject
WHERE c.xid >= ?::text::xid8`, since).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var changes []change
	for rows.Next() {
		c, err := scanChange(rows)
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return changes, rows.Err()
}

func scanChange(rows *sql.Rows) (change, error) {
	var c change
	var findable bool
	var codes [finding.Capacity]string
	var lats, lons string
	var changedAt, publicAt sql.NullTime
	e := &finding.Entry{}
	err := rows.Scan(&c.subject, &c.version, &c.horizon, &findable, &e.Slug, &e.Name, &e.Mission, &e.About, &e.Body,
		&codes[finding.Municipality], &codes[finding.TargetGroup], &codes[finding.Product], &codes[finding.Segment],
		&codes[finding.Form], &codes[finding.Language],
		&e.Capacity, &e.CapacityWeeks, &e.ClosedFrom, &e.ClosedUntil, &e.FindableFrom, &lats, &lons, &changedAt, &publicAt)
	if err != nil || !findable {
		return c, err
	}
	e.ID, e.Version = c.subject, c.version
	e.ChangedAt, e.PublicAt = changedAt.Time.UTC(), publicAt.Time.UTC()
	for group, list := range codes {
		e.Values[group] = listOf(list)
	}
	e.Body += languageWords(e.Values[finding.Language])
	if e.Points, err = pointsOf(listOf(lats), listOf(lons)); err != nil {
		return c, err
	}
	c.entry = e
	return c, nil
}

// languageWords names the languages that a provider speaks besides Dutch, in
// Dutch and English: people look for "Arabisch" in words too.
func languageWords(codes []string) string {
	var names strings.Builder
	for _, code := range codes {
		tag, err := language.Parse(code)
		if err != nil || code == "nl" {
			continue
		}
		for _, namer := range languageNamers() {
			names.WriteString(" " + namer.Name(tag))
		}
	}
	return names.String()
}

var languageNamers = sync.OnceValue(func() []display.Namer {
	return []display.Namer{display.Languages(language.Dutch), display.Languages(language.English)}
})

// listOf takes a list of codes or numbers apart; neither holds a comma.
func listOf(joined string) []string {
	if joined == "" {
		return nil
	}
	return strings.Split(joined, ",")
}

func pointsOf(lats, lons []string) ([]finding.Point, error) {
	var points []finding.Point
	for i := range lats {
		lat, err := strconv.ParseFloat(lats[i], 64)
		if err != nil {
			return nil, err
		}
		lon, err := strconv.ParseFloat(lons[i], 64)
		if err != nil {
			return nil, err
		}
		points = append(points, finding.Point{Lat: lat, Lon: lon})
	}
	return points, nil
}
