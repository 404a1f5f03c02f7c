package portal

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/matching"
)

// TestClientKeepsItsOwnCopy walks a list, a request and a withdrawal with their
// tags: 304 while nothing changed, the new content after an act, nothing for who
// may not read, and nobody on the way may keep it (API-12).
func TestClientKeepsItsOwnCopy(t *testing.T) {
	s := newSite(t)
	provider, consultant := s.contracted(t), s.consultant(t, "GM0984")
	y, other := s.system(t, consultant), s.system(t, s.consultant(t, "GM0983"))
	id, _ := y.send(t, uuid.NewString(), questionJSON(provider.slug, "Hulp")).json["id"].(string)
	one, list := clientPath+"/"+id, clientPath+"?deel=open"
	for _, path := range []string{one, list} {
		first := y.call(t, http.MethodGet, path, "")
		tag := first.header.Get("ETag")
		if first.status != 200 || len(tag) < 20 || first.header.Get("Cache-Control") != "no-store" {
			t.Fatalf("%s: %d %q %q", path, first.status, tag, first.header.Get("Cache-Control"))
		}
		for _, asked := range []string{tag, "W/" + tag, `"oud", ` + tag, "*"} {
			if got := y.call(t, http.MethodGet, path, "", "If-None-Match", asked); got.status != 304 || got.body != "" || got.header.Get("ETag") != tag {
				t.Errorf("%s with %s: %d %q", path, asked, got.status, got.body)
			}
		}
		if got := y.call(t, http.MethodGet, path, "", "If-None-Match", `"oud"`); got.status != 200 || got.body != first.body {
			t.Errorf("%s with an old tag: %d", path, got.status)
		}
		if got := other.call(t, http.MethodGet, path, "", "If-None-Match", tag); path == one && (got.status != 404 || got.header.Get("ETag") != "") || path == list && got.status != 200 {
			t.Errorf("%s by another municipality: %d %s", path, got.status, got.body)
		}
	}
	tag := y.call(t, http.MethodGet, one, "").header.Get("ETag")
	must(t, s.Domain.Matching.Acknowledge(t.Context(), provider.actor, uuid.MustParse(id)))
	got := y.call(t, http.MethodGet, one, "", "If-None-Match", tag)
	if got.status != 200 || got.header.Get("ETag") == tag || !strings.Contains(got.body, `"ontvangen"`) {
		t.Errorf("after an act: %d %s", got.status, got.body)
	}
	must(t, s.Domain.Matching.Withdraw(t.Context(), consultant.actor, uuid.MustParse(id), matching.Ending{Reason: "resident-stopped"}))
	withdrawn := y.call(t, http.MethodGet, one+"/intrekking", "")
	if again := y.call(t, http.MethodGet, one+"/intrekking", "", "If-None-Match", withdrawn.header.Get("ETag")); withdrawn.status != 200 || again.status != 304 {
		t.Errorf("the withdrawal: %d, %d", withdrawn.status, again.status)
	}
}
