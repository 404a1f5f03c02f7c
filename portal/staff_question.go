package portal

import (
	"strconv"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// StaffQuestionPage answers one question for everybody to read, corrects an
// answer, or sets the question aside.
type StaffQuestionPage struct {
	Frame
	Form
	Address   string
	Facts     SummaryList
	Asked     string // as it was asked, until it is dealt with
	Open      bool
	Editable  bool
	PublicURL string
	Revision  int
	Changed   Changed     // what a colleague wrote meanwhile
	Typed     SummaryList // what was typed, when no form is left to hold it
}

func (p *StaffQuestionPage) template() string { return "staff/question" }

type replyForm struct {
	QuestionNL string `form:"questionNL"`
	AnswerNL   string `form:"answerNL"`
	QuestionEN string `form:"questionEN"`
	AnswerEN   string `form:"answerEN"`
	Reason     string `form:"reason"`
	Revision   int    `form:"revision"`
}

// replyFormOf begins with the asker's words, from which staff take what tells who
// asked.
func replyFormOf(question *enrollment.Question) *replyForm {
	form := &replyForm{
		QuestionNL: question.QuestionNL, AnswerNL: question.AnswerNL, QuestionEN: question.QuestionEN, AnswerEN: question.AnswerEN,
		Revision: question.Revision,
	}
	if question.Status == enrollment.QuestionOpen {
		form.QuestionNL = question.Asked
		if question.Lang == "en" {
			form.QuestionNL, form.QuestionEN = "", question.Asked
		}
	}
	return form
}

func newStaffQuestionPage(frame Frame, question *enrollment.Question, form *replyForm) *StaffQuestionPage {
	p := &StaffQuestionPage{
		Frame: frame, Form: newForm(frame.Words(), "staff-question", form), Address: staffQuestionURL(question), Asked: question.Asked,
		Open: question.Status == enrollment.QuestionOpen, Editable: question.Status != enrollment.QuestionSetAside, Revision: form.Revision,
	}
	p.houseTrail(Link{p.T("staff-questions.title"), staffQuestionPath})
	p.Title = p.T("questions.number", "Number", strconv.FormatInt(question.Number, 10))
	w := p.Words()
	add := func(key, value string) {
		if value != "" {
			p.Facts.Rows = append(p.Facts.Rows, row(w, w.T(key), "", value))
		}
	}
	add("staff-questions.asked-on", p.Moment(question.AskedAt))
	add("staff-questions.answered-on", p.Date(question.AnsweredAt))
	add("staff-questions.set-aside-on", p.Date(question.SetAsideAt))
	add("staff-questions.reason", question.Reason)
	if p.Open {
		reply := "staff-questions.no-address"
		if question.Email != nil {
			reply = "staff-questions.has-address"
		}
		add("staff-questions.reply", p.T(reply))
	}
	if question.Status == enrollment.QuestionAnswered {
		p.PublicURL = question.Path()
	}
	return p
}

// TextMax is the longest text, in characters.
func (p *StaffQuestionPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showStaffQuestion(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	question, err := s.Enrollment.Question(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return v.show(newStaffQuestionPage(v.frame("staff-questions.title"), question, replyFormOf(question)))
}

// answerQuestion publishes the answer, or its correction.
func (s *Server) answerQuestion(v *visit) error {
	return s.onQuestion(v, "question-answered", func(id uuid.UUID, form *replyForm) error {
		return s.Enrollment.Answer(v.ctx, v.actor, id, enrollment.Reply{
			QuestionNL: form.QuestionNL, AnswerNL: form.AnswerNL, QuestionEN: form.QuestionEN, AnswerEN: form.AnswerEN, Revision: form.Revision,
		})
	})
}

// setQuestionAside closes a question without an answer for everybody.
func (s *Server) setQuestionAside(v *visit) error {
	return s.onQuestion(v, "question-set-aside", func(id uuid.UUID, form *replyForm) error {
		return s.Enrollment.SetAside(v.ctx, v.actor, id, form.Revision, form.Reason)
	})
}

func (s *Server) onQuestion(v *visit, notice string, act func(uuid.UUID, *replyForm) error) error {
	var form replyForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	err = act(id, &form)
	if err == nil {
		return v.done(staffQuestionPath, notice)
	}
	question, failed := s.Enrollment.Question(v.ctx, v.actor, id)
	if failed != nil {
		return failed
	}
	p := newStaffQuestionPage(v.frame("staff-questions.title"), question, &form)
	if fault.Is(err, fault.KindConflict) {
		p = changedQuestionPage(v.frame("staff-questions.title"), question, form)
	}
	return v.refuse(&p.Form, p, err)
}
