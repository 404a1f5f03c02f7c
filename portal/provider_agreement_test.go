package portal

import (
	"net/http"
	"net/url"
	"testing"

	"providerportal/internal/workday"
)

func TestAgreementFromNoneToActive(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	wantText(t, b.get(t, "/mijn/overeenkomst"), ".lead", "zodra u bent toegelaten")
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	page := b.get(t, "/mijn/overeenkomst")
	wantText(t, page, ".document-text", "Artikel 1. Toelating")
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	wantText(t, page, ".hash", contract.AgreementSHA256)

	p := b.submit(t, page, "form[action='/mijn/overeenkomst']", url.Values{"name": {"Anja"}, "function": {""}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#function-error", "Uw functie")
	wantText(t, p, "#agreed-error", "vinkje")
	if got := p.doc.Find("#name").AttrOr("value", ""); got != "Anja" {
		t.Errorf("name = %q, want what was typed", got)
	}
	signature := url.Values{"name": {"Anja"}, "function": {"Directeur"}, "agreed": {"true"}}
	other := url.Values{"sha256": {"00"}, "name": {"Anja"}, "function": {"Directeur"}, "agreed": {"true"}}
	p = b.submit(t, page, "form[action='/mijn/overeenkomst']", other)
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, ".error-summary", "Lees de nieuwe tekst")
	p = b.submit(t, p, "form[action='/mijn/overeenkomst']", signature)
	wantText(t, p, ".lead", "Nu tekent de MGR")
	wantText(t, p, ".summary-list", "Directeur")
	p = b.submit(t, page, "form[action='/mijn/overeenkomst']", signature)
	wantStatus(t, p, http.StatusConflict)

	must(t, s.Domain.Enrollment.Countersign(t.Context(), s.people(t).Manager, contract.ID, workday.On(s.now)))
	wantText(t, b.get(t, "/mijn/overeenkomst"), "main", "Geldig vanaf woensdag 1 april 2026")
}

func TestAgreementIsSignedByAnAdmin(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	page := b.get(t, "/mijn/overeenkomst")
	must(t, s.db.Gorm.Exec("UPDATE users SET provider_admin = false WHERE id = ?", b.actor.UserID).Error)
	p := b.get(t, "/mijn/overeenkomst")
	wantText(t, p, "main", "Alleen een beheerder van uw organisatie")
	if p.doc.Find("form[action='/mijn/overeenkomst']").Length() > 0 {
		t.Error("a member can sign")
	}
	signature := url.Values{"name": {"Anja"}, "function": {"Directeur"}, "agreed": {"true"}}
	wantStatus(t, b.submit(t, page, "form[action='/mijn/overeenkomst']", signature), http.StatusForbidden)
}

// TestAgreementIsDeclinedByTheProvider pins that an admin of the provider ends the
// offer with a reason, that the desk reads why, and that nothing is signed after it.
func TestAgreementIsDeclinedByTheProvider(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	agreement := b.get(t, "/mijn/overeenkomst")
	page := b.get(t, "/mijn/overeenkomst/weigeren")
	form := "form[action='/mijn/overeenkomst/weigeren']"
	p := b.submit(t, page, form, url.Values{"reasons": {""}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#reasons-error", "")
	p = b.submit(t, page, form, url.Values{"reasons": {"Inwoner 111222333 past niet."}})
	wantText(t, p, "#reasons-error", "burgerservicenummer")
	p = b.submit(t, page, form, url.Values{"reasons": {"Het tarief past niet bij ons."}})
	wantText(t, p, ".notice--good", "vervallen")
	wantText(t, p, ".lead", "niet getekend")
	wantText(t, p, "main", "Het tarief past niet bij ons.")
	wantStatus(t, b.submit(t, page, form, url.Values{"reasons": {"Nog eens."}}), http.StatusConflict)
	signature := url.Values{"name": {"Anja"}, "function": {"Directeur"}, "agreed": {"true"}}
	wantStatus(t, b.submit(t, agreement, "form[action='/mijn/overeenkomst']", signature), http.StatusConflict)

	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	manager := s.as(t, s.people(t).Manager).get(t, "/beheer/contracten/"+contract.ID.String())
	wantText(t, manager, "main", "De aanbieder wil niet tekenen: Het tarief past niet bij ons.")
	if got := b.get(t, "/mijn/overeenkomst/weigeren"); got.location != "/mijn/overeenkomst" {
		t.Errorf("the question is asked again: %q", got.location)
	}
}
