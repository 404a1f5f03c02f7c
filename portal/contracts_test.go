package portal

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// TestContractIsSuspendedAndComesBack walks E12 as people see it: the finder, the
// page of the provider, the consultant's open request.
func TestContractIsSuspendedAndComesBack(t *testing.T) {
	s := newSite(t)
	b, consultant := s.contracted(t), s.consultant(t, "GM0984")
	s.idsOf(t, b, consultant)
	manager := s.as(t, s.people(t).Manager)
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	page := manager.get(t, contractPath(contract))
	page = manager.get(t, page.doc.Find("a[href$='/besluit/schorsen']").AttrOr("href", ""))
	p := manager.submit(t, page, "main form", url.Values{"on.day": {"40"}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	for _, field := range []string{"cause", "reasons", "on"} {
		if p.errorAt(field) == "" {
			t.Errorf("no error at %s", field)
		}
	}
	decision := url.Values{"cause": {"other"}, "reasons": {"Wij maken eerst afspraken."}}
	p = manager.submit(t, page, "main form", decision)
	wantText(t, p, "h1 + p .tag", "Geschorst")
	wantText(t, p, ".timeline", "Wij maken eerst afspraken.")
	wantStatus(t, s.visitor().get(t, "/aanbieders/"+b.slug), http.StatusNotFound)
	p = b.get(t, "/mijn/overeenkomst")
	wantText(t, p, "main", "Wij maken eerst afspraken.")
	wantText(t, p, "main", "Trajecten die al lopen, mag u afmaken.")
	open := consultant.get(t, consultant.get(t, "/consulent").doc.Find("main table a, main .results a").First().AttrOr("href", ""))
	wantText(t, open, "main", "Deze aanbieder krijgt nu geen nieuwe verzoeken.")
	p = manager.submit(t, page, "main form", decision)
	wantStatus(t, p, http.StatusConflict)

	page = manager.get(t, contractPath(contract)+"/besluit/hervatten")
	p = manager.submit(t, page, "main form", url.Values{"cause": {"solved"}, "reasons": {"Alles klopt weer."}})
	wantText(t, p, "h1 + p .tag", "Actief")
	wantStatus(t, s.visitor().get(t, "/aanbieders/"+b.slug), http.StatusOK)
}

// TestPlannedEndCanBeCancelled pins the plan on the page and its button.
func TestPlannedEndCanBeCancelled(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	manager := s.as(t, s.people(t).Manager)
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	page := manager.get(t, contractPath(contract)+"/besluit/beeindigen")
	p := manager.submit(t, page, "main form", url.Values{
		"cause": {"own-request"}, "reasons": {"U stopt."}, "on.day": {"20"}, "on.month": {"5"}, "on.year": {"2026"},
	})
	wantText(t, p, ".notice--warn", "Einde op woensdag 20 mei 2026")
	wantText(t, b.get(t, "/mijn/overeenkomst"), "main", "Beëindigd vanaf")
	p = manager.submit(t, p, "form[action$='/besluit-intrekken']", nil)
	wantText(t, p, ".timeline", "Besluit ingetrokken")
	if len(s.letters(t, "contract_plan_cancelled")) != 1 {
		t.Error("no letter")
	}
}

// TestScanOfTheAgreement walks the road on paper; a good file stays when a name is
// missing (UX-4).
func TestScanOfTheAgreement(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	page := b.get(t, "/mijn/overeenkomst/scan")
	fields := filled(page.doc.Find("main form"))
	p := b.upload(t, "/mijn/overeenkomst/scan", fields, "getekend.pdf", demodata.PDF("Getekend"))
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "main form", "Uw bestand is al ontvangen: getekend.pdf")
	if p.errorAt("name") == "" || p.errorAt("file") != "" {
		t.Errorf("errors %q and %q", p.errorAt("name"), p.errorAt("file"))
	}
	p = b.submit(t, p, "main form", url.Values{"name": {"Anja Janssen"}, "function": {"Directeur"}})
	wantText(t, p, "main", "De MGR controleert die nu.")
	manager := s.as(t, s.people(t).Manager)
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	page = manager.get(t, contractPath(contract))
	form := "form[action$='/scan']"
	p = manager.submit(t, page, form, url.Values{"outcome": {"refused"}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	p = manager.submit(t, page, form, url.Values{"outcome": {"refused"}, "reasons": {"Bladzijde 2 ontbreekt."}})
	wantText(t, p, ".timeline", "Bladzijde 2 ontbreekt.")
	wantText(t, b.get(t, "/mijn/overeenkomst"), ".notice--warn", "Bladzijde 2 ontbreekt.")
	fields.Set("name", "Anja Janssen")
	fields.Set("function", "Directeur")
	wantText(t, b.upload(t, "/mijn/overeenkomst/scan", fields, "scan.png", []byte("\x89PNG\r\n\x1a\n0000")), ".error-summary", "")
	b.upload(t, "/mijn/overeenkomst/scan", fields, "getekend.pdf", demodata.PDF("Getekend"))
	p = manager.submit(t, manager.get(t, contractPath(contract)), form, url.Values{"outcome": {"accepted"}})
	wantText(t, p, "h1 + p .tag", "Aanbieder tekende")
	wantText(t, p, ".summary-list", "Exemplaar met handtekening aanbieder")
	must(t, s.Domain.Enrollment.Countersign(t.Context(), s.people(t).Manager, contract.ID, workday.On(s.now)))
	file, err := s.Domain.Enrollment.OwnContractFile(t.Context(), b.actor)
	must(t, err)
	own := b.get(t, "/mijn/documenten/"+file.Copies[enrollment.SideCountersigned].DocumentID.String())
	if own.status != http.StatusOK || !strings.HasPrefix(own.body, "%PDF-") {
		t.Errorf("the copy of both: %d", own.status)
	}
	if pdf := b.get(t, "/mijn/overeenkomst/pdf"); !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("the PDF: %d", pdf.status)
	}
}

// TestEvidenceIsRenewed walks E13 on both sides.
func TestEvidenceIsRenewed(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	manager := s.as(t, s.people(t).Manager)
	page := b.get(t, "/mijn/bewijsstukken")
	renew := page.doc.Find("a[href='/mijn/bewijsstukken/AVB']").AttrOr("href", "")
	page = b.get(t, renew)
	fields := filled(page.doc.Find("main form"))
	p := b.upload(t, renew, fields, "polis.pdf", demodata.PDF("Polis"))
	wantStatus(t, p, http.StatusUnprocessableEntity)
	if p.errorAt("validUntil") == "" {
		t.Error("no error at the date")
	}
	p = b.submit(t, p, "main form", url.Values{"validUntil.day": {"1"}, "validUntil.month": {"3"}, "validUntil.year": {"2031"}})
	wantText(t, p, "main", "De MGR controleert dat nu.")
	list := manager.get(t, "/beheer/contracten?lijst=renewed")
	page = manager.get(t, list.doc.Find("tbody a").AttrOr("href", ""))
	page = manager.get(t, page.doc.Find("a[href^='/beheer/bewijsstukken/']").AttrOr("href", ""))
	p = manager.submit(t, page, "main form", url.Values{"outcome": {"accept"}})
	wantText(t, p, "main", "1 maart 2031")
	wantText(t, b.get(t, "/mijn/bewijsstukken"), "main", "1 maart 2031")
	p = manager.submit(t, page, "main form", url.Values{"outcome": {"accept"}})
	wantStatus(t, p, http.StatusConflict)
	if len(s.letters(t, "evidence_offered")) != 1 || len(s.letters(t, "evidence_answered")) != 1 {
		t.Error("letters")
	}
}

// TestExpiringEvidenceIsOnTheDesk pins the dashboard and its list.
func TestExpiringEvidenceIsOnTheDesk(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	manager := s.as(t, s.people(t).Manager)
	wantText(t, manager.get(t, "/beheer/contracten?lijst=expiring"), ".empty", "Er staan geen overeenkomsten")
	s.now = s.now.AddDate(0, 17, 0)
	manager = s.as(t, s.people(t).Manager)
	wantText(t, manager.get(t, "/beheer"), "a[href='/beheer/contracten?lijst=expiring']", "contract met bewijs dat verloopt")
	wantText(t, manager.get(t, "/beheer/contracten?lijst=expiring"), "tbody", "Bewijs geldig tot en met")
}

// TestPublicRegister pins E16: page, search, order, CSV and JSON say the same,
// without account, and names start no formula.
func TestPublicRegister(t *testing.T) {
	s := newSite(t)
	first, second := s.contracted(t), s.contracted(t)
	must(t, s.db.Gorm.Exec("UPDATE providers SET name = '=HYPERLINK(1)' WHERE id = ?", first.actor.ProviderID).Error)
	must(t, s.db.Gorm.Exec("UPDATE providers SET name = 'Zörgzaam' WHERE id = ?", second.actor.ProviderID).Error)
	b := s.visitor()
	p := b.get(t, "/aanbieders/register")
	wantText(t, p, "p[role=status]", "2 toelatingen")
	wantText(t, b.get(t, "/aanbieders/register?q=zorg"), "tbody th", "Zörgzaam")
	wantText(t, b.get(t, "/aanbieders/register?sorteer=-naam"), "tbody th", "Zörgzaam")
	wantText(t, b.get(t, "/aanbieders/register?q=niemand"), ".empty", "Niemand in het register")
	lines, err := csv.NewReader(strings.NewReader(b.get(t, "/aanbieders/register.csv").body)).ReadAll()
	must(t, err)
	if len(lines) != 3 || !strings.HasPrefix(lines[1][0], "'=") || lines[1][3] != "2026-04-01" {
		t.Errorf("CSV %v", lines)
	}
	var register []registerLine
	must(t, json.Unmarshal([]byte(b.get(t, "/aanbieders/register.json?q=Z%C3%B6rg").body), &register))
	if len(register) != 1 || register[0].Name != "Zörgzaam" || register[0].Segment != "individueel" {
		t.Errorf("JSON %v", register)
	}
}

// TestContractsAreExported pins the spreadsheet of all contracts.
func TestContractsAreExported(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	must(t, s.db.Gorm.Exec("UPDATE providers SET name = '+31 Zorg' WHERE id = ?", b.actor.ProviderID).Error)
	p := s.as(t, s.people(t).Manager).get(t, "/beheer/contracten/export")
	book, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	must(t, err)
	rows, err := book.GetRows("Contracten")
	must(t, err)
	if len(rows) != 2 || rows[1][1] != "'+31 Zorg" || rows[1][4] != "Actief" || rows[1][11] != "2026-04-01" {
		t.Errorf("rows %v", rows)
	}
}

// TestAgreementTextIsEdited walks a version from draft to in force; what was typed
// stays after a mistake.
func TestAgreementTextIsEdited(t *testing.T) {
	s := newSite(t)
	editor := s.staff(t, account.RoleAdministrator)
	page := editor.get(t, "/beheer/overeenkomsten/concept")
	save := "form[data-leave]"
	p := editor.submit(t, page, save, url.Values{"body": {"Voor {naam}"}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#body-error", "{naam}")
	wantText(t, p, "#body", "Voor {naam}")
	p = editor.submit(t, p, save, url.Values{"body": {"Overeenkomst {kenmerk} met {aanbieder}."}, "example": {}})
	wantText(t, p, ".agreement", "Overeenkomst RO-VOOR-BEELD met Voorbeeld Begeleiding B.V.")
	stale := editor.submit(t, page, save, url.Values{"body": {"Een ander"}})
	wantStatus(t, stale, http.StatusConflict)
	wantText(t, stale, "#body", "Een ander")
	if stale.doc.Find("form.button-form").Length() > 0 {
		t.Error("what is shown is not what would come in force")
	}
	if editor.submit(t, p, save, url.Values{"body": {"Voor {naam}"}}).doc.Find("form.button-form").Length() > 0 {
		t.Error("a text with mistakes is shown as the one that would come in force")
	}
	enforce := p.doc.Find("form.button-form").First()
	fields := filled(enforce)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/beheer/overeenkomsten/concept", strings.NewReader(fields.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.now = s.now.Add(time.Minute)
	p = editor.send(t, request)
	wantText(t, p, "tbody", "Versie 2Geldt nu")
	page = editor.get(t, p.doc.Find("tbody a").First().AttrOr("href", ""))
	wantText(t, page, ".agreement", "Overeenkomst {kenmerk} met {aanbieder}.")
}
