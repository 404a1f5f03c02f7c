package portal

import (
	"slices"
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// spareChoices are the empty lines for more choices, so that the form works
// without a script.
const spareChoices = 2

// RequirementPage writes one requirement of a draft: a new one, or a change.
type RequirementPage struct {
	Frame
	Form
	Address  string // of the draft
	Action   string
	New      bool
	Other    *DifferencePart // what a colleague saved meanwhile, against what was typed
	Lines    []ChoiceLine
	Revision int
}

func (p *RequirementPage) template() string { return "staff/requirement" }

// ChoiceLine is one choice in both languages.
type ChoiceLine struct {
	Code, NL, EN     string
	LabelNL, LabelEN string
	FieldNL, FieldEN string // ids
}

type requirementForm struct {
	Code          string   `form:"code"`
	Kind          string   `form:"kind"`
	TitleNL       string   `form:"titleNL"`
	TitleEN       string   `form:"titleEN"`
	ExplanationNL string   `form:"explanationNL"`
	ExplanationEN string   `form:"explanationEN"`
	Rule          string   `form:"rule"` // none, age, valid-until or both
	Age           string   `form:"age"`
	Equivalent    bool     `form:"equivalent"`
	ChoiceCode    []string `form:"choiceCode"`
	ChoiceNL      []string `form:"choiceNL"`
	ChoiceEN      []string `form:"choiceEN"`
	Revision      int      `form:"revision"`
}

// The evidence rules of a document.
const (
	ruleNone       = "none"
	ruleAge        = "age"
	ruleValidUntil = "valid-until"
	ruleBoth       = "both"
)

func requirementFormOf(r *enrollment.Requirement) *requirementForm {
	form := &requirementForm{
		Code: r.Code, Kind: string(r.Kind), TitleNL: r.TitleNL, TitleEN: r.TitleEN,
		ExplanationNL: r.ExplanationNL, ExplanationEN: r.ExplanationEN, Rule: ruleNone, Equivalent: r.EquivalentAccepted, Revision: r.Revision,
	}
	if r.MaxAgeMonths != nil {
		form.Rule, form.Age = ruleAge, strconv.Itoa(*r.MaxAgeMonths)
	}
	switch {
	case r.NeedsValidUntil && r.MaxAgeMonths != nil:
		form.Rule = ruleBoth
	case r.NeedsValidUntil:
		form.Rule = ruleValidUntil
	}
	for _, choice := range r.Choices {
		form.ChoiceCode, form.ChoiceNL, form.ChoiceEN = append(form.ChoiceCode, choice.Code), append(form.ChoiceNL, choice.NameNL), append(form.ChoiceEN, choice.NameEN)
	}
	return form
}

// written gives the requirement as it was typed. An age that is no number is 0,
// which the domain refuses.
func (f *requirementForm) written() enrollment.Requirement {
	r := enrollment.Requirement{
		Code: f.Code, Kind: enrollment.Kind(f.Kind), TitleNL: f.TitleNL, TitleEN: f.TitleEN,
		ExplanationNL: f.ExplanationNL, ExplanationEN: f.ExplanationEN, EquivalentAccepted: f.Equivalent, Revision: f.Revision,
		NeedsValidUntil: f.Rule == ruleValidUntil || f.Rule == ruleBoth,
	}
	if f.Rule == ruleAge || f.Rule == ruleBoth {
		months, _ := strconv.Atoi(f.Age)
		r.MaxAgeMonths = &months
	}
	for i := range max(len(f.ChoiceNL), len(f.ChoiceEN)) {
		r.Choices = append(r.Choices, enrollment.Choice{Code: at(f.ChoiceCode, i), NameNL: at(f.ChoiceNL, i), NameEN: at(f.ChoiceEN, i)})
	}
	return r
}

// at gives a line of a repeated field, or nothing when fewer were sent.
func at(list []string, i int) string {
	if i >= len(list) {
		return ""
	}
	return list[i]
}

func newRequirementPage(frame Frame, number int, form *requirementForm) *RequirementPage {
	p := &RequirementPage{Frame: frame, Form: newForm(frame.Words(), "requirement", form), Address: setPath(number), Revision: form.Revision}
	p.houseTrail(Link{p.T("requirement-sets.title", "Version", strconv.Itoa(number)), p.Address})
	for i, choice := range append(form.written().Choices, make([]enrollment.Choice, spareChoices)...) {
		line := strconv.Itoa(i + 1)
		p.Lines = append(p.Lines, ChoiceLine{
			Code: choice.Code, NL: choice.NameNL, EN: choice.NameEN, FieldNL: "choice-nl-" + line, FieldEN: "choice-en-" + line,
			LabelNL: p.T("requirement.choice.nl", "Number", line), LabelEN: p.T("requirement.choice.en", "Number", line),
		})
	}
	return p
}

// Kinds are the kinds of requirements, the most used first.
func (p *RequirementPage) Kinds() Field {
	var names []string
	for _, kind := range enrollment.Kinds {
		names = append(names, string(kind))
	}
	return p.Form.Field("kind").Named(names...)
}

// Rules are the evidence rules of a document (E4).
func (p *RequirementPage) Rules() Field {
	return p.Form.Field("rule").Named(ruleNone, ruleAge, ruleValidUntil, ruleBoth)
}

// Choices is the heading of the choices with its error.
func (p *RequirementPage) Choices() Field { return p.Form.Field("choices") }

// TextMax is the longest explanation, in characters.
func (p *RequirementPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showNewRequirement(v *visit) error {
	edition, err := s.draftOf(v)
	if err != nil {
		return err
	}
	p := newRequirementPage(v.frame("requirement.new"), edition.Version, &requirementForm{Rule: ruleNone})
	p.New, p.Action = true, p.Address+"/nieuw"
	return v.show(p)
}

// draftOf gives the draft of the address; a published version is not changed.
func (s *Server) draftOf(v *visit) (*enrollment.Edition, error) {
	number, err := v.version()
	if err != nil {
		return nil, err
	}
	edition, err := s.Enrollment.Edition(v.ctx, v.actor, number)
	if err == nil && !edition.IsDraft() {
		return nil, fault.Conflict("requirement-sets.published")
	}
	return edition, err
}

func (s *Server) addRequirement(v *visit) error {
	var form requirementForm
	if err := v.read(&form); err != nil {
		return err
	}
	number, err := v.version()
	if err != nil {
		return err
	}
	if err := s.Enrollment.AddRequirement(v.ctx, v.actor, number, form.written()); err != nil {
		p := newRequirementPage(v.frame("requirement.new"), number, &form)
		p.New, p.Action = true, p.Address+"/nieuw"
		return v.refuse(&p.Form, p, err)
	}
	return v.done(setPath(number), "requirement-saved")
}

func (s *Server) showRequirement(v *visit) error {
	edition, stored, err := s.requirementOf(v)
	if err != nil {
		return err
	}
	return v.show(requirementPage(v, edition.Version, stored.Code, requirementFormOf(stored)))
}

// requirementOf gives the requirement of the address in its draft.
func (s *Server) requirementOf(v *visit) (*enrollment.Edition, *enrollment.Requirement, error) {
	edition, err := s.draftOf(v)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(edition.Requirements, func(r enrollment.Requirement) bool { return r.Code == v.param("code") })
	if at < 0 {
		return nil, nil, fault.Missing()
	}
	return edition, &edition.Requirements[at], nil
}

func requirementPage(v *visit, number int, code string, form *requirementForm) *RequirementPage {
	p := newRequirementPage(v.frame("requirement.change", "Code", code), number, form)
	p.Action = p.Address + "/eis/" + code
	return p
}

// saveRequirement keeps a change. When a colleague saved first, the typed text
// stays with what the colleague made of it beside it; saving again is a choice.
func (s *Server) saveRequirement(v *visit) error {
	var form requirementForm
	if err := v.read(&form); err != nil {
		return err
	}
	edition, stored, err := s.requirementOf(v)
	if err != nil {
		return err
	}
	err = s.Enrollment.ChangeRequirement(v.ctx, v.actor, edition.Version, stored.Code, form.written())
	if err == nil {
		return v.done(setPath(edition.Version), "requirement-saved")
	}
	stale := form.Revision != stored.Revision
	if stale {
		form.Revision = stored.Revision
	}
	p := requirementPage(v, edition.Version, stored.Code, &form)
	if stale {
		typed := form.written()
		typed.Code = stored.Code
		p.Other = p.differencePart(p.T("requirement.other"), []enrollment.Requirement{*stored}, []enrollment.Requirement{typed}, "nl", "en")
	}
	return v.refuse(&p.Form, p, err)
}

func (s *Server) moveRequirementUp(v *visit) error { return s.moveRequirement(v, true) }

func (s *Server) moveRequirementDown(v *visit) error { return s.moveRequirement(v, false) }

func (s *Server) moveRequirement(v *visit, up bool) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	var form struct {
		Beside string `form:"naast"`
	}
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Enrollment.MoveRequirement(v.ctx, v.actor, number, v.param("code"), up, form.Beside); err != nil {
		return s.refuseOnSet(v, err)
	}
	return v.done(setPath(number)+"#eis-"+v.param("code"), "")
}

// removeRequirement takes the requirement out of the draft.
func (s *Server) removeRequirement(v *visit) error {
	var form requirementForm
	if err := v.read(&form); err != nil {
		return err
	}
	number, err := v.version()
	if err != nil {
		return err
	}
	if err := s.Enrollment.RemoveRequirement(v.ctx, v.actor, number, v.param("code"), form.Revision); err != nil {
		return s.refuseOnSet(v, err)
	}
	return v.done(setPath(number), "requirement-removed")
}
