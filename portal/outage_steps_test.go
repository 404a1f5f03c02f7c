package portal

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
)

// Who takes a step.
func firstApplicant(r *walked) account.Actor  { return r.first.actor }
func secondApplicant(r *walked) account.Actor { return r.second.actor }
func thirdApplicant(r *walked) account.Actor  { return r.third.actor }
func roadReviewer(r *walked) account.Actor    { return r.desk.Reviewer }
func roadDecider(r *walked) account.Actor     { return r.desk.Decider }
func roadManager(r *walked) account.Actor     { return r.desk.Manager }

var issuedLately = dateFields("issuedOn", "1", "3", "2026")

// roadSteps are every step of the open house that touches the object store, the
// scanner or mail, in the order in which one organisation takes them.
var roadSteps = []roadStep{
	{name: "register", act: func(t *testing.T, _ *walked, b *browser) *seen {
		return b.submit(t, b.get(t, "/registreren"), registerFormAt, registration())
	}, done: wantLetters("confirm_email", "noor@groenendoen.example")},
	{name: "confirm", act: func(t *testing.T, r *walked, b *browser) *seen {
		page := b.get(t, linkIn(t, r.letters(t, "confirm_email")[0]))
		return b.submit(t, page, "main form", url.Values{"password": {"vier losse woorden samen"}})
	}},
	{name: "first document", needs: needsBoth, typed: [2]string{"#issuedOn-year", "2026"},
		prepare: func(t *testing.T, r *walked) { r.first = r.started(t) }, who: firstApplicant,
		act: func(t *testing.T, _ *walked, b *browser) *seen {
			return b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("een"), issuedLately)
		}, done: func(t *testing.T, r *walked) { r.wantDocument(t, r.first, "uittreksel.pdf", 0) }},
	{name: "another document in its place", needs: needsBoth, typed: [2]string{"#issuedOn-year", "2026"},
		prepare: func(t *testing.T, r *walked) { r.second = r.filledIn(t) }, who: secondApplicant,
		act: func(t *testing.T, _ *walked, b *browser) *seen {
			return b.sendFile(t, codeKVK, "nieuwer.pdf", demodata.PDF("twee"), issuedLately)
		}, done: func(t *testing.T, r *walked) { r.wantDocument(t, r.second, "nieuwer.pdf", 1) }},
	{name: "send", who: secondApplicant, act: sendApplication, done: func(t *testing.T, r *walked) {
		r.wantStatusOf(t, r.second, enrollment.StatusSubmitted)
		wantLetters("application_submitted", r.second.actor.Email)(t, r)
	}},
	{name: "PDF of what was sent", who: secondApplicant, act: func(t *testing.T, r *walked, b *browser) *seen {
		return wantPDF(t, b.get(t, b.get(t, applicationPath).doc.Find("main a[href^='/mijn/aanmelding/verzonden/']").AttrOr("href", "")+"/pdf"))
	}},
	{name: "read a document at the desk", needs: needsStore, who: roadReviewer, act: func(t *testing.T, r *walked, b *browser) *seen {
		d := r.second.dossier(t)
		return b.get(t, fmt.Sprint(deskDocuments, *d.Answers[d.Requirement(codeKVK).ID].DocumentID))
	}, done: func(t *testing.T, r *walked) { r.wantTrail(t, "document.read", r.desk.Reviewer) }},
	{name: "ask for a supplement", who: roadReviewer, act: askSupplement, done: func(t *testing.T, r *walked) {
		wantLetters("supplement_requested", r.second.actor.Email)(t, r)
	}},
	{name: "supplement", needs: needsBoth, typed: [2]string{"#issuedOn-year", "2026"}, who: secondApplicant,
		act: func(t *testing.T, _ *walked, b *browser) *seen {
			return b.sendFile(t, codeKVK, "aanvulling.pdf", demodata.PDF("drie"), issuedLately)
		}, done: func(t *testing.T, r *walked) { r.wantDocument(t, r.second, "aanvulling.pdf", 2) }},
	{name: "send the supplement", who: secondApplicant, act: sendApplication},
	{name: "complete the review", who: roadReviewer, act: completeReview},
	{name: "admit", who: roadDecider, act: func(t *testing.T, r *walked, b *browser) *seen {
		application := r.second.dossier(t).Application
		p := b.submit(t, b.get(t, reviewPath(&application)+"/besluit"), decisionSelector, url.Values{"verdict": {"admit"}})
		return b.submit(t, p, decisionSelector, nil)
	}, done: func(t *testing.T, r *walked) {
		wantLetters("application_admitted", r.second.actor.Email)(t, r)
		wantLetters("agreement_offered", r.second.actor.Email)(t, r)
	}},
	{name: "PDF of the decision", who: secondApplicant, act: func(t *testing.T, _ *walked, b *browser) *seen {
		return wantPDF(t, b.get(t, "/mijn/aanmelding/besluit/pdf"))
	}},
	{name: "PDF of the case file", who: roadReviewer, act: func(t *testing.T, r *walked, b *browser) *seen {
		return wantPDF(t, b.get(t, reviewPath(&r.second.dossier(t).Application)+"/dossier/pdf"))
	}},
	{name: "PDF of the agreement", who: secondApplicant, act: func(t *testing.T, _ *walked, b *browser) *seen {
		return wantPDF(t, b.get(t, "/mijn/overeenkomst/pdf"))
	}},
	{name: "signed scan", needs: needsBoth, typed: [2]string{"#name", "Anja"}, who: secondApplicant,
		act: func(t *testing.T, _ *walked, b *browser) *seen {
			fields := filled(b.get(t, "/mijn/overeenkomst/scan").doc.Find("main form"))
			fields.Set("name", "Anja")
			fields.Set("function", "Directeur")
			return b.upload(t, "/mijn/overeenkomst/scan", fields, "getekend.pdf", demodata.PDF("getekend"))
		}},
	{name: "accept the scan", who: roadManager, act: func(t *testing.T, r *walked, b *browser) *seen {
		page := b.get(t, contractPath(r.contract(t, r.second)))
		return b.submit(t, page, "form[action$='/scan']", url.Values{"outcome": {"accepted"}})
	}, done: func(t *testing.T, r *walked) { r.wantCopies(t, r.second, enrollment.SideSigned) }},
	{name: "countersign", who: roadManager, act: countersignSecond, done: func(t *testing.T, r *walked) {
		r.wantCopies(t, r.second, enrollment.SideSigned, enrollment.SideCountersigned)
	}},
	{name: "sign in the portal", who: thirdApplicant, prepare: func(t *testing.T, r *walked) {
		r.third = r.applicant(t)
		must(t, r.make.Offered(t.Context(), r.people(t), r.third.actor))
	}, act: func(t *testing.T, _ *walked, b *browser) *seen {
		return b.submit(t, b.get(t, "/mijn/overeenkomst"), "form[action='/mijn/overeenkomst']",
			url.Values{"name": {"Anja"}, "function": {"Directeur"}, "agreed": {"true"}})
	}, done: func(t *testing.T, r *walked) { r.wantCopies(t, r.third, enrollment.SideSigned) }},
	{name: "renew a proof", needs: needsBoth, typed: [2]string{"#validUntil-year", "2031"}, who: secondApplicant,
		act: func(t *testing.T, _ *walked, b *browser) *seen {
			fields := filled(b.get(t, "/mijn/bewijsstukken/AVB").doc.Find("main form"))
			for name, values := range dateFields("validUntil", "1", "3", "2031") {
				fields[name] = values
			}
			return b.upload(t, "/mijn/bewijsstukken/AVB", fields, "polis.pdf", demodata.PDF("polis"))
		}},
	{name: "accept the proof", who: roadManager, act: func(t *testing.T, r *walked, b *browser) *seen {
		page := b.get(t, contractPath(r.contract(t, r.second)))
		page = b.get(t, page.doc.Find("a[href^='/beheer/bewijsstukken/']").AttrOr("href", ""))
		return b.submit(t, page, "main form", url.Values{"outcome": {"accept"}})
	}, done: func(t *testing.T, r *walked) { wantLetters("evidence_answered", r.second.actor.Email)(t, r) }},
	{name: "logo", who: secondApplicant, act: func(t *testing.T, _ *walked, b *browser) *seen {
		var picture bytes.Buffer
		must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))))
		return b.upload(t, logoPath, filled(b.get(t, logoPath).doc.Find(partFormAt)), "logo.png", picture.Bytes())
	}},
	{name: "remove the logo", who: secondApplicant, act: func(t *testing.T, _ *walked, b *browser) *seen {
		return b.submit(t, b.get(t, logoPath), "form[action='"+logoPath+"/verwijderen']", nil)
	}},
	{name: "import", who: roadManager, act: func(t *testing.T, _ *walked, b *browser) *seen {
		p := b.upload(t, importPath, filled(b.get(t, importPath).doc.Find("main form")), "contracten.csv", []byte(importedCSV))
		return b.submit(t, p, "main form", url.Values{"invite": {"true"}})
	}, done: wantLetters("set_up_account", "kantoor@een.example")},
	{name: "invite", who: roadConsultant, act: func(t *testing.T, _ *walked, b *browser) *seen {
		return b.submit(t, b.get(t, "/consulent/uitnodigingen/nieuw"), "main form", url.Values{
			"organisation": {"Stichting Nieuw"}, "email": {"info@nieuw.example"}, "reason": {"Niemand doet hier hout."},
		})
	}, prepare: func(t *testing.T, r *walked) { r.inviter = r.consultant(t, "GM0984").actor },
		done: wantLetters("provider_invited", "info@nieuw.example")},
	{name: "everything of an organisation", needs: needsStore, who: roadAdministrator,
		prepare: func(t *testing.T, r *walked) { r.administrator = r.staff(t, account.RoleAdministrator).actor },
		act: func(t *testing.T, r *walked, b *browser) *seen {
			return b.get(t, "/beheer/aanbieders/"+r.second.actor.ProviderID.String()+"/gegevens")
		}, done: func(t *testing.T, r *walked) { r.wantTrail(t, "provider.exported", r.administrator) }},
}

