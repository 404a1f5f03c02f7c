package matching

import (
	"slices"
	"strings"
	"testing"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// to gives who got a kind of letter, in order.
func (f *fixture) to(t *testing.T, kind string) (to []string) {
	t.Helper()
	must(t, f.DB.Model(&mail.Record{}).Where("kind = ?", kind).Order("to_address").Pluck("to_address", &to).Error)
	return to
}

// TestLettersFollowTheMunicipality: a consultant who works for another municipality
// now hears no more of a request. When nobody who worked on it is left, the other
// consultants of the municipality hear of it.
func TestLettersFollowTheMunicipality(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	colleague, other := f.reach(t, f.newConsultant(t, "GM0984")), f.reach(t, f.newConsultant(t, "GM0983"))
	request := f.send(t)
	f.exec(t, "UPDATE users SET municipality_code = 'GM0983' WHERE id = ?", f.consultant.UserID)
	must(t, f.try(t, f.provider, request.ID, ActAcknowledge))
	if to := f.to(t, "request_acknowledged"); !slices.Equal(to, []string{colleague.Email}) {
		t.Errorf("after a move: %v, want %s and not %s", to, colleague.Email, f.consultant.Email)
	}
	must(t, f.HandOver(t.Context(), colleague, request.ID, f.stored(t, request.ID).Version, colleague.UserID))
	f.exec(t, "UPDATE users SET closed_at = ? WHERE id = ?", f.now, f.consultant.UserID)
	must(t, f.try(t, f.provider, request.ID, ActDecline))
	if to := f.to(t, "request_declined"); !slices.Equal(to, []string{colleague.Email}) || slices.Contains(to, other.Email) {
		t.Errorf("with a stand-in: %v", to)
	}
}

// TestStandInReadsTheOwnLanguage: the way of talking, the reason and the calendar are
// in the language of who stands in, not of the colleague.
func TestStandInReadsTheOwnLanguage(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	standIn := f.reach(t, f.newConsultant(t, "GM0984"))
	f.exec(t, "UPDATE users SET lang = 'en' WHERE id = ?", standIn.UserID)
	for _, row := range []struct {
		kind string
		acts []Act
		nl   string
	}{
		{"appointment_made", []Act{ActSchedule}, "Digitaal"},
		{"request_declined", []Act{ActDecline}, "plaats"},
		{"appointment_cancelled", []Act{ActSchedule, ActWithdraw}, "Matchingsgesprek"},
	} {
		request := f.send(t)
		must(t, f.HandOver(t.Context(), f.consultant, request.ID, 1, standIn.UserID))
		for _, act := range row.acts {
			actor := f.provider
			if sides[act][0] == account.RoleConsultant {
				actor = f.consultant
			}
			must(t, f.try(t, actor, request.ID, act))
		}
		var letters []mail.Record
		must(t, f.DB.Where("kind = ? AND about_id = ?", row.kind, request.ID.String()).Find(&letters).Error)
		for _, letter := range letters {
			if text := letter.TextBody + letter.Calendar; strings.Contains(text, row.nl) != (letter.ToAddress == f.consultant.Email) && letter.ToAddress != f.slug+"@intake.example" {
				t.Errorf("%s to %s says %q", row.kind, letter.ToAddress, text)
			}
		}
		if len(letters) < 2 {
			t.Errorf("%d letters %s", len(letters), row.kind)
		}
	}
}

// TestSameIDWithOtherContentIsRefused: every part that was filled in counts, so that
// nobody believes that something was sent which was not.
func TestSameIDWithOtherContentIsRefused(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	first := f.question()
	first.ContactPhone = "077-0123456"
	sent, err := f.Send(t.Context(), f.consultant, f.slug, first)
	must(t, err)
	first.ID = sent.ID
	if again, err := f.Send(t.Context(), f.consultant, f.slug, first); err != nil || again.ID != sent.ID {
		t.Errorf("the same again: %v", err)
	}
	rung, wish := 2, day("2026-06-01")
	for name, change := range map[string]func(*Question){
		"start rung": func(q *Question) { q.StartRung = &rung },
		"no rung":    func(q *Question) { q.TargetRung = nil },
		"start wish": func(q *Question) { q.StartWishOn = &wish },
		"telephone":  func(q *Question) { q.ContactPhone = "" },
		"joins":      func(q *Question) { q.MunicipalityJoins = true },
		"own file":   func(q *Question) { q.OwnReference = "VRY-119" },
	} {
		other := first
		change(&other)
		if _, err := f.Send(t.Context(), f.consultant, f.slug, other); !fault.Is(err, fault.KindConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
