package portal

import (
	"providerportal/enrollment"
)

// ApplicationStatusPage tells where a sent application stands, and what was
// decided and why (E9).
type ApplicationStatusPage struct {
	Frame
	Status      Tag
	Lead        string
	Clock       *Clock
	Facts       SummaryList
	Outcomes    SummaryList
	Reasons     string
	Options     []string // what the provider can do after the decision
	Agreement   Link
	Letter      Link
	Again       Button
	AgainURL    string // instead of Again, when there are answers to take over
	Sent        []Link // what was sent, the newest first
	Timeline    []Event
	CanWithdraw bool
}

func (p *ApplicationStatusPage) template() string { return "provider/application_status" }

func applicationStatusPage(frame Frame, dossier *enrollment.Dossier, days term) *ApplicationStatusPage {
	application := &dossier.Application
	p := &ApplicationStatusPage{Frame: frame, Status: applicationTag(frame.Words(), application.Status), CanWithdraw: application.Open()}
	p.Lead = p.T("application.lead." + string(application.Status))
	p.Timeline = p.timeline(dossier, days.today)
	p.facts(dossier)
	if due := application.DecideByOn; application.Open() && due != nil {
		clock := newClock(p.Words(), *due, days.left(*due), false)
		clock.Title = p.T("application.decide-by")
		p.Clock = &clock
	}
	switch application.Status {
	case enrollment.StatusAdmitted:
		p.Agreement = Link{Text: p.T("application.to-agreement"), URL: "/mijn/overeenkomst"}
	case enrollment.StatusRejected, enrollment.StatusWithdrawn:
		if len(dossier.Answers) > 0 {
			p.AgainURL = againPath
			break
		}
		p.Again = p.Button(p.T("application.again"), applicationPath, "")
	}
	p.Sent = p.sentLinks(dossier)
	if application.DecidedAt != nil {
		p.Letter = Link{Text: p.T("decision-letter.read"), URL: withQuery(ownDecisionPath, "kenmerk", application.Reference)}
		p.decision(dossier)
	}
	return p
}

func (p *ApplicationStatusPage) facts(dossier *enrollment.Dossier) {
	w := p.Words()
	add := func(key, value string) {
		if value != "" {
			p.Facts.Rows = append(p.Facts.Rows, row(w, w.T(key), "", value))
		}
	}
	application := &dossier.Application
	add("application.reference", application.Reference)
	add("application.contact.title", application.ContactName)
	add("application.submitted-at", p.Date(application.SubmittedAt))
	add("application.decided-on", p.Date(application.DecidedAt))
	add("application.withdrawn-on", p.Date(application.WithdrawnAt))
	if application.WithdrawalCode != "" {
		add("application.withdrawn-why", p.T("application.withdraw.code."+string(application.WithdrawalCode)))
	}
	if application.DecidedAt != nil {
		add("application.decided-by", p.T("application.decided-by.name", "Name", dossier.DecidedBy, "Region", p.RegionName))
	}
}

// decision shows the outcome and reasons per requirement, never internal notes.
func (p *ApplicationStatusPage) decision(dossier *enrollment.Dossier) {
	for _, requirement := range dossier.Requirements {
		check, ok := dossier.Checks[requirement.ID]
		if !ok {
			continue
		}
		line := SummaryRow{Key: requirement.Title(p.Lang), Tag: outcomeTag(p.Words(), check.Outcome)}
		if check.Reasons != "" {
			line.Values = []string{check.Reasons}
		}
		p.Outcomes.Rows = append(p.Outcomes.Rows, line)
	}
	p.Reasons = dossier.Application.DecisionReasons
	if dossier.Application.Status == enrollment.StatusRejected {
		p.Options = dossier.Procedure.ObjectionParts(p.Lang)
	}
}