func roadConsultant(r *walked) account.Actor    { return r.inviter }
func roadAdministrator(r *walked) account.Actor { return r.administrator }

func sendApplication(t *testing.T, _ *walked, b *browser) *seen {
	return b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
}

func askSupplement(t *testing.T, r *walked, b *browser) *seen {
	application := r.second.dossier(t).Application
	b.submit(t, b.get(t, checkPath(&application, codeKVK)), judgeForm,
		url.Values{"outcome": {"supplement-needed"}, "reasons": {"Bladzijde 2 ontbreekt."}})
	return b.submit(t, b.get(t, reviewPath(&application)+"/aanvulling"), "form[action$='/aanvulling']", nil)
}

func completeReview(t *testing.T, r *walked, b *browser) *seen {
	d := r.second.dossier(t)
	for _, requirement := range d.Requirements {
		b.submit(t, b.get(t, checkPath(&d.Application, requirement.Code)), judgeForm, url.Values{"outcome": {"met"}})
	}
	return b.submit(t, b.get(t, reviewPath(&d.Application)), "form[action$='/afronden']", nil)
}

func countersignSecond(t *testing.T, r *walked, b *browser) *seen {
	path := contractPath(r.contract(t, r.second))
	return b.submit(t, b.get(t, path), "form[action='"+path+"']", nil)
}

