package portal

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/matching"
)

// What belongs to somebody else does not exist: every address with an id, with
// the ids of real things of others and a valid form token, is 404 for providers,
// consultants and signed-in people alike. What a role may never reach is 403.
func TestWhatBelongsToOthersDoesNotExist(t *testing.T) {
	site := newSite(t)
	owner, venray := site.contracted(t), site.consultant(t, "GM0984")
	others := map[string]*browser{
		"another provider": site.contracted(t), "an applicant": site.applicant(t), "another consultant": site.consultant(t, "GM0983"),
	}
	ids := site.idsOf(t, owner, venray)
	for name, b := range others {
		token := b.get(t, "/account").doc.Find("input[name=_csrf]").First().AttrOr("value", "")
		if token == "" {
			t.Fatalf("%s has no form token", name)
		}
		for _, r := range site.routes {
			if !strings.Contains(r.path, ":id") {
				continue
			}
			for what, id := range ids {
				path := strings.NewReplacer(":id", id.String(), ":code", "UEA").Replace(r.path)
				status, location := b.try(t, r.method, path, token)
				want := http.StatusNotFound
				switch {
				case r.policy.scope != "":
					want = http.StatusUnauthorized
				case !r.policy.admits(b.actor):
					want = http.StatusForbidden
				}
				if status != want && !strings.HasPrefix(location, "/inloggen/opnieuw") {
					t.Errorf("%s %s with the id of %s as %s: %d %s, want %d", r.method, r.path, what, name, status, location, want)
				}
			}
		}
	}
}

// idsOf gives the id of one of each kind of thing of this provider and consultant.
func (s *site) idsOf(t *testing.T, owner, consultant *browser) map[string]uuid.UUID {
	t.Helper()
	dossier, err := s.Domain.Enrollment.Latest(t.Context(), owner.actor)
	must(t, err)
	contract, err := s.Domain.Enrollment.OwnContract(t.Context(), owner.actor)
	must(t, err)
	request, err := s.Domain.Matching.Send(t.Context(), consultant.actor, owner.slug, matching.Question{
		Municipality: "GM0984", OwnReference: "W-1", ProductCode: "individuele-toeleiding", Question: "Hulp bij werk.",
		PreferredWay: matching.WayTable, ResidentChose: true,
	})
	must(t, err)
	ids := map[string]uuid.UUID{
		"an application": dossier.Application.ID, "a contract": contract.ID, "a request": request.ID,
		"a provider": owner.actor.ProviderID, "a person": owner.actor.UserID,
	}
	for _, submission := range dossier.Submissions {
		ids["a submission"] = submission.ID
	}
	for id := range dossier.Documents {
		ids["a document"] = id
	}
	var session account.Session
	must(t, s.db.Gorm.Take(&session, "user_id = ?", owner.actor.UserID).Error)
	ids["a session"] = session.ID
	return ids
}

// try sends a request with a form token and follows nothing.
func (b *browser) try(t *testing.T, method, path, token string) (status int, location string) {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	if method == http.MethodPost {
		request = httptest.NewRequest(method, path, strings.NewReader(url.Values{
			csrfField: {token}, "role": {"member"}, "answer": {"accept"},
		}.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.follow(t, request)
}
