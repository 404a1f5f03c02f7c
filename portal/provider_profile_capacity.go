package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

const capacityPath = profilePath + "/plek"

// CapacityPage asks whether the provider takes new participants; the answer is
// public at once (D1).
type CapacityPage struct {
	Frame
	Form
	Now Notice // what the public reads today
}

func (p *CapacityPage) template() string { return "provider/profile_capacity" }

// State asks how much room there is.
func (p *CapacityPage) State() Field {
	values := make([]string, len(directory.CapacityStates))
	for i, state := range directory.CapacityStates {
		values[i] = string(state)
	}
	return p.Field("state").Named(values...)
}

type capacityForm struct {
	State string    `form:"state"`
	Weeks string    `form:"weeks"`
	From  DateInput `form:"from"`
	Until DateInput `form:"until"`
}

func formOfCapacity(c *directory.Capacity) *capacityForm {
	form := &capacityForm{State: string(c.State)}
	if c.Weeks != nil {
		form.Weeks = strconv.Itoa(*c.Weeks)
	}
	if c.ClosedFrom != nil {
		form.From = dateInputOf(*c.ClosedFrom)
	}
	if c.ClosedUntil != nil {
		form.Until = dateInputOf(*c.ClosedUntil)
	}
	return form
}

// capacity reads the form; a number or date that is none is refused beside it,
// when it belongs to the chosen answer.
func (f *capacityForm) capacity() (directory.Capacity, error) {
	var wrong fault.Check
	c := directory.Capacity{State: directory.CapacityState(f.State)}
	if f.Weeks != "" && c.State == directory.CapacityWaiting {
		weeks, err := strconv.Atoi(f.Weeks)
		wrong.Unless(err == nil, "weeks", "capacity.weeks-range", "Max", directory.WeeksMax)
		c.Weeks = &weeks
	}
	if c.State == directory.CapacityClosed {
		c.ClosedFrom, c.ClosedUntil = dateIn(&wrong, "from", f.From), dateIn(&wrong, "until", f.Until)
	}
	return c, wrong.Err()
}

// dateIn reads a date that may be left empty.
func dateIn(wrong *fault.Check, name string, input DateInput) *workday.Date {
	wrong.Unless(input == (DateInput{}) || dateOrNone(input) != nil, name, "error.date")
	return dateOrNone(input)
}

func newCapacityPage(frame Frame, profile *directory.Profile, form *capacityForm, today workday.Date) *CapacityPage {
	p := &CapacityPage{Frame: frame, Form: newForm(frame.Words(), "capacity", form)}
	p.withinProfile()
	if said := profile.Capacity.SaidOn; said != nil {
		p.Now = Notice{Text: capacityText(&p.Frame, &profile.Capacity, today), Look: LookPlain}
	}
	return p
}

// capacityText says in one or two sentences how much room there is, and since when.
func capacityText(f *Frame, c *directory.Capacity, today workday.Date) string {
	state := c.On(today)
	text := f.T("capacity.public." + string(state))
	switch {
	case state == directory.CapacityWaiting && c.Weeks != nil:
		text = f.T("capacity.public.weeks", "Count", *c.Weeks)
	case state == directory.CapacityClosed && c.ClosedUntil != nil:
		text = f.T("capacity.public.until", "Until", *c.ClosedUntil)
	case c.Planned(today):
		text += " " + f.T("capacity.public.planned", "From", *c.ClosedFrom)
	}
	if c.SaidOn != nil {
		text += " " + f.T("capacity.public.said", "On", f.ShortDate(*c.SaidOn))
	}
	return text
}

func (s *Server) capacityPage(v *visit, form *capacityForm) (*CapacityPage, error) {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = formOfCapacity(&profile.Capacity)
	}
	return newCapacityPage(v.frame("profile.task.capacity"), profile, form, workday.On(s.Directory.Now())), nil
}

func (s *Server) showCapacity(v *visit) error {
	p, err := s.capacityPage(v, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) saveCapacity(v *visit) error {
	var form capacityForm
	if err := v.read(&form); err != nil {
		return err
	}
	wanted, refusal := form.capacity()
	if refusal == nil {
		refusal = s.Directory.SaveCapacity(v.ctx, v.actor, wanted)
	}
	if refusal == nil {
		return v.done(profilePath, "capacity-saved")
	}
	p, err := s.capacityPage(v, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
