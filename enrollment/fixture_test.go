package enrollment_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// house is the whole domain on a test database, with a clock and people.
type house struct {
	*wire.Domain
	db     *gorm.DB
	now    time.Time
	jobs   *mailroom
	objs   *documents.Local
	make   sample.Maker
	desk   sample.Desk
	serial int
}

// mailroom is the real job queue, until it is closed.
type mailroom struct {
	mail.Jobs
	closed bool
}

var errMailroomClosed = errors.New("the mail room is closed")

func (m *mailroom) Insert(tx *gorm.DB, args river.JobArgs) error {
	if m.closed {
		return errMailroomClosed
	}
	return m.Jobs.Insert(tx, args)
}

// open gives a house that is undone at the end of the test.
func open(t *testing.T) *house { return openOn(t, dbtest.Tx(t)) }

// openAlone gives a house on its own database, for several connections at once.
func openAlone(t *testing.T) *house { return openOn(t, dbtest.Database(t).Gorm) }

func openOn(t *testing.T, db *gorm.DB) *house {
	t.Helper()
	h := &house{db: db, now: moment(2026, 4, 2, 10)}
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	h.jobs = &mailroom{Jobs: inserter}
	h.objs, err = documents.OpenLocal(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = h.objs.Close() })
	h.Domain, err = wire.Build(t.Context(), wire.Parts{
		DB: db, Now: func() time.Time { return h.now }, BaseURL: "https://portal.example",
		Store: h.objs, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: h.jobs, Secret: []byte(strings.Repeat("s", 32)),
	})
	require.NoError(t, err)
	h.make = sample.Maker{Domain: h.Domain, DB: db}
	h.desk.Reviewer = h.person(t, "Rik Toetser", account.RoleReviewer)
	h.desk.Decider = h.person(t, "Bo Beslisser", account.RoleDecider)
	h.desk.Manager = h.person(t, "Co Contract", account.RoleContractManager)
	return h
}

// moment is an hour of a day in Amsterdam.
func moment(year int, month time.Month, day, hour int) time.Time {
	return time.Date(year, month, day, hour, 0, 0, 0, workday.Amsterdam)
}

func date(text string) workday.Date {
	parsed, err := workday.Parse(text)
	if err != nil {
		panic(err)
	}
	return parsed
}

// wait moves the clock.
func (h *house) wait(d time.Duration) { h.now = h.now.Add(d) }

// person makes a confirmed account without a password, which costs no hash.
func (h *house) person(t *testing.T, name string, roles ...account.Role) account.Actor {
	return h.account(t, account.NewUser{Name: name, Email: sample.Address(name, ""), Roles: roles})
}

func (h *house) account(t *testing.T, wanted account.NewUser) account.Actor {
	t.Helper()
	var actor account.Actor
	require.NoError(t, h.db.Transaction(func(tx *gorm.DB) error {
		user, err := h.Accounts.Create(tx, wanted)
		if err != nil {
			return err
		}
		actor = user.Actor("test")
		actor.Fresh = true
		return tx.Model(user).Update("email_confirmed_at", h.now).Error
	}))
	return actor
}

func (h *house) consultant(t *testing.T) account.Actor {
	return h.account(t, account.NewUser{
		Name: "Cas Consulent", Email: sample.Address("Cas Consulent", "venray"),
		Roles: []account.Role{account.RoleConsultant}, Municipality: "GM0984",
	})
}

// applicant makes a new organisation with one confirmed account.
func (h *house) applicant(t *testing.T) account.Actor {
	t.Helper()
	h.serial++
	o := sample.Organisations(h.serial)[h.serial-1]
	var providerID uuid.UUID
	require.NoError(t, h.db.Transaction(func(tx *gorm.DB) error {
		provider, err := h.Directory.NewProvider(tx, traderegister.OfKvK(o.KvK), o.Name)
		if err == nil {
			providerID = provider.ID
		}
		return err
	}))
	return h.account(t, account.NewUser{
		Name: o.Person, Email: o.Email(), Roles: []account.Role{account.RoleProvider}, ProviderID: providerID, ProviderAdmin: true,
	})
}

