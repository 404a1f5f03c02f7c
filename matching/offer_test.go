package matching

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

func (f *fixture) openOffers(t *testing.T, id uuid.UUID) []Offer {
	t.Helper()
	var offers []Offer
	must(t, f.DB.Where("request_id = ? AND ended_at IS NULL", id).Order("id").Find(&offers).Error)
	return offers
}

// TestOfferedMomentIsTakenByTheOtherSide walks T7: three moments, a new round in
// their place, and one accepted; nobody accepts an own offer or one that is gone.
func TestOfferedMomentIsTakenByTheOtherSide(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	must(t, f.Offer(t.Context(), f.provider, request.ID, f.moments(1)))
	first := f.openOffers(t, request.ID)
	if len(first) != 2 || f.stored(t, request.ID).FirstAnsweredAt == nil || f.letters(t, "moments_offered") != 1 {
		t.Fatalf("%d open, answered %v, %d letters", len(first), f.stored(t, request.ID).FirstAnsweredAt, f.letters(t, "moments_offered"))
	}
	must(t, f.Offer(t.Context(), f.provider, request.ID, f.moments(2)))
	second := f.openOffers(t, request.ID)
	if err := f.Accept(t.Context(), f.consultant, request.ID, first[0].ID); !fault.Is(err, fault.KindConflict) {
		t.Errorf("an offer that was replaced: %v", err)
	}
	if err := f.Accept(t.Context(), f.provider, request.ID, second[0].ID); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("an own offer: %v", err)
	}
	other := f.send(t)
	if err := f.Accept(t.Context(), f.consultant, other.ID, second[0].ID); !fault.Is(err, fault.KindConflict) {
		t.Errorf("an offer of another request: %v", err)
	}
	must(t, f.Accept(t.Context(), f.consultant, request.ID, second[1].ID))
	stored := f.stored(t, request.ID)
	if stored.Status != StatusScheduled || !stored.AppointmentAt.Equal(second[1].At) || stored.AppointmentPlace != second[1].Place {
		t.Errorf("accepted: %s at %v in %q", stored.Status, stored.AppointmentAt, stored.AppointmentPlace)
	}
	if len(f.openOffers(t, request.ID)) != 0 || f.letters(t, "appointment_made") != 2 {
		t.Errorf("%d offers still open, %d letters", len(f.openOffers(t, request.ID)), f.letters(t, "appointment_made"))
	}
}

func TestPastMomentIsNotAccepted(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	must(t, f.Propose(t.Context(), f.consultant, request.ID, f.moments(1)))
	f.now = f.now.Add(25 * time.Hour)
	offers := f.openOffers(t, request.ID)
	if err := f.Accept(t.Context(), f.provider, request.ID, offers[0].ID); !fault.Is(err, fault.KindConflict) {
		t.Errorf("a past moment: %v", err)
	}
	must(t, f.Accept(t.Context(), f.provider, request.ID, offers[1].ID))
}

// TestNoShowKeepsTheHistory: the appointment is gone, its moment and who did not
// come stay on the time line, and the term runs on (T3, T4).
func TestNoShowKeepsTheHistory(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.at(t, StatusScheduled)
	if err := f.MissAppointment(t.Context(), f.provider, request.ID, NoShow{Seen: request.Version, Absent: "resident"}); !fault.Is(err, fault.KindConflict) {
		t.Errorf("before the appointment: %v", err)
	}
	at := *request.AppointmentAt
	f.now = at.Add(time.Hour)
	must(t, f.MissAppointment(t.Context(), f.consultant, request.ID, NoShow{Seen: request.Version, Absent: "provider"}))
	found, err := f.Case(t.Context(), f.provider, request.ID)
	must(t, err)
	last := found.Steps[len(found.Steps)-1]
	if found.Request.AppointmentAt != nil || found.Request.DueOn != request.DueOn || last.Act != ActNoShow || last.AskedBy != "provider" || !last.Moment.Equal(at) {
		t.Errorf("after the no-show: %+v, %+v", found.Request, last)
	}
	if f.letters(t, "appointment_missed") != 2 {
		t.Errorf("%d letters", f.letters(t, "appointment_missed"))
	}
}

// TestOldPageUndoesNothing: an act on a page that shows an older version of the
// request is refused.
func TestOldPageUndoesNothing(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	must(t, f.handle(t, f.consultant, request.ID, 1, ActAmend))
	for _, act := range []Act{ActAmend, ActOffer, ActPropose, ActAssign, ActHandOver} {
		actor := f.provider
		if sides[act][0] == account.RoleConsultant {
			actor = f.consultant
		}
		if err := f.handle(t, actor, request.ID, 1, act); !fault.Is(err, fault.KindConflict) {
			t.Errorf("%s on an old page: %v", act, err)
		}
	}
}
