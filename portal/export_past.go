package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// addContractPast tells what happened to the agreements: decisions, scans and proof.
func (p *exportPage) addContractPast(w *words.Words, contracts []enrollment.ContractExport) {
	var decisions, scans, evidence [][]Link
	for _, c := range contracts {
		for _, d := range c.Decisions {
			decisions = append(decisions, cellsOf(c.Reference, w.Moment(d.DecidedAt), w.T("contract.event."+string(d.Kind), "On", d.On),
				w.T("contract.cause."+d.Cause), d.Reasons))
		}
		for _, scan := range c.Scans {
			outcome := ""
			if scan.Outcome != "" {
				outcome = w.T("export.scan." + string(scan.Outcome))
			}
			scans = append(scans, cellsOf(c.Reference, w.Moment(scan.UploadedAt), scan.Signatory, outcome, scan.Reasons))
		}
		for _, e := range c.Evidence {
			evidence = append(evidence, cellsOf(c.Reference, e.Title, w.T("export.evidence."+string(e.State)), w.Date(e.ValidUntil), e.Reasons))
		}
	}
	p.section(w, "decisions", []string{"reference", "when", "decided", "cause", "reasons"}, decisions)
	p.section(w, "scans", []string{"reference", "uploaded", "signatory", "outcome", "reasons"}, scans)
	p.section(w, "evidence", []string{"reference", "requirement", "status", "until", "reasons"}, evidence)
}

// addProviderPast tells what happened around the profile and the people.
func (p *exportPage) addProviderPast(w *words.Words, e *directory.ProviderExport) {
	var admissions, versions, takedowns, joins [][]Link
	for _, a := range e.Admissions {
		admissions = append(admissions, cellsOf(a.Segment, w.Date(a.AdmittedOn), day(w, a.EndedOn)))
	}
	for _, version := range e.Versions {
		versions = append(versions, cellsOf(w.Moment(version.PublishedAt)))
	}
	for _, t := range e.Takedowns {
		takedowns = append(takedowns, cellsOf(w.Moment(t.TakenAt), moment(w, t.LiftedAt), t.Reason, t.Reply))
	}
	for _, j := range e.Joins {
		joins = append(joins, cellsOf(j.Name, j.Email, w.Moment(j.CreatedAt), moment(w, j.AnsweredAt)))
	}
	p.section(w, "admissions", []string{"segment", "start", "until"}, admissions)
	p.section(w, "versions", []string{"when"}, versions)
	p.section(w, "takedowns", []string{"start", "until", "reasons", "answer"}, takedowns)
	p.section(w, "joins", []string{"name", "email", "when", "answered"}, joins)
}

func (p *exportPage) addInvitations(w *words.Words, invitations []enrollment.InvitationExport) {
	rows := make([][]Link, len(invitations))
	for i, one := range invitations {
		rows[i] = cellsOf(one.Organisation, one.Email, one.Municipality, w.Moment(one.InvitedAt))
	}
	p.section(w, "invitations", []string{"provider", "email", "municipality", "when"}, rows)
}

func (p *exportPage) addDrafts(w *words.Words, drafts []matching.DraftExport) {
	rows := make([][]Link, len(drafts))
	for i, one := range drafts {
		rows[i] = cellsOf(one.Provider, one.Municipality, w.Moment(one.SavedAt))
	}
	p.section(w, "drafts", []string{"provider", "municipality", "when"}, rows)
}

// day writes a date that may be missing.
func day(w *words.Words, on *workday.Date) string {
	if on == nil {
		return ""
	}
	return w.Date(*on)
}
