package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// dated fills a date of a form.
func dated(name, iso string) url.Values {
	parts := strings.Split(iso, "-")
	return dateFields(name, parts[2], parts[1], parts[0])
}

// TestRequirementsFromDraftToForce walks what an administrator does and what
// everybody then reads (E3, E4).
func TestRequirementsFromDraftToForce(t *testing.T) {
	s := newSite(t)
	s.now = time.Now()
	ada := s.staff(t, account.RoleAdministrator)
	p := ada.submit(t, ada.get(t, houseDeskPath), "form[action$=concept]", nil)
	wantText(t, p, "h1", "Eisen, versie 2")
	wantText(t, p, ".tag", "Concept")
	wantStatus(t, s.visitor().get(t, versionPath(2)), http.StatusNotFound)

	p = ada.submit(t, ada.get(t, setPath(2)+"/eis/KVK"), "form[action$='/eis/KVK']", url.Values{"age": {"3"}})
	wantText(t, p, ".notice--good", "opgeslagen")
	wantText(t, p, "#eis-KVK", "hooguit 3 maanden")
	p = ada.submit(t, ada.get(t, setPath(2)+"/eis/VOG"), "form[action$=verwijderen]", nil)
	if p.doc.Find("#eis-VOG").Length() > 0 {
		t.Error("VOG is still in the draft")
	}
	p = ada.submit(t, ada.get(t, setPath(2)+"/nieuw"), "form[action$=nieuw]", url.Values{"code": {"kvk"}, "kind": {"choice"}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	if p.errorAt("code") == "" {
		t.Error("a code in small letters gets no error")
	}
	p = ada.submit(t, p, "form[action$=nieuw]", url.Values{
		"code": {"NIE"}, "kind": {"choice"}, "titleNL": {"Uw aanpak"}, "choiceNL": {"Zelf", "Samen", ""}, "choiceEN": {"Alone", "", ""}, "choiceCode": {"", "", ""},
	})
	wantText(t, p, "#eis-NIE .tag", "Niet compleet")
	if p.doc.Find("form[action$=in-werking]").Length() > 0 {
		t.Error("an incomplete draft can be published")
	}
	p = ada.submit(t, ada.get(t, setPath(2)+"/eis/NIE"), "form[action$='/eis/NIE']", url.Values{
		"titleEN": {"Your way"}, "explanationNL": {"Kies."}, "explanationEN": {"Choose."}, "choiceEN": {"Alone", "Together", "", ""},
	})
	p = ada.submit(t, p, "form[action$='NIE/omhoog']", nil)
	if before := p.text(".steps > li:nth-child(9)"); !strings.Contains(before, "Uw aanpak") {
		t.Errorf("the ninth is %q after moving up", before)
	}
	wantText(t, ada.get(t, setPath(2)+"/voorbeeld"), "#eis-NIE", "Keuze: Samen")
	wantText(t, ada.get(t, setPath(2)+"/verschil?met=1"), "#verschil-KVK", "hooguit 6 maanden oud")

	p = ada.get(t, setPath(2))
	wantText(t, ada.submit(t, p, "form[action$=in-werking]", dated("on", workday.On(s.now).AddDays(-1).String())), "#on-error", "vandaag of een later")
	day := workday.On(s.now).AddDays(30)
	p = ada.submit(t, p, "form[action$=in-werking]", dated("on", day.String()))
	wantText(t, p, ".tag", "Gaat nog gelden")
	visitor := s.visitor()
	wantText(t, visitor.get(t, "/open-house/eisen"), ".notice:has(a)", "versie 2")
	wantText(t, visitor.get(t, versionsPath), "table", "Gaat nog gelden")
	p = visitor.get(t, versionPath(2))
	wantText(t, p, "#verschil-VOG", "Vervallen")
	wantText(t, p, "#verschil-NIE", "Nieuw")
	wantStatus(t, visitor.get(t, versionsPath+"/02"), http.StatusNotFound)

	p = ada.submit(t, ada.get(t, setPath(2)), "form[action$=intrekken]", nil)
	wantText(t, p, ".tag", "Ingetrokken")
	if visitor.get(t, "/open-house/eisen").doc.Find(".notice a").Length() > 0 {
		t.Error("a withdrawn version is still announced")
	}
	p = ada.submit(t, ada.get(t, setPath(1)), "form[action$=bevestigen]", nil)
	wantText(t, p, ".notice--good", "voorbeeld is weg")
	if visitor.get(t, "/open-house/eisen").doc.Find(".notice--warn").Length() > 0 {
		t.Error("the mark example is still there (E5)")
	}
}

// TestSecondWriterReadsWhatTheFirstSaved pins that nothing typed is lost and
// nothing is overwritten unseen.
func TestSecondWriterReadsWhatTheFirstSaved(t *testing.T) {
	s := newSite(t)
	ada, bob := s.staff(t, account.RoleAdministrator), s.staff(t, account.RoleAdministrator)
	ada.submit(t, ada.get(t, houseDeskPath), "form[action$=concept]", nil)
	path := setPath(2) + "/eis/KVK"
	mine, theirs := ada.get(t, path), bob.get(t, path)
	ada.submit(t, mine, "form[action$='/eis/KVK']", url.Values{"titleNL": {"Uittreksel KvK"}})
	p := bob.submit(t, theirs, "form[action$='/eis/KVK']", url.Values{"titleNL": {"Handelsregister"}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, ".notice--warn", "Uittreksel KvK")
	if got := p.doc.Find("#titleNL").AttrOr("value", ""); got != "Handelsregister" {
		t.Errorf("the typed title is %q", got)
	}
	p = bob.submit(t, p, "form[action$='/eis/KVK']", nil)
	wantText(t, p, "#eis-KVK", "Handelsregister")
	p = ada.submit(t, ada.get(t, setPath(2)), "form[action$=weggooien]", nil)
	wantText(t, p, ".notice--good", "weggegooid")
}

// TestApplicantReadsWhatChanged pins E3 on the applicant's own pages.
func TestApplicantReadsWhatChanged(t *testing.T) {
	s := newSite(t)
	b, ada := s.filledIn(t), s.staff(t, account.RoleAdministrator)
	ada.submit(t, ada.get(t, houseDeskPath), "form[action$=concept]", nil)
	ada.submit(t, ada.get(t, setPath(2)+"/eis/KVK"), "form[action$='/eis/KVK']", url.Values{"explanationNL": {"Stuur het hele uittreksel."}})
	ada.submit(t, ada.get(t, setPath(2)), "form[action$=in-werking]", dated("on", workday.On(s.now).String()))
	s.now = s.now.Add(time.Minute)
	p := b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, ".notice--warn", "Stuur het hele uittreksel.")
	wantText(t, b.get(t, applicationPath), ".notice--warn", "Voor uw aanmelding geldt nu versie 2")
	wantText(t, b.submit(t, p, "form[action$=versturen]", nil), ".panel__title", "Uw aanmelding is verstuurd")
}

// TestProcedureIsChangedWithFreshProof walks the procedure page.
func TestProcedureIsChangedWithFreshProof(t *testing.T) {
	s := newSite(t)
	ada := s.staff(t, account.RoleAdministrator)
	p := ada.get(t, houseDeskPath+"/procedure")
	wantText(t, p, "h1", "Procedure wijzigen")
	p = ada.submit(t, p, "form[action$=procedure]", url.Values{"decision": {"nul"}, "countersign": {"61"}, "hour": {"9"}, "objectionEN": {""}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#hour-error", "09:00")
	fields := url.Values{"decision": {"25"}, "countersign": {"15"}, "hour": {"00:00"}, "objectionEN": {"Call us."}, "introNL": {"Welkom."}, "introEN": {"Welcome."}}
	p = ada.submit(t, p, "form[action$=procedure]", fields)
	wantText(t, p, ".notice--good", "gewijzigd")
	wantText(t, ada.get(t, houseDeskPath), "main", "15 werkdagen")
	house := s.visitor().get(t, "/open-house")
	wantText(t, house, "main", "binnen 25 werkdagen")
	wantText(t, house, "main", "Welkom.")
	old := ada.get(t, houseDeskPath+"/procedure")
	wantText(t, old, "main", "20")
	s.now = s.now.Add(account.FreshFor + time.Second)
	p = ada.submit(t, old, "form[action$=procedure]", url.Values{"decision": {"30"}})
	if p.status != http.StatusConflict || p.doc.Find("#decision").AttrOr("value", "") != "30" {
		t.Errorf("without a fresh proof: status %d, decision %q", p.status, p.doc.Find("#decision").AttrOr("value", ""))
	}
	if !strings.HasPrefix(ada.get(t, houseDeskPath+"/procedure").location, "/inloggen/opnieuw") {
		t.Error("the page opens without a fresh proof")
	}
}