func (h *house) draft(t *testing.T, applicant account.Actor) uuid.UUID {
	t.Helper()
	id, err := h.Enrollment.Start(t.Context(), applicant)
	require.NoError(t, err)
	return id
}

func (h *house) filled(t *testing.T, applicant account.Actor) uuid.UUID {
	t.Helper()
	id, err := h.make.Filled(t.Context(), applicant)
	require.NoError(t, err)
	return id
}

func (h *house) submitted(t *testing.T, applicant account.Actor) uuid.UUID {
	t.Helper()
	id, err := h.make.Submitted(t.Context(), applicant)
	require.NoError(t, err)
	return id
}

func (h *house) reviewed(t *testing.T, applicant account.Actor) uuid.UUID {
	t.Helper()
	id := h.submitted(t, applicant)
	require.NoError(t, h.make.Reviewed(t.Context(), h.desk.Reviewer, id))
	return id
}

// supplement brings an application to a supplement request for the codes.
func (h *house) supplement(t *testing.T, id uuid.UUID, codes ...string) {
	t.Helper()
	for _, code := range codes {
		require.NoError(t, h.judge(t, id, code, enrollment.OutcomeSupplementNeeded))
	}
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
}

// judge gives an outcome as the reviewer who saw the newest check.
func (h *house) judge(t *testing.T, id uuid.UUID, code string, outcome enrollment.Outcome) error {
	t.Helper()
	dossier := h.dossier(t, h.desk.Reviewer, id)
	judgement := enrollment.Judgement{
		Outcome: outcome, Reasons: "Wij missen de handtekening.",
		Version: dossier.Checks[dossier.Requirement(code).ID].Version,
	}
	return h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, code, judgement)
}

// allMet judges what is not met yet and completes the review.
func (h *house) allMet(t *testing.T, id uuid.UUID) {
	t.Helper()
	dossier := h.dossier(t, h.desk.Reviewer, id)
	for _, requirement := range dossier.Requirements {
		if dossier.Checks[requirement.ID].Outcome != enrollment.OutcomeMet {
			require.NoError(t, h.judge(t, id, requirement.Code, enrollment.OutcomeMet))
		}
	}
	require.NoError(t, h.Enrollment.CompleteReview(t.Context(), h.desk.Reviewer, id))
}

// rejected brings an applicant to a rejection.
func (h *house) rejected(t *testing.T, applicant account.Actor) uuid.UUID {
	t.Helper()
	id := h.reviewed(t, applicant)
	require.NoError(t, h.judge(t, id, "VOG", enrollment.OutcomeNotMet))
	require.NoError(t, h.Enrollment.CompleteReview(t.Context(), h.desk.Reviewer, id))
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Reasons: "De VOG ontbreekt."}))
	return id
}

func (h *house) offered(t *testing.T, applicant account.Actor) *enrollment.Contract {
	t.Helper()
	require.NoError(t, h.make.Offered(t.Context(), h.desk, applicant))
	contract, err := h.Enrollment.OwnContract(t.Context(), applicant)
	require.NoError(t, err)
	return contract
}

func (h *house) dossier(t *testing.T, actor account.Actor, id uuid.UUID) *enrollment.Dossier {
	t.Helper()
	dossier, err := h.Enrollment.Dossier(t.Context(), actor, id)
	require.NoError(t, err)
	return dossier
}

func (h *house) attach(t *testing.T, actor account.Actor, id uuid.UUID, code string) error {
	t.Helper()
	return h.Enrollment.AttachDocument(t.Context(), actor, id, code, enrollment.Upload{
		Name: code + ".pdf", Content: bytes.NewReader(sample.PDF(code)), Version: h.version(t, id, code),
	})
}

// version is that of the answer as it is kept now.
func (h *house) version(t *testing.T, id uuid.UUID, code string) (version int) {
	t.Helper()
	require.NoError(t, h.db.Raw(`SELECT coalesce(max(a.version), 0) FROM answers a JOIN applications p ON p.id = a.application_id
		JOIN requirements r ON r.id = a.requirement_id AND r.set_id = p.set_id WHERE a.application_id = ? AND r.code = ?`, id, code).Scan(&version).Error)
	return version
}

