package words

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"providerportal/internal/workday"
)

// root is the repository seen from this folder.
const root = "../.."

// builtKeys are beginnings of keys that code puts together, each with the code
// that does so.
var builtKeys = []string{
	"date.month.", "date.weekday.", // load
	"problem.",                            // portal.ProblemPage
	"error.",                              // portal.validate: a key per rule
	"form.day", "form.month", "form.year", // portal.Field.DateParts
	"form.where", "form.kvk", "form.country", "form.register", // portal.EntryFields
	"application.status.", "outcome.", "contract.status.", // portal/enrollment_tags.go
	"desk.", "contracts.", "letters.", "terms.", "term.", // lists and tags of portal/staff_*.go
	"demo.role.",                                     // portal.DemoPerson
	"notice.",                                        // portal.visit.frame
	"act.", "way.", "rung.", "decline.", "withdraw.", // portal: a key per act, way of talking, rung and reason
	"request.status.", "request.side.", "request.joins.", "request.fits.", // portal.requestFacts, portal.requestEvents
	"request.provider-next.", "request.consultant-next.", "request.todo.", "inbox.empty.", "consultant.empty.", // portal.requestList
	"overview.step.",                                               // portal.step
	"application.lead.", "application.event.", "application.next.", // portal.ApplicationStatusPage
	"agreement.lead.",                                                                              // portal.AgreementPage
	"application.organisation.title",                                                               // portal: a key per part of an application
	"contract.event.", "contract.effect.", "contract.cause.", "contract.copy.", "contract.origin.", // portal/contract_facts.go
	"contract.planned.", "contract.rule.", "contract.outcome.", "renewal.outcome.", "ruling.", // portal/staff_contract*.go
	"evidence.state.", "agreement.decision.", "agreement.paper.", "template.field.", "register-list.", // portal/evidence_table.go and others
	"open.problem.", "open-data.call.", "open-data.hsds.", // portal.failOpen, portal.OpenDataPage
	"part.task.",                       // portal.taskTag
	"notice.",                          // portal.visit.frame
	"confirm-email.", "verify-intake.", // portal.linkPage
	"role.", "accounts.", "join-sent.", "join-confirmed.", "confirm-join.", // portal/staff_account*.go, portal/provider_join.go
	"sso.refused.",                                                                          // portal.newSignOnPage
	"requirements.kind.", "requirement-set.state.", "difference.field.", "procedure.field.", // portal/*requirement*.go, portal/staff_procedure.go
	"requirement-sets.gap.", "precheck.title.", "precheck.verdict.", "staff-questions.", // enrollment.publishable, portal/public_precheck.go, portal/staff_questions.go
	"audit.action.", "audit.kind.", "audit.object.", "audit.result.", // portal/staff_audit.go
	"report.list.", "report.step.", "report.term.", // portal/staff_report*.go
	"figures.period.", "figures.column.", "figures.list.", "figures.legend.", "own-figures.", // portal/figures_*.go
	"signals.", "open-request.reason.", // portal/staff_signals.go, portal/staff_request.go
	"export.", "own.role.", // portal/export_zip.go, portal.roleNames
	"invitations.", "sheet.", "import.column.", "import.kind.", // internal/sheet, enrollment.WriteImportTemplate
	"confirm-new-email.",                                 // portal.linkPage
	"noshow.", "party.", "request.party.", "amend.part.", // portal/request_parts.go
	"calendar.origin.",                                                                                    // portal.CalendarPage
	"profile.part.", "profile.example.", "profile.forms.", "profile.languages.", "profile.accessibility.", // portal.ProfilePartPage
	"change.part.",                                         // portal.changeLabel
	"capacity.now.", "capacity.public.", "capacity.state.", // portal.capacityTag, portal.capacityText
	"intake.short.", "intake.state.", "intake.ways.", // portal.intakeTag, portal.IntakePage
	"providers.",                                   // portal.ProvidersPage
	"profile.description", "location.locationName", // portal.ProfilePartPage, templates
	"retention.class.", "retention.start.", "retention.unit.", // portal.RetentionPage
	"clients.state.", "client.problem.", "scope.", "client-secret.", "client.overlap.", "manual.", // portal/client_problem.go, portal/staff_client*.go, portal/public_client_manual.go
	"privacy.terms",                                                          // portal.InfoPage.Terms
	"privacy.title", "cookies.title", "accessibility.title", "contact.title", // portal.newInfoPage
}

