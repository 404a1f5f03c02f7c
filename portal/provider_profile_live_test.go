package portal

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// preview asks what visitors would see of these fields in one section.
func (b *browser) preview(t *testing.T, code string, fields url.Values) *seen {
	t.Helper()
	request := httptest.NewRequest(http.MethodPost, "/mijn/profiel/onderdelen/"+code+"/voorbeeld", strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(t, request)
}

// TestPreviewWhileWriting pins that the preview shows what is typed, right or
// wrong, in the list and on the page, and that it keeps nothing.
func TestPreviewWhileWriting(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	page := b.get(t, "/mijn/profiel/onderdelen/missie")
	if at := page.doc.Find("[data-live]").AttrOr("data-live", ""); at != "/mijn/profiel/onderdelen/missie/voorbeeld" {
		t.Fatalf("the form asks at %q", at)
	}
	if _, hidden := page.doc.Find("section.live").Attr("hidden"); !hidden || page.doc.Find(".live .result").Length() != 1 {
		t.Error("without a script the preview is not hidden, or it is empty")
	}
	card := s.visitor().get(t, "/aanbieders").doc.Find("#a-" + b.slug + " > :not(.no-print)").Text()
	if got := page.doc.Find(".live .result > *").Text(); got == "" || got != card {
		t.Errorf("the card says %q, that of the finder %q", got, card)
	}
	before := s.traces(t)
	fields := filled(page.doc.Find(partFormAt))
	fields.Set("mission", "Nieuw <script>alert(1)</script> "+strings.Repeat("lang ", 300))
	p := b.preview(t, "missie", fields)
	if p.status != 200 || p.doc.Find("h1, header, script").Length() != 0 {
		t.Fatalf("status %d: %s", p.status, p.body)
	}
	if !strings.Contains(p.text("#voorbeeld-pagina"), "Nieuw <script>alert(1)</script> lang") || !strings.Contains(p.text(".result"), "Nieuw <script>") {
		t.Errorf("the preview says %q", p.text("body"))
	}
	if !strings.Contains(p.text("#voorbeeld-pagina"), "Wat wij doen") || p.doc.Find("form, button, [data-list]").Length() != 0 {
		t.Errorf("other sections are missing, or there is something to press: %s", p.body)
	}
	fields = url.Values{
		csrfField: fields[csrfField], "website": {"javascript:alert(1)"}, "languages": {"nl", "xx"},
	}
	if p = b.preview(t, "praktisch", fields); p.status != 200 || p.doc.Find("a[href^='javascript']").Length() != 0 || !strings.Contains(p.text("body"), "javascript:alert(1)") {
		t.Errorf("a wrong website: status %d, %s", p.status, p.body)
	}
	fields = url.Values{csrfField: fields[csrfField], "offer": {"Tuin."}, "products": {"bestaat-niet"}}
	if p = b.preview(t, "aanbod", fields); p.status != 200 || p.doc.Find("#voorbeeld-pagina .table__note").Length() != 0 {
		t.Errorf("an unknown product: status %d, %s", p.status, p.body)
	}
	if after := s.traces(t); after != before {
		t.Errorf("drafts, profiles, versions, audit and letters: %v, were %v", after, before)
	}
	if text := b.get(t, "/mijn/profiel/onderdelen/missie").text("#mission"); strings.Contains(text, "Nieuw") {
		t.Errorf("the form kept %q", text)
	}
}

// traces sums up whatever a preview may not change.
func (s *site) traces(t *testing.T) (sum string) {
	t.Helper()
	must(t, s.db.Gorm.Raw(`SELECT md5(concat(
		(SELECT string_agg(d::text, '|' ORDER BY d::text) FROM profile_drafts d), (SELECT string_agg(p::text, '|' ORDER BY p::text) FROM profiles p),
		(SELECT count(*) FROM profile_versions), '/', (SELECT count(*) FROM audit_entries), '/', (SELECT count(*) FROM letters)))`).Scan(&sum).Error)
	return sum
}

// TestPreviewIsOnlyForItsOwnProvider pins token, policy and whose profile it is.
func TestPreviewIsOnlyForItsOwnProvider(t *testing.T) {
	s := newSite(t)
	b, other := s.contracted(t), s.contracted(t)
	token := url.Values{csrfField: {b.get(t, "/account").doc.Find("input[name=_csrf]").First().AttrOr("value", "")}}
	if got := b.preview(t, "missie", nil).status; got != http.StatusBadRequest {
		t.Errorf("without a token: %d", got)
	}
	if got := b.preview(t, "anders", token).status; got != http.StatusNotFound {
		t.Errorf("an unknown section: %d", got)
	}
	if got := other.preview(t, "missie", token).status; got != http.StatusBadRequest {
		t.Errorf("with the token of somebody else: %d", got)
	}
	if at := s.visitor().preview(t, "missie", token).location; !strings.HasPrefix(at, "/inloggen") {
		t.Errorf("a visitor is led to %s", at)
	}
	if got := s.consultant(t, "GM0984").preview(t, "missie", token).status; got != http.StatusForbidden {
		t.Errorf("a consultant: %d", got)
	}
	other.submit(t, other.get(t, "/mijn/profiel/onderdelen/missie"), partFormAt, url.Values{"mission": {"Geheim plan."}})
	token.Set("providerID", other.actor.ProviderID.String())
	token.Set("slug", other.slug)
	token.Set("offer", "Van mij.")
	if p := b.preview(t, "aanbod", token); p.status != 200 || strings.Contains(p.body, "Geheim plan.") || strings.Contains(p.body, other.slug) {
		t.Errorf("status %d: %s", p.status, p.body)
	}
}
