package enrollment_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// TestEveryStepLeavesItsTrail walks the road: which letters leave, to whom, and
// which audit entries stand; each exactly once.
func TestEveryStepLeavesItsTrail(t *testing.T) {
	h := open(t)
	h.person(t, "Tess Toetser", account.RoleReviewer, account.RoleContractManager) // a second reviewer
	ctx := t.Context()
	applicant := h.applicant(t)
	h.applicant(t) // another organisation, which gets no letter
	colleague := h.account(t, account.NewUser{
		Name: "Ruben Collega", Email: "ruben@collega.example", Roles: []account.Role{account.RoleProvider}, ProviderID: applicant.ProviderID,
	})
	provider := func(kind string) []string {
		return []string{kind + " " + applicant.Email, kind + " " + colleague.Email}
	}
	staff := func(kind string, addresses ...string) (lines []string) {
		for _, address := range addresses {
			lines = append(lines, kind+" "+address)
		}
		return lines
	}
	const tess = "tess.toetser@mgr.example"
	id := h.filled(t, applicant)
	contract := func() *enrollment.Contract {
		own, err := h.Enrollment.OwnContract(ctx, applicant)
		require.NoError(t, err)
		return own
	}
	for _, step := range []struct {
		name    string
		act     func() error
		letters []string
		actions []string
	}{
		{"answer", func() error {
			return h.answer(t, applicant, id, "VOG", enrollment.Given{Accepted: true})
		},
			nil, []string{"application.answered"}},
		{"attach", func() error { return h.attach(t, applicant, id, "UEA") }, nil, []string{"application.answered"}},
		{"submit", func() error { return h.Enrollment.Submit(ctx, applicant, id) },
			append(provider("application_submitted"), staff("application_received_staff", h.desk.Reviewer.Email, tess)...),
			[]string{"application.submitted"}},
		{"judge", func() error { return h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded) }, nil, []string{"application.assigned", "application.judged"}},
		{"supplement", func() error { return h.Enrollment.RequestSupplement(ctx, h.desk.Reviewer, id, "") },
			provider("supplement_requested"), []string{"application.supplement-requested"}},
		{"supplement answer", func() error {
			h.wait(time.Minute)
			return h.attach(t, colleague, id, "UEA")
		}, nil, []string{"application.answered"}},
		{"submit again", func() error { return h.Enrollment.Submit(ctx, colleague, id) },
			append(provider("application_submitted"), staff("application_received_staff", h.desk.Reviewer.Email, tess)...),
			[]string{"application.submitted"}},
		{"judge all", func() error {
			for _, requirement := range h.dossier(t, h.desk.Reviewer, id).Requirements {
				if err := h.judge(t, id, requirement.Code, enrollment.OutcomeMet); err != nil {
					return err
				}
			}
			return nil
		}, nil, times(10, "application.judged")},
		{"complete", func() error { return h.Enrollment.CompleteReview(ctx, h.desk.Reviewer, id) },
			staff("application_ready_to_decide", h.desk.Decider.Email), []string{"application.review-completed"}},
		{"admit", func() error { return h.Enrollment.Decide(ctx, h.desk.Decider, id, enrollment.Verdict{Admit: true}) },
			append(provider("application_admitted"), provider("agreement_offered")...),
			[]string{"application.admitted", "contract.offered"}},
		{"sign", func() error { return h.Enrollment.Sign(ctx, applicant, contract().ID, signature(contract())) },
			staff("agreement_signed", h.desk.Manager.Email, tess), []string{"contract.signed", "contract.text-signed", "contract.copy-kept"}},
		{"countersign", func() error {
			return h.Enrollment.Countersign(ctx, h.desk.Manager, contract().ID, workday.On(h.now))
		}, provider("contract_active"), []string{"contract.activated", "contract.copy-kept"}},
	} {
		got := h.trailOf(t, step.act)
		assert.ElementsMatch(t, step.letters, got.letters, step.name)
		assert.ElementsMatch(t, step.actions, got.actions, step.name)
	}
	var statuses []enrollment.Status
	for _, event := range h.dossier(t, applicant, id).Events {
		statuses = append(statuses, event.Status)
	}
	assert.Equal(t, []enrollment.Status{"draft", "submitted", "under-review", "supplement-requested", "submitted", "under-review", "admitted"}, statuses)

	rejected, withdrawn := h.applicant(t), h.applicant(t)
	got := h.trailOf(t, func() error { h.rejected(t, rejected); return nil })
	assert.Contains(t, got.letters, "application_rejected "+rejected.Email)
	assert.NotContains(t, got.letters, "agreement_offered "+rejected.Email)
	draft := h.draft(t, withdrawn)
	got = h.trailOf(t, func() error { return h.Enrollment.Withdraw(ctx, withdrawn, draft, stop) })
	assert.Equal(t, []string{"application_withdrawn " + withdrawn.Email}, got.letters)
	assert.Equal(t, []string{"application.withdrawn"}, got.actions)
}

