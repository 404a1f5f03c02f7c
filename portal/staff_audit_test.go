package portal

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/words"
	"providerportal/matching"
)

// BIO-5: an administrator finds who did what, page by page, and reading the log
// is in the log.
func TestAdministratorReadsTheLog(t *testing.T) {
	site := newSite(t)
	boss, provider := site.staff(t, account.RoleAdministrator), site.contracted(t)
	p := boss.get(t, "/beheer/logboek")
	if rows := p.doc.Find("tbody tr"); p.status != http.StatusOK || rows.Length() < 10 {
		t.Fatalf("%d with %d rows", p.status, rows.Length())
	}
	search := "/beheer/logboek?" + url.Values{"persoon": {provider.actor.Email}}.Encode()
	p = boss.get(t, search)
	if text := p.text("tbody"); !strings.Contains(text, provider.actor.Name) || strings.Contains(text, site.people(t).Reviewer.Name+" Aanbieder") {
		t.Errorf("rows = %q", text)
	}
	if p.doc.Find("input[name=persoon]").AttrOr("value", "") != provider.actor.Email {
		t.Error("the search is not kept on the page")
	}
	p = boss.get(t, search+"&soort=profile")
	p.doc.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
		if !strings.Contains(row.Text(), "rofiel") && !strings.Contains(row.Text(), "Plek voor nieuwe deelnemers") {
			t.Errorf("row %q", row.Text())
		}
	})
	if p = boss.get(t, "/beheer/logboek?persoon=niemand-heet-zo"); p.doc.Find("tbody tr").Length() != 0 || !strings.Contains(p.text("main"), "Niets gevonden") {
		t.Error("a search without a hit shows entries")
	}
	p = boss.get(t, "/beheer/logboek?van=2026-13-45")
	if p.status != http.StatusUnprocessableEntity || p.errorAt("van") == "" {
		t.Errorf("a day that does not exist: %d", p.status)
	}
	p = boss.get(t, "/beheer/logboek?van=2026-05-02&tot=2026-05-01")
	if p.status != http.StatusUnprocessableEntity || p.errorAt("tot") == "" {
		t.Errorf("until before from: %d", p.status)
	}
	if p = boss.get(t, "/beheer/logboek?soort=audit"); p.doc.Find("tbody tr").Length() < 5 {
		t.Error("reading the log is not in the log")
	}
}

// Keyset pages: every entry once, the newest first.
func TestLogPages(t *testing.T) {
	site := newSite(t)
	boss := site.staff(t, account.RoleAdministrator)
	for i := range 2*auditPerPage + 7 {
		must(t, audit.Record(site.db.Gorm, boss.actor, "document.read", "document", strings.Repeat("x", i%40+1)))
	}
	seenRows, path := 0, "/beheer/logboek?soort=document"
	for pages := 0; path != "" && pages < 10; pages++ {
		p := boss.get(t, path)
		seenRows += p.doc.Find("tbody tr").Length()
		path = ""
		p.doc.Find("main nav.actions a").Each(func(_ int, link *goquery.Selection) {
			if link.Text() == "Ouder" {
				path = link.AttrOr("href", "")
			}
		})
	}
	if seenRows != 2*auditPerPage+7 {
		t.Errorf("%d entries on all pages, want %d", seenRows, 2*auditPerPage+7)
	}
}

// ASVS 16.3.2: what somebody may not see is refused and written down, without
// what was typed, and not without end.
func TestRefusalsAreInTheLog(t *testing.T) {
	site := newSite(t)
	boss, provider := site.staff(t, account.RoleAdministrator), site.contracted(t)
	foreign := uuid.NewString()
	provider.get(t, "/beheer/logboek")
	provider.get(t, "/mijn/verzoeken/"+foreign)
	provider.get(t, "/mijn/documenten/jan-de-vries-900101")
	for range 60 {
		if got := provider.get(t, "/beheer"); got.status != http.StatusForbidden {
			t.Fatalf("status %d", got.status)
		}
	}
	site.visitor().get(t, "/mijn/verzoeken/"+foreign)
	var entries []audit.Entry
	must(t, site.db.Gorm.Where("action = 'access.refused'").Order("id").Find(&entries).Error)
	if len(entries) != 20 {
		t.Fatalf("%d refusals written down, want 20", len(entries))
	}
	if entries[0].Object != "GET /beheer/logboek" || entries[1].ObjectID != foreign || entries[2].ObjectID != "-" {
		t.Errorf("entries = %+v", entries[:3])
	}
	for _, entry := range entries {
		if entry.Result != audit.ResultRefused || *entry.ActorID != provider.actor.UserID {
			t.Errorf("entry = %+v", entry)
		}
	}
	p := boss.get(t, "/beheer/logboek?resultaat=refused")
	if !strings.Contains(p.text("tbody"), "niet bij mag") || !strings.Contains(p.text("tbody .tag--warn"), "Geweigerd") {
		t.Errorf("rows = %q", p.text("tbody"))
	}
}

