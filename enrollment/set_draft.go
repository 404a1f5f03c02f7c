package enrollment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Draft begins a new version as a copy of another (E3). There is one draft at a time.
func (s *Service) Draft(ctx context.Context, actor account.Actor, from int) (number int, err error) {
	err = s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		at, err := numbered(versions, from)
		if err != nil {
			return err
		}
		if versions[0].State == SetDraft {
			return fault.Conflict("requirement-sets.draft-exists")
		}
		source := versions[at]
		number = versions[0].Version + 1
		draft := RequirementSet{ID: uuid.New(), ProcedureID: source.ProcedureID, Version: number, Example: source.Example}
		if err := tx.Create(&draft).Error; err != nil {
			return err
		}
		requirements, err := requirementsOf(tx, source.ID)
		if err != nil {
			return err
		}
		for _, requirement := range requirements {
			requirement.ID, requirement.SetID, requirement.Revision = uuid.New(), draft.ID, 1
			if err := tx.Create(&requirement).Error; err != nil {
				return err
			}
		}
		return audit.Record(tx, actor, "requirement-set.drafted", "requirement-set", draft.ID.String())
	})
	return number, err
}

// onSets holds the procedure, so that versions are changed one at a time, and
// gives them the newest first.
func (s *Service) onSets(ctx context.Context, actor account.Actor, act func(tx *gorm.DB, versions []SetVersion) error) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		procedure, err := openProcedure(tx)
		if err != nil {
			return err
		}
		err = tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&Procedure{}, "id = ?", procedure.ID).Error
		if err != nil {
			return err
		}
		versions, err := s.versions(tx)
		if err != nil {
			return err
		}
		return act(tx, versions)
	})
}

// setChanged is what the trail says of every change of a draft.
const setChanged = "requirement-set.changed"

// draftOf gives a draft with its requirements; conflict when it was published
// meanwhile.
func draftOf(tx *gorm.DB, versions []SetVersion, number int) (*Edition, error) {
	at, err := numbered(versions, number)
	if err != nil {
		return nil, err
	}
	if versions[at].State != SetDraft {
		return nil, fault.Conflict("requirement-sets.published")
	}
	return setOf(tx, versions[at].ID)
}

// onDraft gives a draft to change; conflict when it was published meanwhile.
func (s *Service) onDraft(ctx context.Context, actor account.Actor, number int, action string, act func(tx *gorm.DB, draft *Edition) error) error {
	return s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		draft, err := draftOf(tx, versions, number)
		if err != nil {
			return err
		}
		if err := act(tx, draft); err != nil {
			return err
		}
		return audit.Record(tx, actor, action, "requirement-set", draft.ID.String())
	})
}

// Discard throws the draft away.
func (s *Service) Discard(ctx context.Context, actor account.Actor, number int) error {
	return s.onDraft(ctx, actor, number, "requirement-set.discarded", func(tx *gorm.DB, draft *Edition) error {
		if err := tx.Delete(&Requirement{}, "set_id = ?", draft.ID).Error; err != nil {
			return err
		}
		return tx.Delete(&RequirementSet{}, "id = ?", draft.ID).Error
	})
}

// AddRequirement puts a requirement at the end of the draft.
func (s *Service) AddRequirement(ctx context.Context, actor account.Actor, number int, written Requirement) error {
	return s.onDraft(ctx, actor, number, setChanged, func(tx *gorm.DB, draft *Edition) error {
		written = written.tidy(nil)
		if err := written.writtenWrong(draft.Requirements, "").Err(); err != nil {
			return err
		}
		written.ID, written.SetID, written.Revision = uuid.New(), draft.ID, 1
		for _, other := range draft.Requirements {
			written.Position = max(written.Position, other.Position)
		}
		written.Position++
		return tx.Create(&written).Error
	})
}

// ChangeRequirement changes the requirement with this code in the draft. written
// carries the revision that the writer saw: who saves second is told, and nothing
// is overwritten.
func (s *Service) ChangeRequirement(ctx context.Context, actor account.Actor, number int, code string, written Requirement) error {
	return s.onDraft(ctx, actor, number, setChanged, func(tx *gorm.DB, draft *Edition) error {
		stored, err := draft.seen(code, written.Revision)
		if err != nil {
			return err
		}
		written = written.tidy(stored.Choices)
		if err := written.writtenWrong(draft.Requirements, code).Err(); err != nil {
			return err
		}
		written.Revision = stored.Revision + 1
		return tx.Model(stored).Select("Code", "Kind", "TitleNL", "TitleEN", "ExplanationNL", "ExplanationEN",
			"MaxAgeMonths", "NeedsValidUntil", "EquivalentAccepted", "Choices", "Revision").Updates(&written).Error
	})
}

// RemoveRequirement takes a requirement out of the draft.
func (s *Service) RemoveRequirement(ctx context.Context, actor account.Actor, number int, code string, revision int) error {
	return s.onDraft(ctx, actor, number, setChanged, func(tx *gorm.DB, draft *Edition) error {
		stored, err := draft.seen(code, revision)
		if err != nil {
			return err
		}
		return tx.Delete(stored).Error
	})
}

// MoveRequirement swaps a requirement with the one before it, or after it. seen is
// the code of that one as the writer saw it, empty for none: when it is another by
// now, the order that was read is gone and nothing moves.
func (s *Service) MoveRequirement(ctx context.Context, actor account.Actor, number int, code string, up bool, seen string) error {
	return s.onDraft(ctx, actor, number, setChanged, func(tx *gorm.DB, draft *Edition) error {
		at := slices.IndexFunc(draft.Requirements, func(r Requirement) bool { return r.Code == code })
		if at < 0 {
			return fault.Missing()
		}
		to := at + 1
		if up {
			to = at - 1
		}
		beside := ""
		if to >= 0 && to < len(draft.Requirements) {
			beside = draft.Requirements[to].Code
		}
		if beside != seen {
			return fault.Conflict("requirement-sets.other-moved")
		}
		if beside == "" {
			return nil
		}
		one, other := &draft.Requirements[at], &draft.Requirements[to]
		return errors.Join(
			tx.Model(&Requirement{}).Where("id = ?", one.ID).Update("position", other.Position).Error,
			tx.Model(&Requirement{}).Where("id = ?", other.ID).Update("position", one.Position).Error,
		)
	})
}

// seen gives a requirement of the draft as the writer saw it.
func (d *Edition) seen(code string, revision int) (*Requirement, error) {
	stored := requirementIn(d.Requirements, code)
	switch {
	case stored == nil:
		return nil, fault.Missing()
	case stored.Revision != revision:
		return nil, fault.Conflict("requirement-sets.other-saved")
	}
	return stored, nil
}

// Fingerprint tells this text of the requirements from any other: who publishes
// gives the one of what they read.
func (e *Edition) Fingerprint() string {
	var said []any
	for _, r := range e.Requirements {
		r.ID, r.SetID, r.Revision, r.Position = uuid.Nil, uuid.Nil, 0, 0
		said = append(said, r)
	}
	text, err := json.Marshal(said)
	if err != nil {
		return "" // cannot happen: a requirement holds only texts and numbers
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// IsDraft reports whether the version is still being written.
func (v SetVersion) IsDraft() bool { return v.State == SetDraft }

// HoldsAt reports whether the version came into force by the moment.
func (v SetVersion) HoldsAt(at time.Time) bool {
	return v.State != SetDraft && v.State != SetWithdrawn && !v.InForceAt.After(at)
}
