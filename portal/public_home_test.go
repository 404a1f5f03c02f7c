package portal

import "testing"

func TestHomeLeadsEverybodyOn(t *testing.T) {
	s := newSite(t)
	home := s.visitor().get(t, "/")
	if home.status != 200 || home.text("h1") != "Zoek hulp op weg naar werk" {
		t.Fatalf("status %d, h1 %q", home.status, home.text("h1"))
	}
	for _, address := range []string{"/aanbieders", "/open-house", "/inloggen", "/aanbieders?gemeente=venray"} {
		if home.doc.Find("main a[href='"+address+"']").Length() != 1 {
			t.Errorf("no link to %s", address)
		}
	}
	if got := home.doc.Find("form[action='/aanbieders'] option").Length(); got != 8 {
		t.Errorf("%d choices of municipality, want all seven and one for all", got)
	}
	if len(home.header["Set-Cookie"]) != 0 {
		t.Error("the start page sets a cookie (D5)")
	}
	desk := s.consultant(t, "GM0984").get(t, "/")
	if desk.doc.Find("main a[href='/consulent']").Length() != 1 {
		t.Error("a consultant is not led to the own requests")
	}
}

func TestHomeSearchArrivesAtTheFinder(t *testing.T) {
	s := newSite(t)
	home := s.visitor().get(t, "/?lang=en")
	if home.text("h1") != "Find help on your way to work" || home.doc.Find("html").AttrOr("lang", "") != "en" {
		t.Errorf("English start page says %q", home.text("h1"))
	}
	form := home.doc.Find("form[action='/aanbieders']")
	if form.AttrOr("method", "") != "get" || form.Find("[name=q]").Length() != 1 || form.Find("[name=gemeente]").Length() != 1 {
		t.Error("the search box does not ask the finder")
	}
}
