package portal

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/account"
)

// TestProvidersKeepTheirPlace pins that order, filter and search of the list of
// providers stay together in its links and its form.
func TestProvidersKeepTheirPlace(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	s.contracted(t)
	manager := s.staff(t, account.RoleContractManager)
	p := manager.get(t, providersPath+"?lijst=alle&q=e&sorteer=-bevestigd&pagina=1")
	if head := p.text("th[aria-sort=descending]"); p.status != 200 || head != "Laatst bevestigd" {
		t.Fatalf("%d, ordered by %q", p.status, head)
	}
	for at, want := range map[string]string{
		"thead th:nth-child(1) a": "lijst=alle&q=e&sorteer=aanbieder", "thead th:nth-child(3) a": "lijst=alle&q=e&sorteer=gewijzigd",
		"thead th:nth-child(4) a": "lijst=alle&q=e&sorteer=bevestigd", "thead th:nth-child(5) a": "lijst=alle&q=e&sorteer=aanmeldpunt",
		".tabs a[href*=offline]": "lijst=offline&q=e&sorteer=-bevestigd",
	} {
		if got := p.doc.Find(at).AttrOr("href", ""); got != providersPath+"?"+want {
			t.Errorf("%s leads to %q", at, got)
		}
	}
	if got := p.doc.Find("form input[name=sorteer]").AttrOr("value", ""); got != "-bevestigd" {
		t.Errorf("a search keeps the order %q", got)
	}
	names := func(address string) (list []string) {
		manager.get(t, address).doc.Find("tbody th a").Each(func(_ int, a *goquery.Selection) { list = append(list, a.Text()) })
		return list
	}
	up, down := names(providersPath+"?lijst=alle&sorteer=aanbieder"), names(providersPath+"?lijst=alle&sorteer=-aanbieder")
	if len(up) != 2 || up[0] != down[1] || strings.ToLower(up[0]) > strings.ToLower(up[1]) {
		t.Errorf("up %v, down %v", up, down)
	}
}
