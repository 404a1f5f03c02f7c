package portal

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

const productIndividual = "individuele-toeleiding"

// asked is a site with a provider, a consultant and one request between them.
type asked struct {
	*site
	provider, consultant *browser
	id                   uuid.UUID
	inbox, file          string // addresses of the request for either side
}

func newAsked(t *testing.T) *asked {
	t.Helper()
	s := newSite(t)
	a := &asked{site: s, provider: s.contracted(t), consultant: s.consultant(t, "GM0984")}
	a.id = a.ask(t)
	a.inbox, a.file = "/mijn/verzoeken/"+a.id.String(), "/consulent/verzoeken/"+a.id.String()
	return a
}

func (a *asked) ask(t *testing.T) uuid.UUID {
	t.Helper()
	request, err := a.Domain.Matching.Send(t.Context(), a.consultant.actor, a.provider.slug, matching.Question{
		Municipality: "GM0984", OwnReference: "VRY-118", ProductCode: productIndividual,
		Question: "Wil graag buiten werken", PreferredWay: matching.WayTable, ResidentChose: true,
	})
	must(t, err)
	return request.ID
}

// days lets time pass; sessions end meanwhile, so both sign in again.
func (a *asked) days(t *testing.T, days int) {
	t.Helper()
	a.now = a.now.AddDate(0, 0, days)
	slug := a.provider.slug
	a.provider, a.consultant = a.as(t, a.provider.actor), a.as(t, a.consultant.actor)
	a.provider.slug = slug
}

func (a *asked) form(act string) string { return "form[action='" + a.inbox + "/" + act + "']" }

func dateValues(name, day, month, year string) url.Values {
	return url.Values{name + ".day": {day}, name + ".month": {month}, name + ".year": {year}}
}

func with(values url.Values, pairs ...string) url.Values {
	for i := 0; i < len(pairs); i += 2 {
		values[pairs[i]] = []string{pairs[i+1]}
	}
	return values
}