func times(n int, text string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

// TestNoLetterNoChange pins that a letter and its change are one transaction:
// when the letter cannot be queued, nothing at all has changed.
func TestNoLetterNoChange(t *testing.T) {
	ctx := t.Context()
	for name, prepare := range map[string]func(t *testing.T, h *house) func() error{
		"register": func(_ *testing.T, h *house) func() error {
			return func() error { return h.Enrollment.Register(ctx, registration()) }
		},
		"submit": func(t *testing.T, h *house) func() error {
			applicant := h.applicant(t)
			id := h.filled(t, applicant)
			return func() error { return h.Enrollment.Submit(ctx, applicant, id) }
		},
		"withdraw": func(t *testing.T, h *house) func() error {
			applicant := h.applicant(t)
			id := h.submitted(t, applicant)
			return func() error { return h.Enrollment.Withdraw(ctx, applicant, id, stop) }
		},
		"supplement": func(t *testing.T, h *house) func() error {
			id := h.submitted(t, h.applicant(t))
			require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
			return func() error { return h.Enrollment.RequestSupplement(ctx, h.desk.Reviewer, id, "") }
		},
		"complete": func(t *testing.T, h *house) func() error {
			id := h.reviewed(t, h.applicant(t))
			require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeMet))
			return func() error { h.wait(time.Minute); return h.Enrollment.CompleteReview(ctx, h.desk.Reviewer, id) }
		},
		"admit": func(t *testing.T, h *house) func() error {
			id := h.reviewed(t, h.applicant(t))
			return func() error { return h.Enrollment.Decide(ctx, h.desk.Decider, id, enrollment.Verdict{Admit: true}) }
		},
		"sign": func(t *testing.T, h *house) func() error {
			applicant := h.applicant(t)
			contract := h.offered(t, applicant)
			return func() error { return h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)) }
		},
		"countersign": func(t *testing.T, h *house) func() error {
			applicant := h.applicant(t)
			contract := h.offered(t, applicant)
			require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)))
			return func() error { return h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, workday.On(h.now)) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			act := prepare(t, h)
			before := h.state(t)
			h.jobs.closed = true
			require.ErrorIs(t, act(), errMailroomClosed)
			assert.JSONEq(t, before, h.state(t))
			h.jobs.closed = false
			require.NoError(t, act(), "and it works when the letter can be queued")
			assert.NotEqual(t, before, h.state(t))
		})
	}
}

// TestSweepClearsWhatACrashLeft pins that a document that was stored and never
// attached goes, with its bytes, and that one in use stays.
func TestSweepClearsWhatACrashLeft(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	before := h.dossier(t, applicant, id)
	uea := before.Requirement("UEA").ID
	replaced := before.Documents[*before.Answers[uea].DocumentID]
	require.NoError(t, h.attach(t, applicant, id, "UEA"))
	lost, err := h.Documents.Receive(ctx, applicant, "verloren.pdf", bytes.NewReader(sample.PDF("verloren")))
	require.NoError(t, err) // and here the portal stopped

	readable := func(document documents.Document) bool {
		content, err := h.Documents.Open(ctx, &document)
		if err == nil {
			assert.NoError(t, content.Close())
		}
		return err == nil
	}
	require.NoError(t, h.Sweep(ctx))
	_, err = h.Documents.Find(ctx, lost.ID)
	require.NoError(t, err, "it may still be on its way")
	h.wait(61 * time.Minute)
	require.NoError(t, h.Sweep(ctx))
	require.NoError(t, h.Sweep(ctx), "running it twice changes nothing")
	_, err = h.Documents.Find(ctx, lost.ID)
	assert.True(t, fault.Is(err, fault.KindMissing))
	assert.False(t, readable(*lost))
	after := h.dossier(t, applicant, id)
	assert.Len(t, after.Documents, 7, "what was replaced stays until the decision")
	for _, document := range after.Documents {
		assert.True(t, readable(document), document.Name)
	}
	assert.Equal(t, []documents.Document{replaced}, after.Earlier(uea))
}

// TestAttachedMeanwhileStays pins that a sweep keeps a document that was attached
// after the sweep listed it as loose.
func TestAttachedMeanwhileStays(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	late, err := h.Documents.Receive(ctx, applicant, "laat.pdf", bytes.NewReader(sample.PDF("laat")))
	require.NoError(t, err)
	h.wait(2 * time.Hour)
	loose, err := h.Documents.Loose(ctx, h.now)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{late.ID}, loose)
	require.NoError(t, h.db.Model(&enrollment.Answer{}).
		Where("application_id = ? AND document_id IS NULL", id).Limit(1).Update("document_id", late.ID).Error)
	require.NoError(t, h.Documents.RemoveLoose(ctx, h.db, late.ID, h.now))
	_, err = h.Documents.Find(ctx, late.ID)
	require.NoError(t, err)
}

