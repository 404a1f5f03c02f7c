package portal

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/riverqueue/river"

	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/clamdtest"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/s3test"
	"providerportal/internal/smtptest"
	"providerportal/internal/words"
	"providerportal/storage/documents"
)

// neighbour is a part outside the portal that is away during every step of a road.
type neighbour struct {
	name       string
	key        string // of the words that say so
	lang       string // of everybody on this road
	away, back func()
}

// stepNeeds says which neighbours a step cannot do without; without the others it
// succeeds, and what is left of it is done later.
type stepNeeds map[string]bool

var (
	needsStore = stepNeeds{"store": true}
	needsBoth  = stepNeeds{"store": true, "scanner": true}
)

// roadStep is one step on the open-house road.
type roadStep struct {
	name    string
	needs   stepNeeds
	prepare func(t *testing.T, r *walked)
	who     func(r *walked) account.Actor // nil is a visitor
	act     func(t *testing.T, r *walked, b *browser) *seen
	typed   [2]string // selector and value of what must still be filled in after a refusal
	done    func(t *testing.T, r *walked)
}

// walked is the open house on a real object store, scanner and mail server.
type walked struct {
	*site
	store *s3test.Server
	smtp  *smtptest.Server
	lang  string

	first, second, third   *browser // applicants
	inviter, administrator account.Actor
}

// newWalked puts the portal between its neighbours; the bucket can lock objects.
func newWalked(t *testing.T) *walked {
	t.Helper()
	r := &walked{store: s3test.StartLocking(t), smtp: smtptest.Start(t, smtptest.Options{})}
	store, err := documents.NewS3(documents.S3Settings{
		Endpoint: r.store.Endpoint, Region: s3test.Region, Bucket: r.store.Bucket,
		AccessKey: r.store.AccessKey, SecretKey: r.store.SecretKey, Insecure: true,
	})
	must(t, err)
	t.Cleanup(store.Close)
	r.site = newSite(t, func(parts *wire.Parts) {
		parts.Store, parts.Scanner = store, documents.Clamd{Addr: clamdtest.Start(t).Addr}
	})
	return r
}

// deliver sends the letters of the road through the real queue.
func (r *walked) deliver(t *testing.T) {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, &mail.Worker{
		DB: r.db.Gorm, Now: time.Now, From: mail.Sender{Name: "Regio", Address: "portaal@regio.example"},
		Transport: &mail.SMTP{Host: r.smtp.Host, Port: r.smtp.Port, Roots: r.smtp.Roots, Timeout: 5 * time.Second},
	})
	runner, err := jobs.Start(context.WithoutCancel(t.Context()), r.db.Pool, workers, slog.New(slog.DiscardHandler))
	must(t, err)
	t.Cleanup(func() { must(t, runner.Stop()) })
}

// neighbours are what goes away, each on its own road and in a language of its own.
func (r *walked) neighbours(t *testing.T) []neighbour {
	daemon := clamdtest.Start(t)
	r.Domain.Documents.Scanner = documents.Clamd{Addr: daemon.Addr}
	return []neighbour{
		{name: "store", key: "document.store-down", lang: "nl", away: r.store.Stop, back: r.store.Restart},
		{name: "scanner", key: "document.scanner-down", lang: "en", away: func() { daemon.Stop() }, back: func() {
			daemon = clamdtest.Start(t)
			r.Domain.Documents.Scanner = documents.Clamd{Addr: daemon.Addr}
		}},
		{name: "mail", lang: "nl", away: func() {
			r.smtp.Set(smtptest.Hooks{From: func(string) error { return smtptest.Refuse(421, "service not available") }})
		}, back: func() { r.smtp.Set(smtptest.Hooks{}) }},
	}
}

// TestOpenHouseWithANeighbourAway walks the whole open house with the object store,
// the scanner or the mail server away during each step: the visitor is told and
// what was typed stays, or the step succeeds. Nothing is lost, nothing is left
// behind, and when the neighbour is back the step finishes.
func TestOpenHouseWithANeighbourAway(t *testing.T) {
	for i, name := range []string{"store", "scanner", "mail"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newWalked(t)
			out := r.neighbours(t)[i]
			r.lang = out.lang
			r.people(t)
			if name == "mail" {
				r.deliver(t)
			}
			for _, step := range roadSteps {
				t.Run(step.name, func(t *testing.T) { r.walk(t, &step, &out) })
			}
			if name == "mail" {
				r.wantDelivered(t)
			}
		})
	}
}

