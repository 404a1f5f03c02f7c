package mail_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	gomail "github.com/wneessen/go-mail"
	"gorm.io/gorm"

	"providerportal/internal/mail"
	"providerportal/internal/smtptest"
	"providerportal/internal/workday"
)

func transport(server *smtptest.Server) *mail.SMTP {
	return &mail.SMTP{Host: server.Host, Port: server.Port, Roots: server.Roots, Timeout: 5 * time.Second}
}

func worker(db *gorm.DB, transport mail.Transport) *mail.Worker {
	return &mail.Worker{
		DB: db, Transport: transport, Now: func() time.Time { return noon.Add(time.Minute) },
		From: mail.Sender{Name: "Regio Voorbeeld", Address: "portaal@regio.example"}, ReplyTo: "hulp@regio.example",
	}
}

func attempt(id uuid.UUID, number int) *river.Job[mail.Delivery] {
	return &river.Job[mail.Delivery]{
		JobRow: &rivertype.JobRow{Attempt: number, MaxAttempts: 24}, Args: mail.Delivery{LetterID: id},
	}
}

func reread(t testing.TB, db *gorm.DB, id uuid.UUID) mail.Record {
	t.Helper()
	var record mail.Record
	if err := db.Where("id = ?", id).Take(&record).Error; err != nil {
		t.Fatal(err)
	}
	return record
}

func TestDeliveryOverTLS(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{User: "portaal", Password: "geheim"}), tx(t)
	record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim?a=1&b=2"))
	smtp := transport(server)
	smtp.User, smtp.Password = "portaal", "geheim"
	if err := worker(tx, smtp).Work(t.Context(), attempt(record.ID, 1)); err != nil {
		t.Fatal(err)
	}
	arrived := server.Received()
	if len(arrived) != 1 {
		t.Fatalf("%d messages arrived", len(arrived))
	}
	message := arrived[0]
	if !message.Secure || message.User != "portaal" || message.To != recipient.Address || message.From != "portaal@regio.example" {
		t.Errorf("secure %v, user %q, %s → %s", message.Secure, message.User, message.From, message.To)
	}
	for header, wanted := range map[string]string{
		"Message-Id": "<" + record.MessageID + ">", "Auto-Submitted": "auto-generated", "List-Id": "",
		"Reply-To": "<hulp@regio.example>", "Content-Language": "nl", "Date": "Thu, 02 Apr 2026 10:00:00 +0000",
	} {
		if got := message.Header.Get(header); got != wanted {
			t.Errorf("%s is %q, want %q", header, got, wanted)
		}
	}
	if message.Subject != "Bevestig uw e-mailadres" || !strings.Contains(message.Text, baseURL+"/bevestigen/geheim?a=1&b=2\n") ||
		!strings.Contains(message.HTML, `href="`+baseURL+`/bevestigen/geheim?a=1&amp;b=2"`) {
		t.Errorf("subject %q\n%s\n%s", message.Subject, message.Text, message.HTML)
	}
	if kind, _, _ := message.Header.ContentType(); kind != "multipart/alternative" {
		t.Errorf("is %s", kind)
	}
	kept := reread(t, tx, record.ID)
	if kept.SentAt == nil || !kept.SentAt.Equal(noon.Add(time.Minute)) || kept.Links != nil || kept.Attempts != 1 {
		t.Errorf("sent %v, links %v, attempts %d", kept.SentAt, kept.Links, kept.Attempts)
	}
}

func TestSentLetterIsNotSentAgain(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	record := queued(t, tx, recipient, published())
	for number := range 3 {
		if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, number+1)); err != nil {
			t.Fatal(err)
		}
	}
	if count := len(server.Received()); count != 1 {
		t.Errorf("sent %d times", count)
	}
}

func TestLetterThatIsGoneEndsTheJob(t *testing.T) {
	if err := worker(tx(t), &mail.SMTP{}).Work(t.Context(), attempt(uuid.New(), 1)); err != nil {
		t.Error(err)
	}
}