// answer saves as somebody who saw the newest answer.
func (h *house) answer(t *testing.T, actor account.Actor, id uuid.UUID, code string, given enrollment.Given) error {
	t.Helper()
	given.Version = h.version(t, id, code)
	return h.Enrollment.SaveAnswer(t.Context(), actor, id, code, given)
}

// stop is why the applicants of the tests withdraw.
var stop = enrollment.Withdrawal{Code: enrollment.WithdrawLater}

// signature agrees with exactly this contract's text.
func signature(contract *enrollment.Contract) enrollment.Signature {
	return enrollment.Signature{Name: "Lotte Janssen", Function: "Directeur", Agreed: true, SHA256: contract.AgreementSHA256}
}

// trail is what one act left: letters as "kind address" and audit actions.
type trail struct {
	letters []string
	actions []string
}

func (h *house) trailOf(t *testing.T, act func() error) trail {
	t.Helper()
	before := h.trail(t)
	require.NoError(t, act())
	after := h.trail(t)
	return trail{letters: minus(after.letters, before.letters), actions: minus(after.actions, before.actions)}
}

func (h *house) trail(t *testing.T) trail {
	t.Helper()
	var all trail
	require.NoError(t, h.db.Table("letters").Order("1").Pluck("kind || ' ' || to_address", &all.letters).Error)
	require.NoError(t, h.db.Table("audit_entries").Where("action <> 'application.read'").Order("1").Pluck("action", &all.actions).Error)
	return all
}

func minus(all, some []string) []string {
	rest := slices.Clone(all)
	for _, one := range some {
		if at := slices.Index(rest, one); at >= 0 {
			rest = slices.Delete(rest, at, at+1)
		}
	}
	return rest
}

// state is everything that enrollment may change, as text to compare.
func (h *house) state(t *testing.T) string {
	t.Helper()
	var state string
	require.NoError(t, h.db.Raw(`SELECT jsonb_build_object(
		'providers', (SELECT jsonb_agg(x ORDER BY x.id) FROM providers x),
		'users', (SELECT jsonb_agg(x ORDER BY x.id) FROM users x),
		'applications', (SELECT jsonb_agg(x ORDER BY x.id) FROM applications x),
		'answers', (SELECT jsonb_agg(x ORDER BY x.application_id, x.requirement_id) FROM answers x),
		'parts', (SELECT jsonb_agg(x ORDER BY x.application_id, x.part) FROM application_parts x),
		'municipalities', (SELECT jsonb_agg(x ORDER BY x.application_id, x.municipality_code) FROM application_municipalities x),
		'submissions', (SELECT jsonb_agg(x ORDER BY x.id) FROM submissions x),
		'checks', (SELECT jsonb_agg(x ORDER BY x.application_id, x.requirement_id) FROM checks x),
		'events', (SELECT jsonb_agg(x ORDER BY x.id) FROM application_events x),
		'contracts', (SELECT jsonb_agg(x ORDER BY x.id) FROM contracts x),
		'admissions', (SELECT jsonb_agg(x ORDER BY x.provider_id) FROM admissions x),
		'audit', (SELECT count(*) FROM audit_entries),
		'letters', (SELECT count(*) FROM letters),
		'jobs', (SELECT count(*) FROM river_job))::text`).Scan(&state).Error)
	return state
}

// refused asserts the kind of a refusal and, when given, its field and text key.
func refused(t *testing.T, err error, kind fault.Kind, field, key string) {
	t.Helper()
	refusal := fault.Of(err)
	if !assert.NotNil(t, refusal, "not a refusal: %v", err) || !assert.Equal(t, kind, refusal.Kind, "%v", err) || key == "" {
		return
	}
	if field == "" {
		assert.Equal(t, key, refusal.Key)
		return
	}
	found := slices.ContainsFunc(refusal.Fields, func(f fault.Field) bool { return f.Name == field && f.Key == key })
	assert.True(t, found, "%s=%s is not in %v", field, key, err)
}
