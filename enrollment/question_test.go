package enrollment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

var reply = enrollment.Reply{QuestionNL: "Mag een kopie?", AnswerNL: "Ja, een leesbare kopie is goed.", Revision: 1}

// TestQuestionIsAnsweredForAllWithoutTheAsker walks E15.
func TestQuestionIsAnsweredForAllWithoutTheAsker(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	visitor := account.Actor{Origin: "192.0.2.9"}
	require.NoError(t, h.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: "Ik ben Jan van Zorg BV. Mag een kopie?", Email: "jan@zorg.example", Lang: "nl"}))
	open, err := h.Enrollment.Questions(ctx, h.desk.Reviewer, enrollment.QuestionOpen, 1)
	require.NoError(t, err)
	require.Len(t, open.Lines, 1)
	question := open.Lines[0]
	assert.Equal(t, "jan@zorg.example", *question.Email)
	found, err := h.Enrollment.Answered(ctx, "", 1)
	require.NoError(t, err)
	assert.Empty(t, found.Lines, "an open question is not public")

	refused(t, h.Enrollment.Answer(ctx, h.desk.Reviewer, question.ID, enrollment.Reply{QuestionEN: "Copy?", Revision: 1}), fault.KindInvalid, "answerEN", "error.required")
	require.NoError(t, h.Enrollment.Answer(ctx, h.desk.Reviewer, question.ID, reply))
	refused(t, h.Enrollment.Answer(ctx, h.desk.Decider, question.ID, reply), fault.KindConflict, "", "questions.other-saved")
	found, err = h.Enrollment.Answered(ctx, "KOPIE leesbare", 1)
	require.NoError(t, err)
	require.Len(t, found.Lines, 1)
	long, err := h.Enrollment.Answered(ctx, strings.Repeat("kopie ", 10)+"nergens", 1)
	require.NoError(t, err)
	assert.Len(t, long.Lines, 1, "the words after the tenth do not count")
	assert.Empty(t, found.Lines[0].Asked, "the asker's words are gone")
	assert.Nil(t, found.Lines[0].Email, "the address is erased")
	assert.Contains(t, h.trail(t).letters, "question_answered jan@zorg.example")

	corrected := reply
	corrected.AnswerNL, corrected.Revision = "Ja.", 2
	require.NoError(t, h.Enrollment.Answer(ctx, h.desk.Decider, question.ID, corrected))
	refused(t, h.Enrollment.SetAside(ctx, h.desk.Decider, question.ID, 3, "Dubbel"), fault.KindConflict, "", "questions.past")
	assert.Contains(t, h.trail(t).actions, "question.corrected")
}

// TestQuestionRefusesAndSlowsDown pins T2 for questions and the limit of one address.
func TestQuestionRefusesAndSlowsDown(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	visitor := account.Actor{Origin: "192.0.2.9"}
	refused(t, h.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: "Mijn bsn is 111222333", Lang: "nl"}), fault.KindInvalid, "question", "error.bsn")
	refused(t, h.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: "Hoi", Email: "jan", Lang: "nl"}), fault.KindInvalid, "email", "error.email")
	var err error
	for range 6 {
		require.NoError(t, err)
		err = h.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: "Mag een kopie?", Lang: "nl"})
	}
	for range 2 {
		err = h.Enrollment.Ask(ctx, visitor, enrollment.Asking{Text: "Mag een kopie?", Lang: "nl"})
	}
	refused(t, err, fault.KindThrottled, "", "")
	require.NoError(t, h.Enrollment.Ask(ctx, account.Actor{Origin: "198.51.100.7"}, enrollment.Asking{Text: "Mag een kopie?", Lang: "nl"}))
}

// TestQuestionSetAsideStaysAmongStaff pins that nothing of it is published.
func TestQuestionSetAsideStaysAmongStaff(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	require.NoError(t, h.Enrollment.Ask(ctx, h.applicant(t), enrollment.Asking{Text: "Wat is het weer?", Email: "jan@zorg.example", Lang: "en"}))
	open, err := h.Enrollment.Questions(ctx, h.desk.Manager, enrollment.QuestionOpen, 1)
	require.NoError(t, err)
	id := open.Lines[0].ID
	refused(t, h.Enrollment.SetAside(ctx, h.desk.Manager, id, 1, ""), fault.KindInvalid, "reason", "error.required")
	require.NoError(t, h.Enrollment.SetAside(ctx, h.desk.Manager, id, 1, "Gaat niet over de eisen."))
	counts, err := h.Enrollment.QuestionCounts(ctx, h.desk.Manager)
	require.NoError(t, err)
	assert.Equal(t, map[enrollment.QuestionStatus]int{enrollment.QuestionSetAside: 1}, counts)
	assert.Contains(t, h.trail(t).letters, "question_closed jan@zorg.example")
	for _, actor := range []account.Actor{{}, h.applicant(t), h.consultant(t)} {
		refused(t, h.Enrollment.SetAside(ctx, actor, id, 2, "x"), fault.KindForbidden, "", "")
		_, err := h.Enrollment.Question(ctx, actor, id)
		refused(t, err, fault.KindForbidden, "", "")
	}
}