// walk takes a step without the neighbour, and again when it was refused.
func (r *walked) walk(t *testing.T, step *roadStep, out *neighbour) {
	if step.prepare != nil {
		step.prepare(t, r)
	}
	must(t, r.db.Gorm.Exec("UPDATE users SET lang = ?", r.lang).Error)
	out.away()
	p := step.act(t, r, r.on(t, step))
	refused := step.needs[out.name]
	if refused {
		r.wantRefused(t, p, step, out)
	} else {
		wantStatus(t, p, http.StatusOK)
	}
	_ = r.Domain.Sweep(t.Context()) // a sweep in the middle harms nothing
	out.back()
	if refused {
		wantStatus(t, step.act(t, r, r.on(t, step)), http.StatusOK)
	}
	r.settle(t)
	if step.done != nil {
		step.done(t, r)
	}
}

func (r *walked) on(t *testing.T, step *roadStep) *browser {
	t.Helper()
	if step.who == nil {
		return r.visitor()
	}
	actor := step.who(r)
	actor.Lang = r.lang
	return r.as(t, actor)
}

// wantRefused looks for the words that say what is away, in the visitor's language,
// beside the file or as the page, and for what was typed.
func (r *walked) wantRefused(t *testing.T, p *seen, step *roadStep, out *neighbour) {
	t.Helper()
	wantStatus(t, p, http.StatusServiceUnavailable)
	at := "main"
	if step.typed[0] != "" {
		at = "#file-error"
		if got := p.doc.Find(step.typed[0]).AttrOr("value", ""); got != step.typed[1] {
			t.Errorf("%s = %q, want what was typed", step.typed[0], got)
		}
	}
	wantText(t, p, at, words.For(r.lang).T(out.key))
	if got := p.doc.Find("html").AttrOr("lang", ""); got != r.lang {
		t.Errorf("the page is in %q", got)
	}
}

// settle lets time pass, sweeps, and looks for what was lost or left behind.
func (r *walked) settle(t *testing.T) {
	t.Helper()
	for range 2 {
		r.now = r.now.Add(61 * time.Minute)
		must(t, r.Domain.Sweep(t.Context()))
	}
	vault, ctx := r.Domain.Documents, t.Context()
	var known []documents.Document
	must(t, r.db.Gorm.Where("state <> 'refused' AND erased_at IS NULL").Find(&known).Error)
	objects := r.objects(t)
	for i := range known {
		doc := &known[i]
		if doc.State != documents.StateStored {
			t.Errorf("%s is still %s", doc.Name, doc.State)
			continue
		}
		content, err := vault.Open(ctx, doc)
		must(t, err)
		if _, err := io.Copy(io.Discard, content); err != nil {
			t.Errorf("%s: %v", doc.Name, err)
		}
		must(t, content.Close())
		if doc.KeptUntil != nil && doc.LockedAt == nil {
			t.Errorf("%s is kept, and not locked", doc.Name)
		}
		delete(objects, doc.ID.String())
	}
	if len(objects) != 0 {
		t.Errorf("objects that belong to nothing: %v", objects)
	}
	loose, err := vault.Loose(ctx, r.now)
	must(t, err)
	if len(loose) != 0 {
		t.Errorf("documents that belong to nothing: %v", loose)
	}
}

// objects are the ids of the documents that have bytes in the store.
func (r *walked) objects(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	options := minio.ListObjectsOptions{Prefix: "documents/", Recursive: true, WithVersions: true}
	for object := range r.store.Client().Client.ListObjects(t.Context(), r.store.Bucket, options) {
		must(t, object.Err)
		found[strings.TrimPrefix(object.Key, "documents/")] = true
	}
	return found
}

// wantDelivered waits until every letter of the road left, once.
func (r *walked) wantDelivered(t *testing.T) {
	t.Helper()
	count := func(where string) (count int64) {
		must(t, r.db.Gorm.Table("letters").Where(where).Count(&count).Error)
		return count
	}
	end := time.Now().Add(time.Minute)
	for count("sent_at IS NULL AND recalled_at IS NULL") > 0 && time.Now().Before(end) {
		// time passes: what waits for its next attempt is due
		must(t, r.db.Gorm.Exec("UPDATE river_job SET scheduled_at = now() WHERE state = 'retryable'").Error)
		time.Sleep(200 * time.Millisecond)
	}
	sent, arrived := count("sent_at IS NOT NULL"), len(r.smtp.Received())
	if left := count("sent_at IS NULL AND recalled_at IS NULL"); left != 0 || sent != int64(arrived) {
		t.Errorf("%d letters never left; %d left, %d arrived", left, sent, arrived)
	}
}

// contract is the agreement of an applicant.
func (r *walked) contract(t *testing.T, b *browser) *enrollment.Contract {
	t.Helper()
	contract, err := r.Domain.Enrollment.OwnContract(t.Context(), b.actor)
	must(t, err)
	return contract
}