func TestPlurals(t *testing.T) {
	for left, want := range map[int]string{
		2: "nog 2 werkdagen", 1: "nog 1 werkdag", 0: "vandaag is de laatste werkdag", -1: "1 werkdag te laat", -7: "7 werkdagen te laat",
	} {
		if got := For("nl").Days(left); got != want {
			t.Errorf("Days(%d) = %q, want %q", left, got, want)
		}
	}
	if got := For("en").Days(1); got != "1 working day left" {
		t.Errorf("English Days(1) = %q", got)
	}
}

func TestDatesAreAmsterdam(t *testing.T) {
	nl, en := For("nl"), For("en")
	beforeMidnightUTC := time.Date(2026, 4, 12, 22, 30, 0, 0, time.UTC)
	winter := time.Date(2026, 1, 5, 13, 30, 0, 0, time.UTC)
	for _, row := range []struct{ got, want string }{
		{nl.Date(workday.Day(2026, time.April, 13)), "maandag 13 april 2026"},
		{nl.Date(beforeMidnightUTC), "maandag 13 april 2026"},
		{nl.ShortDate(beforeMidnightUTC), "13 april 2026"},
		{nl.Moment(beforeMidnightUTC), "maandag 13 april 2026 om 00.30 uur"},
		{nl.Moment(winter), "maandag 5 januari 2026 om 14.30 uur"},
		{en.Moment(winter), "Monday 5 January 2026 at 14:30"},
		{nl.Date(time.Time{}), ""},
		{nl.Date(workday.Date{}), ""},
		{nl.Date(nil), ""},
		{nl.Date((*time.Time)(nil)), ""},
		{nl.Date(&winter), "maandag 5 januari 2026"},
	} {
		if row.got != row.want {
			t.Errorf("got %q, want %q", row.got, row.want)
		}
	}
}

func TestUnknownLanguageAndKey(t *testing.T) {
	var told []string
	before := Missing
	Missing = func(lang, key string) { told = append(told, lang+" "+key) }
	t.Cleanup(func() { Missing = before })
	if For("fr").Lang != "nl" || For("").Lang != "nl" {
		t.Error("an unknown language is not Dutch")
	}
	if got := For("en").T("no.such.key"); got != "no.such.key" {
		t.Errorf("T = %q", got)
	}
	if !slices.Equal(told, []string{"en no.such.key"}) {
		t.Errorf("told %v", told)
	}
}

func TestTextsOfARegionStayApart(t *testing.T) {
	more := For("nl").With(map[string]string{"region.greeting": "Goedendag"})
	if more.T("region.greeting") != "Goedendag" || !more.Has("frame.skip") || For("nl").Has("region.greeting") {
		t.Error("With changed the shared catalogue or lost a text")
	}
}

// TestLanguagesSayTheSame: the same keys, plural forms and variables.
func TestLanguagesSayTheSame(t *testing.T) {
	nl, en := For("nl").all, For("en").all
	for key, dutch := range nl {
		english, ok := en[key]
		if !ok {
			t.Errorf("%q has no English text", key)
			continue
		}
		if a, b := variables(dutch), variables(english); !slices.Equal(a, b) {
			t.Errorf("%q has variables %v in Dutch and %v in English", key, a, b)
		}
		if (dutch.One == "") != (english.One == "") {
			t.Errorf("%q is a plural in one language only", key)
		}
		for _, form := range forms(english, dutch) {
			if strings.TrimSpace(form) != form || form == "" {
				t.Errorf("%q is empty or has space around it", key)
			}
		}
	}
	for key := range en {
		if _, ok := nl[key]; !ok {
			t.Errorf("%q has no Dutch text", key)
		}
	}
}

