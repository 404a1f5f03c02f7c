package portal

import (
	"strings"
	"testing"
)

func TestProfileShowsTheMandatoryParts(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	public := b.profile(t)
	p := s.visitor().get(t, "/aanbieders/"+b.slug)
	if p.status != 200 || p.text("h1") != public.Provider.Name {
		t.Fatalf("status %d, h1 %q", p.status, p.text("h1"))
	}
	text := p.text("main")
	for _, want := range []string{
		strings.Join(strings.Fields(public.Profile.Mission), " "), strings.Join(strings.Fields(public.Profile.Offer), " "),
		"Persoonlijke hulp bij het vinden van werk", "heet dit: Individuele arbeidsmatige toeleiding", "laatst bevestigd op", "Vertel het uw consulent",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the profile does not say %q (D1)", want)
		}
	}
	if p.doc.Find("a[href^='/consulent'], a[href='/mijn/profiel']").Length() != 0 {
		t.Error("a resident sees links for others")
	}
	if len(p.header["Set-Cookie"]) != 0 {
		t.Error("the profile sets a cookie (D5)")
	}
}

func TestProfileLinksDependOnWhoAsks(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	asConsultant := s.consultant(t, "GM0984").get(t, "/aanbieders/"+b.slug)
	if asConsultant.text("a[href='/consulent/verzoeken/nieuw/"+b.slug+"']") != "Stuur een matchingsverzoek" {
		t.Error("a consultant cannot send a request from the profile")
	}
	if b.get(t, "/aanbieders/"+b.slug).doc.Find("main a[href='/mijn/profiel']").Length() != 1 {
		t.Error("the provider cannot change its profile from here")
	}
	if s.applicant(t).get(t, "/aanbieders/"+b.slug).doc.Find("main a[href='/mijn/profiel']").Length() != 0 {
		t.Error("another provider sees the link to change")
	}
}

func TestProfileWebsiteIsNotVouchedFor(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	public := b.profile(t)
	public.Profile.Website = "https://www.voorbeeld.example/over?x=1"
	must(t, s.Domain.Directory.PublishProfile(t.Context(), b.actor, public.Profile))
	link := s.visitor().get(t, "/aanbieders/"+b.slug).doc.Find("a[href='https://www.voorbeeld.example/over?x=1']")
	if link.Text() != "voorbeeld.example" || !strings.Contains(link.AttrOr("rel", ""), "noopener nofollow") {
		t.Errorf("link %q rel %q", link.Text(), link.AttrOr("rel", ""))
	}
}

func TestProfileThatIsNotPublicDoesNotExist(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	found, err := s.Domain.Directory.Provider(t.Context(), b.actor.ProviderID)
	must(t, err)
	for _, slug := range []string{found.Slug, "bestaat-niet", "%00", "%2e%2e", strings.Repeat("a", 3000)} {
		if p := s.visitor().get(t, "/aanbieders/"+slug); p.status != 404 {
			t.Errorf("%.40q: status %d, want 404", slug, p.status)
		}
	}
}
