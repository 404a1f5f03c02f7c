package portal

import (
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/paging"
)

// StaffQuestionsPage lists the questions about the requirements for staff.
type StaffQuestionsPage struct {
	Frame
	Tabs  Tabs
	Table Table
	Pages Pagination
}

func (p *StaffQuestionsPage) template() string { return "staff/questions" }

// The lists of questions, by the value of "lijst" in the address.
const (
	listOpenQuestions = "open"
	listAnswered      = "beantwoord"
	listSetAside      = "niet-geplaatst"
)

var questionLists = []string{listOpenQuestions, listAnswered, listSetAside}

var questionStatus = map[string]enrollment.QuestionStatus{
	listOpenQuestions: enrollment.QuestionOpen, listAnswered: enrollment.QuestionAnswered, listSetAside: enrollment.QuestionSetAside,
}

func staffQuestionURL(question *enrollment.Question) string {
	return staffQuestionPath + "/" + question.ID.String()
}

func newStaffQuestionsPage(frame Frame, list string, counts map[enrollment.QuestionStatus]int, found paging.Page[enrollment.Question]) *StaffQuestionsPage {
	p := &StaffQuestionsPage{Frame: frame}
	p.houseTrail()
	w, listed := p.Words(), map[string]int{}
	for name, status := range questionStatus {
		listed[name] = counts[status]
	}
	p.Tabs = listTabs(&p.Frame, "staff-questions.lists", "staff-questions.", list, questionLists, listed)
	p.Pages = paginate(w, p.Path, found.Number, found.Pages)
	p.Table = Table{Caption: p.T("staff-questions." + list), Hidden: true, Empty: p.T("staff-questions.empty"), Columns: []Column{
		{Text: w.T("staff-questions.question")}, {Text: w.T("staff-questions.asked-on")}, {Text: w.T("staff-questions.closed-on")},
	}}
	for i := range found.Lines {
		question := &found.Lines[i]
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: questionLine(question), URL: staffQuestionURL(question), Note: p.T("questions.number", "Number", strconv.FormatInt(question.Number, 10))},
			{Text: w.ShortDate(question.AskedAt)}, {Text: w.ShortDate(question.AnsweredAt) + w.ShortDate(question.SetAsideAt)},
		})
	}
	return p
}

// questionLine is a question in a list: its beginning, or why it was set aside.
func questionLine(question *enrollment.Question) string {
	const most = 120
	for _, text := range []string{question.QuestionNL, question.Asked, question.Reason} {
		if text == "" {
			continue
		}
		if letters := []rune(text); len(letters) > most {
			return string(letters[:most]) + "…"
		}
		return text
	}
	return ""
}

func (s *Server) showStaffQuestions(v *visit) error {
	list := chosen(v.query("lijst"), questionLists)
	counts, err := s.Enrollment.QuestionCounts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	found, err := s.Enrollment.Questions(v.ctx, v.actor, questionStatus[list], v.page())
	if err != nil {
		return err
	}
	return v.show(newStaffQuestionsPage(v.frame("staff-questions.title"), list, counts, found))
}
