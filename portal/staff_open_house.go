package portal

import (
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

const (
	houseDeskPath     = "/beheer/open-house"
	setsPath          = houseDeskPath + "/eisen"
	staffQuestionPath = houseDeskPath + "/vragen"
)

// HouseDeskPage is where staff find what the open house asks and answers: the
// procedure and the requirements for administrators, questions for everybody.
type HouseDeskPage struct {
	Frame
	Writes    bool // may change procedure and requirements
	Facts     SummaryList
	Sets      Table
	Draft     Button // begins a new version; empty when there is a draft
	Questions []Stat
}

func (p *HouseDeskPage) template() string { return "staff/open_house" }

func newHouseDeskPage(frame Frame, house *enrollment.OpenHouse, versions []enrollment.SetVersion, writes bool) *HouseDeskPage {
	p := &HouseDeskPage{Frame: frame, Writes: writes}
	w := p.Words()
	fourEyes := p.T("procedure.four-eyes.no")
	if house.Procedure.FourEyes {
		fourEyes = p.T("procedure.four-eyes.yes")
	}
	p.Facts.Rows = []SummaryRow{
		row(w, p.T("procedure.segment"), "", house.Procedure.SegmentCode),
		row(w, p.T("procedure.opens"), "", p.Moment(house.Procedure.OpensAt)),
		row(w, p.T("procedure.decision"), "", p.T("procedure.workdays", "Count", house.Procedure.DecisionWorkdays)),
		row(w, p.T("procedure.repair"), "", p.T("procedure.workdays", "Count", house.Procedure.RepairWorkdays)),
		row(w, p.T("procedure.countersign"), "", p.T("procedure.workdays", "Count", house.Procedure.CountersignWorkdays)),
		row(w, p.T("procedure.fourEyes"), "", fourEyes),
	}
	address := versionPath
	if writes {
		address = setPath
	}
	p.Sets = versionTable(&p.Frame, versions, address)
	if writes && len(versions) > 0 && !versions[0].IsDraft() {
		p.Draft = p.Button(p.T("requirement-sets.draft", "Version", strconv.Itoa(versions[0].Version)), setPath(versions[0].Version)+"/concept", "secondary")
	}
	return p
}

func (s *Server) showHouseDesk(v *visit) error {
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	writes := v.actor.Has(account.RoleAdministrator)
	versions, err := s.Enrollment.Versions(v.ctx)
	if writes {
		versions, err = s.Enrollment.AllVersions(v.ctx, v.actor)
	}
	if err != nil {
		return err
	}
	p := newHouseDeskPage(v.frame("house-desk.title"), house, versions, writes)
	if p.Questions, err = s.questionStats(v, &p.Frame); err != nil {
		return err
	}
	return v.show(p)
}

// questionStats counts the questions that wait.
func (s *Server) questionStats(v *visit, f *Frame) ([]Stat, error) {
	counts, err := s.Enrollment.QuestionCounts(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return []Stat{f.stat("desk.question-open", counts[enrollment.QuestionOpen], staffQuestionPath, false)}, nil
}

// deskQuestions counts the questions about the requirements that wait (E15).
func (s *Server) deskQuestions(v *visit, p *DeskPage) error {
	stats, err := s.questionStats(v, &p.Frame)
	if err == nil {
		p.Groups = append(p.Groups, DeskGroup{Title: p.T("desk.questions"), Stats: stats})
	}
	return err
}

// houseTrail leads back to the desk of the open house.
func (f *Frame) houseTrail(more ...Link) {
	f.Breadcrumbs = append([]Link{{f.T("desk.title"), "/beheer"}, {f.T("house-desk.title"), houseDeskPath}}, more...)
}
