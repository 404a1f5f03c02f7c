package portal

import (
	"archive/zip"
	"bytes"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// marks are words that stand nowhere but in the text of requests that are erased.
var marks = []string{
	"merkvraag", "merkdoel", "merkeigen", "077-4719999", "merkplek", "merkverzet", "merknietgekomen", "merkaanbod", "merkvoorstel",
	"merkuitkomst", "merkafwijzing", "merkintrekking", "merkaangepast", "merkherrekend", "merkgeopend",
}

// marked sends a question with a mark in every field.
func (s *site) marked(t *testing.T, b *browser, slug string) *matching.Request {
	t.Helper()
	start, target := 2, 4
	wish := workday.On(s.now).AddDays(20)
	request, err := s.Domain.Matching.Send(t.Context(), b.actor, slug, matching.Question{
		Municipality: "GM0984", OwnReference: "merkeigen", ProductCode: "individuele-toeleiding", Question: "merkvraag", Goals: "merkdoel",
		ContactPhone: "077-4719999", PreferredWay: matching.WayTable, StartWishOn: &wish, StartRung: &start, TargetRung: &target, ResidentChose: true,
	})
	must(t, err)
	return request
}

func (s *site) version(t *testing.T, id uuid.UUID) int {
	t.Helper()
	var request matching.Request
	must(t, s.db.Gorm.Take(&request, "id = ?", id).Error)
	return request.Version
}

// fates brings three marked requests to their ends through every act that takes
// text, and leaves a fourth open.
func (s *site) fates(t *testing.T, provider, consultant *browser) (ended []*matching.Request, open *matching.Request) {
	t.Helper()
	m, ctx := s.Domain.Matching, t.Context()
	held := s.marked(t, consultant, provider.slug)
	must(t, m.Amend(ctx, consultant.actor, held.ID, s.version(t, held.ID), matching.Question{
		Municipality: "GM0984", OwnReference: "merkeigen", ProductCode: "individuele-toeleiding", Question: "merkvraag merkaangepast",
		PreferredWay: matching.WayTable, ResidentChose: true,
	}))
	offer := func(place string) matching.Moments {
		return matching.Moments{Seen: s.version(t, held.ID), At: []time.Time{s.now.Add(24 * time.Hour)}, Way: matching.WayTable, Place: place}
	}
	must(t, m.Propose(ctx, consultant.actor, held.ID, offer("merkvoorstel")))
	must(t, m.Offer(ctx, provider.actor, held.ID, offer("merkaanbod")))
	at := s.now.Add(2 * time.Hour)
	must(t, m.Schedule(ctx, provider.actor, held.ID, matching.Appointment{At: at, Way: matching.WayTable, Place: "merkplek"}))
	must(t, m.Schedule(ctx, provider.actor, held.ID, matching.Appointment{
		At: at.Add(time.Hour), Way: matching.WayTable, Place: "merkplek", Instead: at, AskedBy: "resident", Reason: "merkverzet",
	}))
	s.now = at.Add(2 * time.Hour)
	must(t, m.MissAppointment(ctx, provider.actor, held.ID, matching.NoShow{Seen: s.version(t, held.ID), Absent: "resident", Note: "merknietgekomen"}))
	must(t, m.Schedule(ctx, provider.actor, held.ID, matching.Appointment{At: s.now.Add(time.Hour), Way: matching.WayTable, Place: "merkplek"}))
	declined, withdrawn := s.marked(t, consultant, provider.slug), s.marked(t, consultant, provider.slug)
	admin := s.staff(t, account.RoleAdministrator).actor
	must(t, m.AddClosure(ctx, admin, declined.DueOn, "Brugdag"))
	_, err := m.Recalculate(ctx, admin, "merkherrekend")
	must(t, err)
	open = s.requested(t, provider.slug)
	must(t, m.Hold(ctx, provider.actor, held.ID, workday.On(s.now)))
	fits := false
	must(t, m.Conclude(ctx, provider.actor, held.ID, matching.Conclusion{Fits: &fits, Reason: "merkuitkomst"}))
	must(t, m.Decline(ctx, provider.actor, declined.ID, matching.Ending{Reason: "other", Note: "merkafwijzing"}))
	must(t, m.Withdraw(ctx, consultant.actor, withdrawn.ID, matching.Ending{Reason: "other", Note: "merkintrekking"}))
	must(t, m.Open(ctx, s.people(t).Manager, declined.ID, matching.Ending{Reason: "complaint", Note: "merkgeopend"}))
	return []*matching.Request{held, declined, withdrawn}, open
}

// everything is the text of every row of every table.
func (s *site) everything(t *testing.T) string {
	t.Helper()
	var tables []string
	must(t, s.db.Gorm.Raw("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").Scan(&tables).Error)
	var all strings.Builder
	for _, table := range tables {
		var rows []string
		must(t, s.db.Gorm.Raw("SELECT x::text FROM "+table+" x").Scan(&rows).Error)
		all.WriteString(table + ": " + strings.Join(rows, "\n") + "\n")
	}
	return all.String()
}

// TestNothingIsLeftOfAnErasedRequest puts marks in every text of every act, has
// them erased as the pages do it, and looks for them in every table with its
// letters, in the pages, the exports and the log (T11, RET-3).
func TestNothingIsLeftOfAnErasedRequest(t *testing.T) {
	s := newSite(t)
	var log bytes.Buffer
	s.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	provider, consultant := s.contracted(t), s.consultant(t, "GM0984")
	ended, open := s.fates(t, provider, consultant)
	before := s.everything(t)
	for _, mark := range marks {
		if !strings.Contains(before, mark) {
			t.Errorf("%s was never stored: the search proves nothing", mark)
		}
	}
	figures, err := s.Domain.Matching.Figures(t.Context(), s.people(t).Reviewer, matching.Filter{})
	must(t, err)

	s.now = workday.On(s.now).AddDays(42).Start().Add(-time.Minute)
	must(t, s.Domain.Retention.Run(t.Context()))
	admin := s.staff(t, account.RoleAdministrator)
	if p := admin.get(t, classPath("request-text")); p.doc.Find("form[action$='/goedkeuren']").Length() != 0 {
		t.Error("due a minute before the 42nd day")
	}
	s.now = s.now.Add(2 * time.Minute)
	must(t, s.Domain.Retention.Run(t.Context()))
	if !strings.Contains(s.everything(t), "merkvraag") {
		t.Fatal("erased without approval")
	}
	admin = s.staff(t, account.RoleAdministrator)
	page := admin.get(t, classPath("request-text"))
	for _, request := range ended {
		if !strings.Contains(page.text("main"), request.Reference) {
			t.Errorf("%s is not on the list", request.Reference)
		}
	}
	if p := admin.submit(t, page, "form[action$='/goedkeuren']", url.Values{"count": {"2"}}); p.status != 409 {
		t.Errorf("approving another list: %d", p.status)
	}
	if p := admin.submit(t, page, "form[action$='/goedkeuren']", nil); p.status != 200 || !strings.Contains(p.text("main"), "Goedgekeurd") {
		t.Fatalf("approving: %d %q", p.status, p.text("main"))
	}
	must(t, s.Domain.Retention.Run(t.Context()))

	gone := append(slices.Clone(marks), ended[0].Reference, ended[1].Reference, ended[2].Reference)
	after := s.everything(t)
	for name, text := range s.places(t, provider, consultant, ended, after, &log) {
		for _, word := range gone {
			if i := strings.Index(text, word); i >= 0 {
				t.Errorf("%s has %s: …%s…", name, word, text[max(0, i-200):min(len(text), i+60)])
			}
		}
	}
	if !strings.Contains(after, secretQuestion) || !strings.Contains(after, open.Reference) {
		t.Error("the open request lost its text")
	}
	now, err := s.Domain.Matching.Figures(t.Context(), s.people(t).Reviewer, matching.Filter{})
	must(t, err)
	if now.HeldLate != figures.HeldLate || now.OnTime != figures.OnTime || now.Declined != figures.Declined || now.Withdrawn != figures.Withdrawn || now.Closed != figures.Closed {
		t.Errorf("the clock rows changed: %+v, before %+v", now, figures)
	}
}

// places are where the marks may not be any more.
func (s *site) places(t *testing.T, provider, consultant *browser, ended []*matching.Request, database string, log *bytes.Buffer) map[string]string {
	t.Helper()
	provider, consultant = s.as(t, provider.actor), s.as(t, consultant.actor)
	manager := s.as(t, s.people(t).Manager)
	places := map[string]string{"the database": database}
	for name, b := range map[string]*browser{"provider": provider, "consultant": consultant, "staff": manager} {
		for _, path := range []string{"/mijn/verzoeken", "/consulent", "/beheer/termijnen", "/beheer/brieven", "/beheer/vernietiging"} {
			places[name+" "+path] = b.get(t, path).body
		}
		for file, text := range unzip(t, b.get(t, "/account/gegevens")) {
			places[name+" export "+file] = text
		}
	}
	for _, request := range ended {
		for b, path := range map[*browser]string{provider: "/mijn/verzoeken/", consultant: "/consulent/verzoeken/", manager: termsPath + "/verzoeken/"} {
			if p := b.get(t, path+request.ID.String()); p.status != 404 {
				t.Errorf("%s opens an erased request: %d", path, p.status)
			}
		}
	}
	admin := s.staff(t, account.RoleAdministrator)
	for path, b := range map[string]*browser{
		termsPath + "/export": manager, "/beheer/logboek/export": admin,
		"/beheer/aanbieders/" + provider.actor.ProviderID.String() + "/gegevens": admin,
	} {
		sheet := b.get(t, path)
		if sheet.status != 200 {
			t.Errorf("%s: %d", path, sheet.status)
		}
		places["the export "+path] = packed(t, sheet.body)
	}
	if !strings.Contains(places["the export "+termsPath+"/export"], "MV-") {
		t.Error("no request is found in the workbook: the search proves nothing")
	}
	places["the log"] = log.String()
	return places
}

// TestHoldAndDeclarationPages walks a hold and a declaration (RET-1, RET-2).
func TestHoldAndDeclarationPages(t *testing.T) {
	s := newSite(t)
	provider, consultant := s.contracted(t), s.consultant(t, "GM0984")
	request := s.marked(t, consultant, provider.slug)
	must(t, s.Domain.Matching.Decline(t.Context(), provider.actor, request.ID, matching.Ending{Reason: "no-capacity"}))
	s.now = s.now.AddDate(0, 0, 42)
	must(t, s.Domain.Retention.Run(t.Context()))
	admin := s.staff(t, account.RoleAdministrator)
	hold := "form[action$='/bewaren']"
	p := admin.submit(t, admin.get(t, retentionPath), hold, url.Values{"reference": {"MV-XXXX-XX"}, "reason": {"Er loopt een klacht"}, "until.day": {"31"}, "until.month": {"2"}, "until.year": {"2027"}})
	if p.status != 422 || p.errorAt("until") == "" || p.doc.Find("#reason").Text() == "" {
		t.Errorf("a day that does not exist: %d %q", p.status, p.text(".error-summary"))
	}
	p = admin.submit(t, admin.get(t, retentionPath), hold, url.Values{"reference": {"MV-XXXX-XX"}, "reason": {"Er loopt een klacht"}})
	if p.status != 422 || p.errorAt("reference") == "" {
		t.Errorf("an unknown reference: %d", p.status)
	}
	p = admin.submit(t, admin.get(t, retentionPath+"?kenmerk="+request.Reference), hold, url.Values{"reason": {"Er loopt een klacht"}})
	if p.status != 200 || !strings.Contains(p.text("main"), "Er loopt een klacht") {
		t.Fatalf("holding: %d %q", p.status, p.text(".error-summary"))
	}
	page := admin.get(t, classPath("request-text"))
	if page.doc.Find("form[action$='/goedkeuren']").Length() != 0 || !strings.Contains(page.text("main table"), "Bewaard") {
		t.Error("a held record can be approved")
	}
	if p = admin.submit(t, p, "form[action$='/opheffen']", nil); p.status != 200 {
		t.Fatalf("lifting: %d", p.status)
	}
	admin.submit(t, admin.get(t, classPath("request-text")), "form[action$='/goedkeuren']", nil)
	must(t, s.Domain.Retention.Run(t.Context()))
	p = admin.get(t, retentionPath)
	address, _ := p.doc.Find("a[href*='/verklaringen/']").Attr("href")
	p = admin.get(t, address)
	if !strings.Contains(p.text("main"), "Tekst van gesloten verzoeken") || !strings.Contains(p.text("main"), admin.actor.Name) || strings.Contains(p.body, request.Reference) {
		t.Errorf("the declaration says %q", p.text("main"))
	}
	if p = admin.get(t, address+"/pdf"); p.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(p.body, "%PDF") {
		t.Errorf("no PDF: %d", p.status)
	}
	for _, statement := range []string{"DELETE FROM destruction_declarations", "UPDATE destruction_declarations SET records = " + strconv.Itoa(9), "TRUNCATE destruction_declarations"} {
		if err := s.db.Gorm.Exec(statement).Error; err == nil {
			t.Errorf("the database lets %s", statement)
		}
	}
}

// packed is the text of every file in an export: of a workbook, its sheets. An
// export that is no archive is its own text.
func packed(t *testing.T, body string) string {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		return body
	}
	var all strings.Builder
	for _, file := range archive.File {
		content, err := file.Open()
		must(t, err)
		text, err := io.ReadAll(content)
		must(t, err)
		all.Write(text)
	}
	return all.String()
}
