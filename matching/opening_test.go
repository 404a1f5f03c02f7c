package matching

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

func (f *fixture) staff(t *testing.T, role account.Role) account.Actor {
	t.Helper()
	actor := f.person(t, "Staf "+string(role))
	actor.Roles = []account.Role{role}
	return actor
}

// TestTextOpensForWhoGaveAReason pins T9: the MGR reads the text for a quarter of
// an hour after a reason, alone, and both sides see that on the time line.
func TestTextOpensForWhoGaveAReason(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.at(t, StatusScheduled)
	manager, other := f.staff(t, account.RoleContractManager), f.staff(t, account.RoleAdministrator)
	read := func(actor account.Actor) string {
		t.Helper()
		glance, err := f.Glance(t.Context(), actor, request.ID)
		must(t, err)
		r := glance.Request
		return r.Question + r.Goals + r.OwnReference + r.AppointmentPlace
	}
	if got := read(manager); got != "" {
		t.Fatalf("closed, and reads %q", got)
	}
	for _, wrong := range []Ending{{}, {Reason: "complaint"}, {Reason: "nieuwsgierig", Note: "x"}, {Reason: "complaint", Note: "Klacht van 111222333"}, {Reason: "other", Note: strings.Repeat("x", NoteMax+1)}} {
		if err := f.Open(t.Context(), manager, request.ID, wrong); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("%.30v: %v", wrong, err)
		}
	}
	why := Ending{Reason: "complaint", Note: "De gemeente belde over de afspraak."}
	for _, stranger := range []account.Actor{f.provider, f.consultant, f.staff(t, account.RoleReviewer), {}} {
		if err := f.Open(t.Context(), stranger, request.ID, why); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v opens: %v", stranger.Roles, err)
		}
	}
	if err := f.Open(t.Context(), manager, uuid.New(), why); !fault.Is(err, fault.KindMissing) {
		t.Errorf("no such request: %v", err)
	}
	must(t, f.Open(t.Context(), manager, request.ID, why))
	if read(manager) == "" || read(other) != "" {
		t.Errorf("who opened reads %q, another one %q", read(manager), read(other))
	}
	f.now = f.now.Add(OpenFor)
	if got := read(manager); got != "" {
		t.Errorf("after a quarter of an hour: %q", got)
	}
	for _, side := range []account.Actor{f.provider, f.consultant} {
		found, err := f.Case(t.Context(), side, request.ID)
		must(t, err)
		last := found.Steps[len(found.Steps)-1]
		if last.Act != ActOpened || last.Reason != "complaint" || last.Side != "staff" {
			t.Errorf("%v sees %+v", side.Roles, last)
		}
	}
	var audited int64
	must(t, f.DB.Table("audit_entries").Where("object_id = ? AND actor_id = ? AND action IN ('request.opened', 'request.read')", request.ID.String(), manager.UserID).Count(&audited).Error)
	if audited != 2 { // opened once, read once
		t.Errorf("%d entries in the audit trail", audited)
	}
}
