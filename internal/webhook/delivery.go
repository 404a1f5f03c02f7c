package webhook

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Delivery is the job that sends what waits for one client.
type Delivery struct {
	ClientID uuid.UUID `json:"client_id"`
}

// Kind is the name of the job.
func (Delivery) Kind() string { return "webhook.deliver" }

// InsertOpts sets how often it is tried; DisabledAfter comes before the last.
func (Delivery) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 60} }

// DisabledAfter is how long a hook may fail before it is turned off.
const DisabledAfter = 3 * 24 * time.Hour

// lease is how long one instance has the hook for itself, renewed for each event.
const lease = time.Minute

// budget is how long one job goes on before it makes room for another.
const budget = 30 * time.Second

// waits between attempts of one event; the last one repeats.
var waits = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour,
}

// Worker delivers events.
type Worker struct {
	river.WorkerDefaults[Delivery]
	Service *Service
}

// Timeout is how long one job may take.
func (w *Worker) Timeout(*river.Job[Delivery]) time.Duration { return budget + 2*Patience }

// Work sends what waits for the client, in order, until nothing is left or one
// event is not taken. That event comes again later, and those behind it wait.
func (w *Worker) Work(ctx context.Context, job *river.Job[Delivery]) error {
	again, err := w.Service.Deliver(ctx, job.Args.ClientID)
	if err != nil {
		return err
	}
	if again > 0 {
		return river.JobSnooze(again)
	}
	return nil
}

// Deliver sends what waits for one client. It gives how long to wait before it
// is called again; zero when nothing waits, or another call has it in hand.
func (s *Service) Deliver(ctx context.Context, client uuid.UUID) (again time.Duration, err error) {
	var held time.Time
	for ends := time.Now().Add(budget); ; {
		hook, event, wait, err := s.take(ctx, client, held)
		if err != nil || event == nil {
			return wait, err
		}
		held = *hook.LeasedUntil
		result, failed := s.send(ctx, hook, event)
		wait, err = s.note(ctx, client, event.ID, result, failed != nil)
		switch {
		case err != nil || failed != nil:
			return wait, err
		case time.Now().After(ends) || ctx.Err() != nil:
			return time.Second, s.release(ctx, client)
		}
	}
}

// take leases the hook and gives the first event that waits. Without one the
// lease ends in the same transaction, so that an event that comes now finds the
// hook free. held is the lease that the caller has already.
func (s *Service) take(ctx context.Context, client uuid.UUID, held time.Time) (hook *Hook, event *Event, wait time.Duration, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) (err error) {
		now := s.Now().UTC()
		if hook, err = hookOf(tx.Clauses(forUpdate), client); err != nil || hook == nil || hook.DisabledAt != nil {
			return err
		}
		if until := hook.LeasedUntil; until != nil && now.Before(*until) && !until.Equal(held) {
			return nil
		}
		var first []Event
		err = tx.Where("client_id = ? AND delivered_at IS NULL AND client_id IN (SELECT id FROM clients WHERE revoked_at IS NULL)", client).
			Order("number").Limit(1).Find(&first).Error
		if err != nil {
			return err
		}
		hook.LeasedUntil = nil
		switch {
		case len(first) == 0:
		case first[0].NextAttemptAt.After(now):
			wait = first[0].NextAttemptAt.Sub(now)
		default:
			until := now.Add(lease).Truncate(time.Microsecond) // as PostgreSQL keeps it
			event, hook.LeasedUntil = &first[0], &until
		}
		return tx.Model(hook).Select("LeasedUntil").Updates(hook).Error
	})
	return hook, event, wait, err
}

// release ends the lease of a caller that stops before all is sent.
func (s *Service) release(ctx context.Context, client uuid.UUID) error {
	ctx = context.WithoutCancel(ctx)
	return s.DB.WithContext(ctx).Model(&Hook{}).Where("client_id = ?", client).Update("leased_until", nil).Error
}

// note writes down what came of an attempt, also when the job is being
// cancelled. A process that dies before it leaves the event waiting: it is sent
// again with the same id.
func (s *Service) note(ctx context.Context, client, id uuid.UUID, result string, failed bool) (wait time.Duration, err error) {
	err = database.Write(context.WithoutCancel(ctx), s.DB, func(tx *gorm.DB) error {
		now := s.Now().UTC()
		hook, err := hookOf(tx.Clauses(forUpdate), client)
		if err != nil || hook == nil {
			return err
		}
		var event Event
		if err := tx.Take(&event, "id = ?", id).Error; err != nil {
			return err
		}
		event.Attempts++
		event.LastResult = result
		if failed {
			wait = waits[min(event.Attempts, len(waits))-1]
			wait += rand.N(wait / 10) // a tenth of chance, so that not all come back at once
			event.NextAttemptAt = now.Add(wait)
			err = s.failed(tx, hook, now)
		} else {
			event.DeliveredAt, hook.FailingSince = &now, nil
			err = tx.Model(hook).Select("FailingSince").Updates(hook).Error
		}
		return errors.Join(err, tx.Model(&event).Select("Attempts", "LastResult", "NextAttemptAt", "DeliveredAt").Updates(&event).Error)
	})
	return wait, err
}

// failed ends the lease, and turns off a hook that failed for too long; then
// administrators get a letter.
func (s *Service) failed(tx *gorm.DB, hook *Hook, now time.Time) error {
	hook.LeasedUntil = nil
	if hook.FailingSince == nil {
		hook.FailingSince = &now
	}
	if now.Sub(*hook.FailingSince) < DisabledAfter {
		return tx.Model(hook).Select("LeasedUntil", "FailingSince").Updates(hook).Error
	}
	hook.DisabledAt = &now
	if err := tx.Model(hook).Select("LeasedUntil", "FailingSince", "DisabledAt").Updates(hook).Error; err != nil {
		return err
	}
	if err := audit.Record(tx, account.System(), "webhook.failed", "client", hook.ClientID.String()); err != nil {
		return err
	}
	return s.tellStopped(tx, hook, now)
}

func (s *Service) tellStopped(tx *gorm.DB, hook *Hook, now time.Time) error {
	var name string
	if err := tx.Table("clients").Where("id = ?", hook.ClientID).Pluck("name", &name).Error; err != nil {
		return err
	}
	people, err := account.WithRole(tx, account.RoleAdministrator)
	if err != nil {
		return err
	}
	for i := range people {
		err := s.Mail.Queue(tx, people[i].Recipient(), mail.WebhookStopped{
			Matter: mail.Matter{Object: "client", ID: hook.ClientID.String(), Round: now.Format(time.RFC3339)},
			Name:   name, Since: workday.On(*hook.FailingSince), URL: "/beheer/koppelingen/" + hook.ClientID.String(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
