package portal

import (
	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

const intakePath = "/mijn/aanmeldpunt"

// IntakePage is the one place where municipalities ask the provider for a
// conversation, and whether requests arrive there (D11).
type IntakePage struct {
	Frame
	Form
	Notices []Notice
	CanAsk  bool // a mailbox has to be proven: a new link can be asked
	CanTest bool
}

func (p *IntakePage) template() string { return "provider/intake" }

type intakeForm struct {
	Name        string    `form:"name" clean:"line"`
	Email       string    `form:"email"`
	Phone       string    `form:"phone"`
	Hours       string    `form:"hours"`
	Ways        []string  `form:"ways"`
	DeputyName  string    `form:"deputyName"`
	DeputyEmail string    `form:"deputyEmail"`
	AbsentFrom  DateInput `form:"absentFrom"`
	AbsentUntil DateInput `form:"absentUntil"`
}

func formOfIntake(kept *directory.IntakePoint) *intakeForm {
	form := &intakeForm{
		Name: kept.Name, Email: kept.Email, Phone: kept.Phone, Hours: kept.Hours, Ways: kept.Ways,
		DeputyName: kept.DeputyName, DeputyEmail: kept.DeputyEmail,
	}
	if kept.Email == "" {
		form.Ways = directory.TalkCodes
	}
	if kept.AbsentFrom != nil {
		form.AbsentFrom, form.AbsentUntil = dateInputOf(*kept.AbsentFrom), dateInputOf(*kept.AbsentUntil)
	}
	return form
}

// intake reads the form; a date that is none is refused beside it.
func (f *intakeForm) intake() (directory.IntakePoint, error) {
	var wrong fault.Check
	point := directory.IntakePoint{
		Name: f.Name, Email: f.Email, Phone: f.Phone, Hours: f.Hours, Ways: append(directory.Codes{}, f.Ways...),
		DeputyName: f.DeputyName, DeputyEmail: f.DeputyEmail,
		AbsentFrom: dateIn(&wrong, "absentFrom", f.AbsentFrom), AbsentUntil: dateIn(&wrong, "absentUntil", f.AbsentUntil),
	}
	return point, wrong.Err()
}

// newIntakePage shows the form with how the kept intake point stands.
func newIntakePage(frame Frame, kept *directory.IntakePoint, form *intakeForm, today workday.Date, terms directory.Terms) *IntakePage {
	p := &IntakePage{Frame: frame, Form: newForm(frame.Words(), "intake", form)}
	p.Breadcrumbs = []Link{{p.T("nav.overview"), "/mijn"}}
	state := kept.State(today, terms)
	p.CanTest = state == directory.IntakeWorks
	p.CanAsk = state != directory.IntakeNone && (state != directory.IntakeWorks || kept.DeputyWaits(today, terms))
	p.Notices = append(p.Notices, p.stateNotice(kept, state, terms)...)
	if kept.Absent(today) {
		key := "intake.absent.nobody"
		if kept.DeputyWorks(today, terms) {
			key = "intake.absent.deputy"
		}
		text := p.T(key, "Until", p.Date(*kept.AbsentUntil), "Name", kept.DeputyName)
		p.Notices = append(p.Notices, Notice{Title: p.T("intake.absent.title"), Text: text, Look: LookWarn})
	}
	if kept.DeputyWaits(today, terms) {
		p.Notices = append(p.Notices, Notice{
			Title: p.T("intake.deputy.waiting"), Text: p.T("intake.deputy.waiting.text", "Email", kept.DeputyEmail), Look: LookWarn,
		})
	}
	return p
}

// stateNotice says whether requests arrive.
func (p *IntakePage) stateNotice(kept *directory.IntakePoint, state directory.IntakeState, terms directory.Terms) []Notice {
	switch state {
	case directory.IntakeNone:
		return nil
	case directory.IntakeWorks:
		text := p.T("intake.state.verified", "Email", kept.Email, "On", p.Date(*kept.VerifiedAt)) + " " +
			p.T("intake.state.until", "By", p.Date(terms.VerifyBy(kept.VerifiedAt)), "Months", terms.VerifyMonths)
		return []Notice{{Text: text, Look: LookGood}}
	case directory.IntakeUnverified:
		return []Notice{{
			Title: p.T("intake.state.waiting"), Text: p.T("intake.state.waiting.text", "Email", kept.Email), Look: LookWarn,
		}}
	}
	key := "intake.state." + string(state)
	return []Notice{{Title: p.T(key), Text: p.T(key+".text", "Email", kept.Email, "Months", terms.VerifyMonths), Look: LookBad}}
}

// intakePage loads the page; a nil form shows what is kept.
func (s *Server) intakePage(v *visit, form *intakeForm) (*IntakePage, error) {
	kept, err := s.Directory.Intake(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	terms, err := s.Directory.Terms(v.ctx)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = formOfIntake(kept)
	}
	return newIntakePage(v.frame("intake.title"), kept, form, workday.On(s.Directory.Now()), terms), nil
}

func (s *Server) showIntake(v *visit) error {
	p, err := s.intakePage(v, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}

// saveIntake keeps the intake point; the page then says whether a mail is on its
// way.
func (s *Server) saveIntake(v *visit) error {
	var form intakeForm
	if err := v.read(&form); err != nil {
		return err
	}
	wanted, refusal := form.intake()
	if refusal == nil {
		refusal = s.Directory.SaveIntake(v.ctx, v.actor, wanted)
	}
	if refusal == nil {
		return v.done(intakePath, "intake-saved")
	}
	return s.refuseIntake(v, &form, refusal)
}

// askIntakeProof mails the links again that prove the mailboxes.
func (s *Server) askIntakeProof(v *visit) error {
	if err := s.Directory.AskProof(v.ctx, v.actor); err != nil {
		return s.refuseIntake(v, nil, err)
	}
	return v.done(intakePath, "intake-asked")
}

// testIntake mails the intake point a letter to look at.
func (s *Server) testIntake(v *visit) error {
	if err := s.Directory.SendTest(v.ctx, v.actor); err != nil {
		return s.refuseIntake(v, nil, err)
	}
	return v.done(intakePath, "intake-tested")
}

func (s *Server) refuseIntake(v *visit, form *intakeForm, refusal error) error {
	p, err := s.intakePage(v, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
