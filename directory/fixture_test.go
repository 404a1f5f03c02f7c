package directory_test

import (
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

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// town is the directory on a test database, with a clock.
type town struct {
	*directory.Service
	db     *gorm.DB
	now    time.Time
	jobs   *mailroom
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

const (
	individual = "individueel"
	collective = "collectief"
)

// open gives a town that is undone at the end of the test.
func open(t *testing.T) *town { return openOn(t, dbtest.Tx(t)) }

func openOn(t *testing.T, db *gorm.DB) *town {
	t.Helper()
	w := &town{db: db, now: time.Date(2026, 4, 2, 10, 0, 0, 0, workday.Amsterdam)}
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	w.jobs = &mailroom{Jobs: inserter}
	now := func() time.Time { return w.now }
	post := &mail.Postbox{
		Now: now, BaseURL: "https://portal.example", Jobs: w.jobs,
		Region: mail.Region{Name: "MGR", Contact: "info@mgr.example"},
	}
	seal, err := account.NewSeal([]byte(strings.Repeat("s", 32)))
	require.NoError(t, err)
	accounts := &account.Service{DB: w.db, Now: now, Mail: post, Seal: seal}
	w.Service = &directory.Service{DB: w.db, Now: now, Accounts: accounts, Mail: post}
	return w
}

func (w *town) today() workday.Date { return workday.On(w.now) }

// provider makes an organisation with one confirmed account.
func (w *town) provider(t *testing.T, name string) account.Actor {
	t.Helper()
	w.serial++
	var actor account.Actor
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) error {
		provider, err := w.NewProvider(tx, traderegister.OfKvK(kvk(w.serial)), name)
		if err != nil {
			return err
		}
		user, err := w.Accounts.Create(tx, account.NewUser{
			Name: "Lotte", Email: "lotte@" + provider.Slug + ".example",
			Roles: []account.Role{account.RoleProvider}, ProviderID: provider.ID, ProviderAdmin: true,
		})
		if err != nil {
			return err
		}
		actor = user.Actor("test")
		return tx.Model(user).Update("email_confirmed_at", w.now).Error
	}))
	return actor
}

func kvk(serial int) string {
	digits := []byte("00000000")
	for at := len(digits) - 1; serial > 0; at, serial = at-1, serial/10 {
		digits[at] = byte('0' + serial%10)
	}
	return string(digits)
}

// admitted gives the organisation a contract from the day.
func (w *town) admitted(t *testing.T, actor account.Actor, segment string, from workday.Date) {
	t.Helper()
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) error {
		return directory.Admit(tx, actor.ProviderID, segment, from)
	}))
}

// ended takes the contract away, as the ending of a contract will.
func (w *town) ended(t *testing.T, actor account.Actor) {
	t.Helper()
	require.NoError(t, w.db.Model(&directory.Admission{}).Where("provider_id = ?", actor.ProviderID).
		Updates(map[string]any{"active": false, "ended_on": w.today()}).Error)
}

// verified sets up an intake point that works.
func (w *town) verified(t *testing.T, actor account.Actor) {
	t.Helper()
	intake := directory.IntakePoint{Name: "Aanmeldpunt", Email: actor.ProviderID.String() + "@zorg.example", Phone: "077-0123456"}
	require.NoError(t, w.SaveIntake(t.Context(), actor, intake))
	_, err := w.VerifyIntake(t.Context(), w.intakeLink(t, actor, intake.Email), "test")
	require.NoError(t, err)
}

// intakeLink gives the secret of a fresh verification link.
func (w *town) intakeLink(t *testing.T, actor account.Actor, email string) string {
	t.Helper()
	var secret string
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = w.Accounts.IssueToken(tx, account.PurposeVerifyIntake, actor.ProviderID, email)
		return err
	}))
	return secret
}

// complete is a profile with every mandatory part.
func complete() directory.Profile {
	return directory.Profile{
		Mission: "Iedereen kan iets.", Offer: "U krijgt een vaste jobcoach.", Products: []string{"individuele-toeleiding"},
		TargetGroups: []string{"statushouders"}, Municipalities: []string{"GM0984"},
	}
}

// published makes a provider with this name that can be found; change may adapt
// its profile.
func (w *town) published(t *testing.T, name string, change ...func(*directory.Profile)) account.Actor {
	t.Helper()
	actor := w.provider(t, name)
	w.admitted(t, actor, individual, w.today())
	w.verified(t, actor)
	profile := complete()
	for _, adapt := range change {
		adapt(&profile)
	}
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
	return actor
}

func (w *town) find(t *testing.T, search directory.Search) *directory.Found {
	t.Helper()
	found, err := w.Find(t.Context(), search)
	require.NoError(t, err)
	return found
}

func names(found *directory.Found) []string {
	list := make([]string, len(found.Hits))
	for i, hit := range found.Hits {
		list[i] = hit.Name
	}
	return list
}

func (w *town) slug(t *testing.T, providerID uuid.UUID) string {
	t.Helper()
	provider, err := w.Provider(t.Context(), providerID)
	require.NoError(t, err)
	return provider.Slug
}

// letters gives the kinds and addresses of all letters so far.
func (w *town) letters(t *testing.T) []string {
	t.Helper()
	var all []string
	require.NoError(t, w.db.Table("letters").Order("1").Pluck("kind || ' ' || to_address", &all).Error)
	return all
}

func (w *town) audited(t *testing.T, action string) (count int64) {
	t.Helper()
	require.NoError(t, w.db.Table("audit_entries").Where("action = ?", action).Count(&count).Error)
	return count
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