// TestProviderRequestRoad walks from receipt to outcome on the page itself.
func TestProviderRequestRoad(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	p := a.provider.get(t, a.inbox)
	if p.status != 200 || !strings.HasPrefix(p.text("h1"), "Verzoek MV-") {
		t.Fatalf("status %d, h1 %q", p.status, p.text("h1"))
	}
	if got := p.text(".clock__due"); got != "vrijdag 10 april 2026" {
		t.Errorf("clock = %q", got)
	}
	for _, want := range []string{"Wil graag buiten werken", "Venray", "Aan tafel", a.consultant.actor.Email, "geen vergoeding", "binnen vijf werkdagen zijn gevoerd"} {
		if !strings.Contains(p.text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	p = a.provider.submit(t, p, a.form("ontvangst"), nil)
	if p.status != 200 || !strings.Contains(p.text("[role=status]"), "Plan nu het gesprek") {
		t.Fatalf("after acknowledging: %d %q", p.status, p.text("[role=status]"))
	}
	p = a.provider.submit(t, p, a.form("afspraak"), with(dateValues("date", "3", "4", "2026"), "time", "14:30", "place", "Markt 1, Venray"))
	if got := p.text("main"); p.status != 200 || !strings.Contains(got, "vrijdag 3 april 2026 om 14.30 uur") {
		t.Fatalf("after scheduling: %d %q", p.status, got)
	}
	p = a.provider.submit(t, p, a.form("afspraak"), with(dateValues("date", "7", "4", "2026"), "time", "9.15", "askedBy", "provider", "reason", "Begeleider is ziek"))
	if got := p.text(".timeline"); p.status != 200 || !strings.Contains(got, "Afspraak verzet") || !strings.Contains(got, "Begeleider is ziek") {
		t.Fatalf("after moving: %d %q", p.status, got)
	}
	a.days(t, 6)
	p = a.provider.get(t, a.inbox)
	if got := p.doc.Find("#heldOn").AttrOr("value", ""); got != "7" {
		t.Errorf("the day of the conversation starts at %q, want today", got)
	}
	p = a.provider.submit(t, p, a.form("gevoerd"), nil)
	if got := p.text(".clock"); p.status != 200 || !strings.Contains(got, "Gevoerd op dinsdag 7 april 2026") {
		t.Fatalf("after holding: %d %q", p.status, got)
	}
	p = a.provider.submit(t, p, a.form("uitkomst"), with(dateValues("expectedStartOn", "1", "5", "2026"), "fits", "yes", "hoursPerWeek", "8", "durationWeeks", "26"))
	if got := p.text("main"); p.status != 200 || !strings.Contains(got, "Ja, de hulp past") || p.doc.Find("main form").Length() != 0 {
		t.Fatalf("after concluding: %d %q", p.status, got)
	}
	for kind, want := range map[string]int{"request_acknowledged": 1, "appointment_made": 2, "appointment_moved": 2, "request_held": 1, "request_concluded": 1} {
		if got := len(a.letters(t, kind)); got != want {
			t.Errorf("%d letters %s, want %d", got, kind, want)
		}
	}
}

func TestProviderRequestNamesWhatIsWrong(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	page := a.provider.get(t, a.inbox)
	p := a.provider.submit(t, page, a.form("afspraak"), with(dateValues("date", "31", "2", "2026"), "time", "25.70", "place", ""))
	if p.status != 422 || p.errorAt("date") != "Vul een datum in die bestaat, zoals 13 4 2026" ||
		p.errorAt("time") != "Vul een tijd in die bestaat, zoals 14.30" || p.errorAt("place") == "" {
		t.Errorf("%d: date %q, time %q, place %q", p.status, p.errorAt("date"), p.errorAt("time"), p.errorAt("place"))
	}
	if p.doc.Find("#date").AttrOr("value", "") != "31" || p.doc.Find("#time").AttrOr("value", "") != "25.70" {
		t.Error("what was typed is lost")
	}
	if p.doc.Find("details[open] #place").Length() != 1 || !strings.HasPrefix(p.text("title"), "Fout: ") {
		t.Error("the refused form is folded or the title has no mark")
	}
	p = a.provider.submit(t, page, a.form("gevoerd"), dateValues("heldOn", "9", "4", "2026"))
	if p.status != 422 || !strings.Contains(p.errorAt("heldOn"), "in de toekomst") {
		t.Errorf("held tomorrow: %d %q", p.status, p.errorAt("heldOn"))
	}
	p = a.provider.submit(t, page, a.form("gevoerd"), dateValues("heldOn", "x", "4", "2026"))
	if p.status != 422 || !strings.Contains(p.errorAt("heldOn"), "die bestaat") {
		t.Errorf("held on no date: %d %q", p.status, p.errorAt("heldOn"))
	}
	p = a.provider.submit(t, page, a.form("afwijzen"), url.Values{"reason": {"other"}, "note": {"BSN 111222333"}})
	if p.status != 422 || !strings.Contains(p.errorAt("note"), "BSN") || p.text("#note") != "BSN 111222333" {
		t.Errorf("decline with a BSN: %d %q %q", p.status, p.errorAt("note"), p.text("#note"))
	}
}

func TestProviderRequestOutcomeNamesWhatIsWrong(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	must(t, a.Domain.Matching.Hold(t.Context(), a.provider.actor, a.id, workday.On(a.now)))
	p := a.provider.submit(t, a.provider.get(t, a.inbox), a.form("uitkomst"), with(dateValues("expectedStartOn", "1", "13", "2026"), "fits", "yes", "hoursPerWeek", "veel"))
	if p.status != 422 || p.errorAt("expectedStartOn") == "" || p.errorAt("hoursPerWeek") != "Vul een getal in van 1 tot en met 40" ||
		p.doc.Find("#hoursPerWeek").AttrOr("value", "") != "veel" || p.doc.Find("[name=fits]:checked").AttrOr("value", "") != "yes" {
		t.Errorf("%d: start %q, hours %q", p.status, p.errorAt("expectedStartOn"), p.errorAt("hoursPerWeek"))
	}
}

// TestProviderRequestTextIsGoneAfterDecline: T9, and both endings say so.
func TestProviderRequestTextIsGoneAfterDecline(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	p := a.provider.submit(t, a.provider.get(t, a.inbox), a.form("afwijzen"), url.Values{"reason": {"no-capacity"}})
	if p.status != 200 || p.doc.Find("#gone").Length() != 1 || strings.Contains(p.body, "buiten werken") || strings.Contains(p.body, "VRY-118") {
		t.Errorf("status %d, gone %d", p.status, p.doc.Find("#gone").Length())
	}
	if got := a.consultant.get(t, a.file).text("main"); !strings.Contains(got, "buiten werken") || !strings.Contains(got, "Wij hebben nu geen plaats") {
		t.Errorf("the consultant reads %q", got)
	}
}

// TestProviderRequestFromAnOldTab shows what stands now, with status 409.
func TestProviderRequestFromAnOldTab(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	old := a.provider.get(t, a.inbox)
	a.provider.submit(t, old, a.form("ontvangst"), nil)
	p := a.provider.submit(t, old, a.form("ontvangst"), nil)
	if p.status != 409 || !strings.Contains(p.text(".error-summary"), "al verder") || p.doc.Find(a.form("afspraak")).Length() != 1 {
		t.Errorf("status %d, %q", p.status, p.text(".error-summary"))
	}
}

func TestProviderRequestIsNobodyElses(t *testing.T) {
	a := newAsked(t)
	if p := a.contracted(t).get(t, a.inbox); p.status != 404 || strings.Contains(p.body, "buiten werken") {
		t.Errorf("another provider gets %d", p.status)
	}
	for _, address := range []string{"/mijn/verzoeken/" + uuid.NewString(), "/mijn/verzoeken/geen-id"} {
		if p := a.provider.get(t, address); p.status != 404 {
			t.Errorf("%s gives %d", address, p.status)
		}
	}
	if p := a.consultant.get(t, a.inbox); p.status != 403 {
		t.Errorf("a consultant gets %d", p.status)
	}
	if p := a.staff(t, account.RoleAdministrator).get(t, a.inbox); p.status != 403 {
		t.Errorf("staff get %d", p.status)
	}
	if p := a.visitor().get(t, a.inbox); !strings.HasPrefix(p.location, "/inloggen") {
		t.Errorf("a visitor ends at %s", p.location)
	}
}

func TestInboxShowsTheWorstFirst(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	a.days(t, 10)
	young := a.ask(t)
	closed := a.ask(t)
	must(t, a.Domain.Matching.Decline(t.Context(), a.provider.actor, closed, matching.Ending{Reason: "no-capacity"}))
	p := a.provider.get(t, "/mijn/verzoeken")
	rows := p.doc.Find("tbody tr")
	if rows.Length() != 2 || rows.First().Find("a").AttrOr("href", "") != a.inbox || rows.Last().Find("a").AttrOr("href", "") != "/mijn/verzoeken/"+young.String() {
		t.Fatalf("%d rows: %q", rows.Length(), p.text("tbody"))
	}
	if got := p.text("tbody tr"); !strings.Contains(got, "te laat") || !strings.Contains(got, "Ontvangst bevestigen") || !strings.Contains(got, "Venray") {
		t.Errorf("first row = %q", got)
	}
	if strings.Contains(p.body, "buiten werken") {
		t.Error("the list shows the text of a request")
	}
	if got := p.text(".tabs"); got != "Te laat 1 Open 2 Afgerond 1" {
		t.Errorf("tabs = %q", got)
	}
	p = a.provider.get(t, "/mijn/verzoeken?toon=afgerond")
	if rows := p.doc.Find("tbody tr"); rows.Length() != 1 || !strings.HasPrefix(rows.Find("a").AttrOr("href", ""), "/mijn/verzoeken/"+closed.String()) {
		t.Errorf("closed: %q", p.text("tbody"))
	}
}

func TestInboxSaysWhatToDoWhenEmpty(t *testing.T) {
	failOnMissingWords(t)
	s := newSite(t)
	if p := s.contracted(t).get(t, "/mijn/verzoeken"); p.status != 200 || !strings.Contains(p.text(".empty"), "aanmeldpunt") {
		t.Errorf("%d %q", p.status, p.text(".empty"))
	}
}

func TestTimesAreReadAsAmsterdam(t *testing.T) {
	date := DateInput{Day: "2", Month: "7", Year: "2026"}
	for typed, want := range map[string]string{
		"14.30": "2026-07-02T12:30:00Z", "14:30": "2026-07-02T12:30:00Z", "9:05": "2026-07-02T07:05:00Z", "00.00": "2026-07-01T22:00:00Z",
	} {
		if at, wrong := (appointmentForm{Date: date, Time: typed}).moment(); len(wrong) > 0 || at.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q = %v, %v; want %s", typed, at, wrong, want)
		}
	}
	for _, typed := range []string{"24.00", "14", "14.3", "half drie", "14.60"} {
		if _, wrong := (appointmentForm{Date: date, Time: typed}).moment(); len(wrong) != 1 || wrong[0].Key != "error.time" {
			t.Errorf("%q is taken: %v", typed, wrong)
		}
	}
}
