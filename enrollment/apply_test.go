package enrollment_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/cmd/portal/sample"
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/reference"
	"providerportal/internal/workday"
)

// TestEvidenceDatesAtEntry pins E4 where the date is typed.
func TestEvidenceDatesAtEntry(t *testing.T) {
	h := open(t)
	h.now = moment(2023, 8, 31, 10)
	applicant := h.applicant(t)
	id := h.draft(t, applicant)
	require.NoError(t, h.attach(t, applicant, id, "KVK"))
	require.NoError(t, h.attach(t, applicant, id, "AVB"))
	for _, row := range []struct{ code, date, field, key string }{
		{"KVK", "", "issuedOn", "error.required"},
		{"KVK", "2023-02-27", "issuedOn", "application.too-old"},
		{"KVK", "2023-02-28", "", ""},
		{"KVK", "2023-08-31", "", ""},
		{"KVK", "2023-09-01", "issuedOn", "error.date-future"},
		{"AVB", "", "validUntil", "error.required"},
		{"AVB", "2023-08-30", "validUntil", "application.expired"},
		{"AVB", "2023-08-31", "", ""},
	} {
		var given enrollment.Given
		if row.date != "" {
			day := date(row.date)
			given = enrollment.Given{IssuedOn: &day, ValidUntil: &day}
		}
		err := h.answer(t, applicant, id, row.code, given)
		if row.key == "" {
			assert.NoError(t, err, "%s %s", row.code, row.date)
			continue
		}
		refused(t, err, fault.KindInvalid, row.field, row.key)
		dossier := h.dossier(t, applicant, id)
		assert.Equal(t, given.IssuedOn, dossier.Answers[dossier.Requirement(row.code).ID].IssuedOn, "what was typed is kept")
	}
	tooOld := date("2022-01-01")
	err := h.answer(t, applicant, id, "KVK", enrollment.Given{IssuedOn: &tooOld})
	assert.Equal(t, []any{"Months", 6, "Oldest", date("2023-02-28")}, fault.Of(err).Fields[0].Args)
}

// TestEvidenceAgesUntilSubmission pins E4 at submission: good when it was
// entered, one day too old when it is sent.
func TestEvidenceAgesUntilSubmission(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	oldest := workday.On(h.now).AddMonths(-6)
	require.NoError(t, h.answer(t, applicant, id, "KVK", enrollment.Given{IssuedOn: &oldest}))
	h.wait(24 * time.Hour)
	err := h.Enrollment.Submit(t.Context(), applicant, id)
	refused(t, err, fault.KindInvalid, "KVK", "application.task-unfinished")
	assert.Len(t, fault.Of(err).Fields, 1)
	h.wait(-24 * time.Hour)
	require.NoError(t, h.Enrollment.Submit(t.Context(), applicant, id))
}

// TestAnswers pins what each kind of requirement takes (E4).
func TestAnswers(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.draft(t, applicant)
	for name, row := range map[string]struct {
		code       string
		given      enrollment.Given
		field, key string
	}{
		"declaration not accepted": {"VOG", enrollment.Given{}, "accepted", "application.accept"},
		"declaration":              {"VOG", enrollment.Given{Accepted: true}, "", ""},
		"no choice":                {"AVG", enrollment.Given{}, "choice", "application.choose"},
		"unknown choice":           {"AVG", enrollment.Given{Choice: "geen"}, "choice", "application.choose"},
		"choice":                   {"AVG", enrollment.Given{Choice: "verwerker"}, "", ""},
		"document without a file":  {"UEA", enrollment.Given{}, "file", "document.none"},
		"a citizen number":         {"VOG", enrollment.Given{Accepted: true, Text: "zie 111222333"}, "text", "error.bsn"},
		"too long":                 {"VOG", enrollment.Given{Accepted: true, Text: strings.Repeat("é", enrollment.TextMax+1)}, "text", "error.max"},
		"just long enough":         {"VOG", enrollment.Given{Accepted: true, Text: strings.Repeat("é", enrollment.TextMax)}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := h.answer(t, applicant, id, row.code, row.given)
			if row.key == "" {
				assert.NoError(t, err)
				return
			}
			refused(t, err, fault.KindInvalid, row.field, row.key)
		})
	}
	refused(t, h.answer(t, applicant, id, "ZZZ", enrollment.Given{}), fault.KindMissing, "", "")
	refused(t, h.attach(t, applicant, id, "VOG"), fault.KindMissing, "", "") // E5: no file for the VOG
	err := h.Enrollment.AttachDocument(t.Context(), applicant, id, "UEA", enrollment.Upload{
		Name: "bsn 111222333.pdf", Content: bytes.NewReader(sample.PDF("x")), Version: 1,
	})
	refused(t, err, fault.KindInvalid, "file", "error.bsn")
	err = h.Enrollment.AttachDocument(t.Context(), applicant, id, "UEA", enrollment.Upload{
		Name: "uea.pdf", Content: strings.NewReader(""), Version: 1,
	})
	refused(t, err, fault.KindInvalid, "", "")
}

