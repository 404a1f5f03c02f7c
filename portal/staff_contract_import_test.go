package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"providerportal/internal/account"
)

const importedCSV = "Organisatie;KvK-nummer;Segment;Ingangsdatum;E-mail beheerder\n" +
	"Stichting Een;00009001;2;1-1-2022;kantoor@een.example\nStichting Twee;00009002;1;2022-01-01;\n"

// A contract manager checks a file, sees what will happen, imports it, and finds
// that a second time nothing is left to do.
func TestImportOfContractsOnThePage(t *testing.T) {
	site := newSite(t)
	b := site.staff(t, account.RoleContractManager)
	p := b.get(t, "/beheer/contracten")
	if p.doc.Find("a[href='/beheer/contracten/import']").Length() != 1 {
		t.Error("the list of contracts has no link to the import")
	}
	p = b.get(t, "/beheer/contracten/import")
	fields := filled(p.doc.Find("main form"))
	p = b.upload(t, "/beheer/contracten/import", fields, "contracten.csv", []byte(importedCSV))
	if p.status != http.StatusOK || p.doc.Find("main tbody tr").Length() != 2 || !strings.Contains(p.text("main tbody"), "Nieuw") {
		t.Fatalf("%d %s", p.status, p.text("main"))
	}
	check := p
	p = b.submit(t, p, "main form", url.Values{"invite": {"true"}})
	if p.text("h1") != "De contracten zijn geïmporteerd" || len(site.letters(t, "set_up_account")) != 1 {
		t.Fatalf("%s: %s", p.text("h1"), p.text("main"))
	}
	if p := b.submit(t, check, "main form", nil); p.status != http.StatusConflict {
		t.Errorf("a second press of the button gives %d", p.status)
	}
	p = b.get(t, "/beheer/contracten?lijst=active")
	if !strings.Contains(p.text("main table"), "Stichting Twee") {
		t.Errorf("the list: %s", p.text("main table"))
	}
	p = b.upload(t, "/beheer/contracten/import", fields, "contracten.csv", []byte(importedCSV))
	if !strings.Contains(p.text("main tbody"), "Gelijk") {
		t.Errorf("again: %s", p.text("main"))
	}
}

// Every problem stands on the page by row; values are text and nothing more.
func TestImportPageNamesProblems(t *testing.T) {
	site := newSite(t)
	b := site.staff(t, account.RoleContractManager)
	fields := filled(b.get(t, "/beheer/contracten/import").doc.Find("main form"))
	bad := importedCSV + "=1+1;123;9;ooit;<script>alert(1)</script>\nMet bsn 123456782;00009003;2;1-1-2022;\n"
	p := b.upload(t, "/beheer/contracten/import", fields, "fout.csv", []byte(bad))
	if p.status != http.StatusUnprocessableEntity || p.errorAt("file") != "In het bestand staan 6 fouten. Er is niets geïmporteerd." {
		t.Fatalf("%d %s", p.status, p.errorAt("file"))
	}
	rows := p.doc.Find("main table").First().Find("tbody tr")
	if rows.Length() != 6 || !strings.Contains(rows.Text(), "Een KvK-nummer heeft 8 cijfers.") || !strings.Contains(rows.Text(), "<script>alert(1)</script>") {
		t.Errorf("%d rows: %s", rows.Length(), rows.Text())
	}
	if strings.Contains(p.body, "123456782") || strings.Contains(p.body, "<script>alert") {
		t.Error("the page shows the BSN or the script")
	}
	var kept int64
	must(t, site.db.Gorm.Table("contract_imports").Count(&kept).Error)
	if kept != 0 {
		t.Errorf("%d files kept", kept)
	}
	for name, content := range map[string]string{"Kies een bestand.": "", "Dit bestand is geen XLSX of CSV.": "%PDF-1.4\x00"} {
		file := "x.xlsx"
		if content == "" {
			file = ""
		}
		if p := b.upload(t, "/beheer/contracten/import", fields, file, []byte(content)); p.errorAt("file") != name {
			t.Errorf("%q: %d %s", name, p.status, p.errorAt("file"))
		}
	}
	p = b.get(t, "/beheer/contracten/import/sjabloon")
	if p.status != http.StatusOK || !strings.HasPrefix(p.body, "PK") {
		t.Errorf("template: %d", p.status)
	}
}
