package portal

import (
	"slices"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// PrecheckPage tells before the long form who can and who cannot take part. The
// answers stand in the address; nothing is kept.
type PrecheckPage struct {
	Frame
	Form
	Answered bool
	Verdict  Notice
	Papers   []RequirementItem // what to have at hand, when nothing stands in the way
	May      bool              // a visitor without account: may register
	Start    bool              // a provider: may start or go on
}

func (p *PrecheckPage) template() string { return "public/precheck" }

// precheckForm holds the answers, under the names that stand in the address.
type precheckForm struct {
	Work     string `form:"werk"      validate:"required,oneof=individueel collectief anders"`
	Company  string `form:"register"  validate:"required,oneof=kvk buitenland geen"`
	Kind     string `form:"soort"     validate:"required,oneof=zelf eigen"`
	Contract string `form:"overeenkomst" validate:"required,oneof=nee ja"`
}

// precheckVerdict is the key of the answer to the first thing that stands in the
// way, and whether the provider can take part.
func precheckVerdict(form *precheckForm) (verdict string, can bool) {
	switch {
	case form.Kind == "eigen":
		return "own", false
	case form.Contract == "ja":
		return "contract", false
	case form.Work != "individueel":
		return form.Work, false
	case form.Company == "geen":
		return "no-register", false
	case form.Company == "buitenland":
		return "foreign", true
	}
	return "yes", true
}

func newPrecheckPage(frame Frame, house *enrollment.OpenHouse, actor account.Actor, form *precheckForm) *PrecheckPage {
	p := &PrecheckPage{Frame: frame, Form: newForm(frame.Words(), "precheck", form)}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("open-house.title"), "/open-house"}}
	if *form == (precheckForm{}) {
		return p
	}
	if p.Form.Fail(p.Words(), validate(form)) {
		return p
	}
	verdict, can := precheckVerdict(form)
	p.Answered, p.Verdict = true, Notice{Title: p.T("precheck.title." + verdict), Text: p.T("precheck.verdict." + verdict), Look: LookWarn}
	if can {
		p.Verdict.Look = LookGood
		p.May, p.Start = !actor.SignedIn(), actor.Has(account.RoleProvider)
		p.papers(house)
	}
	return p
}

// papers lists the documents with how old they may be.
func (p *PrecheckPage) papers(house *enrollment.OpenHouse) {
	list := &RequirementsPage{Frame: p.Frame}
	for _, requirement := range house.Requirements {
		if requirement.Kind == enrollment.KindDocument {
			lines := list.evidence(requirement)
			p.Papers = append(p.Papers, RequirementItem{
				ID: "papier-" + requirement.Code, Title: requirement.Title(p.Lang),
				Evidence: slices.DeleteFunc(lines, func(line string) bool { return line == p.T("requirements.kind.document") }),
			})
		}
	}
}

// StartButton begins the application of the provider, or goes on with it.
func (p *PrecheckPage) StartButton() Button {
	return p.Button(p.T("open-house.start"), applicationPath, "")
}

func (s *Server) showPrecheck(v *visit) error {
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	form := &precheckForm{Work: v.query("werk"), Company: v.query("register"), Kind: v.query("soort"), Contract: v.query("overeenkomst")}
	return v.show(newPrecheckPage(v.frame("precheck.title"), house, v.actor, form))
}
