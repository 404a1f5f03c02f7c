package portal

import (
	"strconv"

	"providerportal/enrollment"
)

// RequirementSetPage is one version of the requirements for who writes them: a
// draft to change, or a published one to look after.
type RequirementSetPage struct {
	Frame
	Form    // of the day from which it holds
	Address string
	State   Tag
	When    string
	Draft   bool
	Planned bool
	Example bool
	Copy    bool // there is no draft yet: a copy may begin one
	Items   []SetItem
	Gaps    []string // what a draft still lacks
	Changes *DifferencePart
	Others  []Link // the same against other versions
	Print   string // fingerprint of the text that is shown
}

func (p *RequirementSetPage) template() string { return "staff/requirement_set" }

// SetItem is one requirement in the list of a version.
type SetItem struct {
	ID, Code, Title, URL string
	Evidence             []string
	Gap                  Tag
	Up, Down             Button
}

type publishForm struct {
	On    DateInput `form:"on" validate:"required,date"`
	Print string    `form:"print"`
}

func setPath(number int) string { return setsPath + "/" + strconv.Itoa(number) }

func newRequirementSetPage(frame Frame, edition *enrollment.Edition, form *publishForm) *RequirementSetPage {
	p := &RequirementSetPage{
		Frame: frame, Form: newForm(frame.Words(), "requirement-set", form), Address: setPath(edition.Version), State: setTag(frame.Words(), edition.State),
		Draft: edition.IsDraft(), Planned: edition.State == enrollment.SetPlanned, Example: edition.Example, Print: edition.Fingerprint(),
	}
	p.Title = p.T("requirement-sets.title", "Version", strconv.Itoa(edition.Version))
	p.houseTrail()
	p.When = p.versionText(edition.SetVersion)
	public := &RequirementsPage{Frame: frame}
	for i, requirement := range edition.Requirements {
		item := SetItem{ID: "eis-" + requirement.Code, Code: requirement.Code, Title: requirement.Title(p.Lang), Evidence: public.evidence(requirement)}
		if p.Draft {
			p.makeEditable(&item, edition.Requirements, i)
		}
		for _, gap := range requirement.Gaps() {
			item.Gap = Tag{p.T("requirement-sets.incomplete"), LookWarn}
			p.Gaps = append(p.Gaps, p.T("requirement-sets.gap."+gap, "Code", requirement.Code))
		}
		p.Items = append(p.Items, item)
	}
	if edition.PreviousOf > 0 {
		lead := p.T("difference.lead", "Before", strconv.Itoa(edition.PreviousOf), "After", strconv.Itoa(edition.Version))
		p.Changes = p.differencePart(lead, edition.Previous, edition.Requirements, "nl", "en")
	}
	return p
}

// besideParam names the requirement that another one changes places with.
const besideParam = "naast"

// makeEditable gives a requirement its ways to change it and its place.
func (p *RequirementSetPage) makeEditable(item *SetItem, all []enrollment.Requirement, at int) {
	item.URL = p.Address + "/eis/" + item.Code
	if at > 0 {
		item.Up = p.Button(p.T("requirement-sets.up", "Code", item.Code), item.URL+"/omhoog", "secondary")
		item.Up.Fields = []HiddenField{{besideParam, all[at-1].Code}}
	}
	if at < len(all)-1 {
		item.Down = p.Button(p.T("requirement-sets.down", "Code", item.Code), item.URL+"/omlaag", "secondary")
		item.Down.Fields = []HiddenField{{besideParam, all[at+1].Code}}
	}
}

// compareWith links the difference with every other version.
func (p *RequirementSetPage) compareWith(versions []enrollment.SetVersion, shown int) {
	p.Copy = len(versions) > 0 && !versions[0].IsDraft()
	for _, version := range versions {
		if version.Version != shown {
			number := strconv.Itoa(version.Version)
			p.Others = append(p.Others, Link{p.T("difference.with", "Version", number), p.Address + "/verschil?met=" + number})
		}
	}
}

func (s *Server) showRequirementSet(v *visit) error {
	p, err := s.requirementSetPage(v, &publishForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) requirementSetPage(v *visit, form *publishForm) (*RequirementSetPage, error) {
	number, err := v.version()
	if err != nil {
		return nil, err
	}
	edition, err := s.Enrollment.Edition(v.ctx, v.actor, number)
	if err != nil {
		return nil, err
	}
	versions, err := s.Enrollment.AllVersions(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	p := newRequirementSetPage(v.frame("requirements.title"), edition, form)
	p.compareWith(versions, number)
	return p, nil
}

// previewRequirementSet shows a version exactly as applicants will read it.
func (s *Server) previewRequirementSet(v *visit) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	edition, err := s.Enrollment.Edition(v.ctx, v.actor, number)
	if err != nil {
		return err
	}
	p := newVersionPage(v.frame("requirements.title"), edition)
	p.houseTrail(Link{p.T("requirement-sets.title", "Version", strconv.Itoa(number)), setPath(number)})
	return v.show(p)
}

// DifferencePage compares two versions.
type DifferencePage struct {
	Frame
	Changes *DifferencePart
	Back    Link
}

func (p *DifferencePage) template() string { return "staff/requirement_difference" }

func newDifferencePage(frame Frame, before, after *enrollment.Edition) *DifferencePage {
	p := &DifferencePage{Frame: frame}
	from, to := strconv.Itoa(before.Version), strconv.Itoa(after.Version)
	p.Back = Link{p.T("requirement-sets.title", "Version", to), setPath(after.Version)}
	p.houseTrail(p.Back)
	p.Changes = p.differencePart(p.T("difference.lead", "Before", from, "After", to), before.Requirements, after.Requirements, "nl", "en")
	return p
}

func (s *Server) showDifference(v *visit) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	with, err := strconv.Atoi(v.query("met"))
	if err != nil {
		return v.done(setPath(number), "")
	}
	after, err := s.Enrollment.Edition(v.ctx, v.actor, number)
	if err != nil {
		return err
	}
	before, err := s.Enrollment.Edition(v.ctx, v.actor, with)
	if err != nil {
		return err
	}
	return v.show(newDifferencePage(v.frame("difference.title"), before, after))
}
