package matching

import (
	"strings"
	"testing"

	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
)

// TestLettersSayWhatTheReaderMayDo: only the provider moves an appointment and
// records the outcome, and everybody reads their own language, also the people
// who stand in for an intake point without verified address (D11).
func TestLettersSayWhatTheReaderMayDo(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	f.exec(t, "UPDATE users SET lang = 'en', email_confirmed_at = created_at WHERE id = ?", f.provider.UserID)
	request := f.send(t)
	f.exec(t, "UPDATE intake_points SET verified_at = NULL WHERE provider_id = ?", f.provider.ProviderID)
	must(t, f.try(t, f.provider, request.ID, ActSchedule))
	must(t, f.try(t, f.provider, request.ID, ActReschedule))
	must(t, f.try(t, f.provider, request.ID, ActHold))
	withdrawn := f.at(t, StatusHeld)
	must(t, f.try(t, f.consultant, withdrawn.ID, ActWithdraw))
	for _, row := range []struct{ kind, to, has, hasNot string }{
		{"appointment_made", f.provider.Email, "move the appointment in the portal", "digitaal"},
		{"appointment_made", f.consultant.Email, "Bel of mail de aanbieder", "Verzet de afspraak"},
		{"appointment_moved", f.provider.Email, "move the appointment in the portal", "digitaal"},
		{"appointment_moved", f.consultant.Email, "Bel of mail de aanbieder", "Verzet de afspraak"},
		{"request_held", f.consultant.Email, "De aanbieder vult die in", "Vul in het portaal"},
		{"request_withdrawn", f.provider.Email, "esident", "inwoner"},
	} {
		var letters []mail.Record
		must(t, f.DB.Where("kind = ? AND to_address = ?", row.kind, row.to).Find(&letters).Error)
		if len(letters) == 0 {
			t.Errorf("no %s to %s", row.kind, row.to)
		}
		for _, letter := range letters {
			text := strings.Join(strings.Fields(letter.TextBody), " ")
			if !strings.Contains(text, row.has) || strings.Contains(text, row.hasNot) {
				t.Errorf("%s to %s says %q", row.kind, row.to, text)
			}
		}
	}
}
