package enrollment_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// findable brings an organisation into the finder.
func (h *house) findable(t *testing.T) (account.Actor, *enrollment.Contract) {
	t.Helper()
	h.serial++
	applicant, err := h.make.Findable(t.Context(), h.desk, sample.Organisations(h.serial)[h.serial-1])
	require.NoError(t, err)
	contract, err := h.Enrollment.OwnContract(t.Context(), applicant)
	require.NoError(t, err)
	return applicant, contract
}

func (h *house) inFinder(t *testing.T) int {
	t.Helper()
	found, err := h.Directory.Find(t.Context(), directory.Search{})
	require.NoError(t, err)
	return found.Total
}

func (h *house) askable(t *testing.T, id uuid.UUID) bool {
	t.Helper()
	askable, err := directory.Askable(h.db, id, "individuele-toeleiding", h.now)
	require.NoError(t, err)
	return askable
}

func ruling(kind enrollment.RulingKind, cause string, on workday.Date) enrollment.Ruling {
	return enrollment.Ruling{Kind: kind, Cause: cause, Reasons: "De afspraken zijn veranderd.", On: on, MayFinish: true}
}

func (h *house) letterKinds(t *testing.T, address string) []string {
	t.Helper()
	var kinds []string
	require.NoError(t, h.db.Model(&mail.Record{}).Where("to_address = ?", address).Order("queued_at, id").Pluck("kind", &kinds).Error)
	return kinds
}

// TestSuspendAndResume pins E12: out of the finder at once, back at once, with the
// date of admission it had.
func TestSuspendAndResume(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant, contract := h.findable(t)
	today := workday.On(h.now)
	require.Equal(t, 1, h.inFinder(t))

	for _, actor := range []account.Actor{applicant, h.desk.Decider, h.desk.Reviewer, {}} {
		refused(t, h.Enrollment.Rule(ctx, actor, contract.ID, ruling("suspend", "other", today)), fault.KindForbidden, "", "")
	}
	bad := ruling("suspend", "bankruptcy", today.AddDays(-1))
	bad.Reasons = ""
	err := h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, bad)
	refused(t, err, fault.KindInvalid, "cause", "error.choose-one")
	refused(t, err, fault.KindInvalid, "reasons", "contract.reasons-needed")
	refused(t, err, fault.KindInvalid, "on", "contract.on-past")
	withBSN := ruling("suspend", "other", today)
	withBSN.Reasons = "Inwoner 111222333"
	refused(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, withBSN), fault.KindInvalid, "reasons", "error.bsn")
	refused(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("resume", "solved", today)), fault.KindConflict, "", "contract.past-step")

	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("suspend", "other", today)))
	assert.Zero(t, h.inFinder(t))
	assert.False(t, h.askable(t, applicant.ProviderID))
	own, err := h.Enrollment.OwnContractFile(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractSuspended, own.Contract.Status)
	assert.Equal(t, "De afspraken zijn veranderd.", own.Last().Reasons)
	assert.Contains(t, h.letterKinds(t, applicant.Email), "contract_suspended")
	intake, err := h.Directory.Intake(ctx, applicant)
	require.NoError(t, err)
	assert.Contains(t, h.letterKinds(t, intake.Email), "intake_contract")

	h.wait(48 * time.Hour)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("resume", "solved", workday.On(h.now))))
	assert.Equal(t, 1, h.inFinder(t))
	assert.True(t, h.askable(t, applicant.ProviderID))
	var admitted workday.Date
	require.NoError(t, h.db.Model(&directory.Admission{}).Where("provider_id = ?", applicant.ProviderID).Pluck("admitted_on", &admitted).Error)
	assert.Equal(t, today, admitted)
}

