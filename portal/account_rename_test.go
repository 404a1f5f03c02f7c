package portal

import (
	"net/http"
	"net/url"
	"testing"
)

var _ = sample("rename", func(frame Frame) page {
	return &RenamePage{Frame: frame, Form: newForm(frame.Words(), "rename", &renameForm{Name: "Sanne Peters"})}
})

// TestRenameCorrectsTheOwnName pins AVG-8.
func TestRenameCorrectsTheOwnName(t *testing.T) {
	b := newSite(t).applicant(t)
	page := b.get(t, "/account/naam")
	refused := b.submit(t, page, "main form", url.Values{"name": {" "}})
	if refused.status != http.StatusUnprocessableEntity || refused.errorAt("name") == "" {
		t.Errorf("an empty name: %d %q", refused.status, refused.errorAt("name"))
	}
	done := b.submit(t, page, "main form", url.Values{"name": {"Sanne Peters-Bosch"}})
	if done.location != "/account?melding=renamed" || done.text(".site-header__user") == "" {
		t.Errorf("ended on %s", done.location)
	}
	if again := b.get(t, "/account/naam"); again.doc.Find("[name=name]").AttrOr("value", "") != "Sanne Peters-Bosch" {
		t.Error("the name did not change")
	}
}