// ASVS 1.2.10: nothing in an export is a formula, and exporting is in the log.
func TestLogExportHasNoFormulas(t *testing.T) {
	site := newSite(t)
	boss := site.staff(t, account.RoleAdministrator)
	must(t, site.db.Gorm.Model(&account.User{}).Where("id = ?", boss.actor.UserID).Update("name", "=HYPERLINK(1)").Error)
	p := boss.get(t, "/beheer/logboek/export?soortbestand=csv")
	rows, err := csv.NewReader(strings.NewReader(p.body)).ReadAll()
	must(t, err)
	sheet, err := excelize.OpenReader(bytes.NewReader([]byte(boss.get(t, "/beheer/logboek/export").body)))
	must(t, err)
	cells, err := sheet.GetRows(sheet.GetSheetName(0))
	must(t, err)
	if len(rows) < 2 || len(cells) <= len(rows) {
		t.Fatalf("%d rows of CSV, %d of the sheet (one more: the export of before)", len(rows), len(cells))
	}
	found := false
	for _, row := range append(rows, cells...) {
		for _, cell := range row {
			found = found || cell == "'=HYPERLINK(1)"
			if strings.HasPrefix(cell, "=") {
				t.Errorf("cell %q is a formula", cell)
			}
		}
	}
	if !found || !strings.Contains(p.header.Get("Content-Disposition"), "attachment") {
		t.Error("the name is missing, or the file opens in the page")
	}
	if text := boss.get(t, "/beheer/logboek?soort=audit").text("tbody"); !strings.Contains(text, "Logboek gedownload") {
		t.Error("the export is not in the log")
	}
}

var (
	auditCall   = regexp.MustCompile(`audit\.(?:Record|Refused)\(\s*[^,]+,\s*(?:account\.)?(?:Actor\{[^}]*\}|[^,]+),\s*([^,]+),`)
	auditText   = regexp.MustCompile(`^"([a-z-]+(?:\.[a-z-]+)+)"$`)
	auditAction = regexp.MustCompile(`(?:action :?= |Changed = |Trail\([^\n]*|(?:endDraft|onDraft|change)\([^\n]*)"([a-z-]+\.[a-z-]+)"`)
)

// builtActions are the actions that code puts together, by its expression.
var builtActions = map[string][]string{
	`"application."+string(status)`: {
		"application." + string(enrollment.StatusAdmitted), "application." + string(enrollment.StatusRejected),
	},
	`"application."+string(save.part)+"-saved"`: {
		"application.contact-saved", "application.signatory-saved", "application.municipalities-saved",
	},
	`"request."+string(act)`: {
		"request." + string(matching.ActSend), "request." + string(matching.ActAcknowledge), "request." + string(matching.ActSchedule),
		"request." + string(matching.ActReschedule), "request." + string(matching.ActHold), "request." + string(matching.ActConclude),
		"request." + string(matching.ActDecline), "request." + string(matching.ActWithdraw), "request." + string(matching.ActAmend),
		"request." + string(matching.ActOffer), "request." + string(matching.ActPropose), "request." + string(matching.ActAccept),
		"request." + string(matching.ActNoShow), "request." + string(matching.ActAssign), "request." + string(matching.ActHandOver),
		"request." + string(matching.ActRecalculate), "request." + string(matching.ActOpened),
	},
	`"contract."+string(decision.Kind)+"-planned"`: {
		"contract." + string(enrollment.RulingSuspend) + "-planned", "contract." + string(enrollment.RulingResume) + "-planned",
		"contract." + string(enrollment.RulingEnd) + "-planned",
	},
	`"contract."+string(contract.Status)`: {
		"contract." + string(enrollment.ContractActive), "contract." + string(enrollment.ContractSuspended), "contract." + string(enrollment.ContractEnded),
	},
	`"session.opened-"+string(method)`: {
		"session.opened-" + string(account.MethodTOTP), "session.opened-" + string(account.MethodRecovery),
		"session.opened-" + string(account.MethodPasskey), "session.opened-" + string(account.MethodOIDC),
		"session.opened-" + string(account.MethodDemo),
	},
	"Told": {"demo.story-told"},
}

// Every action that the code can write down has a plain text, in the log's own
// words; one handed on as "action" is looked for in the same file.
func TestEveryActionHasAText(t *testing.T) {
	calls := 0
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, match := range auditCall.FindAllStringSubmatch(string(code), -1) {
			calls++
			for _, action := range actionsOf(t, path, string(code), match[1]) {
				for _, lang := range words.Languages {
					if !words.For(lang).Has("audit.action." + action) {
						t.Errorf("%s: action %q has no text in %s", path, action, lang)
					}
				}
			}
		}
		return err
	})
	must(t, err)
	if calls < 40 {
		t.Errorf("only %d calls found: the search is wrong", calls)
	}
}

// actionsOf gives the actions that one call can write down.
func actionsOf(t *testing.T, path, code, expression string) []string {
	t.Helper()
	if match := auditText.FindStringSubmatch(expression); match != nil {
		return match[1:]
	}
	if built, ok := builtActions[expression]; ok {
		return built
	}
	var handed []string
	if expression == "action" {
		for _, match := range auditAction.FindAllStringSubmatch(code, -1) {
			handed = append(handed, match[1])
		}
	}
	if len(handed) == 0 && !strings.HasSuffix(path, "audit/audit.go") {
		t.Errorf("%s writes down %s: add it to builtActions", path, expression)
	}
	return handed
}
