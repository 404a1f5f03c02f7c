package portal

import (
	"strings"

	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// addClosure closes the region on a day (T5).
func (s *Server) addClosure(v *visit) error {
	return s.changeCalendar(v, "closure-added", func(form *closureForm) error {
		day, _ := form.Day.Date()
		return s.Matching.AddClosure(v.ctx, v.actor, day, strings.Clone(form.Name))
	})
}

// removeClosure opens the region again.
func (s *Server) removeClosure(v *visit) error {
	day, err := workday.Parse(v.param("day"))
	if err != nil {
		return fault.Missing()
	}
	if err := s.Matching.RemoveClosure(v.ctx, v.actor, day); err != nil {
		return err
	}
	return v.done(calendarPath, "closure-removed")
}

// recalculateDueDates counts the due dates of open requests again (WD-5).
func (s *Server) recalculateDueDates(v *visit) error {
	return s.changeCalendar(v, "due-dates-moved", func(form *closureForm) error {
		_, err := s.Matching.Recalculate(v.ctx, v.actor, strings.Clone(form.Reason))
		return err
	})
}

func (s *Server) changeCalendar(v *visit, notice string, change func(*closureForm) error) error {
	var form closureForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := change(&form)
	if err == nil {
		return v.done(calendarPath, notice)
	}
	p, failed := s.calendarPage(v, &form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
