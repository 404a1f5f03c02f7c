package portal

import (
	"net/url"
	"strings"
	"testing"

	"providerportal/internal/account"
)

// TestFreshnessIsSetByAdministrators walks the page: a look that changes nothing,
// a refusal that keeps what was typed, two administrators at once, and the public
// profile after it (D4).
func TestFreshnessIsSetByAdministrators(t *testing.T) {
	s := newSite(t)
	provider := s.contracted(t)
	s.now = s.now.AddDate(0, 4, 0)
	public := "/aanbieders/" + provider.slug
	unconfirmed := func() bool { return strings.Contains(s.visitor().get(t, public).text("main"), "niet meer bevestigd") }
	admin, other := s.staff(t, account.RoleAdministrator), s.staff(t, account.RoleAdministrator)
	page, elsewhere := admin.get(t, freshnessPath), other.get(t, freshnessPath)
	fields := func(confirm, reason, act string) url.Values {
		return url.Values{"confirm": {confirm}, "reason": {reason}, "act": {act}}
	}
	for _, typed := range []string{"2", "25", "0", "", "3,5", "zes"} {
		for _, act := range []string{"preview", "change"} {
			p := admin.submit(t, page, "main form.form", fields(typed, "Afgesproken", act))
			if p.status != 422 || p.errorAt("confirm") == "" || p.doc.Find("input[name=confirm]").AttrOr("value", "") != typed || p.doc.Find("textarea").Text() != "Afgesproken" {
				t.Errorf("%s %q: %d %q", act, typed, p.status, p.text(".error-summary"))
			}
		}
	}
	preview := admin.submit(t, page, "main form.form", fields("3", "Afgesproken", "preview"))
	if preview.status != 200 || !strings.Contains(preview.text("main"), "1 profiel is dan") || unconfirmed() {
		t.Errorf("the preview: %d %q", preview.status, preview.text("main"))
	}
	if p := admin.submit(t, preview, "main form.form", fields("3", "Afgesproken", "change")); p.status != 200 || !strings.Contains(p.text("main table"), "profiel 3 maanden") {
		t.Errorf("the change: %d %q", p.status, p.text("main"))
	}
	if !unconfirmed() {
		t.Error("the public profile does not follow")
	}
	p := other.submit(t, elsewhere, "main form.form", fields("9", "Anders", "change"))
	if p.status != 409 || p.doc.Find("input[name=confirm]").AttrOr("value", "") != "9" || !strings.Contains(p.text("main table"), "Afgesproken") {
		t.Errorf("the second administrator: %d %q", p.status, p.text("main"))
	}
	if p = other.submit(t, p, "main form.form", fields("9", "Anders", "change")); p.status != 200 || unconfirmed() {
		t.Errorf("saving again: %d %q", p.status, p.text(".error-summary"))
	}
	manager := s.staff(t, account.RoleContractManager)
	if list := manager.get(t, providersPath); !strings.Contains(list.text("main"), "geldt 9 maanden") || strings.Contains(list.text("main"), "Wijzig dit") {
		t.Errorf("the list of providers: %q", list.text("main"))
	}
	if p := manager.get(t, freshnessPath); p.status != 403 {
		t.Errorf("a contract manager: %d", p.status)
	}
}
