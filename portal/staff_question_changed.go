package portal

import (
	"time"

	"providerportal/enrollment"
)

// changedQuestionPage tells the second of two people what the first one made of
// the question. Both texts are on the page: in the form what was typed, and beside
// it what the colleague wrote. Where no form is left, what was typed can be copied.
func changedQuestionPage(frame Frame, question *enrollment.Question, typed replyForm) *StaffQuestionPage {
	stays := question.Status != enrollment.QuestionSetAside && typed.answers()
	shown := *replyFormOf(question)
	if stays {
		shown = typed
		shown.Revision = question.Revision // whoever saves again knows what the other one wrote
	}
	p := newStaffQuestionPage(frame, question, &shown)
	kept := *replyFormOf(question)
	kept.Reason = question.Reason
	p.Changed = Changed{
		Title: p.T("staff-questions.changed"), Text: p.T("staff-questions.changed.at", "At", handledAt(question)),
		Kept: kept.rows(p),
	}
	if stays {
		p.Changed.Choice = p.T("staff-questions.changed.choice")
	} else {
		p.Typed = typed.rows(p)
	}
	return p
}

// answers reports whether an answer was typed, and not a reason to give none.
func (f *replyForm) answers() bool { return f.QuestionNL+f.AnswerNL+f.QuestionEN+f.AnswerEN != "" }

// rows are the texts that are filled in.
func (f *replyForm) rows(p *StaffQuestionPage) (list SummaryList) {
	for _, text := range []struct{ field, value string }{
		{"questionNL", f.QuestionNL}, {"answerNL", f.AnswerNL}, {"questionEN", f.QuestionEN}, {"answerEN", f.AnswerEN},
		{"reason", f.Reason},
	} {
		if text.value != "" {
			list.Rows = append(list.Rows, row(p.Words(), p.T("staff-question."+text.field), "", text.value))
		}
	}
	return list
}

// handledAt is when a colleague dealt with the question last.
func handledAt(question *enrollment.Question) time.Time {
	for _, at := range []*time.Time{question.SetAsideAt, question.ChangedAt, question.AnsweredAt} {
		if at != nil {
			return *at
		}
	}
	return question.AskedAt
}
