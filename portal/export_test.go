package portal

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/account"
)

// unzip gives the files of an export by name.
func unzip(t *testing.T, p *seen) map[string]string {
	t.Helper()
	if p.status != http.StatusOK || p.header.Get("Content-Type") != "application/zip" || !strings.HasPrefix(p.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", p.status, p.header)
	}
	archive, err := zip.NewReader(bytes.NewReader([]byte(p.body)), int64(len(p.body)))
	must(t, err)
	files := map[string]string{}
	for _, file := range archive.File {
		content, err := file.Open()
		must(t, err)
		text, err := io.ReadAll(content)
		must(t, err)
		files[file.Name] = string(text)
		if strings.HasSuffix(file.Name, ".json") && !json.Valid(text) {
			t.Errorf("%s is not JSON", file.Name)
		}
	}
	return files
}

// AVG-7: people take out everything about themselves, readable and as data, and
// nothing of others.
func TestPeopleExportTheirOwnData(t *testing.T) {
	failOnMissingWords(t)
	site := newSite(t)
	b, other := site.contracted(t), site.contracted(t)
	consultant := site.consultant(t, "GM0984")
	files := unzip(t, b.get(t, "/account/gegevens"))
	for _, name := range []string{"index.html", "account.json", "sign-in.json", "sessions.json", "letters.json", "audit.json", "applications.json", "requests.json"} {
		if files[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(files["index.html"]))
	must(t, err)
	if got := page.Find("h1").Text(); got != "Wat wij bewaren over "+b.actor.Name {
		t.Errorf("h1 = %q", got)
	}
	for name, text := range files {
		if strings.Contains(text, other.actor.Email) || strings.Contains(text, other.actor.UserID.String()) {
			t.Errorf("%s holds data of somebody else", name)
		}
		if strings.Contains(text, "sleutel=") || strings.Contains(text, "$argon2id") {
			t.Errorf("%s holds a secret", name)
		}
	}
	if !strings.Contains(files["account.json"], b.actor.Email) || !strings.Contains(files["audit.json"], "profile.published") {
		t.Error("the account or the trail is not in it")
	}
	unzip(t, consultant.get(t, "/account/gegevens"))

	path := "/beheer/accounts/" + b.actor.UserID.String() + "/gegevens"
	for _, stranger := range []*browser{other, consultant, site.staff(t, account.RoleReviewer)} {
		if got := stranger.get(t, path); got.status != http.StatusForbidden {
			t.Errorf("somebody else's data: %d", got.status)
		}
	}
	if files := unzip(t, site.staff(t, account.RoleAdministrator).get(t, path)); !strings.Contains(files["account.json"], b.actor.Email) {
		t.Error("the administrator gets another account")
	}
}

// AVG-7: an organisation's export has its answers, contracts and documents, the
// files byte by byte, and nothing of another organisation or of residents.
func TestOrganisationExport(t *testing.T) {
	failOnMissingWords(t)
	site := newSite(t)
	b, other := site.contracted(t), site.contracted(t)
	boss := site.staff(t, account.RoleAdministrator)
	path := "/beheer/aanbieders/" + b.actor.ProviderID.String() + "/gegevens"
	if got := b.get(t, path); got.status != http.StatusForbidden {
		t.Errorf("as a provider: %d", got.status)
	}
	files := unzip(t, boss.get(t, path))
	documents := 0
	for name, text := range files {
		if strings.HasPrefix(name, "documenten/") {
			documents++
			if len(text) == 0 {
				t.Errorf("%s is empty", name)
			}
		}
		if strings.Contains(text, other.actor.ProviderID.String()) || strings.Contains(text, other.actor.Email) || strings.Contains(text, "internal_note") {
			t.Errorf("%s holds what is not of this organisation", name)
		}
	}
	var house struct {
		Applications []struct{ Answers []struct{ Outcome string } }
		Contracts    []struct{ Text string }
		Documents    []struct {
			Path  string
			Bytes int
		}
	}
	must(t, json.Unmarshal([]byte(files["applications.json"]), &house))
	if documents == 0 || documents != len(house.Documents) {
		t.Errorf("%d files for %d documents", documents, len(house.Documents))
	}
	for _, document := range house.Documents {
		if len(files[document.Path]) != document.Bytes {
			t.Errorf("%s has %d bytes, want %d", document.Path, len(files[document.Path]), document.Bytes)
		}
	}
	if len(house.Applications) != 1 || len(house.Applications[0].Answers) < 5 || house.Applications[0].Answers[0].Outcome != "met" {
		t.Errorf("applications = %+v", house.Applications)
	}
	if len(house.Contracts) != 1 || house.Contracts[0].Text == "" {
		t.Errorf("contracts = %+v", house.Contracts)
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(files["index.html"]))
	must(t, err)
	page.Find("a").Each(func(_ int, link *goquery.Selection) {
		if files[link.AttrOr("href", "")] == "" {
			t.Errorf("the page leads to %q, which is not in the zip", link.AttrOr("href", ""))
		}
	})
	var read int64
	must(t, site.db.Gorm.Table("audit_entries").Where("actor_id = ? AND action IN ?", boss.actor.UserID, []string{"document.read", "provider.exported"}).Count(&read).Error)
	if int(read) != documents+1 {
		t.Errorf("%d entries in the trail, want %d (AVG-6)", read, documents+1)
	}
}