// What goes wrong, what is kept of it and whether it is tried again.
func TestFailures(t *testing.T) {
	refuse := func(code int) func(string) error {
		return func(address string) error { return smtptest.Refuse(code, "geen plek voor "+address) }
	}
	for name, c := range map[string]struct {
		options   smtptest.Options
		hooks     smtptest.Hooks
		change    func(*mail.SMTP)
		class     string
		permanent bool
	}{
		"greylisted":          {hooks: smtptest.Hooks{Rcpt: refuse(451)}, class: "451 recipient"},
		"unknown recipient":   {hooks: smtptest.Hooks{Rcpt: refuse(550)}, class: "550 recipient", permanent: true},
		"message refused":     {hooks: smtptest.Hooks{Data: func(smtptest.Message) error { return smtptest.Refuse(554, "spam") }}, class: "554 message", permanent: true},
		"message, not now":    {hooks: smtptest.Hooks{Data: func(smtptest.Message) error { return smtptest.Refuse(452, "vol") }}, class: "452 message"},
		"sender not allowed":  {hooks: smtptest.Hooks{From: refuse(550)}, class: "550 sender"},
		"no TLS offered":      {options: smtptest.Options{NoTLS: true}, class: "connection"},
		"certificate unknown": {change: func(s *mail.SMTP) { s.Roots = nil }, class: "certificate"},
		"wrong password":      {options: smtptest.Options{User: "a", Password: "b"}, change: func(s *mail.SMTP) { s.User, s.Password = "a", "c" }, class: "535 connection"},
		"nobody there":        {change: func(s *mail.SMTP) { s.Port = 1 }, class: "connection"},
	} {
		t.Run(name, func(t *testing.T) {
			server, tx := smtptest.Start(t, c.options), tx(t)
			server.Set(c.hooks)
			smtp := transport(server)
			if c.change != nil {
				c.change(smtp)
			}
			record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
			err := worker(tx, smtp).Work(t.Context(), attempt(record.ID, 1))
			if (err == nil) != c.permanent {
				t.Errorf("answer to the queue: %v", err)
			}
			if err != nil && strings.Contains(err.Error(), "@") {
				t.Errorf("the error tells an address: %v", err)
			}
			kept := reread(t, tx, record.ID)
			if kept.LastError != c.class || kept.Attempts != 1 || kept.SentAt != nil {
				t.Errorf("kept %q after %d attempts, sent %v", kept.LastError, kept.Attempts, kept.SentAt)
			}
			if (kept.FailedAt != nil) != c.permanent || (kept.Links == nil) != c.permanent {
				t.Errorf("failed %v, links %v", kept.FailedAt, kept.Links)
			}
			if count := len(server.Received()); count != 0 {
				t.Errorf("%d messages arrived", count)
			}
		})
	}
}

func TestRetryAfterTemporaryRefusal(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
	server.Set(smtptest.Hooks{Rcpt: func(string) error { return smtptest.Refuse(451, "later") }})
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 1)); err == nil {
		t.Fatal("no error, so no retry")
	}
	server.Set(smtptest.Hooks{})
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 2)); err != nil {
		t.Fatal(err)
	}
	kept := reread(t, tx, record.ID)
	if kept.SentAt == nil || kept.Attempts != 2 || kept.LastError != "" || len(server.Received()) != 1 {
		t.Errorf("sent %v after %d attempts, error %q", kept.SentAt, kept.Attempts, kept.LastError)
	}
}

func TestLastAttemptEndsTheLetter(t *testing.T) {
	tx := tx(t)
	record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
	if err := worker(tx, &mail.SMTP{Host: "127.0.0.1", Port: 1}).Work(t.Context(), attempt(record.ID, 24)); err != nil {
		t.Error(err)
	}
	if kept := reread(t, tx, record.ID); kept.FailedAt == nil || kept.Links != nil {
		t.Errorf("failed %v, links %v", kept.FailedAt, kept.Links)
	}
}