// TestPlannedEnd pins that a planned end takes effect on its day, by the sweep and
// once, and that it can be taken back before.
func TestPlannedEnd(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant, contract := h.findable(t)
	last := workday.On(h.now).AddDays(10)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "own-request", last)))
	assert.Equal(t, 1, h.inFinder(t), "a plan changes nothing yet")
	refused(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "own-request", last)), fault.KindConflict, "", "contract.planned-already")
	planned := h.plannedRuling(t, contract.ID)
	require.NoError(t, h.Enrollment.CancelRuling(ctx, h.desk.Manager, contract.ID, planned))
	refused(t, h.Enrollment.CancelRuling(ctx, h.desk.Manager, contract.ID, planned), fault.KindConflict, "", "contract.nothing-planned")
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "own-request", last)))
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("suspend", "other", workday.On(h.now))), "today crosses a plan")

	h.now = last.Start().Add(-time.Minute)
	require.NoError(t, h.Enrollment.SweepRulings(ctx))
	own, err := h.Enrollment.OwnContract(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractSuspended, own.Status)

	h.now = last.Start().Add(72 * time.Hour) // after downtime
	got := h.trailOf(t, func() error { return h.Enrollment.SweepRulings(ctx) })
	assert.Contains(t, got.letters, "contract_ended "+applicant.Email)
	assert.Equal(t, []string{"contract.ended"}, got.actions)
	assert.Empty(t, h.trailOf(t, func() error { return h.Enrollment.SweepRulings(ctx) }).letters, "once")
	own, err = h.Enrollment.OwnContract(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractEnded, own.Status)
	assert.Equal(t, last, *own.EndedOn)
	register, err := h.Enrollment.WholeRegister(ctx, enrollment.RegisterAsked{})
	require.NoError(t, err)
	require.Len(t, register, 1)
	assert.Equal(t, last, *register[0].EndedOn)
	assert.Empty(t, own.Rulings())
}

// TestOfferCanBeDeclined pins that only an admin of the provider itself declines,
// and that contract managers get a letter about it.
func TestOfferCanBeDeclined(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	member, stranger := applicant, h.applicant(t)
	member.ProviderAdmin = false
	refused(t, h.Enrollment.Decline(ctx, member, contract.ID, "Nee."), fault.KindForbidden, "", "")
	refused(t, h.Enrollment.Decline(ctx, h.desk.Manager, contract.ID, "Nee."), fault.KindForbidden, "", "")
	refused(t, h.Enrollment.Decline(ctx, stranger, contract.ID, "Nee."), fault.KindMissing, "", "")
	refused(t, h.Enrollment.Decline(ctx, applicant, contract.ID, ""), fault.KindInvalid, "reasons", "error.required")
	got := h.trailOf(t, func() error { return h.Enrollment.Decline(ctx, applicant, contract.ID, "Het past niet.") })
	assert.Contains(t, got.letters, "offer_withdrawn "+applicant.Email)
	assert.Contains(t, got.letters, "agreement_declined "+h.desk.Manager.Email)
	assert.Equal(t, []string{"contract.ended"}, got.actions)
	refused(t, h.Enrollment.Decline(ctx, applicant, contract.ID, "Nog eens."), fault.KindConflict, "", "contract.past-step")
	h.wait(time.Minute)
	_, err := h.Enrollment.Start(ctx, applicant)
	require.NoError(t, err, "after declining a new application may start at once (E6)")
}

// TestOfferCanLapse pins that an agreement that nobody signs ends without letters
// to the intake point and without a line in the register, and that the provider
// may apply again.
func TestOfferCanLapse(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	today := workday.On(h.now)
	refused(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "not-signed", today.AddDays(1))), fault.KindInvalid, "on", "contract.offer-ends-today")
	got := h.trailOf(t, func() error {
		return h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "not-signed", today))
	})
	assert.Equal(t, []string{"offer_withdrawn " + applicant.Email}, got.letters)
	refused(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)), fault.KindConflict, "", "contract.past-step")
	register, err := h.Enrollment.WholeRegister(ctx, enrollment.RegisterAsked{})
	require.NoError(t, err)
	assert.Empty(t, register)
	h.wait(time.Minute)
	before, err := h.Enrollment.Latest(ctx, applicant)
	require.NoError(t, err)
	again, err := h.Enrollment.Start(ctx, applicant)
	require.NoError(t, err)
	assert.NotEqual(t, before.Application.ID, again, "after the end a new application may start at once (E6)")
}

