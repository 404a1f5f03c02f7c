package portal

import (
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

const versionsPath = "/open-house/eisen/versies"

// RequirementsPage lists what every provider must meet, for everybody (E3, E4):
// the version in force, or any other one.
type RequirementsPage struct {
	Frame
	Version  string
	State    Tag // of a version that does not hold now
	Yours    string
	Example  bool   // not confirmed yet (E5)
	Planned  Notice // another version takes over
	Items    []RequirementItem
	Versions Link
	Changes  *DifferencePart // with the version before, on a version's own page
}

func (p *RequirementsPage) template() string { return "public/requirements" }

// RequirementItem is one requirement with its evidence rule in words.
type RequirementItem struct {
	ID, Code, Title, Explanation string
	Evidence                     []string
}

func newRequirementsPage(frame Frame, edition *enrollment.Edition) *RequirementsPage {
	p := &RequirementsPage{Frame: frame, Example: edition.Example}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("open-house.title"), "/open-house"}}
	p.Version = p.versionText(edition.SetVersion)
	p.Versions = Link{p.T("requirements.versions"), versionsPath}
	if edition.State == enrollment.SetInForce {
		p.Yours = p.T("requirements.yours")
	}
	for _, requirement := range edition.Requirements {
		p.Items = append(p.Items, RequirementItem{
			ID: "eis-" + requirement.Code, Code: requirement.Code, Title: requirement.Title(p.Lang),
			Explanation: requirement.Explanation(p.Lang), Evidence: p.evidence(requirement),
		})
	}
	return p
}

// versionText says which version it is and when it holds.
func (f *Frame) versionText(version enrollment.SetVersion) string {
	number := strconv.Itoa(version.Version)
	switch version.State {
	case enrollment.SetDraft:
		return f.T("requirements.version.draft", "Version", number)
	case enrollment.SetWithdrawn:
		return f.T("requirements.version.withdrawn", "Version", number)
	case enrollment.SetPlanned:
		return f.T("requirements.version.planned", "Version", number, "Since", f.Date(version.InForceAt))
	case enrollment.SetSuperseded:
		return f.T("requirements.version.superseded", "Version", number, "Since", f.Date(version.InForceAt), "Until", f.Date(version.Until))
	}
	return f.T("requirements.version", "Version", number, "Since", f.Date(version.InForceAt))
}

// evidence says in words what the provider hands in for a requirement (E4).
func (p *RequirementsPage) evidence(requirement enrollment.Requirement) []string {
	lines := []string{p.T("requirements.kind." + string(requirement.Kind))}
	for _, choice := range requirement.Choices {
		lines = append(lines, p.T("requirements.choice", "Choice", choice.Name(p.Lang)))
	}
	if requirement.MaxAgeMonths != nil {
		lines = append(lines, p.T("requirements.age", "Count", *requirement.MaxAgeMonths))
	}
	if requirement.NeedsValidUntil {
		lines = append(lines, p.T("requirements.valid-until"))
	}
	if requirement.EquivalentAccepted {
		lines = append(lines, p.T("requirements.equivalent"))
	}
	return lines
}

// showRequirements shows the version in force; before the opening, the one that
// will be. A planned one is announced.
func (s *Server) showRequirements(v *visit) error {
	versions, err := s.Enrollment.Versions(v.ctx)
	if err != nil {
		return err
	}
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	edition, err := s.Enrollment.Edition(v.ctx, account.Actor{}, house.Set.Version)
	if err != nil {
		return err
	}
	p := newRequirementsPage(v.frame("requirements.title"), edition)
	p.announce(versions, house.Set.Version)
	return v.show(p)
}

// announce tells of the next version that is planned.
func (p *RequirementsPage) announce(versions []enrollment.SetVersion, shown int) {
	for _, version := range versions {
		if version.State == enrollment.SetPlanned && version.Version != shown {
			p.Planned = Notice{
				Text:   p.T("requirements.planned", "Version", strconv.Itoa(version.Version), "Since", p.Date(version.InForceAt)),
				Action: p.T("requirements.planned.read"), URL: versionPath(version.Version), Look: LookWarn,
			}
		}
	}
}
