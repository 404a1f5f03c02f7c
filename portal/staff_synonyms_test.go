package portal

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/account"
)

func TestStaffKeepTheSearchWords(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	desk := s.staff(t, account.RoleContractManager)
	found := func() string { return s.visitor().get(t, "/aanbieders?q=wegwijzertje").text("#gevonden") }
	if got := found(); got != "0 aanbieders gevonden" {
		t.Fatalf("an unknown word finds %q", got)
	}
	form := "form[action='" + synonymsURL + "']"
	few := desk.submit(t, desk.get(t, synonymsURL), form, url.Values{"phrases": {"wegwijzertje"}})
	if few.status != 422 || few.errorAt("phrases") == "" || !strings.Contains(few.text("textarea"), "wegwijzertje") {
		t.Errorf("one word: status %d, error %q", few.status, few.errorAt("phrases"))
	}
	list := desk.submit(t, few, form, url.Values{"phrases": {"wegwijzertje\r\n\r\nvinden van werk"}})
	if got := found(); got != "1 aanbieder gevonden" {
		t.Errorf("after adding: %q", got)
	}
	link := list.doc.Find("td a, th a").FilterFunction(func(_ int, a *goquery.Selection) bool { return a.Text() == "wegwijzertje" })
	edit := desk.get(t, link.AttrOr("href", "none"))
	if edit.status != 200 || !strings.Contains(edit.text("textarea"), "vinden van werk") {
		t.Fatalf("the group opens with %d and %q", edit.status, edit.text("textarea"))
	}
	gone := desk.submit(t, edit, "form[action$='/verwijderen']", url.Values{})
	if strings.Contains(gone.text("main"), "wegwijzertje") || found() != "0 aanbieders gevonden" {
		t.Error("a removed group still works")
	}
	if other := s.consultant(t, "GM0984").get(t, synonymsURL); other.status != 403 {
		t.Errorf("a consultant gets %d", other.status)
	}
}
