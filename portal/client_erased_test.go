package portal

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// TestNothingIsLeftInTheOutboxOfAnErasedRequest has a system send a request whose
// messages are never taken, and looks for it in every table after six weeks: the
// messages that wait, the jobs, the calls and the trail (T11, RET-3). Messages of
// another request stay.
func TestNothingIsLeftInTheOutboxOfAnErasedRequest(t *testing.T) {
	h := newHooked(t)
	h.answers(status(http.StatusInternalServerError))
	sent := h.send(t, uuid.NewString(), questionJSON(h.provider.slug, "merkvraag"))
	open := h.send(t, uuid.NewString(), questionJSON(h.provider.slug, "blijft"))
	id, reference := uuid.MustParse(sent.json["id"].(string)), sent.json["kenmerk"].(string)
	h.deliver(t)
	must(t, h.Domain.Matching.Decline(t.Context(), h.provider.actor, id, matching.Ending{Reason: "other", Note: "merkafwijzing"}))
	must(t, h.Domain.Webhooks.Disable(t.Context(), h.administrator.actor, h.client.ID))
	for _, table := range []string{"webhook_events", "client_calls"} {
		var found int64
		must(t, h.db.Gorm.Raw("SELECT count(*) FROM "+table+" x WHERE x::text LIKE '%' || ? || '%'", reference).Scan(&found).Error)
		if found == 0 {
			t.Errorf("%s never held the request: the search proves nothing", table)
		}
	}
	h.now = workday.On(h.now).AddDays(42).Start().Add(1)
	must(t, h.Domain.Sweep(t.Context()))
	must(t, h.Domain.Retention.List(t.Context()))
	admin := h.staff(t, account.RoleAdministrator)
	admin.submit(t, admin.get(t, classPath("request-text")), "form[action$='/goedkeuren']", nil)
	must(t, h.Domain.Sweep(t.Context()))
	all := h.everything(t)
	for _, word := range []string{reference, "merkvraag", "merkafwijzing"} {
		if i := strings.Index(all, word); i >= 0 {
			t.Errorf("%s is left: …%s…", word, all[max(0, i-300):min(len(all), i+60)])
		}
	}
	var waiting int64
	must(t, h.db.Gorm.Table("webhook_events").Where("reference = ?", open.json["kenmerk"]).Count(&waiting).Error)
	if waiting == 0 {
		t.Error("the message of an open request went too")
	}
}
