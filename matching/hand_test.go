package matching

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// reach makes a person somebody to whom the portal writes.
func (f *fixture) reach(t *testing.T, actor account.Actor) account.Actor {
	t.Helper()
	f.exec(t, "UPDATE users SET email_confirmed_at = ? WHERE id = ?", f.now, actor.UserID)
	for _, role := range actor.Roles {
		f.exec(t, "INSERT INTO user_roles (user_id, role) VALUES (?, ?)", actor.UserID, role)
	}
	return actor
}

// TestStandInGetsTheLetters: a colleague of the same municipality, and nobody else,
// can stand in.
func TestStandInGetsTheLetters(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	colleague, stranger := f.reach(t, f.newConsultant(t, "GM0984")), f.reach(t, f.newConsultant(t, "GM0983"))
	for _, wrong := range []uuid.UUID{stranger.UserID, f.provider.UserID, uuid.New()} {
		if err := f.HandOver(t.Context(), f.consultant, request.ID, 1, wrong); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("somebody else stands in: %v", err)
		}
	}
	must(t, f.HandOver(t.Context(), f.consultant, request.ID, 1, colleague.UserID))
	must(t, f.try(t, f.provider, request.ID, ActAcknowledge))
	var to []string
	must(t, f.DB.Model(&mail.Record{}).Where("kind = 'request_acknowledged'").Order("to_address").Pluck("to_address", &to).Error)
	want := []string{f.consultant.Email, colleague.Email}
	slices.Sort(want)
	if !slices.Equal(to, want) || f.letters(t, "request_assigned") != 1 {
		t.Errorf("told %v, want %v; %d letters about standing in", to, want, f.letters(t, "request_assigned"))
	}
	must(t, f.HandOver(t.Context(), f.consultant, request.ID, 3, uuid.Nil))
	if f.stored(t, request.ID).StandInID != nil {
		t.Error("the colleague still stands in")
	}
}

// TestAssignedColleagueIsTheProvidersOwnAffair: the colleague gets the letters, the
// consultant does not see who it is.
func TestAssignedColleagueIsTheProvidersOwnAffair(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	colleague := f.person(t, "Bram Begeleider")
	colleague.Roles = []account.Role{account.RoleProvider}
	f.exec(t, "UPDATE users SET provider_id = ? WHERE id = ?", f.provider.ProviderID, colleague.UserID)
	f.reach(t, colleague)
	if err := f.Assign(t.Context(), f.provider, request.ID, 1, f.consultant.UserID); !fault.Is(err, fault.KindInvalid) {
		t.Errorf("assigned to the consultant: %v", err)
	}
	must(t, f.Assign(t.Context(), f.provider, request.ID, 1, colleague.UserID))
	must(t, f.try(t, f.provider, request.ID, ActSchedule))
	var told int64
	must(t, f.DB.Model(&mail.Record{}).Where("kind = 'appointment_made' AND to_address = ?", colleague.Email).Count(&told).Error)
	seenBy := func(actor account.Actor) bool {
		found, err := f.Case(t.Context(), actor, request.ID)
		must(t, err)
		return found.Assigned != nil
	}
	if told != 1 || !seenBy(f.provider) || seenBy(f.consultant) {
		t.Errorf("%d letters; provider sees it %v, consultant %v", told, seenBy(f.provider), seenBy(f.consultant))
	}
}

// TestSameQuestionToAnotherProvider: after a decline the question goes on without
// typing, and each of the two requests keeps its own clock (T3).
func TestSameQuestionToAnotherProvider(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	declined, open := f.at(t, StatusDeclined), f.at(t, StatusSent)
	if _, err := f.Again(t.Context(), f.consultant, open.ID); !fault.Is(err, fault.KindConflict) {
		t.Errorf("again while it is open: %v", err)
	}
	if _, err := f.Again(t.Context(), f.newConsultant(t, "GM0983"), declined.ID); !fault.Is(err, fault.KindMissing) {
		t.Errorf("of another municipality: %v", err)
	}
	question, err := f.Again(t.Context(), f.consultant, declined.ID)
	must(t, err)
	if question.ResidentChose || question.Question != declined.Question {
		t.Errorf("the question again: %+v", question)
	}
	_, slug := f.newProvider(t)
	question.ResidentChose = true
	next, err := f.Send(t.Context(), f.consultant, slug, question)
	must(t, err)
	found, err := f.Case(t.Context(), f.consultant, next.ID)
	must(t, err)
	if found.Previous != declined.Reference {
		t.Errorf("it follows %q, want %q", found.Previous, declined.Reference)
	}
}

// TestDraftIsItsWritersOwn: kept, seen by nobody else, gone when it is sent or
// after its life.
func TestDraftIsItsWritersOwn(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	question := f.question()
	question.ID, question.PreferredWay, question.Goals = uuid.New(), "", ""
	must(t, f.SaveDraft(t.Context(), f.consultant, f.slug, question))
	question.Goals = "Drie ochtenden per week"
	must(t, f.SaveDraft(t.Context(), f.consultant, f.slug, question))
	drafts, err := f.Drafts(t.Context(), f.consultant)
	must(t, err)
	kept, err := drafts[0].Question()
	must(t, err)
	if len(drafts) != 1 || kept.Goals != question.Goals || kept.ResidentChose {
		t.Fatalf("%d drafts, %+v", len(drafts), kept)
	}
	colleague := f.newConsultant(t, "GM0984")
	if err := f.SaveDraft(t.Context(), colleague, f.slug, question); !fault.Is(err, fault.KindMissing) {
		t.Errorf("a colleague writes in it: %v", err)
	}
	if _, err := f.Draft(t.Context(), colleague, question.ID); !fault.Is(err, fault.KindMissing) {
		t.Errorf("a colleague reads it: %v", err)
	}
	if err := f.DropDraft(t.Context(), colleague, question.ID); !fault.Is(err, fault.KindMissing) {
		t.Errorf("a colleague drops it: %v", err)
	}
	question.PreferredWay, question.ResidentChose = WayTable, true
	_, err = f.Send(t.Context(), f.consultant, f.slug, question)
	must(t, err)
	if err := f.SaveDraft(t.Context(), f.consultant, f.slug, question); !fault.Is(err, fault.KindConflict) {
		t.Errorf("a draft of what was sent: %v", err)
	}
	question.ID = uuid.New()
	must(t, f.SaveDraft(t.Context(), f.consultant, f.slug, question))
	f.now = f.now.Add(draftLife).AddDate(0, 0, 1)
	must(t, f.SweepDrafts(t.Context()))
	if drafts, err := f.Drafts(t.Context(), f.consultant); err != nil || len(drafts) != 0 {
		t.Errorf("after its life: %v, %v", drafts, err)
	}
}
