package portal

import (
	"net/url"
	"strings"
	"testing"

	"providerportal/internal/account"
)

const joinFormAt = "form[action='/registreren/aansluiten']"

// TestJoin walks the road from the used KvK number to an account.
func TestJoin(t *testing.T) {
	s := newSite(t)
	admin := s.applicant(t)
	own, err := s.Domain.Directory.Provider(t.Context(), admin.actor.ProviderID)
	must(t, err)
	b := s.visitor()
	fields := registration()
	fields.Set("kvk", own.Entry.KvK)
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, fields)
	link := p.doc.Find("main .notice a[href^='/registreren/aansluiten']").AttrOr("href", "")
	p = b.get(t, link)
	if got := p.doc.Find("#kvk").AttrOr("value", ""); got != own.Entry.KvK {
		t.Fatalf("the KvK number became %q on %s", got, p.location)
	}
	p = b.submit(t, p, joinFormAt, url.Values{"name": {"Noor"}, "email": {"noor@zorg.example"}})
	if p.status != 200 || p.text("h1") != "Bijna klaar: kijk in uw e-mail" {
		t.Fatalf("after asking: %d %q", p.status, p.text("h1"))
	}
	if admin.get(t, "/mijn/collegas").doc.Find("#verzoeken").Length() != 0 {
		t.Error("the admin sees a request that is not confirmed")
	}
	letter := s.letters(t, "join_confirm")[0]
	p = b.submit(t, b.get(t, linkIn(t, letter)), "main form", nil)
	if p.text("h1") != "Uw verzoek is verstuurd" {
		t.Fatalf("after confirming: %d %q", p.status, p.text("h1"))
	}
	again := b.submit(t, b.get(t, linkIn(t, letter)), "main form", nil)
	if again.status != 409 || again.doc.Find("main a[href='/registreren/aansluiten']").Length() != 1 {
		t.Errorf("a spent link: %d %q", again.status, again.text("main"))
	}
	p = admin.get(t, "/mijn/collegas")
	p = admin.submit(t, p, "#verzoeken form", url.Values{"answer": {"accept"}})
	if !strings.Contains(p.text(".notice--good"), "toegang gekregen") || !strings.Contains(p.text("#collegas"), "Noor") {
		t.Fatalf("after accepting: %d %q", p.status, p.text("main"))
	}
	if p := b.get(t, linkIn(t, s.letters(t, "join_accepted")[0])); p.text("h1") != "Kies uw wachtwoord" {
		t.Errorf("the link of who was accepted shows %q", p.text("h1"))
	}
}

func TestJoinNamesWhatIsWrong(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	b := s.visitor()
	p := b.submit(t, b.get(t, "/registreren/aansluiten?kvk=abc"), joinFormAt, nil)
	if p.status != 422 || p.errorAt("kvk") == "" || p.errorAt("name") == "" || p.errorAt("email") == "" {
		t.Errorf("empty form: %d %q", p.status, p.text(".error-summary"))
	}
	p = b.submit(t, p, joinFormAt, url.Values{"kvk": {"99999999"}, "name": {"Noor"}, "email": {known.actor.Email}})
	if p.status != 422 || p.doc.Find("main .notice a[href='/registreren?kvk=99999999']").Length() != 1 {
		t.Errorf("unknown organisation: %d %q", p.status, p.text("main"))
	}
}

// TestJoinRequestOfOthersIsMissing pins that admins answer for their own
// organisation only, and members not at all.
func TestJoinRequestOfOthersIsMissing(t *testing.T) {
	s := newSite(t)
	admin, other := s.applicant(t), s.applicant(t)
	member := admin.colleague(t, "Mila", "member")
	id := s.joinRequest(t, admin)
	path := "/mijn/collegas/verzoeken/" + id
	answer := url.Values{"answer": {"accept"}}
	if p := other.forge(t, path, answer); p.status != 404 {
		t.Errorf("another organisation: %d", p.status)
	}
	if p := member.forge(t, path, answer); p.status != 403 {
		t.Errorf("a member: %d", p.status)
	}
	if p := admin.forge(t, path, url.Values{"answer": {"misschien"}}); p.status != 400 {
		t.Errorf("no answer: %d", p.status)
	}
	staff := s.staff(t, account.RoleAdministrator)
	if p := staff.get(t, "/beheer/accounts/nieuw?verzoek="+id); p.status != 404 {
		t.Errorf("an administrator while there is an admin: %d", p.status)
	}
}

// joinRequest asks and confirms through the pages, and gives the id.
func (s *site) joinRequest(t *testing.T, of *browser) string {
	t.Helper()
	own, err := s.Domain.Directory.Provider(t.Context(), of.actor.ProviderID)
	must(t, err)
	b := s.visitor()
	b.submit(t, b.get(t, "/registreren/aansluiten"), joinFormAt, url.Values{"kvk": {own.Entry.KvK}, "name": {"Noor"}, "email": {"noor@zorg.example"}})
	b.submit(t, b.get(t, linkIn(t, s.letters(t, "join_confirm")[0])), "main form", nil)
	var id string
	must(t, s.db.Gorm.Table("join_requests").Where("confirmed_at IS NOT NULL").Pluck("id::text", &id).Error)
	return id
}

// TestNobodyLeftToAnswer pins the help of administrators (AUTH-8).
func TestNobodyLeftToAnswer(t *testing.T) {
	s := newSite(t)
	admin := s.applicant(t)
	staff := s.staff(t, account.RoleAdministrator)
	must(t, s.Domain.Accounts.ClosePerson(t.Context(), staff.actor, admin.actor.UserID))
	id := s.joinRequest(t, admin)
	if len(s.letters(t, "join_requested")) != 1 {
		t.Fatalf("%d letters to administrators", len(s.letters(t, "join_requested")))
	}
	p := staff.get(t, "/beheer/accounts")
	p = staff.get(t, p.doc.Find("#verzoeken a").AttrOr("href", ""))
	if !strings.Contains(p.text("main"), "noor@zorg.example") {
		t.Fatalf("the request shows %q", p.text("main"))
	}
	p = staff.submit(t, p, "main form[action$='"+id+"']", url.Values{"answer": {"accept"}})
	if p.status != 200 || p.doc.Find("#verzoeken").Length() != 0 {
		t.Fatalf("after accepting: %d %q", p.status, p.text("main"))
	}
	user, err := account.ByEmail(s.db.Gorm, "noor@zorg.example")
	must(t, err)
	if !user.ProviderAdmin {
		t.Error("who was accepted is no admin")
	}
}