func wantPDF(t *testing.T, p *seen) *seen {
	t.Helper()
	if !strings.HasPrefix(p.body, "%PDF-") {
		t.Errorf("%s: status %d, no PDF", p.location, p.status)
	}
	return p
}

// wantLetters looks for one letter of the kind to the address.
func wantLetters(kind, address string) func(*testing.T, *walked) {
	return func(t *testing.T, r *walked) {
		t.Helper()
		count := 0
		for _, letter := range r.letters(t, kind) {
			if letter.ToAddress == address {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%d letters %s", count, kind)
		}
	}
}

// wantDocument looks for the document of the trade register, and for how many it
// replaced.
func (r *walked) wantDocument(t *testing.T, b *browser, name string, replaced int) {
	t.Helper()
	d := b.dossier(t)
	requirement := d.Requirement(codeKVK)
	id := d.Answers[requirement.ID].DocumentID
	if id == nil || d.Documents[*id].Name != name || len(d.Earlier(requirement.ID)) != replaced {
		t.Errorf("document %v, %d earlier; want %s and %d", id, len(d.Earlier(requirement.ID)), name, replaced)
	}
}

func (r *walked) wantStatusOf(t *testing.T, b *browser, want enrollment.Status) {
	t.Helper()
	if got := b.dossier(t).Application.Status; got != want {
		t.Errorf("status %s, want %s", got, want)
	}
}

// wantTrail looks for one entry: what was refused did not happen.
func (r *walked) wantTrail(t *testing.T, action string, by account.Actor) {
	t.Helper()
	var count int64
	must(t, r.db.Gorm.Table("audit_entries").Where("action = ? AND actor_id = ?", action, by.UserID).Count(&count).Error)
	if count != 1 {
		t.Errorf("%d entries %s", count, action)
	}
}

// wantCopies looks for the copies that are kept of an agreement.
func (r *walked) wantCopies(t *testing.T, b *browser, sides ...enrollment.Side) {
	t.Helper()
	file, err := r.Domain.Enrollment.OwnContractFile(t.Context(), b.actor)
	must(t, err)
	for _, side := range sides {
		if kept := file.Copies[side]; file.Documents[kept.DocumentID].SHA256 == "" {
			t.Errorf("no copy %s", side)
		}
	}
}
