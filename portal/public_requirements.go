package portal

import (
	"strconv"

	"providerportal/enrollment"
)

// RequirementsPage lists what every provider must meet, for everybody (E3, E4).
type RequirementsPage struct {
	Frame
	Version string
	Example bool // not confirmed yet (E5)
	Items   []RequirementItem
}

func (p *RequirementsPage) template() string { return "public/requirements" }

// RequirementItem is one requirement with its evidence rule in words.
type RequirementItem struct {
	ID, Code, Title, Explanation string
	Evidence                     []string
}

func newRequirementsPage(frame Frame, house *enrollment.OpenHouse) *RequirementsPage {
	p := &RequirementsPage{Frame: frame, Example: house.Set.Example}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("open-house.title"), "/open-house"}}
	p.Version = p.T("requirements.version", "Version", strconv.Itoa(house.Set.Version), "Since", p.Date(house.Set.InForceAt))
	for _, requirement := range house.Requirements {
		p.Items = append(p.Items, RequirementItem{
			ID: "eis-" + requirement.Code, Code: requirement.Code, Title: requirement.Title(p.Lang),
			Explanation: requirement.Explanation(p.Lang), Evidence: p.evidence(requirement),
		})
	}
	return p
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

func (s *Server) showRequirements(v *visit) error {
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	return v.show(newRequirementsPage(v.frame("requirements.title"), house))
}
