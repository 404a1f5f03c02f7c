package matching

import (
	"fmt"
	"slices"
	"testing"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// life is the table of T3, written by hand: what may be done where, and where it
// leads. Everything that is not in it is refused as past its step.
var life = map[Status]map[Act]Status{
	StatusSent: {
		ActAmend: StatusSent, ActAcknowledge: StatusAcknowledged, ActOffer: StatusAcknowledged, ActPropose: StatusSent,
		ActAccept: StatusScheduled, ActSchedule: StatusScheduled, ActHold: StatusHeld, ActDecline: StatusDeclined,
		ActWithdraw: StatusWithdrawn, ActAssign: StatusSent, ActHandOver: StatusSent,
	},
	StatusAcknowledged: {
		ActOffer: StatusAcknowledged, ActPropose: StatusAcknowledged, ActAccept: StatusScheduled, ActSchedule: StatusScheduled,
		ActHold: StatusHeld, ActDecline: StatusDeclined, ActWithdraw: StatusWithdrawn, ActAssign: StatusAcknowledged, ActHandOver: StatusAcknowledged,
	},
	StatusScheduled: {
		ActReschedule: StatusScheduled, ActNoShow: StatusAcknowledged, ActHold: StatusHeld, ActWithdraw: StatusWithdrawn,
		ActAssign: StatusScheduled, ActHandOver: StatusScheduled,
	},
	StatusHeld: {ActConclude: StatusConcluded, ActWithdraw: StatusWithdrawn, ActAssign: StatusHeld, ActHandOver: StatusHeld},
}

var acts = []Act{
	ActAmend, ActAcknowledge, ActOffer, ActPropose, ActAccept, ActSchedule, ActReschedule, ActNoShow, ActHold, ActConclude, ActDecline,
	ActWithdraw, ActAssign, ActHandOver,
}

// consultants are the acts of the consultant; the provider accepts and notes a
// no-show too.
var consultants = []Act{ActAmend, ActPropose, ActWithdraw, ActHandOver}

// TestEveryActInEveryStatusByEverySide walks the whole table (T3): the right
// side moves on or is past its step, the other side is forbidden, and who may not
// see the request finds nothing (T9).
func TestEveryActInEveryStatusByEverySide(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	strangers := f.strangers(t)
	for status := range roads {
		for _, act := range acts {
			t.Run(fmt.Sprintf("%s/%s", status, act), func(t *testing.T) {
				request := f.at(t, status)
				right, wrong := f.provider, f.consultant
				if slices.Contains(consultants, act) {
					right, wrong = wrong, right
				}
				for name, actor := range strangers {
					if err := f.try(t, actor, request.ID, act); !fault.Is(err, fault.KindMissing) {
						t.Errorf("%s gets %v, want missing", name, err)
					}
				}
				both := act == ActAccept || act == ActNoShow
				if err := f.try(t, wrong, request.ID, act); !both && !fault.Is(err, fault.KindForbidden) {
					t.Errorf("the other side gets %v, want forbidden", err)
				}
				request = f.at(t, status)
				err := f.try(t, right, request.ID, act)
				want, allowed := life[status][act]
				if !allowed {
					want = status
				}
				if allowed && err != nil || !allowed && !fault.Is(err, fault.KindConflict) {
					t.Errorf("got %v, allowed %v", err, allowed)
				}
				if got := f.stored(t, request.ID).Status; got != want {
					t.Errorf("status is %s, want %s", got, want)
				}
			})
		}
	}
}

// strangers are people who must not learn that a request exists.
func (f *fixture) strangers(t *testing.T) map[string]account.Actor {
	t.Helper()
	otherProvider, _ := f.newProvider(t)
	reviewer := f.person(t, "Rik Toetser")
	reviewer.Roles = account.StaffRoles
	return map[string]account.Actor{
		"another provider":         otherProvider,
		"another municipality":     f.newConsultant(t, "GM0983"),
		"staff":                    reviewer,
		"a visitor":                {},
		"a provider without an id": {Roles: []account.Role{account.RoleProvider}},
	}
}

func TestStrangersSeeNoRequest(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	for name, actor := range f.strangers(t) {
		if _, err := f.Case(t.Context(), actor, request.ID); !fault.Is(err, fault.KindMissing) {
			t.Errorf("%s gets %v, want missing", name, err)
		}
	}
	colleague := f.newConsultant(t, f.consultant.Municipality)
	for _, actor := range []account.Actor{f.provider, f.consultant, colleague} {
		if _, err := f.Case(t.Context(), actor, request.ID); err != nil {
			t.Errorf("%v gets %v", actor.Roles, err)
		}
	}
}

// TestListsHoldOnlyWhatIsTheirs: each side its own, staff all without the
// consultant's reference (T9).
func TestListsHoldOnlyWhatIsTheirs(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	strangers := f.strangers(t)
	for name, want := range map[string]int{"another provider": 0, "another municipality": 0, "staff": 1} {
		page, err := f.List(t.Context(), strangers[name], Filter{}, PartAll, 1)
		must(t, err)
		lines := page.Lines
		figures, err := f.Figures(t.Context(), strangers[name], Filter{})
		must(t, err)
		if figures.All() != want {
			t.Errorf("%s counts %d requests, want %d", name, figures.All(), want)
		}
		if len(lines) != want {
			t.Errorf("%s sees %d requests, want %d", name, len(lines), want)
		}
		for _, line := range lines {
			if line.OwnReference != "" {
				t.Errorf("%s reads the consultant's reference", name)
			}
		}
	}
	page, err := f.List(t.Context(), f.consultant, Filter{}, PartAll, 1)
	must(t, err)
	lines := page.Lines
	if len(lines) != 1 || lines[0].ID != request.ID || lines[0].OwnReference != "VRY-118" {
		t.Errorf("the consultant sees %+v", lines)
	}
	if _, err := f.List(t.Context(), account.Actor{}, Filter{}, PartAll, 1); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("a visitor gets %v", err)
	}
}

// TestTextIsGoneAfterTheEnd: declining or withdrawing ends the provider's access,
// not the consultant's (T9).
func TestTextIsGoneAfterTheEnd(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	for status, gone := range map[Status]bool{
		StatusSent: false, StatusHeld: false, StatusConcluded: false, StatusDeclined: true, StatusWithdrawn: true,
	} {
		request := f.at(t, status)
		for side, actor := range map[string]account.Actor{"provider": f.provider, "consultant": f.consultant} {
			found, err := f.Case(t.Context(), actor, request.ID)
			must(t, err)
			r := found.Request
			empty := r.Question+r.Goals+r.OwnReference+r.CloseNote == "" && r.StartRung == nil && r.TargetRung == nil
			if want := gone && side == "provider"; empty != want {
				t.Errorf("%s, %s: text is gone = %v, want %v", status, side, empty, want)
			}
		}
	}
}

func TestMovedReasonIsGoneAfterWithdrawal(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.at(t, StatusScheduled)
	must(t, f.try(t, f.provider, request.ID, ActReschedule))
	must(t, f.try(t, f.consultant, request.ID, ActWithdraw))
	for name, want := range map[string]string{"provider": "", "consultant": "De begeleider is ziek"} {
		actor := map[string]account.Actor{"provider": f.provider, "consultant": f.consultant}[name]
		found, err := f.Case(t.Context(), actor, request.ID)
		must(t, err)
		if got := found.Steps[2]; got.Act != ActReschedule || got.Reason != want {
			t.Errorf("%s reads %q, want %q", name, got.Reason, want)
		}
		if found.Request.AppointmentPlace != "" && name == "provider" {
			t.Error("the provider still reads the place")
		}
	}
}
