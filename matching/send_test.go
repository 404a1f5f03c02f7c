package matching

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// number passes the 11-proef; it belongs to nobody.
const number = "111222333"

func TestSendKeepsWhatWasAskedAndTellsBoth(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.stored(t, f.send(t).ID)
	if request.Status != StatusSent || request.DueOn != day("2026-04-13") || request.CalendarVersion == "" ||
		request.MunicipalityCode != "GM0984" || request.ConsultantID != f.consultant.UserID || *request.TargetRung != 5 {
		t.Errorf("stored %+v", request)
	}
	for _, kind := range []string{"request_received", "request_sent"} {
		if got := f.letters(t, kind); got != 1 {
			t.Errorf("%d letters %s, want 1", got, kind)
		}
	}
}

// TestLettersHoldNothingAboutTheResident: not the question, goals, notes or the
// consultant's own reference.
func TestLettersHoldNothingAboutTheResident(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	for status := range roads {
		f.at(t, status)
	}
	var bodies []string
	must(t, f.DB.Table("letters").Pluck("subject || text_body || html_body", &bodies).Error)
	all := strings.Join(bodies, "\n")
	for _, secret := range []string{"buiten werken", "ochtenden", "VRY-118", "Een andere werkplek"} {
		if strings.Contains(all, secret) {
			t.Errorf("a letter says %q", secret)
		}
	}
	if len(bodies) < 14 {
		t.Errorf("only %d letters", len(bodies))
	}
}

func TestSendNamesWhatIsWrong(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	seven, one, yesterday := 7, 1, day("2026-04-01")
	for _, row := range []struct {
		field, key string
		spoil      func(*Question)
	}{
		{"municipality", "request.other-municipality", func(q *Question) { q.Municipality = "GM0983" }},
		{"municipality", "request.other-municipality", func(q *Question) { q.Municipality = "" }},
		{"ownReference", "error.required", func(q *Question) { q.OwnReference = "" }},
		{"ownReference", "error.max", func(q *Question) { q.OwnReference = strings.Repeat("é", OwnReferenceMax+1) }},
		{"ownReference", "error.bsn", func(q *Question) { q.OwnReference = number }},
		{"product", "error.choose-one", func(q *Question) { q.ProductCode = "" }},
		{"product", "request.not-askable", func(q *Question) { q.ProductCode = "collectieve-toeleiding" }},
		{"product", "request.not-askable", func(q *Question) { q.ProductCode = "bestaat-niet" }},
		{"question", "error.required", func(q *Question) { q.Question = "" }},
		{"question", "error.max", func(q *Question) { q.Question = strings.Repeat("é", QuestionMax+1) }},
		{"question", "error.bsn", func(q *Question) { q.Question = "Het BSN is " + number }},
		{"goals", "error.bsn", func(q *Question) { q.Goals = "bsn 1112.22.333" }},
		{"preferredWay", "error.choose-one", func(q *Question) { q.PreferredWay = "fax" }},
		{"startWishOn", "error.date-past", func(q *Question) { q.StartWishOn = &yesterday }},
		{"startWishOn", "error.date", func(q *Question) { q.StartWishOn = &workday.Date{} }},
		{"startRung", "error.unknown-choice", func(q *Question) { q.StartRung, q.TargetRung = &seven, nil }},
		{"targetRung", "request.rung-lower", func(q *Question) { q.TargetRung = &one }},
		{"residentChose", "request.resident-chose", func(q *Question) { q.ResidentChose = false }},
	} {
		question := f.question()
		row.spoil(&question)
		_, err := f.Send(t.Context(), f.consultant, f.slug, question)
		if refusal := fault.Of(err); refusal == nil || len(refusal.Fields) != 1 ||
			refusal.Fields[0].Name != row.field || refusal.Fields[0].Key != row.key {
			t.Errorf("%s: %v, want %s", row.field, err, row.key)
		}
	}
	long := f.question()
	long.Question = strings.Repeat("é", QuestionMax)
	if _, err := f.Send(t.Context(), f.consultant, f.slug, long); err != nil {
		t.Errorf("exactly %d characters: %v", QuestionMax, err)
	}
}

