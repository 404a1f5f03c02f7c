package portal

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
)

// exportedIn says where the export of an organisation or a person holds a table:
// the file, and the field when the file has more. A table that hangs below another
// one by its own id is in the file of that one.
var exportedIn = map[string]string{
	"providers": "provider.json", "profiles": "provider.json:profile", "profile_versions": "provider.json:profile_versions",
	"profile_drafts": "provider.json:profile", "profile_locations": "provider.json:profile", "profile_municipalities": "provider.json:profile",
	"profile_products": "provider.json:profile", "profile_target_groups": "provider.json:profile",
	"profile_takedowns": "provider.json:takedowns", "join_requests": "provider.json:requests_to_join",
	"intake_points": "provider.json:intake_point", "admissions": "provider.json:admissions", "users": "account.json",
	"user_roles": "account.json:roles", "applications": "applications.json:applications", "contracts": "applications.json:contracts",
	"imported_contracts": "applications.json:contracts", "invitations": "applications.json:invitations",
	"documents": "applications.json:documents", "requests": "requests.json", "request_drafts": "drafts.json",
	"sessions": "sessions.json", "identities": "sign-in.json", "passkeys": "sign-in.json", "totp_factors": "sign-in.json",
}

// exportedNowhere says why.
var exportedNowhere = map[string]string{
	"finder_entries":   "made from the public profile, which is exported",
	"profile_logos":    "the public picture itself; the profile names it by its hash",
	"recovery_codes":   "hashes of codes that only their owner has",
	"review_presence":  "who looks at an application now; forgotten within minutes",
	"request_openings": "in the trail of the person, as request.read",
	"clients":          "a system of a municipality, run in the name of a consultant",
}

// TestExportsHoldEveryTable goes through the schema: each table that belongs to an
// organisation or to a person is in an export, or stands on the list with a reason.
func TestExportsHoldEveryTable(t *testing.T) {
	failOnMissingWords(t)
	s := newSite(t)
	b, consultant, boss := s.contracted(t), s.consultant(t, "GM0984"), s.staff(t, account.RoleAdministrator)
	s.past(t, b, consultant)
	files := unzip(t, boss.get(t, "/beheer/aanbieders/"+b.actor.ProviderID.String()+"/gegevens"))
	page := files["index.html"]
	own := unzip(t, consultant.get(t, "/account/gegevens"))
	for name, content := range own {
		if _, there := files[name]; !there {
			files[name] = content
		}
	}
	var tables []string
	must(t, s.db.Gorm.Raw(`SELECT DISTINCT table_name::text FROM information_schema.columns WHERE table_schema = 'public'
		AND (column_name IN ('provider_id', 'user_id', 'consultant_id') OR table_name IN ('providers', 'users')) ORDER BY 1`).Scan(&tables).Error)
	for _, table := range tables {
		place, exported := exportedIn[table]
		if _, reasoned := exportedNowhere[table]; exported == reasoned {
			t.Errorf("%s is exported nowhere, and no reason is given (or both)", table)
		}
		if exported {
			wantField(t, files, table, place)
		}
	}
	if len(tables) != len(exportedIn)+len(exportedNowhere) {
		t.Errorf("%d tables, %d on the lists", len(tables), len(exportedIn)+len(exportedNowhere))
	}
	for _, text := range []string{"Te oude gegevens.", "Wij hebben het verbeterd.", "Wil Werken", "Een Ander", "De polis is te laag.", "Bewijs met een einddatum"} {
		if !strings.Contains(page, text) {
			t.Errorf("index.html does not say %q", text)
		}
	}
	for _, text := range []string{"Nog Een", "Matchingsverzoeken die niet verstuurd zijn", "Venray"} {
		if !strings.Contains(own["index.html"], text) {
			t.Errorf("the index.html of a person does not say %q", text)
		}
	}
}

// past writes a row in the tables that the ordinary road leaves empty.
func (s *site) past(t *testing.T, b, consultant *browser) {
	t.Helper()
	values := map[string]any{"provider": b.actor.ProviderID, "user": b.actor.UserID, "consultant": consultant.actor.UserID, "id": uuid.New(), "now": s.now}
	for _, statement := range []string{
		`INSERT INTO profile_takedowns (provider_id, taken_at, taken_by, reason, reply, replied_at, replied_by, lifted_at, lifted_by)
			VALUES (@provider, @now, @user, 'Te oude gegevens.', 'Wij hebben het verbeterd.', @now, @user, @now, @user)`,
		"INSERT INTO join_requests (id, provider_id, name, email, lang, created_at) VALUES (@id, @provider, 'Wil Werken', 'wil@werken.example', 'nl', @now)",
		`INSERT INTO invitations (id, organisation, email, municipality_code, reason, invited_by, invited_at, provider_id)
			VALUES (gen_random_uuid(), 'Een Ander', 'info@ander.example', 'GM0984', 'Nodig.', @consultant, @now, @provider),
			       (gen_random_uuid(), 'Nog Een', 'info@nog.example', 'GM0984', 'Nodig.', @consultant, @now, NULL)`,
		"INSERT INTO request_drafts (id, consultant_id, municipality_code, provider_id, content, saved_at) VALUES (@id, @consultant, 'GM0984', @provider, '{}', @now)",
		"UPDATE contract_evidence SET reasons = 'De polis is te laag.' WHERE contract_id = (SELECT id FROM contracts WHERE provider_id = @provider)",
	} {
		must(t, s.db.Gorm.Exec(statement, values).Error)
	}
}

// wantField looks for the place of a table in the files of an export.
func wantField(t *testing.T, files map[string]string, table, place string) {
	t.Helper()
	name, field, within := strings.Cut(place, ":")
	content, there := files[name]
	if !there {
		t.Errorf("%s: no file %s", table, name)
	}
	if !within {
		return
	}
	var fields map[string]json.RawMessage
	must(t, json.Unmarshal([]byte(content), &fields))
	if text := string(fields[field]); text == "" || text == "null" || text == "[]" {
		t.Errorf("%s: %s holds %q at %s", table, name, text, field)
	}
}
