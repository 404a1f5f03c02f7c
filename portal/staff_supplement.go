package portal

import (
	"providerportal/enrollment"
)

// SupplementPage is a request to complete an application before it is sent: what
// is asked, why, and by when. The term is the same for everybody (OH-4).
type SupplementPage struct {
	Frame
	Form
	Term  string
	Due   string
	Parts []SupplementAsk
	Send  Button
	Back  Link
}

// SupplementAsk is one asked part with its reasons.
type SupplementAsk struct {
	Title   string
	Reasons string
	URL     string // where the reasons are written
}

func (p *SupplementPage) template() string { return "staff/supplement" }

func (s *Server) showSupplement(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	plan, err := s.Enrollment.PlanSupplement(v.ctx, v.actor, id)
	if err != nil {
		return s.refuseAct(v, err)
	}
	p := &SupplementPage{Frame: v.frame("supplement.title", "Name", plan.Dossier.Provider.Name), Form: newForm(v.words(), "review", nil)}
	p.fill(plan, v.place())
	return v.show(p)
}

func (p *SupplementPage) fill(plan *enrollment.SupplementPlan, place string) {
	path := reviewPath(&plan.Dossier.Application)
	p.Term, p.Due = p.T("supplement.term", "Count", plan.Workdays), p.Date(plan.AnswerBy)
	p.Back = Link{Text: p.T("check.overview"), URL: withQuery(path, fromParam, place)}
	p.Breadcrumbs = []Link{{Text: p.T("queue.title"), URL: queueURL(place)}, {Text: plan.Dossier.Provider.Name, URL: p.Back.URL}}
	p.Send = p.Button(p.T("supplement.send"), withQuery(path+"/aanvulling", fromParam, place), "")
	p.Send.Fields = []HiddenField{{"plan", plan.Fingerprint()}}
	for _, part := range plan.Parts {
		for i := range plan.Dossier.Requirements {
			if requirement := &plan.Dossier.Requirements[i]; requirement.ID == part.RequirementID {
				p.Parts = append(p.Parts, SupplementAsk{
					Title: requirement.Title(p.Lang), Reasons: part.Reasons,
					URL: withQuery(checkPath(&plan.Dossier.Application, requirement.Code), fromParam, place),
				})
			}
		}
	}
}
