package mail

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"gorm.io/gorm"
)

// Delivery is the job that sends one letter. It holds only the letter's id.
type Delivery struct {
	LetterID uuid.UUID `json:"letter_id"`
}

// Kind is the name of the job.
func (Delivery) Kind() string { return "mail.deliver" }

const maxAttempts = 24 // with the waits below about three and a half days

// InsertOpts sets how often a letter is tried.
func (Delivery) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: maxAttempts} }

// waits between attempts; the last one repeats.
var waits = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 4 * time.Hour,
}

// Worker delivers letters. From is the sender of every letter, ReplyTo where
// answers go.
type Worker struct {
	river.WorkerDefaults[Delivery]
	DB        *gorm.DB
	Transport Transport
	From      Sender
	ReplyTo   string
	Now       func() time.Time
}

// Sender is the From of every letter.
type Sender struct{ Name, Address string }

// Timeout is how long one attempt may take, recording included.
func (w *Worker) Timeout(*river.Job[Delivery]) time.Duration { return 50 * time.Second }

// NextRetry waits longer after each attempt, with a tenth of chance so that
// letters do not all come back at once.
func (w *Worker) NextRetry(job *river.Job[Delivery]) time.Time {
	wait := waits[min(max(job.Attempt, 1), len(waits))-1]
	return time.Now().Add(wait + rand.N(wait/10))
}

// Work sends the letter once. It returns nil when the letter has ended, also
// when the mail server refused it for good, and an error when it must be tried
// again. A letter goes out twice only when the process dies between the
// server's acceptance and our record of it; both then have the same Message-ID.
func (w *Worker) Work(ctx context.Context, job *river.Job[Delivery]) error {
	record, err := find(ctx, w.DB, job.Args.LetterID)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find letter: %w", err)
	}
	if record.Ended() {
		return nil
	}
	return w.record(ctx, record.ID, w.send(ctx, record), job.Attempt >= job.MaxAttempts)
}

func (w *Worker) send(ctx context.Context, record *Record) error {
	message, err := compose(record, w.From, w.ReplyTo)
	if err != nil {
		return &Failure{Reason: "letter cannot be composed", Permanent: true}
	}
	return w.Transport.Send(ctx, message)
}

// record writes down what came of the attempt. What the mail server accepted
// must be recorded even when the job is being cancelled or the database is away
// for a moment, or the letter would be sent again.
func (w *Worker) record(ctx context.Context, id uuid.UUID, sent error, last bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	if sent == nil {
		return persist(ctx, func(ctx context.Context) error { return markSent(ctx, w.DB, id, w.Now().UTC()) })
	}
	failure := failureOf(sent)
	if failure.Permanent || last {
		return persist(ctx, func(ctx context.Context) error {
			return markFailed(ctx, w.DB, id, w.Now().UTC(), failure.Class())
		})
	}
	// The attempt is tried again whether or not this note succeeds.
	_ = markTried(ctx, w.DB, id, failure.Class())
	return failure
}

// persist repeats a write until it succeeds or ctx ends.
func persist(ctx context.Context, write func(context.Context) error) error {
	for {
		err := write(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("record delivery: %w", err)
		case <-time.After(500 * time.Millisecond):
		}
	}
}
