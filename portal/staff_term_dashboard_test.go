package portal

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"providerportal/matching"
)

const secretQuestion = "Een vraag die de MGR niet hoort te lezen"

// requested has a consultant of Venray ask the provider for a conversation.
func (s *site) requested(t *testing.T, slug string) *matching.Request {
	t.Helper()
	consultant := s.consultant(t, "GM0984")
	request, err := s.Domain.Matching.Send(t.Context(), consultant.actor, slug, matching.Question{
		Municipality: "GM0984", OwnReference: "EIGEN-KENMERK", ProductCode: "individuele-toeleiding",
		Question: secretQuestion, PreferredWay: matching.WayTable, ResidentChose: true,
	})
	must(t, err)
	return request
}

func TestTermsShowClockAndStatusNeverTheText(t *testing.T) {
	site := newSite(t)
	provider := site.contracted(t)
	request := site.requested(t, provider.slug)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, "/beheer/termijnen")
	if p.status != http.StatusOK || !strings.Contains(p.body, request.Reference) {
		t.Fatalf("status %d, or the request is missing", p.status)
	}
	if strings.Contains(p.body, secretQuestion) || strings.Contains(p.body, request.OwnReference) {
		t.Error("staff read the text of a request (T9)")
	}
	site.now = site.now.Add(30 * 24 * time.Hour)
	reviewer = site.as(t, site.people(t).Reviewer)
	p = reviewer.get(t, "/beheer/termijnen")
	if p.doc.Find("tbody .tag--bad").Length() != 1 || p.text(".stat__number") != "0 %" {
		t.Errorf("late %d, percentage %q", p.doc.Find("tbody .tag--bad").Length(), p.text(".stat__number"))
	}
}