// TestCopiesAreKept pins E10: a copy per signature, readable by both sides, and
// nothing changes it; a store that is down delays the copy and not the signature.
func TestCopiesAreKept(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)))
	require.NoError(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, workday.On(h.now)))
	file, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, contract.ID)
	require.NoError(t, err)
	require.Len(t, file.Copies, 2)
	strangers := []account.Actor{h.applicant(t), h.consultant(t), {}}
	for side, kept := range file.Copies {
		for _, reader := range []account.Actor{applicant, h.desk.Manager} {
			document, content, err := h.Enrollment.OpenDocument(ctx, reader, kept.DocumentID)
			require.NoError(t, err, side)
			body, err := io.ReadAll(content)
			require.NoError(t, err)
			assert.Equal(t, kept.SHA256, document.SHA256)
			assert.True(t, bytes.HasPrefix(body, []byte("%PDF-")))
			require.NoError(t, content.Close())
		}
		for _, stranger := range strangers {
			_, _, err := h.Enrollment.OpenDocument(ctx, stranger, kept.DocumentID)
			refused(t, err, fault.KindMissing, "", "")
		}
	}
	assert.NotEqual(t, file.Copies[enrollment.SideSigned].SHA256, file.Copies[enrollment.SideCountersigned].SHA256)
	assert.Empty(t, h.trailOf(t, func() error { return h.Enrollment.SweepCopies(ctx) }).actions, "nothing left to keep")
	for _, attempt := range []string{
		"UPDATE contracts SET countersignatory_name = 'Iemand anders'",
		"UPDATE contract_copies SET sha256 = repeat('0', 64)", "DELETE FROM contract_copies",
		"UPDATE contracts SET signatory_name = 'Iemand anders'", "UPDATE contracts SET active_from = '2030-01-01'",
		"UPDATE contracts SET agreement_text = 'iets anders'", "UPDATE agreement_templates SET body = 'anders'", "DELETE FROM agreement_templates",
	} {
		require.NoError(t, h.db.SavePoint("attempt").Error)
		assert.Error(t, h.db.Exec(attempt).Error, attempt)
		require.NoError(t, h.db.RollbackTo("attempt").Error)
	}
}

// TestScanThatIsNoLongerNeeded pins that who signs in the portal while a scan waits
// gets no letter about that scan, and can be countersigned.
func TestScanThatIsNoLongerNeeded(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	document, err := h.Enrollment.ReceiveForContract(ctx, applicant, "a.pdf", bytes.NewReader(sample.PDF("a")))
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.OfferScan(ctx, applicant, contract.ID, enrollment.Scan{DocumentID: document.ID, Name: "Lotte", Function: "Directeur"}))
	file, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, contract.ID)
	require.NoError(t, err)
	waiting := file.OpenScan()
	require.NotNil(t, waiting)
	require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)))
	err = h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, waiting.ID, enrollment.ScanRefused, "Nee.")
	refused(t, err, fault.KindConflict, "", "contract.past-step")
	require.NoError(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, workday.On(h.now)))
}

// TestCopyIsAlwaysTheFirst pins E10: once the bytes of a copy are away they are
// the copy, also when the portal stopped before it wrote that down and would draw
// other words by now; and who reads the agreement gets those bytes.
func TestCopyIsAlwaysTheFirst(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	broken := h.offered(t, applicant)
	require.NoError(t, h.Enrollment.Sign(ctx, applicant, broken.ID, signature(broken)))
	require.NoError(t, h.Enrollment.Countersign(ctx, h.desk.Manager, broken.ID, workday.On(h.now)))
	first, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, broken.ID)
	require.NoError(t, err)
	require.Len(t, first.Copies, 2)

	require.NoError(t, h.db.Exec("ALTER TABLE contract_copies DISABLE TRIGGER USER; DELETE FROM contract_copies; ALTER TABLE contract_copies ENABLE TRIGGER USER").Error)
	require.NoError(t, h.db.Exec("UPDATE users SET name = 'Gesloten account' WHERE id = ?", h.desk.Manager.UserID).Error)
	h.Enrollment.Mail.Region.Name = "Een andere naam"
	require.NoError(t, h.Enrollment.SweepCopies(ctx))
	again, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, broken.ID)
	require.NoError(t, err)
	require.Len(t, again.Copies, 2)
	for side, kept := range first.Copies {
		assert.Equal(t, kept.SHA256, again.Copies[side].SHA256)
	}
	for _, reader := range []account.Actor{applicant, h.desk.Manager, h.desk.Decider, h.desk.Reviewer} {
		content, err := h.Enrollment.AgreementPDF(ctx, reader, &again.Contract)
		require.NoError(t, err)
		body, err := io.ReadAll(content)
		require.NoError(t, err)
		assert.Equal(t, again.Copies[enrollment.SideCountersigned].SHA256, fmt.Sprintf("%x", sha256.Sum256(body)))
	}
	assert.Equal(t, "Co Contract", again.Contract.CountersignatoryName)
}