func TestSendOnlyToWhoCanBeAsked(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	if _, err := f.Send(t.Context(), f.provider, f.slug, f.question()); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("a provider gets %v", err)
	}
	if _, err := f.Send(t.Context(), f.consultant, "bestaat-niet", f.question()); !fault.Is(err, fault.KindMissing) {
		t.Errorf("an unknown provider gives %v", err)
	}
	f.exec(t, "UPDATE admissions SET active = false, ended_on = '2026-04-01' WHERE provider_id = ?", f.provider.ProviderID)
	if _, err := f.Send(t.Context(), f.consultant, f.slug, f.question()); fault.Of(err) == nil {
		t.Errorf("an ended admission gives %v", err)
	}
}

// TestBSNIsNowhere puts a citizen service number in every text of every act and
// then looks for it in every column of every table (T2).
func TestBSNIsNowhere(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	question := f.question()
	question.OwnReference, question.Question, question.Goals = number, number, number
	_, err := f.Send(t.Context(), f.consultant, f.slug, question)
	refusals := []error{err}
	sent, held, scheduled := f.at(t, StatusSent).ID, f.at(t, StatusHeld).ID, f.at(t, StatusScheduled)
	appointment := f.appointment()
	appointment.Place = "Kamer " + number
	moved := f.appointment()
	moved.Instead, moved.Reason, moved.AskedBy = *scheduled.AppointmentAt, number, "resident"
	amended, moments := f.question(), f.moments(1)
	amended.Goals, moments.Place = number, number
	f.now = scheduled.AppointmentAt.Add(-time.Minute)
	admin := f.person(t, "Ada Beheer")
	admin.Roles = []account.Role{account.RoleAdministrator}
	recalculated := func() error {
		_, err := f.Recalculate(t.Context(), admin, number)
		return err
	}
	fits := false
	ctx := t.Context()
	refusals = append(refusals,
		f.SaveDraft(ctx, f.consultant, f.slug, question), f.Amend(ctx, f.consultant, sent, 1, amended),
		f.Offer(ctx, f.provider, sent, moments), f.Propose(ctx, f.consultant, sent, moments), recalculated(),
		f.Schedule(ctx, f.provider, sent, appointment), f.Schedule(ctx, f.provider, scheduled.ID, moved),
		f.Conclude(ctx, f.provider, held, Conclusion{Fits: &fits, Reason: number}),
		f.Decline(ctx, f.provider, sent, Ending{Reason: "other", Note: number}),
		f.Withdraw(ctx, f.consultant, sent, Ending{Reason: "other", Note: number}))
	for i, err := range refusals {
		if refusal := fault.Of(err); refusal == nil || refusal.Fields[0].Key != "error.bsn" || strings.Contains(err.Error(), number) {
			t.Errorf("%d: %v", i, err)
		}
	}
	var tables []string
	must(t, f.DB.Raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").Scan(&tables).Error)
	for _, table := range tables {
		var count int64
		must(t, f.DB.Raw(`SELECT count(*) FROM "`+table+`" AS r WHERE r::text LIKE ?`, "%"+number+"%").Scan(&count).Error)
		if count > 0 {
			t.Errorf("table %s holds the number", table)
		}
	}
}

func TestActsNameWhatIsWrong(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	ctx, yes, zero := t.Context(), true, 0
	sent, held, scheduled := f.at(t, StatusSent).ID, f.at(t, StatusHeld).ID, f.at(t, StatusScheduled)
	past := f.appointment()
	past.At = f.now.Add(-time.Minute)
	unexplained := f.appointment()
	unexplained.Instead = *scheduled.AppointmentAt
	tomorrow, before := day("2026-04-03"), day("2026-04-01")
	for name, row := range map[string]struct {
		err  error
		want string
	}{
		"empty appointment": {f.Schedule(ctx, f.provider, sent, Appointment{}), "date=error.required way=error.choose-one place=error.required"},
		"appointment past":  {f.Schedule(ctx, f.provider, sent, past), "date=appointment.past"},
		"moved without why": {f.Schedule(ctx, f.provider, scheduled.ID, unexplained), "askedBy=error.choose-one reason=error.required"},
		"held no day":       {f.Hold(ctx, f.provider, sent, workday.Date{}), "heldOn=error.required"},
		"held tomorrow":     {f.Hold(ctx, f.provider, sent, tomorrow), "heldOn=error.date-future"},
		"held before sent":  {f.Hold(ctx, f.provider, sent, before), "heldOn=request.held-before-sent"},
		"no outcome":        {f.Conclude(ctx, f.provider, held, Conclusion{}), "fits=error.choose-one"},
		"fits, nothing more": {f.Conclude(ctx, f.provider, held, Conclusion{Fits: &yes, HoursPerWeek: &zero, DurationWeeks: &zero}),
			"expectedStartOn=error.required hoursPerWeek=error.between durationWeeks=error.between"},
		"starts on no date":  {f.Conclude(ctx, f.provider, held, Conclusion{Fits: &yes, ExpectedStartOn: &workday.Date{}}), "expectedStartOn=error.date"},
		"declined, no code":  {f.Decline(ctx, f.provider, sent, Ending{Reason: "te-moeilijk"}), "reason=error.choose-one"},
		"other, no note":     {f.Decline(ctx, f.provider, sent, Ending{Reason: "other"}), "note=error.required"},
		"withdrawn, no code": {f.Withdraw(ctx, f.consultant, sent, Ending{Reason: "no-capacity"}), "reason=error.choose-one"},
	} {
		if row.err == nil || row.err.Error() != "refused: fault.invalid "+row.want {
			t.Errorf("%s: %v, want %s", name, row.err, row.want)
		}
	}
}

// TestOldTabMovesNoAppointment: who did not see the appointment that stands
// changes nothing.
func TestOldTabMovesNoAppointment(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.at(t, StatusScheduled)
	old := f.appointment()
	old.At, old.Instead, old.Reason = old.At.Add(time.Hour), request.AppointmentAt.Add(-time.Hour), "Vergissing"
	if err := f.Schedule(t.Context(), f.provider, request.ID, old); !fault.Is(err, fault.KindConflict) {
		t.Errorf("got %v, want a conflict", err)
	}
	if got := f.stored(t, request.ID); !got.AppointmentAt.Equal(*request.AppointmentAt) {
		t.Error("the appointment moved")
	}
}

// TestReadingIsWrittenDown: who reads a case stands in the audit trail (AVG-6).
func TestReadingIsWrittenDown(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	for _, actor := range []account.Actor{f.provider, f.consultant} {
		_, err := f.Case(t.Context(), actor, request.ID)
		must(t, err)
	}
	var readers []uuid.UUID
	must(t, f.DB.Raw("SELECT actor_id FROM audit_entries WHERE action = 'request.read' AND object_id = ? ORDER BY id", request.ID.String()).Scan(&readers).Error)
	if len(readers) != 2 || readers[0] != f.provider.UserID || readers[1] != f.consultant.UserID {
		t.Errorf("readers = %v", readers)
	}
}

// TestSendingTwiceMakesOneRequest: a double click, and an ID that is somebody
// else's request.
func TestSendingTwiceMakesOneRequest(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	question := f.question()
	question.ID = uuid.New()
	first, err := f.Send(t.Context(), f.consultant, f.slug, question)
	must(t, err)
	second, err := f.Send(t.Context(), f.consultant, f.slug, question)
	must(t, err)
	if first.Reference != second.Reference || f.letters(t, "request_received") != 1 {
		t.Errorf("%s and %s, %d letters", first.Reference, second.Reference, f.letters(t, "request_received"))
	}
	_, otherSlug := f.newProvider(t)
	for name, change := range map[string]func(*Question, *string){
		"other text":      func(q *Question, _ *string) { q.Question = "Iets heel anders" },
		"other reference": func(q *Question, _ *string) { q.OwnReference = "VRY-119" },
		"other provider":  func(_ *Question, slug *string) { *slug = otherSlug },
	} {
		changed, slug := question, f.slug
		change(&changed, &slug)
		if got, err := f.Send(t.Context(), f.consultant, slug, changed); !fault.Is(err, fault.KindConflict) {
			t.Errorf("%s: %v, %v, want a conflict", name, got, err)
		}
	}
	stranger := f.newConsultant(t, "GM0983")
	question.Municipality = "GM0983"
	if got, err := f.Send(t.Context(), stranger, f.slug, question); !fault.Is(err, fault.KindMissing) {
		t.Errorf("another municipality gets %v, %v", got, err)
	}
}
