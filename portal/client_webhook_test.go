package portal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/webhook"
	"providerportal/matching"
)

// receiver is the system of a municipality that takes messages.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []message
	answer func(n int, w http.ResponseWriter) // nil takes everything
}

type message struct {
	id, signature, body string
	number              int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		var content struct {
			Number int `json:"volgnummer"`
		}
		_ = json.Unmarshal(body, &content)
		r.mu.Lock()
		r.got = append(r.got, message{request.Header.Get("Portal-Event-Id"), request.Header.Get("Portal-Signature"), string(body), content.Number})
		n, answer := len(r.got), r.answer
		r.mu.Unlock()
		if answer != nil {
			answer(n, w)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// messages gives what arrived since the last time.
func (r *receiver) messages() []message {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

func (r *receiver) answers(answer func(n int, w http.ResponseWriter)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

func status(code int) func(int, http.ResponseWriter) {
	return func(_ int, w http.ResponseWriter) { w.WriteHeader(code) }
}

// signedBy checks a signature the way the manual says, with none of our code.
func (m message) signedBy(secret string) bool {
	moment, signatures, _ := strings.Cut(strings.TrimPrefix(m.signature, "t="), ",")
	hash := hmac.New(sha256.New, []byte(secret))
	hash.Write([]byte(moment + "." + m.body))
	return strings.Contains(","+signatures+",", ",v1="+hex.EncodeToString(hash.Sum(nil))+",")
}

// hooked is a site with a system that hears of requests, and its administrator.
type hooked struct {
	*site
	*receiver
	*system
	provider, consultant, administrator *browser
	secret                              string
}

func newHooked(t *testing.T) *hooked {
	t.Helper()
	s := newSite(t)
	h := &hooked{site: s, receiver: newReceiver(t), provider: s.contracted(t), consultant: s.consultant(t, "GM0984")}
	h.administrator = s.staff(t, account.RoleAdministrator)
	h.system = s.system(t, h.consultant)
	var err error
	h.secret, err = s.Domain.Webhooks.Direct(t.Context(), h.administrator.actor, h.client.ID, h.URL)
	must(t, err)
	return h
}

// request sends one through the API.
func (h *hooked) request(t *testing.T, question string) uuid.UUID {
	t.Helper()
	sent := h.send(t, uuid.NewString(), questionJSON(h.provider.slug, question))
	if sent.status != 201 {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	return uuid.MustParse(sent.json["id"].(string))
}

func (h *hooked) deliver(t *testing.T) time.Duration {
	t.Helper()
	again, err := h.Domain.Webhooks.Deliver(t.Context(), h.client.ID)
	must(t, err)
	return again
}

// Every step of a request arrives once, in order, signed, and without its text.
func TestStepsArriveSignedAndInOrder(t *testing.T) {
	h := newHooked(t)
	secretText := "Wil graag met paarden werken"
	id := h.request(t, secretText)
	matters := h.Domain.Matching
	must(t, matters.Acknowledge(t.Context(), h.provider.actor, id))
	must(t, matters.Schedule(t.Context(), h.provider.actor, id, matching.Appointment{At: h.now.Add(48 * time.Hour), Way: matching.WayDigital, Place: "https://praten.example"}))
	must(t, matters.Schedule(t.Context(), h.provider.actor, id, matching.Appointment{
		At: h.now.Add(72 * time.Hour), Way: matching.WayDigital, Place: "https://praten.example", Instead: h.now.Add(48 * time.Hour), AskedBy: "resident", Reason: "Ziek",
	}))
	must(t, matters.Withdraw(t.Context(), h.consultant.actor, id, matching.Ending{Reason: "resident-stopped"}))
	venlo := h.site.consultant(t, "GM0983")
	_, err := matters.Send(t.Context(), venlo.actor, h.provider.slug, matching.Question{
		Municipality: "GM0983", OwnReference: "X", ProductCode: "individuele-toeleiding", Question: "Elders", PreferredWay: matching.WayTable, ResidentChose: true,
	})
	must(t, err)
	if again := h.deliver(t); again != 0 {
		t.Errorf("again in %s", again)
	}
	got := h.messages()
	want := []string{"verzonden", "ontvangen", "gepland", "verplaatst", "ingetrokken"}
	if len(got) != len(want) {
		t.Fatalf("%d messages, want %d", len(got), len(want))
	}
	for i, m := range got {
		if m.number != i+1 || !strings.Contains(m.body, `"gebeurtenis":"matchingverzoek.`+want[i]+`"`) || !strings.Contains(m.body, id.String()) {
			t.Errorf("message %d: %s", i, m.body)
		}
		if !m.signedBy(h.secret) || m.signedBy("mgrwh_anders") || !strings.Contains(m.body, m.id) {
			t.Errorf("signature %q", m.signature)
		}
		if strings.Contains(m.body, "paarden") || strings.Contains(m.body, "Ziek") || strings.Contains(m.body, "praten") {
			t.Errorf("text in %s", m.body)
		}
	}
	if h.deliver(t); len(h.messages()) != 0 {
		t.Error("sent again")
	}
}

// What is not taken comes again with the same id, and what is behind it waits; a
// redirect is not followed; after three days the messages stop and
// administrators hear of it.
func TestMessageComesAgainUntilItIsTaken(t *testing.T) {
	h := newHooked(t)
	elsewhere := newReceiver(t)
	id := h.request(t, "Hulp")
	must(t, h.Domain.Matching.Acknowledge(t.Context(), h.provider.actor, id))
	h.answers(status(500))
	first := h.deliver(t)
	failed := h.messages()
	if len(failed) != 1 || first < 5*time.Second || first > 6*time.Second {
		t.Fatalf("%d messages, again in %s", len(failed), first)
	}
	if h.deliver(t); len(h.messages()) != 0 {
		t.Error("tried again before its time")
	}
	h.now = h.now.Add(first)
	h.answers(func(_ int, w http.ResponseWriter) {
		w.Header().Set("Location", elsewhere.URL)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	second := h.deliver(t)
	if len(h.messages()) != 1 || len(elsewhere.messages()) != 0 || second < 30*time.Second {
		t.Errorf("a redirect was followed, or waits %s", second)
	}
	h.now = h.now.Add(second)
	h.answers(nil)
	h.deliver(t)
	taken := h.messages()
	if len(taken) != 2 || taken[0].id != failed[0].id || taken[0].number != 1 || taken[1].number != 2 {
		t.Fatalf("%+v after %+v", taken, failed)
	}
	page := h.administrator.get(t, clientURL(h.client.ID))
	if page.status != 200 || !strings.Contains(page.body, "matchingverzoek.ontvangen") || strings.Contains(page.body, h.secret) {
		t.Errorf("the log: %d", page.status)
	}
	page = h.administrator.submit(t, page, "form[action$='/berichten/"+taken[0].id+"']", nil)
	h.deliver(t)
	if again := h.messages(); page.status != 200 || len(again) != 1 || again[0].body != taken[0].body {
		t.Errorf("resent: %d %+v", page.status, again)
	}
	h.Close()
	h.request(t, "Nog een")
	h.deliver(t)
	for range 40 {
		h.now = h.now.Add(2*time.Hour + 13*time.Minute)
		h.deliver(t)
	}
	if letters := h.letters(t, "webhook_stopped"); len(letters) != 2 || letters[0].ToAddress == letters[1].ToAddress { // two administrators
		t.Errorf("%d letters", len(letters))
	}
	hook, log, err := h.Domain.Webhooks.Of(t.Context(), h.administrator.actor, h.client.ID)
	must(t, err)
	if hook.DisabledAt == nil || log[0].DeliveredAt != nil || log[0].LastResult != "network" {
		t.Errorf("%+v %+v", hook, log[0])
	}
}

// A receiver that says nothing holds nobody up for longer than the patience.
func TestSlowReceiverIsLetGo(t *testing.T) {
	h := newHooked(t)
	h.request(t, "Hulp")
	free := make(chan struct{})
	h.answers(func(int, http.ResponseWriter) { <-free })
	started := time.Now()
	again := h.deliver(t)
	close(free)
	if took := time.Since(started); took > webhook.Patience+3*time.Second || again == 0 {
		t.Errorf("took %s, again in %s", took, again)
	}
	_, log, err := h.Domain.Webhooks.Of(t.Context(), h.administrator.actor, h.client.ID)
	must(t, err)
	if log[0].LastResult != "timeout" {
		t.Errorf("result %q", log[0].LastResult)
	}
}

// A process that dies after the receiver took a message and before that was
// written down: the same message comes again, with the same id, by the real queue.
func TestKilledDeliveryComesAgain(t *testing.T) {
	h := newHooked(t)
	h.request(t, "Hulp")
	must(t, h.db.Gorm.Exec("ALTER TABLE webhook_events ADD CONSTRAINT dood CHECK (attempts = 0)").Error) // the note is lost
	if _, err := h.Domain.Webhooks.Deliver(t.Context(), h.client.ID); err == nil {
		t.Fatal("the note was written")
	}
	first := h.messages()
	must(t, h.db.Gorm.Exec("ALTER TABLE webhook_events DROP CONSTRAINT dood").Error)
	if h.deliver(t); len(h.messages()) != 0 {
		t.Error("another instance sends while the lease runs")
	}
	h.now = h.now.Add(2 * time.Minute)
	workers := river.NewWorkers()
	river.AddWorker(workers, &webhook.Worker{Service: h.Domain.Webhooks})
	runner, err := jobs.Start(t.Context(), h.db.Pool, workers, slog.New(slog.DiscardHandler))
	must(t, err)
	defer func() { must(t, runner.Stop()) }()
	var again []message
	for limit := time.Now().Add(15 * time.Second); len(again) == 0 && time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		again = h.messages()
	}
	if len(first) != 1 || len(again) != 1 || again[0].id != first[0].id || again[0].body != first[0].body {
		t.Errorf("first %+v, again %+v", first, again)
	}
}

// During the overlap both secrets sign; two instances at once send nothing twice.
func TestSecretsOverlapAndInstancesShare(t *testing.T) {
	h := newHooked(t)
	fresh, err := h.Domain.Webhooks.Rotate(t.Context(), h.administrator.actor, h.client.ID, 24*time.Hour)
	must(t, err)
	for range 5 {
		h.request(t, "Hulp")
	}
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() { _, _ = h.Domain.Webhooks.Deliver(t.Context(), h.client.ID) })
	}
	together.Wait()
	h.deliver(t)
	got := h.messages()
	if len(got) != 5 {
		t.Fatalf("%d messages, want 5", len(got))
	}
	for i, m := range got {
		if m.number != i+1 || !m.signedBy(fresh) || !m.signedBy(h.secret) {
			t.Errorf("message %d: %d %s", i, m.number, m.signature)
		}
	}
	h.now = h.now.Add(25 * time.Hour)
	h.request(t, "Hulp")
	h.deliver(t)
	if got = h.messages(); len(got) != 1 || !got[0].signedBy(fresh) || got[0].signedBy(h.secret) {
		t.Errorf("after the overlap: %+v", got)
	}
}

// No address leads inside: not typed, and not by a name that resolves to it.
func TestMessagesNeverGoInside(t *testing.T) {
	h := newHooked(t)
	production := newSite(t, func(p *wire.Parts) { p.LocalHooks = false })
	administrator, consultant := production.staff(t, account.RoleAdministrator), production.consultant(t, "GM0984")
	y := production.system(t, consultant)
	for _, address := range []string{
		"", "geen adres", "http://systeem.example/x", "ftp://systeem.example", "https://", "https://user:pass@systeem.example", "https://systeem.example/#x",
		"https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://192.168.1.1/", "https://169.254.169.254/latest", "https://[fe80::1]/",
		"https://[fd00::1]/", "https://0.0.0.0/", "https://100.64.0.1/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://localhost/",
		"https://224.0.0.1/", "https://systeem.example/" + strings.Repeat("x", 600),
	} {
		if _, err := production.Domain.Webhooks.Direct(t.Context(), administrator.actor, y.client.ID, address); !fault.Is(err, fault.KindInvalid) {
			t.Errorf("%q: %v", address, err)
		}
	}
	provider := production.contracted(t)
	_, err := production.Domain.Webhooks.Direct(t.Context(), administrator.actor, y.client.ID, "https://systeem.example/berichten")
	must(t, err)
	inside := strings.Replace(h.URL, "127.0.0.1", "localhost", 1) // a name that leads here
	must(t, production.db.Gorm.Exec("UPDATE webhooks SET url = ?", inside).Error)
	y.send(t, uuid.NewString(), questionJSON(provider.slug, "Hulp"))
	_, err = production.Domain.Webhooks.Deliver(t.Context(), y.client.ID)
	must(t, err)
	_, log, err := production.Domain.Webhooks.Of(t.Context(), administrator.actor, y.client.ID)
	must(t, err)
	if len(h.messages()) != 0 || len(log) != 1 || log[0].LastResult != "not public" {
		t.Errorf("%+v", log)
	}
}

// An administrator makes a connection, sees its secrets once, and ends it.
func TestAdministratorRunsAConnection(t *testing.T) {
	site := newSite(t)
	administrator, venray := site.staff(t, account.RoleAdministrator), site.consultant(t, "GM0984")
	page := administrator.get(t, clientsPath+"/nieuw")
	wrong := administrator.submit(t, page, "main form", map[string][]string{"name": {"Zaaksysteem"}, "lastDay.year": {"2040"}, "lastDay.month": {"1"}, "lastDay.day": {"1"}})
	if wrong.status != 422 || wrong.errorAt("consultant") == "" || wrong.errorAt("scopes") == "" || wrong.doc.Find("input[name=name]").AttrOr("value", "") != "Zaaksysteem" {
		t.Errorf("%d %q %q", wrong.status, wrong.errorAt("consultant"), wrong.errorAt("scopes"))
	}
	made := administrator.submit(t, page, "main form", map[string][]string{
		"name": {"Zaaksysteem"}, "consultant": {venray.actor.UserID.String()}, "scopes": {"requests:read"},
		"lastDay.day": {"1"}, "lastDay.month": {"7"}, "lastDay.year": {"2026"},
	})
	token := made.text("main code")
	if made.status != 200 || !strings.HasPrefix(token, "mgr_") {
		t.Fatalf("%d %q", made.status, token)
	}
	y := &system{site: site, token: token}
	if got := y.call(t, "GET", clientPath, ""); got.status != 200 {
		t.Errorf("the new token: %d %s", got.status, got.body)
	}
	detail := administrator.get(t, made.doc.Find("main a.button").AttrOr("href", ""))
	if strings.Contains(detail.body, token) || !strings.Contains(detail.text("main"), "Venray") {
		t.Error("the token is shown again, or the connection is not")
	}
	secret := administrator.submit(t, detail, "form[action$='/adres']", map[string][]string{"url": {"https://zaken.venray.example/x"}})
	if !strings.HasPrefix(secret.text("main code"), "mgrwh_") {
		t.Errorf("%d %s", secret.status, secret.text("main"))
	}
	bad := administrator.submit(t, detail, "form[action$='/adres']", map[string][]string{"url": {"https://10.0.0.1/"}})
	if bad.status != 422 || bad.errorAt("url") == "" || bad.doc.Find("input[name=url]").AttrOr("value", "") != "https://10.0.0.1/" {
		t.Errorf("%d %q", bad.status, bad.errorAt("url"))
	}
	second := administrator.submit(t, detail, "form[action$='/token']", map[string][]string{"overlap": {"0"}}).text("main code")
	if got := y.call(t, "GET", clientPath, ""); got.status != 401 || second == token || second == "" {
		t.Errorf("the old token without overlap: %d", got.status)
	}
	y.token = second
	over := administrator.submit(t, detail, "form[action$='/intrekken']", nil)
	if got := y.call(t, "GET", clientPath, ""); got.status != 401 || over.doc.Find("form[action$='/token']").Length() != 0 {
		t.Errorf("after revoking: %d", got.status)
	}
	var secrets int64
	must(t, site.db.Gorm.Raw(`SELECT (SELECT count(*) FROM clients c WHERE c::text LIKE '%' || ? || '%')
		+ (SELECT count(*) FROM audit_entries a WHERE a::text LIKE '%' || ? || '%')`, token[17:], token[17:]).Scan(&secrets).Error)
	if secrets != 0 {
		t.Error("the secret of a token is kept")
	}
}
