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
