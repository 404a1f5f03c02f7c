package portal

import (
	"io"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

type answerForm struct {
	Accepted   bool      `form:"accepted"`
	Choice     string    `form:"choice"`
	Text       string    `form:"text"`
	IssuedOn   DateInput `form:"issuedOn"`
	ValidUntil DateInput `form:"validUntil"`
	Back       string    `form:"terug"`
	Version    int       `form:"version"`
}

// answerFormOf shows a kept answer.
func answerFormOf(answer enrollment.Answer) *answerForm {
	form := &answerForm{Accepted: answer.Accepted, Choice: answer.Choice, Text: answer.Text, Version: answer.Version}
	if answer.IssuedOn != nil {
		form.IssuedOn = dateInputOf(*answer.IssuedOn)
	}
	if answer.ValidUntil != nil {
		form.ValidUntil = dateInputOf(*answer.ValidUntil)
	}
	return form
}

// readAnswer takes the fields of an upload.
func readAnswer(fields url.Values) *answerForm {
	date := func(name string) DateInput {
		return DateInput{Day: fields.Get(name + ".day"), Month: fields.Get(name + ".month"), Year: fields.Get(name + ".year")}
	}
	form := &answerForm{
		Accepted: fields.Get("accepted") == "true", Choice: fields.Get("choice"), Text: fields.Get("text"),
		IssuedOn: date("issuedOn"), ValidUntil: date("validUntil"), Back: fields.Get("terug"),
		Version: versionOf(fields),
	}
	clean(form)
	return form
}

// versionOf is the version that the visitor saw; an unreadable one is none.
func versionOf(fields url.Values) int {
	version, err := strconv.Atoi(fields.Get("version"))
	if err != nil {
		return 0
	}
	return version
}

func (f *answerForm) given() enrollment.Given {
	given := enrollment.Given{Accepted: f.Accepted, Choice: f.Choice, Text: f.Text, Version: f.Version}
	given.IssuedOn, given.ValidUntil = dateOrNone(f.IssuedOn), dateOrNone(f.ValidUntil)
	return given
}

func dateOrNone(input DateInput) *workday.Date {
	if date, ok := input.Date(); ok {
		return &date
	}
	return nil
}

// saveAnswer keeps the document and the fields, each on its own: a good file
// stays when a date is wrong, and the other way round.
func (s *Server) saveAnswer(v *visit) error {
	dossier, requirement, err := s.ownRequirement(v)
	if err != nil {
		return err
	}
	id := dossier.Application.ID
	attached := 0
	fields, refused := v.readUpload(func(fields url.Values, name string, content io.Reader) error {
		err := s.Enrollment.AttachDocument(v.ctx, v.actor, id, requirement.Code, enrollment.Upload{
			Name: name, Content: content, Version: versionOf(fields),
		})
		if err == nil {
			attached = 1
		}
		return err
	})
	if refused != nil && fault.Of(refused) == nil {
		return refused
	}
	s.noteOutage(v.Ctx, refused)
	form := readAnswer(fields)
	form.Version += attached // the file made the answer one version newer
	saved := s.Enrollment.SaveAnswer(v.ctx, v.actor, id, requirement.Code, form.given())
	if err := answerRefusal(form, refused, saved); err != nil {
		return s.refuseAnswer(v, form, err, fault.Is(refused, fault.KindUnavailable))
	}
	return v.done(backTo(form.Back), "answer-saved")
}

// answerRefusal puts together what is wrong with the fields and with the file,
// in the order of the page.
func answerRefusal(form *answerForm, file, fields error) error {
	for _, err := range []error{file, fields} {
		if err != nil && !fault.Is(err, fault.KindInvalid) && !fault.Is(err, fault.KindUnavailable) {
			return err
		}
	}
	var wrong fault.Check
	typed := map[string]bool{"issuedOn": form.IssuedOn != DateInput{}, "validUntil": form.ValidUntil != DateInput{}}
	if refusal := fault.Of(fields); refusal != nil {
		for _, field := range refusal.Fields {
			if field.Key == "error.required" && typed[field.Name] {
				field.Key = "error.date" // something was typed that is no date
			}
			if field.Name != "file" || file == nil {
				wrong = append(wrong, field)
			}
		}
	}
	if refusal := fault.Of(file); refusal != nil {
		wrong = append(wrong, refusal.Fields...)
		if refusal.Kind == fault.KindUnavailable {
			wrong.Add("file", refusal.Key)
		}
	}
	return wrong.Err()
}

// refuseAnswer shows the page again with what was typed and what was kept, by the
// visitor or by a colleague meanwhile.
func (s *Server) refuseAnswer(v *visit, form *answerForm, refusal error, unavailable bool) error {
	dossier, requirement, err := s.ownRequirement(v)
	if err != nil {
		return err
	}
	kept := dossier.Answers[requirement.ID]
	changed := enrollment.ChangedMeanwhile(refusal)
	if changed || kept.Version == form.Version+1 && kept.UpdatedBy == v.actor.UserID {
		form.Version = kept.Version
	}
	p := s.answerPage(v, dossier, requirement, form)
	if changed {
		p.Changed = p.changed(dossier.People[kept.UpdatedBy], kept.UpdatedAt, answerRow(&p.Frame, *requirement, dossier))
		if requirement.Kind == enrollment.KindDocument {
			p.Changed.File = p.T("changed.file")
		}
	}
	if unavailable && p.Form.Fail(v.words(), refusal) {
		return v.showStatus(fiber.StatusServiceUnavailable, p)
	}
	return v.refuse(&p.Form, p, refusal)
}
