package audit

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Query says which entries are asked for; zero values do not narrow.
type Query struct {
	People   []uuid.UUID // who did it, or to whom it was done; nil is everybody, empty is nobody
	Action   string      // the action, or its first part with a dot at the end
	Object   string
	ObjectID string
	From     time.Time // inclusive
	Until    time.Time // exclusive
	Result   Result
	Before   int64 // only entries with a lower id: the next page
	Limit    int
}

// Find gives the entries, newest first, by key and not by offset, so that page
// one thousand costs what page one does. Who may look is decided by the caller.
func Find(db *gorm.DB, q Query) ([]Entry, error) {
	find := db.Order("id DESC").Limit(q.Limit)
	if q.People != nil {
		names := make([]string, len(q.People))
		for i, id := range q.People {
			names[i] = id.String()
		}
		find = find.Where("(actor_id IN ? OR (object = 'user' AND object_id IN ?))", q.People, names)
	}
	switch {
	case strings.HasSuffix(q.Action, "."):
		find = find.Where(`action LIKE ?`, escaped.Replace(q.Action)+"%")
	case q.Action != "":
		find = find.Where("action = ?", q.Action)
	}
	for condition, value := range map[string]string{
		"object = ?": q.Object, "object_id = ?": q.ObjectID, "result = ?": string(q.Result),
	} {
		if value != "" {
			find = find.Where(condition, value)
		}
	}
	if !q.From.IsZero() {
		find = find.Where("at >= ?", q.From)
	}
	if !q.Until.IsZero() {
		find = find.Where("at < ?", q.Until)
	}
	if q.Before > 0 {
		find = find.Where("id < ?", q.Before)
	}
	var entries []Entry
	return entries, find.Find(&entries).Error
}

// escaped makes a text mean itself in LIKE.
var escaped = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)
