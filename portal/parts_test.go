package portal

import (
	"strings"
	"testing"
	"time"

	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// partsPage shows every shared part once, so that one look finds a broken one.
type partsPage struct {
	Frame
	Form
	Tabs             Tabs
	Tasks            TaskList
	Summarised       SummaryList
	Clock, LateClock Clock
	Message          Notice
	Events           []Event
	Table            Table
	EmptyTable       Table
	Pagination       Pagination
}

func (p *partsPage) template() string { return "test/parts" }

type partsForm struct {
	Organisation string    `form:"organisation"`
	KvK          string    `form:"kvk"`
	Email        string    `form:"email"`
	Form         string    `form:"form"`
	Languages    []string  `form:"languages"`
	Start        DateInput `form:"start"`
	Question     string    `form:"question"`
}

// partsTexts are the texts of the parts page; they are no texts of the portal.
var partsTexts = map[string]string{
	"parts.organisation": "Naam van uw organisatie", "parts.kvk": "KvK-nummer", "parts.kvk.hint": "8 cijfers. U vindt het op uw uittreksel.",
	"parts.email": "E-mailadres", "parts.phone": "Telefoonnummer",
	"parts.municipality": "Gemeente", "parts.municipality.GM0983": "Venlo", "parts.municipality.GM0984": "Venray",
	"parts.form": "Hoe wilt u praten?", "parts.form.table": "Aan tafel", "parts.form.table.hint": "Op kantoor of bij u thuis",
	"parts.form.digital": "Via beeldbellen", "parts.form.phone": "Via de telefoon",
	"parts.languages": "Welke talen spreekt u?", "parts.languages.nl": "Nederlands", "parts.languages.en": "Engels", "parts.languages.ar": "Arabisch",
	"parts.start": "Wanneer wilt u beginnen?", "parts.start.hint": "Bijvoorbeeld 13 4 2026",
	"parts.question": "Waar kunnen wij bij helpen?", "parts.question.hint": "Schrijf geen naam, adres of BSN op.",
	"parts.extract": "Uittreksel van de KvK", "parts.extract.hint": "Een PDF of foto, niet groter dan 20 MB",
	"parts.agree": "Ik ga akkoord met de werkafspraken",
}

func newPartsPage(frame Frame, wrong bool) page {
	w := frame.Words()
	frame.Title = "Alle onderdelen"
	input := partsForm{
		Organisation: "Stichting De Werkplaats", KvK: "1234567", Form: "digital", Languages: []string{"nl", "ar"},
		Start: DateInput{Day: "31", Month: "2", Year: "2026"}, Question: "Samen werk zoeken dat past.",
	}
	form := newForm(w.With(partsTexts), "parts", input)
	if wrong {
		form.Errors = []FieldError{
			{Field: "kvk", Text: w.T("error.kvk")}, {Field: "form", Text: "Kies hoe u wilt praten"},
			{Field: "start", Text: w.T("error.date")}, {Field: "agree", Text: "Zet een vinkje als u akkoord gaat"},
		}
	} else {
		frame.Notice = "Uw antwoorden zijn bewaard"
	}
	due := workday.Day(2026, time.April, 13)
	return &partsPage{
		Frame: frame, Form: form,
		Tabs: Tabs{Label: "Filter", Items: []NavItem{
			{Text: "Alle", URL: "?", Current: true, ShowCount: true, Count: 41}, {Text: "Open", URL: "?o", ShowCount: true, Count: 7}, {Text: "Te laat", URL: "?l", ShowCount: true},
		}},
		Tasks: TaskList{Progress: taskProgress(w, 1, 4), Groups: []TaskGroup{{Title: "Uw organisatie", Tasks: []Task{
			{ID: "taak-1", Text: "Gegevens van de organisatie", URL: "/1", Status: taskTag(w, TaskDone)},
			{ID: "taak-2", Text: "Uittreksel van de KvK", Hint: "Niet ouder dan 6 maanden", URL: "/2", Status: taskTag(w, TaskBusy)},
			{ID: "taak-3", Text: "Verzekering", URL: "/3", Status: taskTag(w, TaskTodo)},
			{ID: "taak-4", Text: "Controleren en versturen", Status: taskTag(w, TaskLocked)},
		}}}},
		Summarised: SummaryList{Rows: []SummaryRow{
			row(w, "Naam", "/1", "Stichting De Werkplaats"),
			{Key: "Uittreksel", Links: []Link{{Text: "uittreksel.pdf (120 kB)", URL: "/d"}}, ChangeURL: "/2", Change: w.T("part.change")},
			{Key: "Resultaat", Tag: Tag{Text: "Voldoet", Look: LookGood}},
			{Key: "Resultaat", Tag: Tag{Text: "Voldoet niet", Look: LookBad}},
			{Key: "Resultaat", Tag: Tag{Text: "Aanvulling nodig", Look: LookWarn}},
		}},
		Clock: newClock(w, due, 2, false), LateClock: newClock(w, due, -1, false),
		Message: Notice{Title: "Uw profiel is nog niet zichtbaar", Text: "Bevestig eerst uw aanmeldpunt.", Look: LookWarn, URL: "/a", Action: "Naar het aanmeldpunt"},
		Events: []Event{
			{When: w.Date(due), Title: "Gesprek", Expected: true},
			{When: w.Moment(time.Date(2026, 4, 3, 9, 5, 0, 0, time.UTC)), Exact: time.Date(2026, 4, 3, 9, 5, 0, 0, time.UTC), Title: "Gesprek gepland", Text: "De aanbieder stelde drie tijden voor.", Who: "Stichting De Werkplaats"},
			{When: w.Moment(time.Date(2026, 4, 2, 12, 30, 0, 0, time.UTC)), Title: "Verzoek verstuurd", Who: "Gemeente Venlo"},
		},
		Table: Table{Caption: "Open verzoeken", Columns: []Column{{Text: "Kenmerk", URL: "?s=k", Sorted: "ascending"}, {Text: "Aanbieder"}, {Text: "Stand"}, {Text: "Dagen", Number: true}}, Rows: []Row{
			{{Text: "VER-2026-0012", URL: "/r"}, {Text: "Stichting De Werkplaats", Note: "Venlo"}, {Tag: Tag{Text: "Te laat", Look: LookBad}}, {Text: "-1", Number: true}},
			{{Text: "VER-2026-0015", URL: "/r"}, {Text: "Groen & Doen", Note: "Venray"}, {Tag: Tag{Text: "Gepland", Look: LookBusy}}, {Text: "2", Number: true}},
		}},
		EmptyTable: Table{Caption: "Uitnodigingen", Empty: "Er zijn nog geen uitnodigingen. Nodig een aanbieder uit vanaf de zoekpagina."},
		Pagination: paginate(w, "/lijst?q=tuin", 5, 12),
	}
}

var (
	_ = sample("parts", func(frame Frame) page { return newPartsPage(frame, false) })
	_ = sample("parts-wrong", func(frame Frame) page { return newPartsPage(frame, true) })
)

func TestPaginateKeepsTheQuestion(t *testing.T) {
	p := paginate(words.For("nl"), "/lijst?q=tuin&pagina=5", 5, 12)
	var numbers []string
	for _, link := range p.Pages {
		if link.Gap {
			numbers = append(numbers, "…")
			continue
		}
		numbers = append(numbers, link.URL[strings.LastIndex(link.URL, "pagina=")+7:strings.LastIndex(link.URL, "&")])
	}
	if got := strings.Join(numbers, " "); got != "1 … 4 5 6 … 12" {
		t.Errorf("pages = %s", got)
	}
	if p.Next.URL != "/lijst?pagina=6&q=tuin" || p.Previous.URL != "/lijst?pagina=4&q=tuin" {
		t.Errorf("previous %q next %q", p.Previous.URL, p.Next.URL)
	}
	if one := paginate(words.For("nl"), "/lijst", 1, 1); len(one.Pages) > 0 {
		t.Error("one page needs no links")
	}
}

func TestClockSaysHowItStands(t *testing.T) {
	due := workday.Day(2026, time.April, 13)
	for _, row := range []struct {
		left    int
		stopped bool
		want    Look
	}{{3, false, LookGood}, {2, false, LookGood}, {1, false, LookWarn}, {0, false, LookWarn}, {-1, false, LookBad}, {-4, true, LookPlain}} {
		clock := newClock(words.For("nl"), due, row.left, row.stopped)
		if clock.State.Look != row.want || clock.Due != "maandag 13 april 2026" || clock.ISO != "2026-04-13" {
			t.Errorf("left %d stopped %v: %+v (T6)", row.left, row.stopped, clock)
		}
	}
}

func TestOtherLanguageKeepsThePage(t *testing.T) {
	for path, want := range map[string]string{
		"/aanbieders?q=groen&gemeente=GM0983&lang=nl": "/aanbieders?gemeente=GM0983&lang=en&q=groen",
		"":                        "/?lang=en",
		"//evil.example/x":        "/x?lang=en",
		"https://evil.example/":   "/?lang=en",
		"/pad%20met/%C3%A9?a=%26": "/pad%20met/%C3%A9?a=%26&lang=en",
	} {
		if got := (&Frame{Lang: "nl", Path: path}).OtherLanguageURL(); got != want {
			t.Errorf("%q → %q, want %q", path, got, want)
		}
	}
}

func TestConflictIsToldAboveTheForm(t *testing.T) {
	form := newForm(words.For("nl"), "parts", nil)
	if !form.Fail(words.For("nl"), fault.Conflict("problem.409.text")) || form.Errors[0].Anchor() != "" {
		t.Errorf("errors = %+v", form.Errors)
	}
	if form.Fail(words.For("nl"), fault.Missing()) {
		t.Error("what is missing is no error of the form")
	}
}
