// Package audit writes down who did what, when and from where (BIO-5). An entry
// is written in the transaction of the change itself, so that there is never
// one without the other; the table refuses updates and deletes.
package audit

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Result is what came of it.
type Result string

// The results of an entry.
const (
	ResultOK      Result = "ok"
	ResultRefused Result = "refused"
)

// Entry is one line of the audit trail. It never holds what was typed, nor a
// name: people stand in it by id.
type Entry struct {
	ID       int64 `gorm:"primaryKey;autoIncrement"`
	At       time.Time
	ActorID  *uuid.UUID // nil when the portal did it by itself
	Action   string     // such as application.submitted
	Object   string     // such as application
	ObjectID string
	Origin   string // network address
	Result   Result
}

// TableName is where the entries live.
func (Entry) TableName() string { return "audit_entries" }

// Actor is who did it; uuid.Nil for a visitor or the portal itself.
type Actor interface {
	Who() (id uuid.UUID, origin string)
}

// Record adds an entry to the transaction. The time is always the real one, also
// when the portal runs on a moved clock.
func Record(tx *gorm.DB, actor Actor, action, object, objectID string) error {
	return write(tx, actor, action, object, objectID, ResultOK)
}

// Refused adds an entry for something that was tried and not allowed (ASVS
// 16.3.2).
func Refused(tx *gorm.DB, actor Actor, action, object, objectID string) error {
	return write(tx, actor, action, object, objectID, ResultRefused)
}

func write(tx *gorm.DB, actor Actor, action, object, objectID string, result Result) error {
	id, origin := actor.Who()
	entry := Entry{
		At: time.Now().UTC(), Action: action, Object: object, ObjectID: objectID, Origin: origin, Result: result,
	}
	if id != uuid.Nil {
		entry.ActorID = &id
	}
	return tx.Create(&entry).Error
}

// RecordAll is Record for many objects at once.
func RecordAll(tx *gorm.DB, actor Actor, action, object string, ids []string) error {
	id, origin := actor.Who()
	entries := make([]Entry, len(ids))
	now := time.Now().UTC()
	for i, objectID := range ids {
		entries[i] = Entry{At: now, Action: action, Object: object, ObjectID: objectID, Origin: origin, Result: ResultOK}
		if id != uuid.Nil {
			entries[i].ActorID = &id
		}
	}
	return tx.CreateInBatches(entries, 1000).Error
}
