package portal

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
)

func TestLettersAreShownAsSentWithoutTheirLink(t *testing.T) {
	site := newSite(t)
	site.applicant(t)
	admin := site.staff(t, account.RoleAdministrator)
	p := admin.get(t, "/beheer/brieven?lijst=waiting")
	letter := site.letters(t, "confirm_email")[0]
	link := p.doc.Find("a[href='/beheer/brieven/" + letter.ID.String() + "']")
	if p.status != http.StatusOK || link.Text() != letter.Subject {
		t.Fatalf("status %d, subject %q", p.status, link.Text())
	}
	p = admin.get(t, link.AttrOr("href", ""))
	if p.text("h1") != letter.Subject || !strings.Contains(p.doc.Find(".agreement").Text(), "niet bewaard") {
		t.Errorf("h1 %q, text %q", p.text("h1"), p.text(".agreement"))
	}
	if strings.Contains(p.body, "sleutel=") || strings.Contains(p.body, "link.invalid") {
		t.Error("the one-time link is shown")
	}
	if p := admin.get(t, "/beheer/brieven/"+uuid.NewString()); p.status != http.StatusNotFound {
		t.Errorf("missing = %d", p.status)
	}
	for _, row := range []struct{ list, column, reason string }{{"sent", "sent_at", ""}, {"failed", "failed_at", "connection"}} {
		must(t, site.db.Gorm.Model(&letter).Updates(map[string]any{"sent_at": nil, "failed_at": nil, "last_error": ""}).Error)
		must(t, site.db.Gorm.Model(&letter).Updates(map[string]any{row.column: site.now, "attempts": 1, "links": nil, "last_error": row.reason}).Error)
		p := admin.get(t, "/beheer/brieven?lijst="+row.list)
		if p.doc.Find("tbody tr").Length() != 1 || p.text(".tabs__link[aria-current] .count") != "1" {
			t.Errorf("%s: %d rows, tab %q", row.list, p.doc.Find("tbody tr").Length(), p.text(".tabs__link[aria-current]"))
		}
	}
	must(t, site.db.Gorm.Model(&letter).Updates(map[string]any{"failed_at": nil, "last_error": ""}).Error)
	if p := admin.get(t, "/beheer/brieven?lijst=failed"); p.text(".empty") == "" {
		t.Error("no failed letters and nothing said")
	}
}
