package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/paging"
)

// A consultant invites, the organisation registers through the link of the
// letter, and consultant and staff see that.
func TestInvitationLeadsToAnAccount(t *testing.T) {
	site := newSite(t)
	b := site.consultant(t, "GM0984")
	p := b.get(t, "/consulent/uitnodigingen/nieuw")
	p = b.submit(t, p, "main form", url.Values{"organisation": {"WAA"}, "email": {"info@nieuw.example"}, "reason": {"bsn 123456782"}})
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.errorAt("organisation"), "INTOS, WAA en NLW") || p.errorAt("reason") == "" {
		t.Fatalf("%d %s %s", p.status, p.errorAt("organisation"), p.errorAt("reason"))
	}
	p = b.submit(t, p, "main form", url.Values{"organisation": {"Stichting Nieuw"}, "reason": {"Niemand doet hier hout."}})
	if p.text("h1") != "Uitnodigingen" || !strings.Contains(p.text("main tbody"), "Uitgenodigd") {
		t.Fatalf("%s", p.text("main"))
	}
	letters := site.letters(t, "provider_invited")
	if len(letters) != 1 || letters[0].ToAddress != "info@nieuw.example" {
		t.Fatalf("%d letters", len(letters))
	}
	_, link, _ := strings.Cut(letters[0].TextBody, siteURL)
	link, _, _ = strings.Cut(link, "\n")

	visitor := site.visitor()
	p = visitor.get(t, strings.TrimSpace(link))
	to, _ := p.doc.Find("main .actions a.button").Attr("href")
	p = visitor.get(t, to)
	p = visitor.submit(t, p, "main form", url.Values{
		"kvk": {"00009901"}, "organisation": {"Nieuw Werk"}, "name": {"Nora Nieuw"}, "email": {"nora@nieuw.example"}, "password": {"een lang geheim wachtwoord"},
	})
	if p.status != http.StatusOK || p.errorAt("kvk")+p.errorAt("email")+p.errorAt("password") != "" {
		t.Fatalf("%d %s", p.status, p.text("main"))
	}
	if p := b.get(t, "/consulent/uitnodigingen"); !strings.Contains(p.text("main tbody"), "Heeft een account") {
		t.Errorf("the consultant reads %s", p.text("main tbody"))
	}
	p = site.staff(t, account.RoleReviewer).get(t, "/beheer/uitnodigingen?lijst=registered")
	if !strings.Contains(p.text("main tbody"), "Niemand doet hier hout.") || !strings.Contains(p.text("main tbody"), "Venray") {
		t.Errorf("staff read %s", p.text("main tbody"))
	}
}

func sampleInvitations(frame Frame, staff bool) *InvitationsPage {
	p := &InvitationsPage{Frame: frame, Staff: staff}
	found := paging.At[enrollment.Invited](2, 1)
	found.Lines = []enrollment.Invited{
		{ID: uuid.New(), Organisation: "Houtwerkplaats Noord", Email: "info@houtwerkplaats.example", MunicipalityCode: "GM0984", InvitedAt: sampleNow, InvitedByName: "Ans Consulent", Reason: "Niemand doet hier hout.", Outcome: enrollment.InviteSent},
		{ID: uuid.New(), Organisation: "Taalhuis Maas", Email: "info@taalhuis.example", MunicipalityCode: "GM0984", InvitedAt: sampleNow, InvitedByName: "Ans Consulent", Reason: "Er is een wachtlijst voor taal.", Outcome: enrollment.InviteAdmitted},
	}
	region := &directory.Region{Municipalities: []directory.Municipality{{Code: "GM0984", Name: "Venray"}}}
	p.fill(map[enrollment.InviteOutcome]int{enrollment.InviteSent: 1, enrollment.InviteAdmitted: 1}, found, region, listAll)
	return p
}

var _ = []struct{}{
	sample("consultant-invite", func(frame Frame) page {
		return newInvitePage(frame, "Venray", &inviteForm{Organisation: "Houtwerkplaats Noord"})
	}),
	sample("consultant-invitations", func(frame Frame) page { return sampleInvitations(frame, false) }),
	sample("staff-invitations", func(frame Frame) page { return sampleInvitations(frame, true) }),
}
