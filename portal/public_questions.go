package portal

import (
	"strconv"

	"providerportal/enrollment"
	"providerportal/internal/paging"
)

const questionsPath = "/open-house/vragen"

// QuestionsPage lists the questions about the requirements that were answered,
// for everybody and without who asked (E15, OH-12).
type QuestionsPage struct {
	Frame
	Form
	Count string // how many were found
	Items []QuestionItem
	Pages Pagination
	One   bool // the page of one question
}

func (p *QuestionsPage) template() string { return "public/questions" }

// QuestionItem is one question with its answer. Lang is set when the text is in
// another language than the page.
type QuestionItem struct {
	ID, URL          string
	Number           string
	Question, Answer string
	Lang, LangNote   string
	When             string
}

type questionsQuery struct {
	Search string `form:"q"`
}

func newQuestionsPage(frame Frame, query *questionsQuery, found paging.Page[enrollment.Question]) *QuestionsPage {
	p := &QuestionsPage{Frame: frame, Form: newForm(frame.Words(), "questions", query)}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("open-house.title"), "/open-house"}}
	p.Count = p.T("questions.count", "Count", found.Total)
	p.Pages = paginate(p.Words(), p.Path, found.Number, found.Pages)
	for i := range found.Lines {
		p.Items = append(p.Items, questionItem(&p.Frame, &found.Lines[i]))
	}
	return p
}

func questionItem(f *Frame, question *enrollment.Question) QuestionItem {
	asked, answer, lang := question.Text(f.Lang)
	item := QuestionItem{
		ID: "vraag-" + strconv.FormatInt(question.Number, 10), URL: question.Path(), Question: asked, Answer: answer,
		Number: f.T("questions.number", "Number", strconv.FormatInt(question.Number, 10)),
		When:   f.T("questions.answered", "On", f.Date(question.AnsweredAt)),
	}
	if question.ChangedAt != nil {
		item.When += " " + f.T("questions.corrected", "On", f.Date(question.ChangedAt))
	}
	if lang != f.Lang {
		item.Lang, item.LangNote = lang, f.T("questions.dutch-only")
	}
	return item
}

func (s *Server) showQuestions(v *visit) error {
	query := &questionsQuery{Search: v.query("q")}
	found, err := s.Enrollment.Answered(v.ctx, query.Search, v.page())
	if err != nil {
		return err
	}
	return v.show(newQuestionsPage(v.frame("questions.title"), query, found))
}

// showQuestion shows one answered question, where letters lead to.
func (s *Server) showQuestion(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	question, err := s.Enrollment.AnsweredOne(v.ctx, id)
	if err != nil {
		return err
	}
	found := paging.Page[enrollment.Question]{Lines: []enrollment.Question{*question}, Total: 1, Number: 1, Pages: 1}
	p := newQuestionsPage(v.frame("questions.title"), &questionsQuery{}, found)
	p.One, p.Title = true, p.Items[0].Number
	p.Breadcrumbs = append(p.Breadcrumbs, Link{p.T("questions.title"), questionsPath})
	return v.show(p)
}

// AskPage takes a question about the requirements from anybody (E15).
type AskPage struct {
	Frame
	Form
	Done Panel // what happens next, after a question was sent
}

func (p *AskPage) template() string { return "public/question_ask" }

type askForm struct {
	Question string `form:"question"`
	Email    string `form:"email"`
}

// TextMax is the longest question, in characters.
func (p *AskPage) TextMax() int { return enrollment.TextMax }

func newAskPage(frame Frame, form *askForm) *AskPage {
	p := &AskPage{Frame: frame, Form: newForm(frame.Words(), "ask", form)}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("open-house.title"), "/open-house"}, {p.T("questions.title"), questionsPath}}
	return p
}

func (s *Server) showAsk(v *visit) error {
	return v.show(newAskPage(v.frame("ask.title"), &askForm{Email: v.actor.Email}))
}

func (s *Server) ask(v *visit) error {
	var form askForm
	if err := v.read(&form); err != nil {
		return err
	}
	actor := v.actor
	actor.Origin = v.client().Origin
	err := s.Enrollment.Ask(v.ctx, actor, enrollment.Asking{Text: form.Question, Email: form.Email, Lang: v.lang})
	if err == nil {
		return v.done(questionsPath+"/gesteld", "")
	}
	p := newAskPage(v.frame("ask.title"), &form)
	return v.refuse(&p.Form, p, err)
}

func (s *Server) showAsked(v *visit) error {
	p := newAskPage(v.frame("asked.title"), &askForm{})
	p.Done = newPanel(p.Words(), p.Title, p.T("asked.text"), "")
	return v.show(p)
}
