package portal

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"providerportal/internal/account"
)

const newAccountFormAt = "form[action='/beheer/accounts/nieuw']"

// TestInviteStaff walks inviting, other rights, and closing.
func TestInviteStaff(t *testing.T) {
	s := newSite(t)
	admin := s.staff(t, account.RoleAdministrator)
	p := admin.submit(t, admin.get(t, "/beheer/accounts/nieuw"), newAccountFormAt, url.Values{
		"name": {"Cas"}, "email": {"cas@venray.example"}, "roles": {"consultant"},
	})
	if p.status != 422 || !strings.Contains(p.errorAt("municipality"), "Kies de gemeente") || p.doc.Find("#name").AttrOr("value", "") != "Cas" {
		t.Fatalf("without municipality: %d %q", p.status, p.text(".error-summary"))
	}
	p = admin.submit(t, p, newAccountFormAt, url.Values{"municipality": {"GM0984"}})
	if p.status != 200 || !strings.Contains(p.text("main"), "Venray") || len(s.letters(t, "set_up_account")) != 1 {
		t.Fatalf("after inviting: %d %q", p.status, p.text("main"))
	}
	if p = admin.submit(t, p, "form[action$='/uitnodiging']", nil); len(s.letters(t, "set_up_account")) != 2 {
		t.Errorf("inviting again: %d %q", p.status, p.text("main"))
	}
	rights := "form[action='" + strings.Split(p.location, "?")[0] + "']"
	p = admin.submit(t, p, rights, url.Values{"roles": {"reviewer", "decider"}, "municipality": {""}})
	if !strings.Contains(p.text(".notice--good"), "rechten zijn bewaard") || !strings.Contains(p.text("main"), "Toetser, Beslisser") {
		t.Fatalf("after changing: %d %q", p.status, p.text("main"))
	}
	if p := admin.submit(t, p, rights, url.Values{"roles": {"provider"}}); p.status != 422 {
		t.Errorf("the role of a provider: %d", p.status)
	}
	p = admin.submit(t, p, "form[action$='/sluiten']", nil)
	if !strings.HasPrefix(p.text("h1"), "Account van afgesloten account") || p.doc.Find("main form").Length() != 0 {
		t.Errorf("after closing: %q with %d forms", p.text("h1"), p.doc.Find("main form").Length())
	}
	if p := admin.get(t, "/beheer/accounts?lijst=gesloten"); p.doc.Find("tbody tr").Length() != 1 || strings.Contains(p.body, "cas@venray") {
		t.Errorf("the closed list shows %q", p.text("tbody"))
	}
}

func TestLastAdministratorIsToldWhy(t *testing.T) {
	s := newSite(t)
	admin := s.staff(t, account.RoleAdministrator)
	path := accountPath(admin.actor.UserID)
	p := admin.submit(t, admin.get(t, path), "form[action='"+path+"']", url.Values{"roles": {"reviewer"}})
	if p.status != 409 || !strings.Contains(p.text(".error-summary"), "laatste beheerder van het portaal") {
		t.Errorf("giving the role away: %d %q", p.status, p.text(".error-summary"))
	}
	p = admin.submit(t, admin.get(t, path), "form[action$='/sluiten']", nil)
	if p.status != 409 {
		t.Errorf("closing: %d", p.status)
	}
	if p := admin.get(t, accountPath(uuid.New())); p.status != 404 {
		t.Errorf("a missing account: %d", p.status)
	}
}