func TestWaitsGrow(t *testing.T) {
	w := worker(nil, nil)
	var before time.Duration
	for number := 1; number <= 7; number++ {
		wait := time.Until(w.NextRetry(attempt(uuid.Nil, number)))
		if wait <= before {
			t.Errorf("attempt %d waits %v after %v", number, wait, before)
		}
		before = wait
	}
}

// The one case in which a mail goes out twice: the server accepted it and the
// process dies before it could write that down.
func TestCrashAfterAcceptanceRepeatsTheMessageID(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	record := queued(t, tx, recipient, confirm(uuid.NewString(), "/bevestigen/geheim"))
	dying := worker(tx, crashing{transport(server)})
	func() {
		defer func() {
			if recover() == nil {
				t.Error("did not die")
			}
		}()
		_ = dying.Work(t.Context(), attempt(record.ID, 1))
	}()
	if kept := reread(t, tx, record.ID); kept.SentAt != nil || kept.Links == nil {
		t.Fatalf("sent %v, links %v", kept.SentAt, kept.Links)
	}
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 2)); err != nil {
		t.Fatal(err)
	}
	wantSameMessageTwice(t, server)
}

// crashing dies once the server has accepted.
type crashing struct{ mail.Transport }

func (c crashing) Send(ctx context.Context, message *gomail.Msg) error {
	if err := c.Transport.Send(ctx, message); err != nil {
		return err
	}
	panic("killed")
}

func wantSameMessageTwice(t *testing.T, server *smtptest.Server) {
	t.Helper()
	arrived := server.Received()
	if len(arrived) != 2 {
		t.Fatalf("%d messages arrived", len(arrived))
	}
	if string(arrived[0].Raw) != string(arrived[1].Raw) || arrived[0].Header.Get("Message-Id") == "" {
		t.Errorf("the second differs:\n%s\n%s", arrived[0].Raw, arrived[1].Raw)
	}
}

// The server takes the message and its answer never comes: we cannot know.
func TestLostAcceptanceRepeatsTheMessageID(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	record := queued(t, tx, recipient, published())
	server.Set(smtptest.Hooks{Accepted: func(_ smtptest.Message, conn net.Conn) { _ = conn.Close() }})
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 1)); err == nil {
		t.Fatal("a lost answer counts as sent")
	}
	server.Set(smtptest.Hooks{})
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 2)); err != nil {
		t.Fatal(err)
	}
	wantSameMessageTwice(t, server)
}

func TestSilentServerTimesOut(t *testing.T) {
	tx := tx(t)
	host, port := smtptest.Silent(t)
	record := queued(t, tx, recipient, published())
	start := time.Now()
	err := worker(tx, &mail.SMTP{Host: host, Port: port, Timeout: 300 * time.Millisecond}).Work(t.Context(), attempt(record.ID, 1))
	if err == nil || time.Since(start) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	if kept := reread(t, tx, record.ID); kept.LastError != "timeout" || kept.FailedAt != nil {
		t.Errorf("kept %q", kept.LastError)
	}
}

func TestStalledServerTimesOutAndCancelIsHeard(t *testing.T) {
	for name, c := range map[string]struct{ timeout, cancel time.Duration }{
		"timeout": {300 * time.Millisecond, time.Hour},
		"cancel":  {time.Hour, 300 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
			release := make(chan struct{})
			t.Cleanup(func() { close(release) })
			server.Set(smtptest.Hooks{Accepted: func(smtptest.Message, net.Conn) { <-release }})
			record := queued(t, tx, recipient, published())
			smtp := transport(server)
			smtp.Timeout = c.timeout
			ctx, cancel := context.WithTimeout(t.Context(), c.cancel)
			defer cancel()
			start := time.Now()
			if err := worker(tx, smtp).Work(ctx, attempt(record.ID, 1)); err == nil || time.Since(start) > 3*time.Second {
				t.Errorf("%v after %v", err, time.Since(start))
			}
		})
	}
}