// TestScanInsteadOfSigning pins the road on paper: PDF only, one at a time,
// refused with reasons, accepted, kept as it came in (E10).
func TestScanInsteadOfSigning(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	scanned := sample.PDF("Getekend")
	offer := func(name string, content []byte) error {
		document, err := h.Enrollment.ReceiveForContract(ctx, applicant, name, bytes.NewReader(content))
		require.NoError(t, err)
		return h.Enrollment.OfferScan(ctx, applicant, contract.ID, enrollment.Scan{DocumentID: document.ID, Name: "Lotte Janssen", Function: "Directeur"})
	}
	scanID := func() uuid.UUID {
		ids := []uuid.UUID{}
		require.NoError(t, h.db.Table("contract_scans").Order("uploaded_at DESC, outcome = '' DESC").Pluck("id", &ids).Error)
		return append(ids, uuid.Nil)[0]
	}
	refused(t, h.Enrollment.OfferScan(ctx, applicant, contract.ID, enrollment.Scan{}), fault.KindInvalid, "file", "document.none")
	other := h.applicant(t)
	stolen, err := h.Enrollment.ReceiveForContract(ctx, other, "x.pdf", bytes.NewReader(scanned))
	require.NoError(t, err)
	refused(t, h.Enrollment.OfferScan(ctx, applicant, contract.ID, enrollment.Scan{DocumentID: stolen.ID, Name: "A", Function: "B"}),
		fault.KindInvalid, "file", "document.none")
	require.NoError(t, offer("getekend.pdf", scanned))
	refused(t, offer("nog-eens.pdf", scanned), fault.KindConflict, "", "agreement.scan-waits")
	refused(t, h.Enrollment.CheckScan(ctx, h.desk.Reviewer, contract.ID, scanID(), enrollment.ScanAccepted, ""), fault.KindForbidden, "", "")
	refused(t, h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, scanID(), enrollment.ScanRefused, ""), fault.KindInvalid, "reasons", "contract.reasons-needed")
	got := h.trailOf(t, func() error {
		return h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, scanID(), enrollment.ScanRefused, "De handtekening ontbreekt.")
	})
	assert.Equal(t, []string{"scan_refused " + applicant.Email}, got.letters)
	older := scanID()
	require.NoError(t, offer("getekend.pdf", scanned))
	refused(t, h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, older, enrollment.ScanAccepted, ""), fault.KindConflict, "", "contract.past-step")
	require.NoError(t, h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, scanID(), enrollment.ScanAccepted, ""))
	refused(t, h.Enrollment.CheckScan(ctx, h.desk.Manager, contract.ID, scanID(), enrollment.ScanAccepted, ""), fault.KindConflict, "", "contract.past-step")
	file, err := h.Enrollment.OwnContractFile(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractSigned, file.Contract.Status)
	assert.True(t, file.Contract.SignedByScan)
	assert.Equal(t, file.Documents[file.Scans[1].DocumentID].SHA256, file.Copies[enrollment.SideSigned].SHA256, "kept as it came in")
	assert.Equal(t, date("2026-04-20"), *file.Contract.CountersignByOn, "ten working days, past Easter")
}

// TestTwoSignAtOnce pins that of two people who sign or countersign at the same
// moment one succeeds, and the other is told.
func TestTwoSignAtOnce(t *testing.T) {
	h := openAlone(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	race := func(act func() error) {
		t.Helper()
		var wait sync.WaitGroup
		results := make([]error, 2)
		for i := range results {
			wait.Go(func() { results[i] = act() })
		}
		wait.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
				continue
			}
			refused(t, err, fault.KindConflict, "", "contract.past-step")
		}
		assert.Equal(t, 1, won)
	}
	race(func() error { return h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)) })
	race(func() error {
		return h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, workday.On(h.now))
	})
	race(func() error {
		return h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "other", workday.On(h.now)))
	})
	file, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, contract.ID)
	require.NoError(t, err)
	assert.Len(t, file.Copies, 2)
	assert.Len(t, file.Decisions, 1)
}

