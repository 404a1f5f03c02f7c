package portal

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"
)

const partFormAt = "main form.form"

// TestProfileIsWrittenInPartsAndPublished walks from a draft beside a public
// profile, over its preview, to the public page and the history (D1, D3).
func TestProfileIsWrittenInPartsAndPublished(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	public := "/aanbieders/" + b.slug
	p := b.submit(t, b.get(t, "/mijn/profiel/onderdelen/missie"), partFormAt, url.Values{"mission": {"Een nieuwe missie."}})
	if p.status != 200 || !strings.Contains(p.text(".notice--good"), "concept is bewaard") {
		t.Fatalf("status %d: %q", p.status, p.text("main"))
	}
	if text := s.visitor().get(t, public).text("main"); strings.Contains(text, "Een nieuwe missie.") {
		t.Error("a draft is public")
	}
	b.submit(t, b.get(t, "/mijn/profiel/locaties/nieuw"), partFormAt, url.Values{"street": {"Markt 1"}, "postcode": {"5801ab"}})
	preview := b.get(t, "/mijn/profiel/voorbeeld")
	if text := preview.text("article"); !strings.Contains(text, "Een nieuwe missie.") || !strings.Contains(text, "Markt 1, 5801 AB Venray") {
		t.Fatalf("the preview says %q", text)
	}
	if p = b.submit(t, preview, "#publiceren", nil); !strings.Contains(p.text(".notice--good"), "gepubliceerd") {
		t.Fatalf("status %d: %q", p.status, p.text("main"))
	}
	if text := s.visitor().get(t, public).text("main"); !strings.Contains(text, "Een nieuwe missie.") {
		t.Error("the public page shows the old text")
	}
	if text := b.get(t, "/mijn/profiel/versies").text("main"); !strings.Contains(text, "Nu:Een nieuwe missie.") {
		t.Errorf("the history says %q", text)
	}
}

// TestTwoColleaguesOnOnePart pins that nothing is lost when two people write.
func TestTwoColleaguesOnOnePart(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	page := b.get(t, "/mijn/profiel/onderdelen/missie")
	b.submit(t, b.get(t, "/mijn/profiel/onderdelen/missie"), partFormAt, url.Values{"mission": {"Van de eerste."}})
	p := b.submit(t, page, partFormAt, url.Values{"mission": {"Van de tweede."}})
	if p.status != 409 || !strings.Contains(p.text("#mission"), "Van de tweede.") || !strings.Contains(p.text("main"), "Van de eerste.") {
		t.Fatalf("status %d: %q", p.status, p.text("main"))
	}
	if p = b.submit(t, p, partFormAt, nil); p.status != 200 || p.location != "/mijn/profiel?melding=profile-saved" {
		t.Errorf("saving knowingly: status %d at %s", p.status, p.location)
	}
}

// TestLogoIsServedAsAPicture pins type, sniffing and caching.
func TestLogoIsServedAsAPicture(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	var file bytes.Buffer
	must(t, png.Encode(&file, image.NewNRGBA(image.Rect(0, 0, 40, 20))))
	page := b.get(t, "/mijn/profiel/logo")
	p := b.upload(t, "/mijn/profiel/logo", filled(page.doc.Find(partFormAt)), "logo.png", file.Bytes())
	if p.status != 200 || p.doc.Find("img.logo").Length() != 1 {
		t.Fatalf("status %d: %q", p.status, p.text("main"))
	}
	b.submit(t, b.get(t, "/mijn/profiel/voorbeeld"), "#publiceren", nil)
	address := s.visitor().get(t, "/aanbieders/"+b.slug).doc.Find("img.logo").AttrOr("src", "")
	logo := s.visitor().get(t, address)
	if logo.status != 200 || logo.header.Get("Content-Type") != "image/png" || logo.header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(logo.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: status %d, %v", address, logo.status, logo.header)
	}
	p = b.upload(t, "/mijn/profiel/logo", filled(page.doc.Find(partFormAt)), "logo.svg", []byte("<svg/>"))
	if p.status != 422 || !strings.Contains(p.errorAt("file"), "PNG- of JPEG-bestand") {
		t.Errorf("an SVG: status %d, %q", p.status, p.errorAt("file"))
	}
}

// TestStaffTakeAProfileOffline walks the whole of D3 on the pages.
func TestStaffTakeAProfileOffline(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	manager := s.as(t, s.people(t).Manager)
	path := "/beheer/aanbieders/" + b.actor.ProviderID.String()
	if text := manager.get(t, "/beheer/aanbieders").text("tbody td.number"); text != "1" {
		t.Errorf("the list says %q", text)
	}
	manager.submit(t, manager.get(t, path), "#gezien", nil)
	p := manager.submit(t, manager.get(t, path), "#offline", url.Values{"reason": {""}})
	if p.status != 422 || p.errorAt("reason") == "" {
		t.Errorf("without reason: status %d", p.status)
	}
	manager.submit(t, p, "#offline", url.Values{"reason": {"Er staat een naam in."}})
	if got := s.visitor().get(t, "/aanbieders/"+b.slug).status; got != 404 {
		t.Errorf("the public page: status %d", got)
	}
	hub := b.get(t, "/mijn/profiel")
	if !strings.Contains(hub.text(".notice--bad"), "Er staat een naam in.") {
		t.Errorf("the provider reads %q", hub.text("main"))
	}
	b.submit(t, hub, "form[action='/mijn/profiel/reactie']", url.Values{"reply": {"De naam is weg."}})
	if text := manager.get(t, path).text("main"); !strings.Contains(text, "De naam is weg.") {
		t.Errorf("staff read %q", text)
	}
	manager.submit(t, manager.get(t, path), "form[action$='/online']", nil)
	if got := s.visitor().get(t, "/aanbieders/"+b.slug).status; got != 200 {
		t.Errorf("back online: status %d", got)
	}
}
