package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
)

// submitted gives an application that waits for a reviewer.
func (s *site) submitted(t *testing.T) (*browser, uuid.UUID) {
	t.Helper()
	applicant := s.applicant(t)
	id, err := s.make.Submitted(t.Context(), applicant.actor)
	must(t, err)
	return applicant, id
}

func TestDeskCountsWhatWaitsAndLeadsToIt(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, "/beheer")
	link := p.doc.Find("a[href='/beheer/aanmeldingen?lijst=nieuw']")
	if p.status != http.StatusOK || link.Text() != "nieuwe aanmelding" {
		t.Fatalf("status %d, link %q", p.status, link.Text())
	}
	if got := strings.TrimSpace(link.Closest(".stat").Find(".stat__number").Text()); got != "1" {
		t.Errorf("to review = %q", got)
	}
	if p.doc.Find("a[href*='lijst=te-besluiten'], a[href*='/contracten?lijst']").Length() > 0 {
		t.Error("the desk of a reviewer shows the work of other roles")
	}
	list := reviewer.get(t, link.AttrOr("href", ""))
	if list.doc.Find("tbody a[href^='/beheer/aanmeldingen/"+id.String()+"']").Length() != 1 {
		t.Error("the number does not lead to its list")
	}
}

func TestDeskOfAnAdministratorHasNoApplications(t *testing.T) {
	site := newSite(t)
	admin := site.staff(t, account.RoleAdministrator)
	p := admin.get(t, "/beheer")
	if p.status != http.StatusOK || p.doc.Find("main a[href^='/beheer/aanmeldingen']").Length() > 0 {
		t.Errorf("status %d, or a list the administrator may not open", p.status)
	}
	if p := admin.get(t, "/beheer/aanmeldingen"); p.status != http.StatusForbidden {
		t.Errorf("queue = %d", p.status)
	}
}

func TestQueueSearchesAndMarksWhatIsLate(t *testing.T) {
	site := newSite(t)
	_, first := site.submitted(t)
	site.submitted(t)
	site.now = site.now.Add(60 * 24 * time.Hour)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, "/beheer/aanmeldingen")
	if rows := p.doc.Find("tbody tr"); rows.Length() != 2 || rows.Find(".tag--bad").Length() != 2 {
		t.Fatalf("%d rows, %d marked late", rows.Length(), rows.Find(".tag--bad").Length())
	}
	d, err := site.Domain.Enrollment.Dossier(t.Context(), reviewer.actor, first)
	must(t, err)
	for _, search := range []string{strings.ToLower(d.Provider.Name), strings.ToLower(d.Application.Reference)} {
		p := reviewer.get(t, "/beheer/aanmeldingen?q="+url.QueryEscape(search))
		if p.doc.Find("tbody tr").Length() != 1 || p.doc.Find("a[href^='"+reviewPath(&d.Application)+"']").Length() != 1 {
			t.Errorf("search %q does not find just %s", search, d.Provider.Name)
		}
		if got := p.doc.Find("#q").AttrOr("value", ""); got != search {
			t.Errorf("typed %q, shown %q", search, got)
		}
		if got := strings.Join(strings.Fields(p.text(".tabs__link[aria-current]")), " "); got != "Nieuw 1" {
			t.Errorf("tab = %q", got)
		}
	}
	if p := reviewer.get(t, "/beheer/aanmeldingen?q=bestaat-niet"); p.text(".empty") == "" {
		t.Error("nothing found and nothing said")
	}
}