// TestEvidenceWarns pins E13: 60, 30 and 7 days before and when it has passed, once
// each, only the latest after downtime, and never a suspension.
func TestEvidenceWarns(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant, contract := h.findable(t)
	file, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, contract.ID)
	require.NoError(t, err)
	require.Len(t, file.Evidence, 2, "insurance and quality mark came along from the application")
	require.NoError(t, h.db.Exec("UPDATE contract_evidence SET valid_until = '2030-01-01' WHERE code = 'KWA'").Error)
	until := workday.On(h.now).AddDays(100)
	require.NoError(t, h.db.Exec("UPDATE contract_evidence SET valid_until = ? WHERE code = 'AVB'", until).Error)
	sweep := func(daysBefore int) int {
		h.now = until.AddDays(-daysBefore).Start().Add(9 * time.Hour)
		return len(h.trailOf(t, func() error { return h.Enrollment.SweepEvidence(ctx) }).letters)
	}
	var got []int
	for _, days := range []int{61, 60, 60, 45, 30, 8, 7, 0, -1, -30} {
		got = append(got, sweep(days))
	}
	assert.Equal(t, []int{0, 1, 0, 0, 1, 0, 1, 0, 1, 0}, got)
	own, err := h.Enrollment.OwnContract(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractActive, own.Status, "never suspends by itself")
	require.NoError(t, h.db.Exec("UPDATE contract_evidence SET warned = NULL").Error)
	require.NoError(t, h.db.Exec("DELETE FROM letters WHERE kind = 'evidence_expires'").Error)
	assert.Equal(t, 1, sweep(5), "after downtime only the latest step")
	counts, err := h.Enrollment.ContractCounts(ctx, h.desk.Manager, "")
	require.NoError(t, err)
	assert.Equal(t, 1, counts[enrollment.ContractsExpiring])
}

// TestRenewal pins how proof is renewed: the old one counts until staff accept the
// new one, refusals have reasons, and the history stays (E13).
func TestRenewal(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant, contract := h.findable(t)
	old, err := h.Enrollment.OwnEvidence(ctx, applicant, "AVB")
	require.NoError(t, err)
	later := old.ValidUntil.AddDays(365)
	offer := func(actor account.Actor, until workday.Date) error {
		document, err := h.Enrollment.ReceiveForContract(ctx, actor, "polis.pdf", bytes.NewReader(sample.PDF("Polis")))
		require.NoError(t, err)
		return h.Enrollment.OfferRenewal(ctx, actor, "AVB", enrollment.Renewal{DocumentID: document.ID, ValidUntil: &until})
	}
	offered := func() enrollment.Evidence {
		file, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, contract.ID)
		require.NoError(t, err)
		for _, one := range file.Evidence {
			if one.State == enrollment.EvidenceOffered {
				return one
			}
		}
		t.Fatal("nothing is offered")
		return enrollment.Evidence{}
	}
	refused(t, offer(applicant, old.ValidUntil), fault.KindInvalid, "validUntil", "evidence.not-later")
	refused(t, h.Enrollment.OfferRenewal(ctx, applicant, "AVB", enrollment.Renewal{}), fault.KindInvalid, "file", "document.none")
	refused(t, offer(h.applicant(t), later), fault.KindMissing, "", "")
	require.NoError(t, offer(applicant, later))
	first := offered()
	require.NoError(t, offer(applicant, later.AddDays(1)), "a better one makes the first way")
	second := offered()
	refused(t, h.Enrollment.CheckRenewal(ctx, h.desk.Manager, first.ID, true, false, ""), fault.KindConflict, "", "evidence.answered-already")
	refused(t, h.Enrollment.CheckRenewal(ctx, h.desk.Reviewer, second.ID, true, false, ""), fault.KindForbidden, "", "")
	refused(t, h.Enrollment.CheckRenewal(ctx, h.desk.Manager, second.ID, false, true, ""), fault.KindInvalid, "reasons", "contract.reasons-needed")
	require.NoError(t, h.Enrollment.CheckRenewal(ctx, h.desk.Manager, second.ID, false, true, "De polis is van een ander."))
	now, err := h.Enrollment.OwnEvidence(ctx, applicant, "AVB")
	require.NoError(t, err)
	assert.Equal(t, old.ID, now.ID, "a refused renewal changes nothing")
	require.NoError(t, offer(applicant, later))
	require.NoError(t, h.Enrollment.CheckRenewal(ctx, h.desk.Manager, offered().ID, true, false, ""))
	now, err = h.Enrollment.OwnEvidence(ctx, applicant, "AVB")
	require.NoError(t, err)
	assert.Equal(t, later, now.ValidUntil)
	_, content, err := h.Enrollment.OpenDocument(ctx, applicant, *old.DocumentID)
	require.NoError(t, err, "the old document stays")
	require.NoError(t, content.Close())
	h.wait(3 * time.Hour)
	require.NoError(t, h.Sweep(ctx))
	_, _, err = h.Enrollment.OpenDocument(ctx, h.desk.Manager, *now.DocumentID)
	require.NoError(t, err, "the sweep leaves what is attached")
}

