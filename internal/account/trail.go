package account

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// TrailQuery is what an administrator asks of the audit trail. Person is part of
// a name or an address.
type TrailQuery struct {
	Person string
	audit.Query
}

// TrailLine is an entry with the names that belong to its ids now; a closed
// account shows its pseudonym (AVG-8).
type TrailLine struct {
	audit.Entry
	Actor   string // empty for a visitor and for the portal itself
	Subject string // name of the person it was done to, when the object is a user
}

// personMax bounds how many people one search names.
const personMax = 100

// exportBatch is how many entries an export reads at a time.
const exportBatch = 1000

// Trail gives entries of the audit trail to an administrator, newest first, and
// writes down that it was read (BIO-5).
func (s *Service) Trail(ctx context.Context, actor Actor, q TrailQuery) ([]TrailLine, error) {
	if err := s.openTrail(ctx, actor, &q, "audit.read"); err != nil {
		return nil, err
	}
	return trailLines(s.DB.WithContext(ctx), q.Query)
}

// ExportTrail hands every entry to row, newest first and in batches.
func (s *Service) ExportTrail(ctx context.Context, actor Actor, q TrailQuery, row func(TrailLine) error) error {
	if err := s.openTrail(ctx, actor, &q, "audit.exported"); err != nil {
		return err
	}
	left := q.Limit
	for left > 0 {
		q.Limit = min(exportBatch, left)
		lines, err := trailLines(s.DB.WithContext(ctx), q.Query)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := row(line); err != nil {
				return err
			}
		}
		if len(lines) < q.Limit {
			return nil
		}
		left, q.Before = left-len(lines), lines[len(lines)-1].ID
	}
	return nil
}

// openTrail checks who asks, turns the person into ids, and records the reading.
func (s *Service) openTrail(ctx context.Context, actor Actor, q *TrailQuery, action string) error {
	if !actor.Has(RoleAdministrator) {
		return fault.Forbidden()
	}
	if q.Person != "" {
		typed := "%" + likeText.Replace(q.Person) + "%"
		q.People = []uuid.UUID{}
		err := s.DB.WithContext(ctx).Model(&User{}).Where("name ILIKE ? OR email ILIKE ? OR id::text = ?", typed, typed, strings.ToLower(q.Person)).
			Order("id").Limit(personMax).Pluck("id", &q.People).Error
		if err != nil {
			return err
		}
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, action, "audit", "list")
	})
}

var likeText = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

func trailLines(db *gorm.DB, q audit.Query) ([]TrailLine, error) {
	entries, err := audit.Find(db, q)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	lines := make([]TrailLine, len(entries))
	for i, entry := range entries {
		lines[i].Entry = entry
		if entry.ActorID != nil {
			ids = append(ids, *entry.ActorID)
		}
		if id, ok := subjectOf(entry); ok {
			ids = append(ids, id)
		}
	}
	names, err := namesOf(db, ids)
	for i := range lines {
		if lines[i].ActorID != nil {
			lines[i].Actor = names[*lines[i].ActorID]
		}
		if id, ok := subjectOf(lines[i].Entry); ok {
			lines[i].Subject = names[id]
		}
	}
	return lines, err
}

// namesOf gives the names that belong to the ids today.
func namesOf(db *gorm.DB, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var users []User
	err := db.Select("id", "name").Find(&users, "id IN ?", ids).Error
	for _, user := range users {
		names[user.ID] = user.Name
	}
	return names, err
}

// subjectOf gives the person that an entry is about.
func subjectOf(entry audit.Entry) (uuid.UUID, bool) {
	if entry.Object != "user" {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(entry.ObjectID)
	return id, err == nil
}
