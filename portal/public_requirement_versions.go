package portal

import (
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// VersionsPage lists every version of the requirements that was published (E3).
type VersionsPage struct {
	Frame
	Table Table
}

func (p *VersionsPage) template() string { return "public/requirement_versions" }

func versionPath(number int) string { return versionsPath + "/" + strconv.Itoa(number) }

var setLooks = map[enrollment.SetState]Look{
	enrollment.SetDraft: LookBusy, enrollment.SetPlanned: LookTodo, enrollment.SetInForce: LookGood,
	enrollment.SetSuperseded: LookOff, enrollment.SetWithdrawn: LookOff,
}

func setTag(w *words.Words, state enrollment.SetState) Tag {
	return Tag{Text: w.T("requirement-set.state." + string(state)), Look: setLooks[state]}
}

func newVersionsPage(frame Frame, versions []enrollment.SetVersion) *VersionsPage {
	p := &VersionsPage{Frame: frame}
	p.Breadcrumbs = requirementsTrail(&p.Frame)
	p.Table = versionTable(&p.Frame, versions, versionPath)
	return p
}

// versionTable lists versions, each with the page at its address.
func versionTable(f *Frame, versions []enrollment.SetVersion, address func(int) string) Table {
	w := f.Words()
	table := Table{Caption: f.T("versions.title"), Hidden: true, Empty: f.T("versions.empty"), Columns: []Column{
		{Text: w.T("versions.version")}, {Text: w.T("versions.state")}, {Text: w.T("versions.from")}, {Text: w.T("versions.until")},
	}}
	for _, version := range versions {
		row := Row{
			{Text: w.T("versions.number", "Version", strconv.Itoa(version.Version)), URL: address(version.Version)},
			{Tag: setTag(w, version.State)}, {Text: w.ShortDate(version.InForceAt)}, {Text: w.ShortDate(version.Until)},
		}
		if version.State == enrollment.SetWithdrawn {
			row[2].Text = w.T("versions.never")
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func requirementsTrail(f *Frame) []Link {
	return []Link{{f.T("home.crumb"), "/"}, {f.T("open-house.title"), "/open-house"}, {f.T("requirements.title"), "/open-house/eisen"}}
}

func (s *Server) showVersions(v *visit) error {
	versions, err := s.Enrollment.Versions(v.ctx)
	if err != nil {
		return err
	}
	return v.show(newVersionsPage(v.frame("versions.title"), versions))
}

// showVersion shows one version, with what it changed.
func (s *Server) showVersion(v *visit) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	edition, err := s.Enrollment.Edition(v.ctx, account.Actor{}, number)
	if err != nil {
		return err
	}
	return v.show(newVersionPage(v.frame("versions.number", "Version", strconv.Itoa(number)), edition))
}

func newVersionPage(frame Frame, edition *enrollment.Edition) *RequirementsPage {
	p := newRequirementsPage(frame, edition)
	p.Breadcrumbs = append(requirementsTrail(&p.Frame), Link{p.T("versions.title"), versionsPath})
	p.State = setTag(p.Words(), edition.State)
	if edition.PreviousOf > 0 {
		lead := p.T("difference.lead", "Before", strconv.Itoa(edition.PreviousOf), "After", strconv.Itoa(edition.Version))
		p.Changes = p.differencePart(lead, edition.Previous, edition.Requirements, p.Lang)
	}
	return p
}

// version gives the :version of the address; anything but a plain number does not
// exist.
func (v *visit) version() (int, error) {
	number, err := strconv.Atoi(v.Params("version"))
	if err != nil || number < 1 || strconv.Itoa(number) != v.Params("version") {
		return 0, fault.Missing()
	}
	return number, nil
}
