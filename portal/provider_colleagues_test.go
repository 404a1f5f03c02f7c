package portal

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
)

// colleague invites somebody through the page, and signs that person in.
func (b *browser) colleague(t *testing.T, name, role string) *browser {
	t.Helper()
	email := strings.ToLower(name) + "@" + b.actor.ProviderID.String()[:8] + ".example"
	p := b.submit(t, b.get(t, "/mijn/collegas"), "form[action='/mijn/collegas']", url.Values{"name": {name}, "email": {email}, "role": {role}})
	if p.status != 200 || !strings.Contains(p.text(".notice--good"), "uitnodiging is verstuurd") {
		t.Fatalf("inviting %s: %d %q", name, p.status, p.text("main"))
	}
	user, err := account.ByEmail(b.site.db.Gorm, email)
	must(t, err)
	must(t, b.site.db.Gorm.Model(user).Update("email_confirmed_at", b.site.now).Error)
	return b.site.as(t, user.Actor("test"))
}

// acts are the addresses of the acts on one colleague.
func acts(id uuid.UUID) []string {
	path := "/mijn/collegas/" + id.String()
	return []string{path + "/rol", path + "/verwijderen", path + "/uitnodiging"}
}

// forge posts fields to an address with the form token of a page that the browser
// may see, as somebody who writes the own form.
func (b *browser) forge(t *testing.T, action string, fields url.Values) *seen {
	t.Helper()
	page := b.get(t, "/account")
	if page.doc.Find("form[action='/uitloggen']").Length() != 1 {
		t.Fatalf("no form with a token on %s", page.location)
	}
	page.doc.Find("form[action='/uitloggen']").SetAttr("action", action)
	return b.submit(t, page, "form[action='"+action+"']", fields)
}

func TestColleagues(t *testing.T) {
	s := newSite(t)
	admin := s.applicant(t)
	member := admin.colleague(t, "Mila", "member")
	seen := member.get(t, "/mijn/collegas")
	if seen.doc.Find("#collegas .result").Length() != 2 || seen.doc.Find("main form").Length() != 0 {
		t.Errorf("a member sees %d colleagues and %d forms", seen.doc.Find("#collegas .result").Length(), seen.doc.Find("main form").Length())
	}
	for _, act := range acts(member.actor.UserID) {
		if p := member.forge(t, act, url.Values{"role": {"admin"}}); p.status != 403 {
			t.Errorf("a member at %s: %d", act, p.status)
		}
	}
	p := admin.get(t, "/mijn/collegas")
	row := "form[action='/mijn/collegas/" + member.actor.UserID.String()
	p = admin.submit(t, p, row+"/rol']", nil)
	if !strings.Contains(p.text(".notice--good"), "rol is veranderd") {
		t.Fatalf("changing the role: %d %q", p.status, p.text("main"))
	}
	if out := member.get(t, "/mijn/collegas"); !strings.HasPrefix(out.location, "/inloggen") {
		t.Errorf("the old session still works: %s (ASVS 7.2.4)", out.location)
	}
	member = s.as(t, member.actor)
	p = admin.submit(t, p, row+"/verwijderen']", nil)
	if p.doc.Find("#collegas .result").Length() != 1 {
		t.Errorf("%d colleagues after removing one", p.doc.Find("#collegas .result").Length())
	}
	if out := member.get(t, "/mijn"); !strings.HasPrefix(out.location, "/inloggen") {
		t.Errorf("who was removed is still in: %s", out.location)
	}
}

func TestLastAdminIsToldWhy(t *testing.T) {
	s := newSite(t)
	admin := s.applicant(t)
	p := admin.submit(t, admin.get(t, "/mijn/collegas"), "form[action='"+acts(admin.actor.UserID)[1]+"']", nil)
	if p.status != 409 || !strings.Contains(p.text(".error-summary"), "laatste beheerder") {
		t.Errorf("status %d, %q", p.status, p.text(".error-summary"))
	}
	p = admin.submit(t, p, "form[action='/mijn/collegas']", url.Values{"name": {"Mila"}, "email": {"geen adres"}, "role": {"admin"}})
	if p.status != 422 || p.errorAt("email") == "" || p.doc.Find("#name").AttrOr("value", "") != "Mila" {
		t.Errorf("status %d, error %q", p.status, p.errorAt("email"))
	}
}

// TestColleaguesOfOthersAreMissing walks every act on somebody of another
// organisation, on staff, and on nobody.
func TestColleaguesOfOthersAreMissing(t *testing.T) {
	s := newSite(t)
	admin, other := s.applicant(t), s.applicant(t)
	for _, id := range []uuid.UUID{other.actor.UserID, s.staff(t, account.RoleReviewer).actor.UserID, uuid.New()} {
		for _, act := range acts(id) {
			if p := admin.forge(t, act, url.Values{"role": {"member"}}); p.status != 404 {
				t.Errorf("%s: %d, want 404", act, p.status)
			}
		}
	}
	if p := admin.forge(t, acts(uuid.New())[0], url.Values{"role": {"administrator"}}); p.status != 400 {
		t.Errorf("an unknown role: %d", p.status)
	}
}

// TestRolesCannotBeAssigned tries to get rights by writing more fields into the
// forms of a provider (ASVS 15.3.3).
func TestRolesCannotBeAssigned(t *testing.T) {
	s := newSite(t)
	admin := s.applicant(t)
	more := url.Values{
		"roles": {"administrator"}, "Roles": {"administrator"}, "municipality": {"GM0984"}, "provider_id": {uuid.NewString()},
		"ProviderID": {uuid.NewString()}, "admin": {"true"}, "ProviderAdmin": {"true"}, "closed_at": {""},
	}
	fields := url.Values{"name": {"Mila"}, "email": {"mila@zorg.example"}, "role": {"member"}}
	for name, list := range more {
		fields[name] = list
	}
	if p := admin.submit(t, admin.get(t, "/mijn/collegas"), "form[action='/mijn/collegas']", fields); p.status != 200 {
		t.Fatalf("inviting: %d", p.status)
	}
	user, err := account.ByEmail(s.db.Gorm, "mila@zorg.example")
	must(t, err)
	found, err := s.Domain.Accounts.Find(t.Context(), user.ID)
	must(t, err)
	if got := found.RoleNames(); len(got) != 1 || got[0] != account.RoleProvider || found.ProviderAdmin || found.MunicipalityCode != nil ||
		*found.ProviderID != admin.actor.ProviderID {
		t.Errorf("extra fields gave %v, admin %v, municipality %v", got, found.ProviderAdmin, found.MunicipalityCode)
	}
	for _, path := range []string{"", "/nieuw", "/" + admin.actor.UserID.String(), "/export"} {
		if p := admin.get(t, "/beheer/accounts"+path); p.status != 403 {
			t.Errorf("GET /beheer/accounts%s: %d", path, p.status)
		}
	}
	for _, path := range []string{"/nieuw", "/" + admin.actor.UserID.String(), "/" + admin.actor.UserID.String() + "/sluiten"} {
		if p := admin.forge(t, "/beheer/accounts"+path, more); p.status != 403 {
			t.Errorf("POST /beheer/accounts%s: %d", path, p.status)
		}
	}
}