func (h *house) draftSeen(t *testing.T) enrollment.DraftSeen {
	t.Helper()
	draft, err := h.Enrollment.AgreementDraft(t.Context(), h.desk.Manager)
	require.NoError(t, err)
	return draft.Seen()
}

// TestAgreementVersions pins the life of the text (E10): draft, two editors, in
// force, and offers that keep theirs.
func TestAgreementVersions(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	before := h.offered(t, h.applicant(t))
	for _, actor := range []account.Actor{h.desk.Reviewer, h.desk.Decider, h.applicant(t), {}} {
		refused(t, h.Enrollment.SaveAgreementDraft(ctx, actor, enrollment.DraftSeen{}, "Tekst", false), fault.KindForbidden, "", "")
	}
	manager := h.desk.Manager
	refused(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, "Voor {naam}", false), fault.KindInvalid, "body", "template.unknown-field")
	refused(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, "Voor {aanbieder", false), fault.KindInvalid, "body", "template.brace")
	refused(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, strings.Repeat("é", enrollment.AgreementMax+1), false), fault.KindInvalid, "body", "error.max")
	refused(t, h.Enrollment.EnforceAgreement(ctx, manager, enrollment.DraftSeen{}), fault.KindConflict, "", "template.no-draft")
	require.NoError(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, "Nieuw {kenmerk} voor {aanbieder}, KvK {kvk}.", false))
	refused(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, "Ander", false), fault.KindConflict, "", "template.changed-meanwhile")
	assert.Contains(t, h.offered(t, h.applicant(t)).AgreementText, "Artikel 1", "a draft is not in force")
	older := h.draftSeen(t)
	require.NoError(t, h.Enrollment.DropAgreementDraft(ctx, manager, older))
	require.NoError(t, h.Enrollment.SaveAgreementDraft(ctx, manager, enrollment.DraftSeen{}, "Nieuw {kenmerk} voor {aanbieder}, KvK {kvk}.", false))
	refused(t, h.Enrollment.EnforceAgreement(ctx, manager, older), fault.KindConflict, "", "template.changed-meanwhile")
	require.NoError(t, h.Enrollment.EnforceAgreement(ctx, manager, h.draftSeen(t)), "and not a draft that came in place of what was read")
	h.wait(time.Minute)
	applicant := h.applicant(t)
	after := h.offered(t, applicant)
	provider, err := h.Directory.Provider(ctx, applicant.ProviderID)
	require.NoError(t, err)
	assert.Equal(t, "Nieuw "+after.Reference+" voor "+provider.Name+", KvK "+provider.Entry.KvK+".", after.AgreementText)
	kept, _, err := h.Enrollment.Contract(ctx, manager, before.ID)
	require.NoError(t, err)
	assert.Equal(t, before.AgreementText, kept.AgreementText)
}

// TestImportedContract pins that the database takes a contract that was signed on
// paper before the portal (E11), and that it lives on like any other.
func TestImportedContract(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	from := date("2021-07-01")
	contract := enrollment.Contract{
		ID: uuid.New(), Reference: "PAPIER-1", ProviderID: applicant.ProviderID, SegmentCode: "individueel",
		Status: enrollment.ContractActive, Origin: enrollment.OriginImport, OfferedAt: h.now, ActiveFrom: &from,
	}
	require.NoError(t, h.db.Create(&contract).Error)
	require.NoError(t, directory.Admit(h.db, applicant.ProviderID, "individueel", from))
	require.NoError(t, h.Enrollment.SweepCopies(ctx))
	register, err := h.Enrollment.WholeRegister(ctx, enrollment.RegisterAsked{})
	require.NoError(t, err)
	require.Len(t, register, 1)
	assert.Equal(t, from, register[0].AdmittedOn)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "bankruptcy", workday.On(h.now))))
	refused(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(&contract)), fault.KindConflict, "", "contract.past-step")
	_, err = h.Enrollment.OwnContractFile(ctx, applicant)
	require.NoError(t, err)
}