// A server that says yes and hangs up before QUIT has accepted all the same.
func TestHangUpAfterAcceptanceIsNoError(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	record := queued(t, tx, recipient, published())
	server.Set(smtptest.Hooks{Accepted: func(_ smtptest.Message, conn net.Conn) {
		_, _ = conn.Write([]byte("250 2.0.0 OK\r\n"))
		_ = conn.Close()
	}})
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 1)); err != nil {
		t.Error(err)
	}
	if count := len(server.Received()); count != 1 {
		t.Errorf("%d arrived", count)
	}
}

func TestNoValueCanAddAHeaderOrABlock(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	to := recipient
	to.Name = "Sanne\r\nBcc: slachtoffer@elders"
	letter := mail.ApplicationReceivedStaff{
		Matter: matter("application"), Organisation: "Groei\r\nBcc: kwaad@elders.example\r\n\r\n<script>alert(1)</script>\n\n=> Klik: https://kwaad.example",
		Reference: "R1\nX-Kwaad: ja", DecideBy: workday.Day(2026, time.April, 13), URL: "/beheer",
	}
	record := queued(t, tx, to, letter)
	if err := worker(tx, transport(server)).Work(t.Context(), attempt(record.ID, 1)); err != nil {
		t.Fatal(err)
	}
	message := server.Received()[0]
	if message.Header.Has("Bcc") || message.Header.Has("X-Kwaad") || strings.ContainsAny(message.Subject, "\r\n") {
		t.Errorf("headers were added:\n%s", message.Raw)
	}
	if strings.Contains(message.HTML, "<script>") || strings.Contains(message.HTML, `href="https://kwaad`) {
		t.Errorf("HTML was added:\n%s", message.HTML)
	}
	if strings.Contains(message.Text, "\n=> ") || strings.Contains(message.Text, "\nhttps://kwaad") {
		t.Errorf("a block was added:\n%s", message.Text)
	}
}

func TestCheckTellsWhetherTheServerCanBeUsed(t *testing.T) {
	server := smtptest.Start(t, smtptest.Options{Implicit: true})
	smtp := transport(server)
	smtp.TLS = mail.TLSImplicit
	if err := smtp.Check(t.Context()); err != nil {
		t.Errorf("implicit TLS: %v", err)
	}
	smtp.Port = 1
	if err := smtp.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("nobody there: %v", err)
	}
}

// TestAddressOfWhoAskedIsErased pins that nobody reads back who asked a question,
// and that other letters keep to whom they went (E15).
func TestAddressOfWhoAskedIsErased(t *testing.T) {
	server, tx := smtptest.Start(t, smtptest.Options{}), tx(t)
	smtp := transport(server)
	answered := queued(t, tx, recipient, mail.QuestionAnswered{Matter: matter("question"), URL: "/open-house/vragen"})
	changed := queued(t, tx, recipient, mail.RequirementsChanged{Matter: matter("application"), Organisation: "Groei", Reference: "AM-1", URL: "/mijn"})
	if err := worker(tx, smtp).Work(t.Context(), attempt(answered.ID, 1)); err != nil {
		t.Fatal(err)
	}
	if err := worker(tx, smtp).Work(t.Context(), attempt(changed.ID, 1)); err != nil {
		t.Fatal(err)
	}
	if arrived := server.Received(); len(arrived) != 2 || arrived[0].To != recipient.Address {
		t.Fatalf("arrived: %v", arrived)
	}
	if kept := reread(t, tx, answered.ID); kept.SentAt == nil || kept.ToAddress != "gewist"+mail.Nowhere {
		t.Errorf("sent %v to %s", kept.SentAt, kept.ToAddress)
	}
	if kept := reread(t, tx, changed.ID); kept.ToAddress != recipient.Address {
		t.Errorf("another letter went to %s", kept.ToAddress)
	}
}
