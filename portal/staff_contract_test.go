package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/enrollment"
)

// signed gives an agreement that waits for MGR.
func (s *site) signed(t *testing.T) *enrollment.Contract {
	t.Helper()
	applicant := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), applicant.actor))
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), applicant.actor)
	must(t, err)
	must(t, s.Domain.Enrollment.Sign(t.Context(), applicant.actor, contract.ID, enrollment.Signature{
		Name: "Anja Janssen", Function: "Directeur", Agreed: true, SHA256: contract.AgreementSHA256,
	}))
	return contract
}

func TestContractIsFoundAndCountersigned(t *testing.T) {
	site := newSite(t)
	contract := site.signed(t)
	manager := site.as(t, site.people(t).Manager)
	list := manager.get(t, "/beheer/contracten")
	p := manager.get(t, list.doc.Find("tbody a").AttrOr("href", ""))
	for _, want := range []string{contract.AgreementSHA256, "Anja Janssen", "Directeur", contract.Reference} {
		if !strings.Contains(p.text(".summary-list"), want) {
			t.Errorf("%q is not shown", want)
		}
	}
	if p.doc.Find(".agreement").Text() != contract.AgreementText {
		t.Error("the text is not the one that was signed")
	}
	if day := p.doc.Find("[name='from.day']").AttrOr("value", ""); day != "1" {
		t.Errorf("the date begins with day %q, want today", day)
	}
	p = manager.submit(t, p, "form[action='"+contractPath(contract)+"']", nil)
	if p.status != http.StatusOK || p.text("h1 + p .tag") != "Actief" || len(site.letters(t, "contract_active")) != 1 {
		t.Errorf("status %d, %q", p.status, p.text("h1 + p .tag"))
	}
}

func TestContractRefusesDatesThatCannotBe(t *testing.T) {
	site := newSite(t)
	contract := site.signed(t)
	manager := site.as(t, site.people(t).Manager)
	page := manager.get(t, contractPath(contract))
	for _, typed := range []url.Values{{"from.month": {"3"}}, {"from.day": {"31"}}, {"from.year": {""}}} {
		p := manager.submit(t, page, "form[action='"+contractPath(contract)+"']", typed)
		if p.status != http.StatusUnprocessableEntity || p.errorAt("from") == "" {
			t.Errorf("%v: status %d, error %q", typed, p.status, p.errorAt("from"))
		}
		for name, values := range typed {
			if got := p.doc.Find("[name='"+name+"']").AttrOr("value", ""); got != values[0] {
				t.Errorf("typed %q, shown %q", values[0], got)
			}
		}
	}
}

func TestContractIsSignedByItsManagerOnly(t *testing.T) {
	site := newSite(t)
	contract := site.signed(t)
	reviewer := site.as(t, site.people(t).Reviewer)
	if p := reviewer.get(t, contractPath(contract)); p.status != http.StatusOK || p.doc.Find("form[action='"+contractPath(contract)+"']").Length() != 0 {
		t.Errorf("status %d, or a reviewer may sign", p.status)
	}
	if p := reviewer.get(t, "/beheer/contracten/"+uuid.NewString()); p.status != http.StatusNotFound {
		t.Errorf("missing = %d", p.status)
	}
}
