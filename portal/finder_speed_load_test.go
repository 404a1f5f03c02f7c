//go:build bench

package portal

import (
	"bufio"
	"context"
	"net/url"
	"os"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/storage/database"
)

// loadInto writes generated providers, one JSON document a line, as published
// profiles with an active admission, and makes them findable.
func loadInto(ctx context.Context, db *database.DB, file string) error {
	if err := copyLines(ctx, db, file); err != nil {
		return err
	}
	if _, err := db.Pool.Exec(ctx, loadSQL); err != nil {
		return err
	}
	var ids []uuid.UUID
	if err := db.Gorm.WithContext(ctx).Table("profiles").Pluck("provider_id", &ids).Error; err != nil {
		return err
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), 200)]
		err := db.Gorm.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return directory.Reindex(tx, some...) })
		if err != nil {
			return err
		}
		ids = ids[len(some):]
	}
	_, err := db.Pool.Exec(ctx, "DROP TABLE bench_lines; ANALYZE")
	return err
}

func copyLines(ctx context.Context, db *database.DB, file string) error {
	opened, err := os.Open(file)
	if err != nil {
		return err
	}
	defer opened.Close()
	if _, err := db.Pool.Exec(ctx, "CREATE TABLE bench_lines (j jsonb)"); err != nil {
		return err
	}
	scanner := bufio.NewScanner(opened)
	scanner.Buffer(nil, 1<<20)
	_, err = db.Pool.CopyFrom(ctx, pgx.Identifier{"bench_lines"}, []string{"j"}, pgx.CopyFromFunc(func() ([]any, error) {
		if !scanner.Scan() {
			return nil, scanner.Err()
		}
		return []any{scanner.Text()}, nil
	}))
	return err
}

const loadSQL = `
SET statement_timeout = 0;
DELETE FROM bench_lines WHERE j->>'status' <> 'published';
CREATE FUNCTION bench_code(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT left(trim(both '-' from regexp_replace(lower(unaccent($1)), '[^a-z]+', '-', 'g')), 60) $$;
INSERT INTO products (code, segment_code, position, name_nl, name_en, plain_nl, plain_en)
SELECT bench_code(name), 'individueel', 10, name, name, name, name
FROM (SELECT DISTINCT p->>'name' AS name FROM bench_lines, jsonb_array_elements(j->'products') p) x;
INSERT INTO target_groups (code, position, name_nl, name_en)
SELECT bench_code(name), 10, name, name FROM (SELECT DISTINCT g AS name FROM bench_lines, jsonb_array_elements_text(j->'target_groups') g) x
ON CONFLICT DO NOTHING;
INSERT INTO providers (id, kvk, name, slug, created_at) SELECT (j->>'id')::uuid, j->>'kvk', j->>'name', j->>'slug', now() FROM bench_lines;
INSERT INTO profiles (provider_id, mission, offer, audience, website, updated_at, published_at, confirmed_at, forms, languages, capacity)
SELECT (j->>'id')::uuid, j->>'mission', j->>'description', '', j->>'website', now(), now(), now(),
       CASE (j->>'nr')::int % 4 WHEN 0 THEN ARRAY['at-location'] WHEN 1 THEN ARRAY['at-location','at-home'] WHEN 2 THEN ARRAY['online'] ELSE ARRAY['at-home'] END,
       ARRAY(SELECT code FROM (VALUES ('Nederlands','nl'),('Engels','en'),('Arabisch','ar'),('Tigrinya','ti'),('Pools','pl'),('Turks','tr'),('Duits','de'),('Oekraïens','uk'),('Farsi','fa'),('Spaans','es')) l(name, code)
             WHERE j->'languages' ? name ORDER BY code),
       CASE (j->>'nr')::int % 7 WHEN 0 THEN 'waiting' WHEN 1 THEN 'closed' ELSE 'open' END
FROM bench_lines;
INSERT INTO profile_products (provider_id, product_code, description)
SELECT (j->>'id')::uuid, bench_code(p->>'name'), p->>'description' FROM bench_lines, jsonb_array_elements(j->'products') p;
INSERT INTO profile_target_groups SELECT (j->>'id')::uuid, bench_code(g) FROM bench_lines, jsonb_array_elements_text(j->'target_groups') g ON CONFLICT DO NOTHING;
INSERT INTO profile_municipalities SELECT (j->>'id')::uuid, m.code FROM bench_lines, jsonb_array_elements_text(j->'municipalities') g JOIN municipalities m ON m.name = replace(g, ' (L)', '');
INSERT INTO profile_locations (provider_id, position, name, street, postcode, place, lat, lon)
SELECT (j->>'id')::uuid, 1, '', concat_ws(' ', j->'address'->>'street', j->'address'->>'number'), j->'address'->>'postcode', j->'address'->>'city',
       (j->'address'->>'lat')::float, (j->'address'->>'lon')::float FROM bench_lines;
INSERT INTO admissions (provider_id, segment_code, active, admitted_on) SELECT (j->>'id')::uuid, 'individueel', true, '2023-01-01' FROM bench_lines;
DROP FUNCTION bench_code(text)`

func parseAddress(address string) (url.Values, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return parsed.Query(), nil
}
