// Package webhook tells the systems of municipalities by HTTP that something
// changed. An event is written and queued in the transaction of the change; it
// is signed, sent in order, and sent again until it is taken. It does not know
// what changed.
package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/mail"
)

// Hook is where one client hears of changes.
type Hook struct {
	ClientID       uuid.UUID `gorm:"primaryKey"`
	URL            string
	Secret         []byte // sealed
	PreviousSecret []byte // sealed; signs as well until PreviousUntil
	PreviousUntil  *time.Time
	LastNumber     int64
	FailingSince   *time.Time
	DisabledAt     *time.Time
	LeasedUntil    *time.Time
	CreatedAt      time.Time
}

// TableName is where the hooks live.
func (Hook) TableName() string { return "webhooks" }

// Event is one message, as it is sent.
type Event struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ClientID      uuid.UUID
	Number        int64 // counts the events of the client, without a gap
	Kind          string
	AboutID       uuid.UUID
	Reference     string
	Body          string
	CreatedAt     time.Time
	Attempts      int
	NextAttemptAt time.Time
	LastResult    string // "200", "timeout", "refused address" …
	DeliveredAt   *time.Time
}

// TableName is where the events live.
func (Event) TableName() string { return "webhook_events" }

// Jobs puts the job that delivers in the transaction; jobs.Inserter is one.
type Jobs interface {
	Insert(tx *gorm.DB, args river.JobArgs) error
}

// Service keeps hooks and their events. Local lets a hook be on this machine and
// without encryption: for the demo and for tests, never in production. Networks are
// those of the inside in which a hook may be all the same, over HTTPS.
type Service struct {
	DB    *gorm.DB
	Now   func() time.Time
	Jobs  Jobs
	Mail  *mail.Postbox
	Seal  *account.Seal
	Local bool

	Networks []netip.Prefix
}

// News is what a client hears: that the thing with this reference came in a
// status. It never holds what was written in it.
type News struct {
	Kind      string // such as "matchingverzoek.gepland"
	AboutID   uuid.UUID
	Reference string
	Status    string
	At        time.Time
	Path      string // of the thing in the API
}

// message is the body of an event; the names are those of the API (API-7).
type message struct {
	ID        uuid.UUID `json:"id"`
	Number    int64     `json:"volgnummer"`
	Kind      string    `json:"gebeurtenis"`
	At        time.Time `json:"tijdstip"`
	AboutID   uuid.UUID `json:"matchingverzoekId"`
	Reference string    `json:"kenmerk"`
	Status    string    `json:"status"`
	Link      string    `json:"link"`
}

// Publish queues the news for every client of the municipality in tx. A hook
// that is off counts it but gets it no more: the gap in the numbers tells. The
// rows of the hooks are held until tx ends, so that numbers are given in the
// order of the commits.
func (s *Service) Publish(tx *gorm.DB, municipality string, news News) error {
	var hooks []Hook
	err := tx.Raw(`SELECT w.* FROM webhooks w JOIN clients c ON c.id = w.client_id
		WHERE c.municipality_code = ? AND c.revoked_at IS NULL AND c.expires_at > ? ORDER BY w.client_id FOR UPDATE OF w`,
		municipality, s.Now().UTC()).Scan(&hooks).Error
	if err != nil {
		return err
	}
	for i := range hooks {
		if err := s.queue(tx, &hooks[i], news); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) queue(tx *gorm.DB, hook *Hook, news News) error {
	hook.LastNumber++
	if err := tx.Model(hook).Select("LastNumber").Updates(hook).Error; err != nil || hook.DisabledAt != nil {
		return err
	}
	now, id := s.Now().UTC(), uuid.New()
	body, err := json.Marshal(message{
		ID: id, Number: hook.LastNumber, Kind: news.Kind, At: news.At.UTC(), AboutID: news.AboutID,
		Reference: news.Reference, Status: news.Status, Link: s.Mail.BaseURL + news.Path,
	})
	if err != nil {
		return err
	}
	event := Event{
		ID: id, ClientID: hook.ClientID, Number: hook.LastNumber, Kind: news.Kind, AboutID: news.AboutID,
		Reference: news.Reference, Body: string(body), CreatedAt: now, NextAttemptAt: now,
	}
	if err := tx.Create(&event).Error; err != nil {
		return err
	}
	return s.Jobs.Insert(tx, Delivery{ClientID: hook.ClientID})
}

var forUpdate = clause.Locking{Strength: clause.LockingStrengthUpdate}

// hookOf gives the hook of a client; nil when there is none.
func hookOf(db *gorm.DB, client uuid.UUID) (*Hook, error) {
	var found Hook
	err := db.Take(&found, "client_id = ?", client).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &found, err
}

// Forget deletes the events about a thing, taken or not: it is erased, and they
// name it. The gap in the numbers tells a system that it missed something.
func (s *Service) Forget(tx *gorm.DB, about uuid.UUID) error {
	return tx.Delete(&Event{}, "about_id = ?", about).Error
}

// How long delivered events stay in the log.
const keptFor = 30 * 24 * time.Hour

// Sweep forgets old events, and queues hooks again whose job was lost.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Now().UTC()
	return s.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Delete(&Event{}, "delivered_at < ?", now.Add(-keptFor)).Error; err != nil {
			return err
		}
		var waiting []uuid.UUID
		err := tx.Raw(`SELECT w.client_id FROM webhooks w WHERE w.disabled_at IS NULL
			AND (w.leased_until IS NULL OR w.leased_until < ?) AND EXISTS (SELECT 1 FROM webhook_events e
				WHERE e.client_id = w.client_id AND e.delivered_at IS NULL AND e.next_attempt_at < ?)`,
			now, now.Add(-lost)).Scan(&waiting).Error
		if err != nil {
			return err
		}
		for _, id := range waiting {
			if err := s.Jobs.Insert(tx, Delivery{ClientID: id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// lost is how long after its moment an event counts as forgotten by the queue.
const lost = 5 * time.Minute
