package portal

import (
	"net/http"
	"testing"

	"providerportal/internal/account"
)

func TestOverviewFollowsTheRoad(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.get(t, "/mijn")
	wantText(t, p, ".notice__title", "Aanmelding")
	wantText(t, p, "#decision", "Kan nog niet starten")
	must(t, s.make.Offered(t.Context(), s.people(t), b.actor))
	p = b.get(t, "/mijn")
	wantText(t, p, ".notice__title", "Raamovereenkomst")
	wantText(t, p, "#decision", "Toegelaten op")
	p = s.contracted(t).get(t, "/mijn")
	wantText(t, p, ".notice__title", "U hoeft nu niets te doen")
	wantText(t, p, "#findable .tag", "Klaar")
	wantStatus(t, s.staff(t, account.RoleReviewer).get(t, "/mijn"), http.StatusForbidden)
}