// TestUnfinishedIsNamed pins that a submission names every open task (E6).
func TestUnfinishedIsNamed(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.draft(t, applicant)
	err := h.Enrollment.Submit(t.Context(), applicant, id)
	for _, task := range []string{"organisation", "contact", "signatory", "municipalities", "UEA", "KVK", "AVG"} {
		refused(t, err, fault.KindInvalid, task, "application.task-unfinished")
	}
	assert.Len(t, fault.Of(err).Fields, 14)

	err = h.Enrollment.SaveContact(t.Context(), applicant, id, enrollment.Contact{Email: "geen adres"})
	for field, key := range map[string]string{"name": "error.required", "email": "error.email", "phone": "error.required"} {
		refused(t, err, fault.KindInvalid, field, key)
	}
	long := strings.Repeat("é", directory.LineMax+1)
	err = h.Enrollment.SaveContact(t.Context(), applicant, id, enrollment.Contact{Name: long, Email: "a@b.example", Phone: long})
	refused(t, err, fault.KindInvalid, "name", "error.max")
	refused(t, err, fault.KindInvalid, "phone", "error.max")
	contact := enrollment.Contact{Name: "Lotte", Email: "Lotte@Zorg.EXAMPLE", Phone: "077-0123456"}
	require.NoError(t, h.Enrollment.SaveContact(t.Context(), applicant, id, contact))
	assert.Equal(t, "Lotte@zorg.example", h.dossier(t, applicant, id).Application.ContactEmail)
}

// TestOneOpenApplication pins E6: the open one is given back, and after a
// rejection or withdrawal a new one starts at once.
func TestOneOpenApplication(t *testing.T) {
	h := open(t)
	t.Run("draft, submitted, under review", func(t *testing.T) {
		applicant := h.applicant(t)
		id := h.submitted(t, applicant)
		assert.Equal(t, id, h.draft(t, applicant))
		h.supplement(t, id, "UEA")
		assert.Equal(t, id, h.draft(t, applicant))
	})
	t.Run("withdrawn", func(t *testing.T) {
		applicant := h.applicant(t)
		id := h.draft(t, applicant)
		require.NoError(t, h.Enrollment.Withdraw(t.Context(), applicant, id, stop))
		h.wait(time.Second)
		second := h.draft(t, applicant)
		assert.NotEqual(t, id, second)
		latest, err := h.Enrollment.Latest(t.Context(), applicant)
		require.NoError(t, err)
		assert.Equal(t, second, latest.Application.ID)
		refused(t, h.Enrollment.Withdraw(t.Context(), applicant, id, stop), fault.KindConflict, "", "application.past-step")
		refused(t, h.Enrollment.Submit(t.Context(), applicant, id), fault.KindConflict, "", "application.past-step")
	})
	t.Run("rejected", func(t *testing.T) {
		applicant := h.applicant(t)
		id := h.rejected(t, applicant)
		h.wait(time.Second)
		assert.NotEqual(t, id, h.draft(t, applicant))
	})
	t.Run("admitted", func(t *testing.T) {
		applicant := h.applicant(t)
		h.offered(t, applicant)
		latest, err := h.Enrollment.Latest(t.Context(), applicant)
		require.NoError(t, err)
		assert.Equal(t, latest.Application.ID, h.draft(t, applicant))
	})
	t.Run("the database agrees", func(t *testing.T) {
		applicant := h.applicant(t)
		second := h.dossier(t, applicant, h.draft(t, applicant)).Application
		second.ID, second.Reference = uuid.New(), reference.New("AM")
		err := h.db.Transaction(func(tx *gorm.DB) error { return tx.Create(&second).Error })
		assert.ErrorIs(t, err, gorm.ErrDuplicatedKey)
	})
}

// TestStartsRace pins E6 when colleagues press the button at the same moment.
func TestStartsRace(t *testing.T) {
	h := openAlone(t)
	applicant := h.applicant(t)
	ids, errs := make([]uuid.UUID, 6), make([]error, 6)
	together(6, func(i int) { ids[i], errs[i] = h.Enrollment.Start(t.Context(), applicant) })
	require.NoError(t, errors.Join(errs...))
	for _, id := range ids {
		assert.Equal(t, ids[0], id)
	}
	var count int64
	require.NoError(t, h.db.Model(&enrollment.Application{}).Count(&count).Error)
	assert.EqualValues(t, 1, count)
}

// TestSubmitsRace pins that a double click submits once and writes once.
func TestSubmitsRace(t *testing.T) {
	h := openAlone(t)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	errs := make([]error, 4)
	together(4, func(i int) { errs[i] = h.Enrollment.Submit(t.Context(), applicant, id) })
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
			continue
		}
		refused(t, err, fault.KindConflict, "", "application.past-step")
	}
	assert.Equal(t, 1, accepted)
	assert.ElementsMatch(t, []string{
		"application_submitted " + applicant.Email, "application_received_staff " + h.desk.Reviewer.Email,
	}, h.trail(t).letters)
}

func together(n int, act func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { act(i) })
	}
	all.Wait()
}

