package portal

import (
	"strconv"
	"strings"
	"time"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// ProcedurePage changes the opening, terms and texts of the open house, and shows
// what was changed before.
type ProcedurePage struct {
	Frame
	Form
	ProveAgain bool // the proof of identity grew old while the form was open
	Segment    string
	Revision   int
	Changes    []ProcedureChangeLine
}

func (p *ProcedurePage) template() string { return "staff/procedure" }

// ProcedureChangeLine is one part that was changed, from what to what.
type ProcedureChangeLine struct {
	When, Who string
	Change    DifferenceField
}

type procedureForm struct {
	Opens       DateInput `form:"opens"`
	Hour        string    `form:"hour"`
	Repair      string    `form:"repair"`
	Decision    string    `form:"decision"`
	Countersign string    `form:"countersign"`
	FourEyes    bool      `form:"fourEyes"`
	IntroNL     string    `form:"introNL"`
	IntroEN     string    `form:"introEN"`
	ObjectionNL string    `form:"objectionNL"`
	ObjectionEN string    `form:"objectionEN"`
	ContactNL   string    `form:"contactNL"`
	ContactEN   string    `form:"contactEN"`
	Revision    int       `form:"revision"`
}

func procedureFormOf(procedure *enrollment.Procedure) *procedureForm {
	return &procedureForm{
		Opens: dateInputOf(workday.On(procedure.OpensAt)), Hour: procedure.OpensAt.In(workday.Amsterdam).Format("15:04"),
		Repair: strconv.Itoa(procedure.RepairWorkdays), Decision: strconv.Itoa(procedure.DecisionWorkdays),
		Countersign: strconv.Itoa(procedure.CountersignWorkdays), FourEyes: procedure.FourEyes,
		IntroNL: procedure.IntroNL, IntroEN: procedure.IntroEN, ObjectionNL: procedure.ObjectionNL, ObjectionEN: procedure.ObjectionEN,
		ContactNL: procedure.ContactNL, ContactEN: procedure.ContactEN, Revision: procedure.Revision,
	}
}

// written gives the procedure as it was typed; what cannot be read is zero.
func (f *procedureForm) written() (enrollment.Procedure, fault.Check) {
	var wrong fault.Check
	day, known := f.Opens.Date()
	hour, err := time.Parse("15:04", strings.ReplaceAll(f.Hour, ".", ":"))
	wrong.Unless(known, "opens", "error.date")
	wrong.Unless(err == nil, "hour", "procedure.hour-wrong")
	repair, _ := strconv.Atoi(f.Repair)
	decision, _ := strconv.Atoi(f.Decision)
	countersign, _ := strconv.Atoi(f.Countersign)
	opens := time.Date(day.Year(), day.Month(), day.Day(), hour.Hour(), hour.Minute(), 0, 0, workday.Amsterdam)
	return enrollment.Procedure{
		OpensAt: opens.UTC(), RepairWorkdays: repair, DecisionWorkdays: decision,
		CountersignWorkdays: countersign, FourEyes: f.FourEyes,
		IntroNL: f.IntroNL, IntroEN: f.IntroEN, ObjectionNL: f.ObjectionNL, ObjectionEN: f.ObjectionEN,
		ContactNL: f.ContactNL, ContactEN: f.ContactEN, Revision: f.Revision,
	}, wrong
}

func newProcedurePage(frame Frame, procedure *enrollment.Procedure, changes []enrollment.ProcedureChange, form *procedureForm) *ProcedurePage {
	p := &ProcedurePage{Frame: frame, Form: newForm(frame.Words(), "procedure", form), Segment: procedure.SegmentCode, Revision: form.Revision}
	p.houseTrail()
	for _, change := range changes {
		name := strings.TrimSuffix(strings.TrimSuffix(change.Field, "_nl"), "_en")
		label := p.T("procedure.field." + name)
		if name != change.Field {
			label += " (" + strings.ToUpper(strings.TrimPrefix(change.Field, name+"_")) + ")"
		}
		p.Changes = append(p.Changes, ProcedureChangeLine{When: p.Moment(change.At), Who: change.Actor, Change: DifferenceField{
			Label: label, OldText: p.T("difference.old"), NewText: p.T("difference.new"),
			Old: p.procedureText(name, change.OldValue), New: p.procedureText(name, change.NewValue),
		}})
	}
	return p
}

// procedureText says a part of the procedure in words.
func (p *ProcedurePage) procedureText(name, value string) string {
	if name == "opens_at" {
		at, err := time.Parse(time.RFC3339, value)
		if err == nil {
			return p.Moment(at)
		}
	}
	return p.factText(name, value)
}

// TextMax is the longest text, in characters.
func (p *ProcedurePage) TextMax() int { return enrollment.TextMax }

func (s *Server) showProcedure(v *visit) error {
	procedure, changes, err := s.Enrollment.Procedure(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(newProcedurePage(v.frame("procedure.title"), procedure, changes, procedureFormOf(procedure)))
}

// saveProcedure changes the procedure. When the proof of identity grew old while
// the form was open, everything that was typed comes back.
func (s *Server) saveProcedure(v *visit) error {
	var form procedureForm
	if err := v.read(&form); err != nil {
		return err
	}
	written, wrong := form.written()
	err := wrong.Err()
	if err == nil {
		err = s.Enrollment.ChangeProcedure(v.ctx, v.actor, written)
	}
	if err == nil {
		return v.done(houseDeskPath, "procedure-changed")
	}
	procedure, changes, failed := s.Enrollment.Procedure(v.ctx, v.actor)
	if failed != nil {
		return failed
	}
	if fault.Is(err, fault.KindConflict) && v.actor.Fresh {
		form.Revision = procedure.Revision // whoever saves again knows what the other one changed
	}
	p := newProcedurePage(v.frame("procedure.title"), procedure, changes, &form)
	p.ProveAgain = !v.actor.Fresh
	return v.refuse(&p.Form, p, err)
}