// TestAccountsList pins tabs, search and who may see it.
func TestAccountsList(t *testing.T) {
	s := newSite(t)
	admin, provider := s.staff(t, account.RoleAdministrator), s.applicant(t)
	s.consultant(t, "GM0984")
	reviewer := s.staff(t, account.RoleReviewer)
	for list, want := range map[string]int{"": 2, "consulenten": 1, "aanbieders": 1, "gesloten": 0} {
		if got := admin.get(t, "/beheer/accounts?lijst="+list).doc.Find("tbody tr").Length(); got != want {
			t.Errorf("%q: %d people, want %d", list, got, want)
		}
	}
	found := admin.get(t, "/beheer/accounts?lijst=consulenten&q=VENRAY")
	if found.doc.Find("tbody tr").Length() != 1 || !strings.Contains(found.text(".tabs"), "Aanbieders 0") {
		t.Errorf("searching gives %q with tabs %q", found.text("tbody"), found.text(".tabs"))
	}
	path := accountPath(provider.actor.UserID)
	p := admin.get(t, path)
	if p.doc.Find("input[name=roles]").Length() != 0 || p.doc.Find("input[name=admin]").Length() != 1 {
		t.Error("the page of a provider offers roles of staff")
	}
	for _, b := range []*browser{reviewer, provider} {
		if p := b.get(t, path); p.status != 403 {
			t.Errorf("not an administrator: %d", p.status)
		}
	}
}

// TestExportNeverHoldsAFormula pins the spreadsheet with a hostile name (BIO-4,
// ASVS 1.2.10).
func TestExportNeverHoldsAFormula(t *testing.T) {
	s := newSite(t)
	admin := s.staff(t, account.RoleAdministrator)
	provider := s.applicant(t)
	must(t, s.db.Gorm.Model(&account.User{}).Where("id = ?", provider.actor.UserID).Update("name", `=HYPERLINK("https://evil.example","klik")`).Error)
	p := admin.get(t, "/beheer/accounts/export")
	if p.status != 200 || !strings.Contains(p.header.Get("Content-Disposition"), ".xlsx") {
		t.Fatalf("status %d, %v", p.status, p.header)
	}
	file, err := excelize.OpenReader(strings.NewReader(p.body))
	must(t, err)
	rows, err := file.GetRows("Accounts")
	must(t, err)
	if len(rows) != 3 || len(rows[0]) != 10 {
		t.Fatalf("%d rows of %d columns", len(rows), len(rows[0]))
	}
	if got := rows[1][0]; !strings.HasPrefix(got, "'=HYPERLINK") && !strings.HasPrefix(rows[2][0], "'=HYPERLINK") {
		t.Errorf("the names are %q and %q", got, rows[2][0])
	}
	var noted int64
	must(t, s.db.Gorm.Table("audit_entries").Where("action = 'account.list-exported'").Count(&noted).Error)
	if noted != 1 {
		t.Errorf("%d audit entries", noted)
	}
}

// TestResetFactorThroughThePage pins that an administrator clears a lost factor,
// and never the own one.
func TestResetFactorThroughThePage(t *testing.T) {
	s := newSite(t)
	admin, reviewer := s.staff(t, account.RoleAdministrator), s.staff(t, account.RoleReviewer)
	for _, b := range []*browser{admin, reviewer} {
		must(t, s.db.Gorm.Exec("DELETE FROM totp_factors WHERE user_id = ?", b.actor.UserID).Error)
		must(t, s.db.Gorm.Exec("INSERT INTO totp_factors (user_id, secret, confirmed_at) VALUES (?, '\\x00', ?)", b.actor.UserID, s.now).Error)
	}
	if own := admin.get(t, accountPath(admin.actor.UserID)); own.doc.Find("form[action$='/tweede-stap']").Length() != 0 {
		t.Error("the own factor can be cleared")
	}
	p := admin.submit(t, admin.get(t, accountPath(reviewer.actor.UserID)), "form[action$='/tweede-stap']", nil)
	if p.status != 200 || len(s.letters(t, "factor_reset")) != 1 {
		t.Errorf("after clearing: %d %q", p.status, p.text("main"))
	}
	if out := reviewer.get(t, "/beheer"); !strings.HasPrefix(out.location, "/inloggen") {
		t.Errorf("the session goes on: %s", out.location)
	}
}