// TestReplacedBeforeSendingIsTheProvidersOwn pins that staff never see a document
// that was exchanged before the application was sent: nobody handed it in.
func TestReplacedBeforeSendingIsTheProvidersOwn(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	before := h.dossier(t, applicant, id)
	uea := before.Requirement("UEA").ID
	mistake := before.Documents[*before.Answers[uea].DocumentID]
	require.NoError(t, h.attach(t, applicant, id, "UEA"))
	require.NoError(t, h.Enrollment.Submit(ctx, applicant, id))

	_, _, err := h.Enrollment.OpenDocument(ctx, h.desk.Reviewer, mistake.ID)
	refused(t, err, fault.KindMissing, "", "")
	seen := h.dossier(t, h.desk.Reviewer, id)
	assert.Empty(t, seen.Earlier(uea))
	assert.NotContains(t, seen.Documents, mistake.ID)
	assert.Len(t, h.dossier(t, applicant, id).Earlier(uea), 1)
}

// TestReplacedDocumentGoesAfterTheDecision pins that a reviewer can open what was
// handed in before, and that it goes, bytes and all, once that no longer matters.
func TestReplacedDocumentGoesAfterTheDecision(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	before := h.dossier(t, applicant, id)
	uea := before.Requirement("UEA").ID
	first := before.Documents[*before.Answers[uea].DocumentID]
	h.supplement(t, id, "UEA")
	h.wait(time.Minute)
	require.NoError(t, h.attach(t, applicant, id, "UEA"))
	opens := func(actor account.Actor) error {
		_, content, err := h.Enrollment.OpenDocument(ctx, actor, first.ID)
		if err == nil {
			assert.NoError(t, content.Close())
		}
		return err
	}
	require.NoError(t, opens(applicant))
	refused(t, opens(h.applicant(t)), fault.KindMissing, "", "")
	require.NoError(t, h.Enrollment.Submit(ctx, applicant, id))
	assert.Len(t, h.dossier(t, h.desk.Reviewer, id).Earlier(uea), 1)
	h.wait(2 * time.Hour)
	require.NoError(t, h.Sweep(ctx))
	require.NoError(t, opens(h.desk.Reviewer))

	require.NoError(t, h.Enrollment.Withdraw(ctx, applicant, id, stop))
	require.NoError(t, h.Sweep(ctx))
	require.NoError(t, h.Sweep(ctx), "running it twice changes nothing")
	refused(t, opens(h.desk.Reviewer), fault.KindMissing, "", "")
	_, err := h.objs.Get(ctx, "documents/"+first.ID.String())
	require.ErrorIs(t, err, documents.ErrNotFound, "the bytes are gone as well")
	assert.Len(t, h.dossier(t, h.desk.Reviewer, id).Documents, 6, "the others stay")
}

// TestSweepsRace pins that another instance which is just sweeping the same
// document stops nobody from sweeping the rest.
func TestSweepsRace(t *testing.T) {
	h := openAlone(t)
	applicant := h.applicant(t)
	lost := make([]uuid.UUID, 3)
	for i := range lost {
		document, err := h.Documents.Receive(t.Context(), applicant, "verloren.pdf", bytes.NewReader(sample.PDF("verloren")))
		require.NoError(t, err)
		lost[i] = document.ID
	}
	h.wait(2 * time.Hour)
	other := h.db.Begin()
	require.NoError(t, other.Error)
	require.NoError(t, h.Documents.Remove(t.Context(), other, lost[1]))
	swept := make(chan error)
	go func() { swept <- h.Enrollment.SweepDocuments(t.Context()) }()
	require.Eventually(t, func() bool {
		var waiting int64
		err := h.db.Raw("SELECT count(*) FROM pg_locks WHERE NOT granted").Scan(&waiting).Error
		return err == nil && waiting > 0
	}, 5*time.Second, 5*time.Millisecond)
	require.NoError(t, other.Commit().Error)
	require.NoError(t, <-swept)
	var left int64
	require.NoError(t, h.db.Table("documents").Where("state = 'stored'").Count(&left).Error)
	assert.Zero(t, left)
}

// TestAttachFailsAfterStoring pins that a document whose answer was refused after
// all leaves nothing behind.
func TestAttachFailsAfterStoring(t *testing.T) {
	h := openAlone(t)
	applicant := h.applicant(t)
	id := h.draft(t, applicant)
	content := &lastly{Reader: bytes.NewReader(sample.PDF("UEA")), act: func() error {
		return h.Enrollment.Withdraw(t.Context(), applicant, id, stop)
	}}
	err := h.Enrollment.AttachDocument(t.Context(), applicant, id, "UEA", enrollment.Upload{Name: "uea.pdf", Content: content})
	refused(t, err, fault.KindConflict, "", "application.past-step")
	var stored int64
	require.NoError(t, h.db.Table("documents").Where("state = 'stored'").Count(&stored).Error)
	assert.Zero(t, stored)
}

// lastly does something once, when everything has been read.
type lastly struct {
	io.Reader
	act  func() error
	done bool
}

func (l *lastly) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if err == io.EOF && !l.done {
		l.done = true
		if failed := l.act(); failed != nil {
			return n, failed
		}
	}
	return n, err
}