var variable = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}|\{n\}`)

func variables(message *i18n.Message) []string {
	found := map[string]bool{}
	for _, form := range forms(message) {
		for _, match := range variable.FindAllStringSubmatch(form, -1) {
			found[match[0]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func forms(messages ...*i18n.Message) []string {
	var all []string
	for _, message := range messages {
		if message.One != "" {
			all = append(all, message.One)
		}
		all = append(all, message.Other)
	}
	return all
}

// sources gives the program text that can name a key, without tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "node_modules" || entry.Name() == "e2e") {
			return filepath.SkipDir
		}
		isCode := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
		if !isCode && !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".txt") {
			return nil
		}
		content, err := os.ReadFile(path)
		texts[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

var (
	literal = regexp.MustCompile("[\"`]([a-z][\\w-]*(?:\\.[\\w-]+)+)[\"`]")
	spoken  = regexp.MustCompile("\\bT \"([^\"]+)\"|\\bT\\(\"([^\"]+)\"|fault\\.(?:Conflict|Unavailable)\\(\"([^\"]+)\"" +
		"|(?:fault\\.At|(?:wrong|check)\\.(?:Add|Unless))\\([^\n]*\"([a-z]+\\.[a-z.-]+)\"")
	formKey = regexp.MustCompile(`newForm\([^"\n]+, "([^"]+)"`)
)

func TestKeysInUseHaveATextAndTextsAreInUse(t *testing.T) {
	all := For("nl").all
	used, prefixes := map[string]bool{}, slices.Clone(builtKeys)
	for path, text := range sources(t) {
		for _, match := range literal.FindAllStringSubmatch(text, -1) {
			used[match[1]] = true
		}
		for _, match := range formKey.FindAllStringSubmatch(text, -1) {
			prefixes = append(prefixes, match[1]+".")
		}
		for _, match := range spoken.FindAllStringSubmatch(text, -1) {
			key := match[1] + match[2] + match[3] + match[4]
			if all[key] == nil && !strings.HasSuffix(key, ".") {
				t.Errorf("%s uses %q, which has no text", path, key)
			}
		}
	}
	for key := range all {
		built := slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
		if !used[key] && !built {
			t.Errorf("%q is used nowhere", key)
		}
	}
}

// TestSentencesAreShort: none longer than 25 words, on average at most 15 (LANG-1).
func TestSentencesAreShort(t *testing.T) {
	for _, lang := range Languages {
		count, total := 0, 0
		for key, message := range For(lang).all {
			for _, form := range forms(message) {
				for _, sentence := range sentences(form) {
					length := len(strings.Fields(sentence))
					if length > 25 {
						t.Errorf("%s %s: %d words: %q", lang, key, length, sentence)
					}
					if length > 3 { // a label is not a sentence
						count, total = count+1, total+length
					}
				}
			}
		}
		mean := float64(total) / float64(max(count, 1))
		t.Logf("%s: %d sentences, mean %.1f words", lang, count, mean)
		if mean > 15 {
			t.Errorf("%s: the mean sentence has %.1f words, at most 15", lang, mean)
		}
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?:]\s+|\n+`)

func sentences(text string) []string {
	return sentenceEnd.Split(variable.ReplaceAllString(text, "x"), -1)
}

// TestDutchIsPolite: the portal says "u".
func TestDutchIsPolite(t *testing.T) {
	familiar := regexp.MustCompile(`(?i)\b(je|jij|jou|jouw|jullie)\b`)
	for key, message := range For("nl").all {
		for _, form := range forms(message) {
			if found := familiar.FindString(form); found != "" {
				t.Errorf("%s says %q: %q", key, found, form)
			}
		}
	}
}

// TestFormsOfWords keeps to the words of the domain.
func TestFormsOfWords(t *testing.T) {
	avoided := map[string]*regexp.Regexp{
		"nl": regexp.MustCompile(`(?i)\b(leverancier|cliënt|klant|score|gunning)\w*`),
		"en": regexp.MustCompile(`(?i)\b(supplier|vendor|client|referral|score|award)s?\b`),
	}
	for lang, pattern := range avoided {
		for key, message := range For(lang).all {
			for _, form := range forms(message) {
				if found := pattern.FindString(form); found != "" {
					t.Errorf("%s %s says %q", lang, key, found)
				}
			}
		}
	}
}

func BenchmarkT(b *testing.B) {
	w := For("nl")
	for _, key := range []string{"frame.skip", "error.required"} {
		b.Run(fmt.Sprint(key), func(b *testing.B) {
			for b.Loop() {
				w.T(key, "Label", "Naam")
			}
		})
	}
}

func TestDatesInTextsAreWrittenOut(t *testing.T) {
	got := For("nl").T("application.not-open", "Opens", workday.Day(2022, time.April, 1))
	if want := "U kunt zich aanmelden vanaf vrijdag 1 april 2022. Wij hebben uw antwoorden bewaard."; got != want {
		t.Errorf("got %q", got)
	}
}