// TestAccess pins who may do what with an application: others' is missing, a
// wrong role is forbidden, and staff know nothing of drafts.
func TestAccess(t *testing.T) {
	h := open(t)
	owner, stranger, consultant := h.applicant(t), h.applicant(t), h.consultant(t)
	h.draft(t, stranger)
	draft := h.filled(t, owner)
	ctx := t.Context()
	own := map[string]func(actor account.Actor, id uuid.UUID) error{
		"contact": func(a account.Actor, id uuid.UUID) error {
			return h.Enrollment.SaveContact(ctx, a, id, enrollment.Contact{Name: "X", Email: "x@x.example", Phone: "077-0123456"})
		},
		"answer": func(a account.Actor, id uuid.UUID) error {
			return h.answer(t, a, id, "VOG", enrollment.Given{Accepted: true})
		},
		"attach":   func(a account.Actor, id uuid.UUID) error { return h.attach(t, a, id, "UEA") },
		"submit":   func(a account.Actor, id uuid.UUID) error { return h.Enrollment.Submit(ctx, a, id) },
		"withdraw": func(a account.Actor, id uuid.UUID) error { return h.Enrollment.Withdraw(ctx, a, id, stop) },
	}
	for name, act := range own {
		t.Run(name, func(t *testing.T) {
			refused(t, act(stranger, draft), fault.KindMissing, "", "")
			refused(t, act(owner, uuid.New()), fault.KindMissing, "", "")
			for _, actor := range []account.Actor{h.desk.Reviewer, consultant, {}} {
				refused(t, act(actor, draft), fault.KindForbidden, "", "")
			}
		})
	}

	see := func(actor account.Actor, id uuid.UUID) error {
		_, err := h.Enrollment.Dossier(ctx, actor, id)
		return err
	}
	read := func(actor account.Actor, id uuid.UUID) error {
		dossier := h.dossier(t, owner, id)
		_, content, err := h.Enrollment.OpenDocument(ctx, actor, *dossier.Answers[dossier.Requirement("UEA").ID].DocumentID)
		if err == nil {
			assert.NoError(t, content.Close())
		}
		return err
	}
	for name, act := range map[string]func(account.Actor, uuid.UUID) error{"see": see, "read a document": read} {
		require.NoError(t, act(owner, draft), name)
		for _, actor := range []account.Actor{stranger, consultant, h.desk.Reviewer, h.desk.Decider, h.desk.Manager, {}} {
			refused(t, act(actor, draft), fault.KindMissing, "", "")
		}
	}
	counts, err := h.Enrollment.QueueCounts(ctx, h.desk.Reviewer, "")
	require.NoError(t, err)
	for waiting, count := range counts {
		assert.Zero(t, count, "staff do not see drafts: %s", waiting)
	}

	staff := map[string]func(account.Actor, uuid.UUID) error{
		"judge": func(a account.Actor, id uuid.UUID) error {
			return h.Enrollment.Judge(ctx, a, id, "UEA", enrollment.Judgement{Outcome: enrollment.OutcomeMet})
		},
		"supplement": func(a account.Actor, id uuid.UUID) error { return h.Enrollment.RequestSupplement(ctx, a, id, "") },
		"resume":     func(a account.Actor, id uuid.UUID) error { return h.Enrollment.ResumeReview(ctx, a, id) },
		"complete":   func(a account.Actor, id uuid.UUID) error { return h.Enrollment.CompleteReview(ctx, a, id) },
	}
	for name, act := range staff {
		t.Run(name, func(t *testing.T) {
			refused(t, act(h.desk.Reviewer, draft), fault.KindMissing, "", "")
			for _, actor := range []account.Actor{owner, stranger, consultant, h.desk.Decider, h.desk.Manager, {}} {
				refused(t, act(actor, draft), fault.KindForbidden, "", "")
			}
		})
	}
	decide := func(a account.Actor) error {
		return h.Enrollment.Decide(ctx, a, draft, enrollment.Verdict{Admit: true})
	}
	refused(t, decide(h.desk.Decider), fault.KindMissing, "", "")
	refused(t, decide(h.desk.Reviewer), fault.KindForbidden, "", "")

	require.NoError(t, h.Enrollment.Submit(ctx, owner, draft))
	for _, actor := range []account.Actor{owner, h.desk.Reviewer, h.desk.Decider, h.desk.Manager} {
		assert.NoError(t, see(actor, draft))
		assert.NoError(t, read(actor, draft))
	}
	refused(t, see(stranger, draft), fault.KindMissing, "", "")
	reading := h.trailOf(t, func() error { return read(h.desk.Reviewer, draft) })
	assert.Equal(t, []string{"document.read"}, reading.actions, "reading is written down (AVG-6)")
	_, err = h.Enrollment.Queue(ctx, owner, enrollment.Asked{Waiting: enrollment.Closed})
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.QueueCounts(ctx, owner, "")
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.Start(ctx, h.desk.Reviewer)
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.Latest(ctx, consultant)
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.Latest(ctx, h.applicant(t))
	refused(t, err, fault.KindMissing, "", "")
}
