package retention

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/storage/database"
)

// failuresTold is how many errors of one run are told.
const failuresTold = 3

// Destroy destroys what is approved: first in the database, record by record, then
// in the object store, and at last it writes the declarations. Each step is its own
// transaction and remembers where it is, so that a crash loses nothing and a
// second run, or a second instance, does the rest. What cannot go yet is due again,
// with the reason. A record that fails keeps no other back.
func (s *Service) Destroy(ctx context.Context) error {
	var failures []error
	after := uuid.Nil
	for ctx.Err() == nil {
		id, err := s.destroyOne(ctx, after)
		if err != nil && len(failures) < failuresTold {
			failures = append(failures, err)
		}
		if id == uuid.Nil {
			break
		}
		after = id
	}
	waiting, err := s.waits(ctx)
	if err != nil || !waiting {
		return errors.Join(append(failures, err)...)
	}
	_, err = s.Objects.Sweep(ctx)
	return errors.Join(append(failures, err, s.settle(ctx), s.declare(ctx))...)
}

// waits reports whether an approval is not finished.
func (s *Service) waits(ctx context.Context) (waiting bool, err error) {
	err = s.DB.WithContext(ctx).Raw("SELECT EXISTS (SELECT 1 FROM retention_approvals)").Scan(&waiting).Error
	return waiting, err
}

// destroyOne takes the first approved record after an id out of the database and
// returns the id, or uuid.Nil when none is left.
func (s *Service) destroyOne(ctx context.Context, after uuid.UUID) (id uuid.UUID, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		item, err := nextItem(tx, after, "erased_at IS NULL")
		if err != nil || item == nil {
			return err
		}
		id = item.ID
		if err := s.destroy(tx, item); err != nil {
			return fmt.Errorf("destroy a record of class %s: %w", item.Class, err)
		}
		return nil
	})
	return id, err
}

func nextItem(tx *gorm.DB, after uuid.UUID, state string) (*Item, error) {
	var found []Item
	err := tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
		Where("id > ? AND approval_id IS NOT NULL AND "+state, after).Order("id").Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// destroy looks again at everything that an approval rests on, under lock.
func (s *Service) destroy(tx *gorm.DB, item *Item) error {
	held, err := s.held(tx, append([]string{item.Reference}, item.Related...))
	if err != nil {
		return err
	}
	if held {
		return item.release(tx, BlockedHeld)
	}
	class, known := s.class(item.Class)
	if !known {
		return errors.New("no such class")
	}
	rule, err := s.rule(tx, item.Class)
	if err != nil {
		return err
	}
	records, err := s.due(tx, class, rule, item.RecordID)
	if err != nil {
		return err
	}
	if len(records) == 0 { // changed since, or gone already
		return tx.Delete(item).Error
	}
	return s.erase(tx, class, records[0], item)
}

func (s *Service) erase(tx *gorm.DB, class Class, record Record, item *Item) error {
	var documents []uuid.UUID
	if class.Documents != nil {
		var err error
		if documents, err = class.Documents(tx, record); err != nil {
			return err
		}
		locked, err := s.Objects.Locked(tx, documents)
		if err != nil {
			return err
		}
		if locked {
			return item.release(tx, BlockedLocked)
		}
	}
	if err := class.Erase(tx, record); err != nil {
		return err
	}
	released, err := s.Objects.Release(tx, documents)
	if err != nil {
		return err
	}
	now := s.Now().UTC()
	item.ErasedAt, item.Documents = &now, textsOf(released)
	if err := tx.Model(item).Select("ErasedAt", "Documents").Updates(item).Error; err != nil {
		return err
	}
	return audit.Record(tx, account.System(), "retention.destroyed", "retention", item.Class)
}

// release makes an approved record due again.
func (i *Item) release(tx *gorm.DB, why Blocked) error {
	i.ApprovalID, i.Blocked = nil, why
	return tx.Model(i).Select("ApprovalID", "Blocked").Updates(i).Error
}

// settle counts the records whose documents are gone from the store too, and
// forgets them.
func (s *Service) settle(ctx context.Context) error {
	var failures []error
	after := uuid.Nil
	for ctx.Err() == nil {
		var id uuid.UUID
		err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
			item, err := nextItem(tx, after, "erased_at IS NOT NULL")
			if err != nil || item == nil {
				return err
			}
			id = item.ID
			return s.settleOne(tx, item)
		})
		if err != nil && len(failures) < failuresTold {
			failures = append(failures, err)
		}
		if id == uuid.Nil {
			break
		}
		after = id
	}
	return errors.Join(append(failures, ctx.Err())...)
}

func (s *Service) settleOne(tx *gorm.DB, item *Item) error {
	left, err := s.Objects.Forget(tx, item.Documents.ids())
	if err != nil || left > 0 {
		return err
	}
	err = tx.Model(&Approval{}).Where("id = ?", item.ApprovalID).Updates(map[string]any{
		"destroyed": gorm.Expr("destroyed + 1"),
		"objects":   gorm.Expr("objects + ?", len(item.Documents)),
		"first_on":  gorm.Expr("LEAST(first_on, ?::date)", item.StartedOn),
		"last_on":   gorm.Expr("GREATEST(last_on, ?::date)", item.StartedOn),
	}).Error
	if err != nil {
		return err
	}
	err = tx.Where("reference = ANY (?)", Texts(append([]string{item.Reference}, item.Related...))).
		Where("lifted_at IS NOT NULL OR until_on < ?", s.today()).Delete(&Hold{}).Error
	if err != nil {
		return err
	}
	return tx.Delete(item).Error
}
