package portal

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// rowOf gives the first number of a row and the list behind it.
func (s *seen) rowOf(label string) (number, link string) {
	row := s.doc.Find("tbody tr").FilterFunction(func(_ int, tr *goquery.Selection) bool {
		return strings.TrimSpace(tr.Find("th").First().Text()) == label
	}).First()
	return strings.TrimSpace(row.Find("td").First().Text()), row.Find("td a").First().AttrOr("href", "")
}

func TestReportCountsAndOpensItsLists(t *testing.T) {
	site := newSite(t)
	_, d := site.rejectable(t)
	must(t, site.Domain.Enrollment.Decide(t.Context(), site.people(t).Decider, d.Application.ID, enrollment.Verdict{Reasons: "Nee."}))
	_, open := site.submitted(t)
	site.now = site.now.Add(60 * 24 * time.Hour)
	b := site.as(t, site.people(t).Decider)
	p := b.get(t, reportPath)
	for label, want := range map[string]string{"Verstuurd": "2", "Niet toegelaten": "1", "Toegelaten": "0", "Besluit te laat": "1", "Nog in behandeling": "1"} {
		if got, _ := p.rowOf(label); got != want {
			t.Errorf("%s = %q, want %s", label, got, want)
		}
	}
	_, link := p.rowOf("Besluit te laat")
	list := b.get(t, strings.TrimSuffix(link, "#lijst"))
	if rows := list.doc.Find("#lijst tbody tr"); rows.Length() != 1 || rows.Find("a[href$='"+open.String()+"']").Length() != 1 {
		t.Errorf("the number opens %d applications", rows.Length())
	}
	if p.text(".notice--good .notice__title") != "Elke aanbieder kreeg dezelfde termijnen" {
		t.Errorf("equal treatment: %q", p.text(".notice__title"))
	}
	if got, _ := b.get(t, reportPath+"?van=2026-05-01").rowOf("Verstuurd"); got != "0" {
		t.Errorf("after the period = %q", got)
	}
	if p := b.get(t, reportPath+"?van=gisteren"); p.status != http.StatusUnprocessableEntity || p.errorAt("van") == "" {
		t.Errorf("status %d, error %q", p.status, p.errorAt("van"))
	}
	for _, odd := range []string{"stap-start-x", "termijn-a", "%00", "stap-review-99999999999999999999"} {
		if p := b.get(t, reportPath+"?toon="+odd); p.status != http.StatusOK {
			t.Errorf("%s: %d", odd, p.status)
		}
	}
}

// OH-4: a term that was not that of the others shows at once.
func TestReportShowsTermsThatDiffer(t *testing.T) {
	site := newSite(t)
	site.submitted(t)
	site.submitted(t)
	_, id := site.submitted(t)
	must(t, site.db.Gorm.Exec("UPDATE application_terms SET workdays = 40 WHERE application_id = ?", id).Error)
	b := site.as(t, site.people(t).Reviewer)
	p := b.get(t, reportPath)
	link := p.doc.Find(".notice--warn a").AttrOr("href", "")
	if p.text(".notice--warn .notice__title") != "Niet elke aanbieder kreeg dezelfde termijn" || link == "" {
		t.Fatalf("told %q", p.text(".notice__title"))
	}
	if rows := b.get(t, strings.TrimSuffix(link, "#lijst")).doc.Find("#lijst tbody tr"); rows.Length() != 1 {
		t.Errorf("%d applications differ", rows.Length())
	}
}

func TestReportAsSpreadsheet(t *testing.T) {
	site := newSite(t)
	_, d := site.reviewed(t)
	p := site.as(t, site.people(t).Manager).get(t, reportPath+"/export?van=2026-01-01")
	file, err := excelize.OpenReader(strings.NewReader(p.body))
	must(t, err)
	defer func() { must(t, file.Close()) }()
	rows, err := file.GetRows(file.GetSheetName(0))
	must(t, err)
	if len(rows) != 2 || rows[1][0] != d.Application.Reference || rows[1][1] != d.Provider.Name || rows[1][5] != "0" {
		t.Errorf("rows %v", rows)
	}
	if p := site.staff(t, account.RoleAdministrator).get(t, reportPath); p.status != http.StatusForbidden {
		t.Errorf("an administrator: %d", p.status)
	}
}

// E9: the file tells who did what when, by which version, on which documents.
func TestEvidenceFileHasTheWholeRoad(t *testing.T) {
	site := newSite(t)
	applicant, d := site.rejectable(t)
	desk := site.people(t)
	must(t, site.Domain.Enrollment.Decide(t.Context(), desk.Decider, d.Application.ID, enrollment.Verdict{Reasons: "Zonder VOG kan het niet."}))
	b := site.as(t, desk.Manager)
	p := b.get(t, b.get(t, reviewPath(&d.Application)).doc.Find("a[href$='/dossier']").AttrOr("href", ""))
	for _, needed := range []string{
		d.Provider.Name, "versie 1", desk.Reviewer.Name, desk.Decider.Name, applicant.actor.Name, "De verklaring ontbreekt.", "Zonder VOG kan het niet.",
		"20 werkdagen", d.Documents[*d.Answers[d.Requirement("KVK").ID].DocumentID].SHA256, "Besluit op aanmelding " + d.Application.Reference,
	} {
		if !strings.Contains(p.text("article"), needed) {
			t.Errorf("the file has no %q", needed)
		}
	}
	if strings.Contains(p.body, "Twijfel over de directeur") {
		t.Error("a note between colleagues stands in the file")
	}
	if p := b.get(t, reviewPath(&d.Application)+"/dossier/pdf"); p.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(p.body, "%PDF-") {
		t.Errorf("status %d, %s", p.status, p.header.Get("Content-Type"))
	}
	if p := applicant.get(t, reviewPath(&d.Application)+"/dossier"); p.status != http.StatusForbidden {
		t.Errorf("the provider opens the file: %d", p.status)
	}
	var taken int64
	must(t, site.db.Gorm.Table("audit_entries").Where("action = 'application.file-taken' AND actor_id = ?", b.actor.UserID).Count(&taken).Error)
	if taken != 2 {
		t.Errorf("taken %d times in the trail, want 2", taken)
	}
}
