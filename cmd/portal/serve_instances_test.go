package main

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/proctest"
	"providerportal/internal/smtptest"
	"providerportal/internal/workday"
	"providerportal/matching"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// beside is another instance on the same database, store and mail server.
func (p *production) beside() *production {
	p.t.Helper()
	other := *p
	other.address, other.process = proctest.FreeAddress(p.t), nil
	other.settings = append([]string{}, p.settings...)
	for i, setting := range other.settings {
		other.settings[i] = strings.ReplaceAll(setting, p.address, other.address)
	}
	p.t.Cleanup(func() { other.end(syscall.SIGKILL) })
	return &other
}

// region is what runs on the database: a provider, a consultant, and a clock that
// is moved by moving the dates of the requests.
type region struct {
	*production
	db         *database.DB
	domain     *wire.Domain
	slug       string
	consultant account.Actor
	admin      account.Actor
}

// newRegion fills the database before any instance runs. Its letters count as sent.
func newRegion(t *testing.T) *region {
	t.Helper()
	r := &region{production: newProduction(t)}
	require.NoError(t, database.Migrate(t.Context(), r.database))
	var err error
	r.db, err = database.Open(t.Context(), r.database)
	require.NoError(t, err)
	t.Cleanup(r.db.Close)
	store, err := documents.OpenLocal(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	r.domain, err = wire.Build(t.Context(), wire.Parts{
		DB: r.db.Gorm, Now: time.Now, BaseURL: "http://" + r.address, Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20,
		Jobs: inserter, Secret: []byte(strings.Repeat("geheim", 6)), HookNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	})
	require.NoError(t, err)
	maker := sample.Maker{Domain: r.domain, DB: r.db.Gorm}
	person := func(name string, role account.Role) account.Actor {
		actor, err := maker.Staff(t.Context(), name, role)
		require.NoError(t, err)
		return actor
	}
	desk := sample.Desk{
		Reviewer: person("Rik Toetser", account.RoleReviewer), Decider: person("Bo Besluit", account.RoleDecider),
		Manager: person("Co Contract", account.RoleContractManager),
	}
	r.admin = person("Ad Beheer", account.RoleAdministrator)
	r.consultant, err = maker.Consultant(t.Context(), "Vera Venray", "GM0984")
	require.NoError(t, err)
	provider, err := maker.Findable(t.Context(), desk, sample.Organisations(1)[0])
	require.NoError(t, err)
	require.NoError(t, r.db.Gorm.Raw("SELECT slug FROM providers WHERE id = ?", provider.ProviderID).Scan(&r.slug).Error)
	r.exec("UPDATE regions SET remind_from_hour = 0") // the test runs at any hour
	r.quiet()
	return r
}

func (r *region) exec(statement string, values ...any) {
	r.t.Helper()
	require.NoError(r.t, r.db.Gorm.Exec(statement, values...).Error)
}

// quiet has all letters count as sent, and the sweep run again at the next start.
func (r *region) quiet() {
	r.t.Helper()
	r.exec("UPDATE letters SET sent_at = queued_at, links = NULL, attempts = 1 WHERE sent_at IS NULL")
	r.exec("DELETE FROM river_job WHERE kind IN ('mail.deliver', 'sweep')")
}

func (r *region) count(query string, values ...any) (n int) {
	r.t.Helper()
	require.NoError(r.t, r.db.Gorm.Raw(query, values...).Scan(&n).Error)
	return n
}

// requests sends n requests.
func (r *region) requests(n int) (ids []uuid.UUID) {
	r.t.Helper()
	for range n {
		request, err := r.domain.Matching.Send(r.t.Context(), r.consultant, r.slug, matching.Question{
			Municipality: "GM0984", OwnReference: "V-1", ProductCode: "individuele-toeleiding", Question: "Hulp bij solliciteren",
			PreferredWay: matching.WayTable, ResidentChose: true,
		})
		require.NoError(r.t, err)
		ids = append(ids, request.ID)
	}
	return ids
}

// received moves all open requests in time: working day n of their term was on day.
func (r *region) received(n int, on workday.Date) {
	r.t.Helper()
	calendar := workday.Default()
	day := on
	for calendar.DueFrom(day, n).After(on) {
		day = day.AddDays(-1)
	}
	r.exec("UPDATE requests SET sent_at = ?, due_on = ?", day.Start().Add(12*time.Hour).UTC(), calendar.DueFrom(day, 5))
}

// sweeps has each instance sweep more than once, at the same moment.
func (r *region) sweeps() {
	r.t.Helper()
	inserter, err := jobs.Insert()
	require.NoError(r.t, err)
	require.NoError(r.t, r.db.Gorm.Transaction(func(tx *gorm.DB) error {
		for range 9 {
			if err := inserter.Insert(tx, sweep{}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// settled waits until no job is left that could do anything.
func (r *region) settled(patience time.Duration) {
	r.t.Helper()
	require.Eventually(r.t, func() bool {
		return r.count("SELECT count(*) FROM river_job WHERE finalized_at IS NULL") == 0 &&
			r.count("SELECT count(*) FROM letters WHERE sent_at IS NULL") == 0 &&
			r.count("SELECT count(*) FROM webhook_events WHERE delivered_at IS NULL") == 0
	}, patience, 100*time.Millisecond, "work is left\n%s", r.written())
}

// arrived counts the letters of a kind by Message-ID, as the mail server took them in.
func (r *region) arrived(kind string) map[string]int {
	r.t.Helper()
	var ids []string
	require.NoError(r.t, r.db.Gorm.Model(&mail.Record{}).Where("kind = ?", kind).Pluck("message_id", &ids).Error)
	times := map[string]int{}
	for _, id := range ids {
		times[strings.Trim(id, "<>")] = 0
	}
	for _, message := range r.mail.Received() {
		id := strings.Trim(message.Header.Get("Message-Id"), "<>")
		if _, ours := times[id]; ours {
			times[id]++
		}
	}
	return times
}

// municipality is a system that takes webhooks over TLS; the first one waits.
type municipality struct {
	*httptest.Server
	mutex   sync.Mutex
	ids     []string
	bodies  []string
	came    chan struct{}
	release chan struct{}
}

// hook connects a system of the municipality through the functions of the page.
func (r *region) hook() *municipality {
	r.t.Helper()
	m := &municipality{came: make(chan struct{}), release: make(chan struct{})}
	m.Server = httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		m.mutex.Lock()
		m.ids, m.bodies = append(m.ids, request.Header.Get("Portal-Event-Id")), append(m.bodies, string(body))
		first := len(m.ids) == 1
		m.mutex.Unlock()
		if first {
			close(m.came)
			<-m.release
		}
	}))
	r.t.Cleanup(m.Close)
	for i, setting := range r.settings {
		if path, found := strings.CutPrefix(setting, "SSL_CERT_FILE="); found {
			trusted := append(append([]byte{}, r.mail.PEM...), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: m.Certificate().Raw})...)
			require.NoError(r.t, os.WriteFile(path, trusted, 0o600))
			r.settings[i] = "SSL_CERT_FILE=" + path
		}
	}
	r.settings = append(r.settings, "WEBHOOK_NETWORKS=127.0.0.0/8")
	made, _, err := r.domain.Clients.Create(r.t.Context(), r.admin, client.New{
		Name: "Zaaksysteem", Consultant: r.consultant.UserID, Scopes: client.Scopes, LastDay: workday.On(time.Now()).AddDays(100),
	})
	require.NoError(r.t, err)
	_, err = r.domain.Webhooks.Direct(r.t.Context(), r.admin, made.ID, m.URL)
	require.NoError(r.t, err)
	return m
}

// TestKilledInstanceIsTakenOver kills one of two instances at three places at
// once: after the mail server took in a reminder and before that was written down,
// while another is on its way, and while a webhook is at its receiver. The other
// instance delivers all of them. A reminder is queued once; the letter whose
// acceptance nobody knew of comes twice with one Message-ID, the webhook with one
// id: more than that a process that dies cannot promise.
func TestKilledInstanceIsTakenOver(t *testing.T) {
	t.Parallel()
	r := newRegion(t)
	system := r.hook()
	r.requests(2)
	r.quiet()
	r.received(2, workday.On(time.Now()))
	accepted, underway, release := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var mutex sync.Mutex
	var seen int
	next := func() int {
		mutex.Lock()
		defer mutex.Unlock()
		seen++
		return seen
	}
	var taken sync.Once
	r.mail.Set(smtpHooks(next, &taken, accepted, underway, release))

	r.start()
	for _, reached := range []chan struct{}{accepted, underway, system.came} {
		select {
		case <-reached:
		case <-time.After(time.Minute):
			t.Fatalf("the first instance does not send\n%s", r.written())
		}
	}
	second := r.beside()
	second.start()
	r.end(syscall.SIGKILL)
	close(release)
	close(system.release)
	r.settled(4 * time.Minute)

	require.Equal(t, 2, r.count("SELECT count(*) FROM request_reminders"), "reminders")
	require.Equal(t, 2, r.count("SELECT count(*) FROM audit_entries WHERE action = 'request.reminded'"))
	times := r.arrived("request_reminder")
	require.Len(t, times, 2, "letters that were queued")
	var twice int
	for id, n := range times {
		require.GreaterOrEqual(t, n, 1, "%s never arrived", id)
		require.LessOrEqual(t, n, 2, id)
		twice += n - 1
	}
	require.Equal(t, 1, twice, "only the letter that was taken in before the kill comes again")

	system.mutex.Lock()
	defer system.mutex.Unlock()
	require.Len(t, system.ids, 3, "two messages, the first of them twice")
	require.Equal(t, system.ids[0], system.ids[1], "the id of the message")
	require.Equal(t, system.bodies[0], system.bodies[1])
	require.NotEqual(t, system.ids[1], system.ids[2])
	require.Zero(t, second.end(syscall.SIGTERM))
}

// smtpHooks hold the first letter after it was taken in and the second before:
// that one is refused when the sender is gone.
func smtpHooks(next func() int, taken *sync.Once, accepted, underway, release chan struct{}) smtptest.Hooks {
	return smtptest.Hooks{
		Data: func(smtptest.Message) error {
			if next() != 2 {
				return nil
			}
			close(underway)
			<-release
			return smtptest.Refuse(451, "gone")
		},
		Accepted: func(smtptest.Message, net.Conn) {
			taken.Do(func() {
				close(accepted)
				<-release
			})
		},
	}
}

// TestRemindersSurviveInstancesAndDowntime has three instances run over the
// moments of day 2, day 4 and breach: each letter goes out once. Then all are down
// on a day on which a reminder was due: it goes out once, marked late (T6).
func TestRemindersSurviveInstancesAndDowntime(t *testing.T) {
	t.Parallel()
	r := newRegion(t)
	r.requests(4)
	r.quiet()
	today, calendar := workday.On(time.Now()), workday.Default()
	before := today.AddDays(-1) // the last working day before today
	for !calendar.IsWorkday(before) {
		before = before.AddDays(-1)
	}
	instances := []*production{r.production, r.beside(), r.beside()}
	for _, one := range instances {
		one.start()
	}
	for _, moment := range []struct {
		step    string
		day     int
		on      workday.Date
		kind    string
		letters int
	}{
		{"first", 2, today, "request_reminder", 4},
		{"second", 4, today, "request_reminder", 8},
		{"breach", 5, before, "request_late", 12},
	} {
		r.received(moment.day, moment.on)
		r.sweeps()
		r.settled(2 * time.Minute)
		times := r.arrived(moment.kind)
		require.Len(t, times, moment.letters, moment.step)
		for id, n := range times {
			require.Equal(t, 1, n, "%s: %s", moment.step, id)
		}
		late := moment.step != "breach" && !calendar.IsWorkday(today)
		require.Equal(t, 4, r.count("SELECT count(*) FROM request_reminders WHERE step = ? AND late = ?", moment.step, late), moment.step)
	}

	for _, one := range instances {
		require.Zero(t, one.end(syscall.SIGTERM), one.written())
	}
	r.exec("UPDATE requests SET closed_at = now(), status = 'withdrawn', close_reason = 'other', close_note = 'x'")
	missed := r.requests(3)
	r.quiet()
	r.received(2, before)
	for _, one := range instances {
		one.start()
	}
	require.Eventually(t, func() bool {
		return r.count("SELECT count(*) FROM request_reminders WHERE request_id IN ?", missed) == 3
	},
		time.Minute, 100*time.Millisecond, r.written())
	r.sweeps()
	r.settled(2 * time.Minute)
	require.Equal(t, 3, r.count("SELECT count(*) FROM request_reminders WHERE late AND step = 'first' AND request_id IN ?", missed))
	require.Equal(t, 3, r.count("SELECT count(*) FROM request_reminders WHERE request_id IN ?", missed))
	times := r.arrived("request_reminder")
	require.Len(t, times, 8+3)
	for id, n := range times {
		require.Equal(t, 1, n, id)
	}
	require.Equal(t, 3, r.count("SELECT count(*) FROM letters WHERE kind = 'request_reminder' AND text_body LIKE '%later dan u van ons%' AND about_id IN (SELECT id::text FROM requests WHERE status = 'sent')"))
}
