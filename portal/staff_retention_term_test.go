package portal

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// TestTermIsChangedWithinItsBounds walks the page: a preview that changes nothing,
// the bounds, two administrators at once, and the list after it (T11, RET-1).
func TestTermIsChangedWithinItsBounds(t *testing.T) {
	s := newSite(t)
	must(t, s.Domain.Enrollment.Invite(t.Context(), s.consultant(t, "GM0984").actor, enrollment.Invitation{
		Organisation: "Nieuw Werk BV", Email: "info@nieuw.example", Reason: "Voor jongeren",
	}))
	s.now = s.now.AddDate(1, 0, 1)
	must(t, s.Domain.Retention.Run(t.Context()))
	admin, other := s.staff(t, account.RoleAdministrator), s.staff(t, account.RoleAdministrator)
	address := classPath("invitation")
	if list := admin.get(t, address); !strings.Contains(list.text("main"), "1 jaar") || list.doc.Find("main tbody tr").Length() != 1 {
		t.Fatalf("nothing is due: %q", list.text("main"))
	}
	page, elsewhere := admin.get(t, address+"/termijn"), other.get(t, address+"/termijn")
	fields := func(term, unit, act string) url.Values {
		return url.Values{"term": {term}, "unit": {unit}, "basis": {"Besluit 2026-4"}, "reason": {"De archivaris vraagt dit"}, "act": {act}}
	}
	for _, row := range []struct{ term, unit, field string }{
		{"11", "month", "term"}, {"364", "day", "term"}, {"6", "year", "term"}, {"61", "month", "term"}, {"0", "year", "term"},
		{"", "year", "term"}, {"1,5", "year", "term"}, {"99999999", "day", "term"}, {"1", "eeuw", "unit"},
	} {
		for _, act := range []string{"preview", "change"} {
			p := admin.submit(t, page, "main form.form", fields(row.term, row.unit, act))
			if p.status != 422 || p.errorAt(row.field) == "" || p.doc.Find("textarea[name=reason]").Text() != "De archivaris vraagt dit" {
				t.Errorf("%s %s %s: %d %q", act, row.term, row.unit, p.status, p.text(".error-summary"))
			}
		}
	}
	preview := admin.submit(t, page, "main form.form", fields("24", "month", "preview"))
	if preview.status != 200 || !strings.Contains(preview.text("main"), "zijn 0 stukken") || admin.get(t, address).doc.Find("main tbody tr").Length() != 1 {
		t.Errorf("the preview: %d %q", preview.status, preview.text("main"))
	}
	if p := admin.submit(t, preview, "main form.form", fields("24", "month", "change")); p.status != 200 || p.doc.Find("main tbody tr").Length() != 0 || !strings.Contains(p.text("main"), "24 maanden") {
		t.Errorf("the change: %d %q", p.status, p.text("main"))
	}
	p := other.submit(t, elsewhere, "main form.form", fields("3", "year", "change"))
	if p.status != 409 || !strings.Contains(p.text("main"), "De archivaris vraagt dit") || p.doc.Find("input[name=term]").AttrOr("value", "") != "3" {
		t.Errorf("the second administrator: %d %q", p.status, p.text("main"))
	}
	if p = other.submit(t, p, "main form.form", fields("3", "year", "change")); p.status != 200 {
		t.Errorf("saving again: %d %q", p.status, p.text(".error-summary"))
	}
	var changes int64
	must(t, s.db.Gorm.Table("audit_entries").Where("action = 'retention.term-changed'").Count(&changes).Error)
	if history := admin.get(t, address+"/termijn"); changes != 2 || !strings.Contains(history.text("main table"), "Besluit 2026-4") {
		t.Errorf("%d changes in the trail", changes)
	}
	if p := s.staff(t, account.RoleContractManager).get(t, address+"/termijn"); p.status != 403 {
		t.Errorf("a contract manager: %d", p.status)
	}
}

// TestTextOfRequestsKeepsSixWeeks pins that nobody sets the term of T11 shorter or
// longer, and that every class has bounds that hold its own term.
func TestTextOfRequestsKeepsSixWeeks(t *testing.T) {
	s := newSite(t)
	admin := s.staff(t, account.RoleAdministrator).actor
	for _, wanted := range []retention.NewTerm{{Term: 41, Unit: retention.Day}, {Term: 43, Unit: retention.Day}, {Term: 1, Unit: retention.Month}, {Term: 2, Unit: retention.Month}} {
		wanted.Basis, wanted.Reason, wanted.Revision = "Grond", "Reden", 1
		if err := s.Domain.Retention.ChangeTerm(t.Context(), admin, "request-text", wanted); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("%d %s: %v", wanted.Term, wanted.Unit, err)
		}
	}
	lines, err := s.Domain.Retention.Overview(t.Context(), admin)
	must(t, err)
	for _, line := range lines {
		same := retention.NewTerm{Term: line.Term, Unit: line.Unit, Basis: line.Basis + " (nagezien)", Reason: "Reden", Revision: line.Revision}
		if err := s.Domain.Retention.ChangeTerm(t.Context(), admin, line.Code, same); err != nil {
			t.Errorf("%s: its own term: %v", line.Code, err)
		}
		stale := admin
		stale.Fresh = false
		if err := s.Domain.Retention.ChangeTerm(t.Context(), stale, line.Code, same); !fault.Is(err, fault.KindConflict) {
			t.Errorf("%s: without a fresh proof: %v", line.Code, err)
		}
	}
}

// TestDeclarationKeepsTheRuleOfItsApproval changes the ground between approval and
// destruction, and afterwards.
func TestDeclarationKeepsTheRuleOfItsApproval(t *testing.T) {
	s := newSite(t)
	provider, consultant := s.contracted(t), s.consultant(t, "GM0984")
	request := s.marked(t, consultant, provider.slug)
	must(t, s.Domain.Matching.Decline(t.Context(), provider.actor, request.ID, matching.Ending{Reason: "no-capacity"}))
	s.now = workday.On(s.now).AddDays(42).Start().Add(time.Hour)
	must(t, s.Domain.Retention.Run(t.Context()))
	admin := s.staff(t, account.RoleAdministrator)
	must(t, s.Domain.Retention.Approve(t.Context(), admin.actor, "request-text", 1, s.now))
	change := func(basis string, revision int) {
		must(t, s.Domain.Retention.ChangeTerm(t.Context(), admin.actor, "request-text", retention.NewTerm{
			Term: 42, Unit: retention.Day, Basis: basis, Reason: "Nieuwe lijst", Revision: revision,
		}))
	}
	change("Selectielijst 2030", 1)
	must(t, s.Domain.Retention.Run(t.Context()))
	change("Selectielijst 2031", 2)
	done, err := s.Domain.Retention.Declarations(t.Context(), admin.actor, 1)
	must(t, err)
	if len(done.Lines) != 1 || !strings.HasPrefix(done.Lines[0].Basis, "Selectielijst 2020") {
		t.Errorf("declared %+v", done.Lines)
	}
}
