package enrollment

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// importKeeps is how long a checked file waits to be imported.
const importKeeps = time.Hour

// ContractImport is a file that was read and checked (E11): shown first, then
// carried out exactly as shown, or forgotten after an hour.
type ContractImport struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	FileName   string
	SHA256     string      `gorm:"column:sha256"`
	Rows       []ImportRow `gorm:"serializer:json"`
	CreatedBy  *uuid.UUID
	CreatedAt  time.Time
	ExpiresAt  time.Time
	ImportedBy *uuid.UUID
	ImportedAt *time.Time
	Outcome    *ImportOutcome `gorm:"serializer:json"`
}

// ImportOutcome counts what an import did.
type ImportOutcome struct {
	New, Changed, Same, Published, Invited int
}

func outcomeOf(plan *ImportPlan) *ImportOutcome {
	outcome := &ImportOutcome{New: plan.Count(ImportNew), Changed: plan.Count(ImportChanged), Same: plan.Count(ImportSame)}
	for _, line := range plan.Lines {
		if line.Publishes {
			outcome.Published++
		}
		if line.Invites {
			outcome.Invited++
		}
	}
	return outcome
}

// mayImport is for contract managers, and for whoever runs the command on the
// server itself.
func mayImport(actor account.Actor) error {
	if actor.Has(account.RoleContractManager) || actor.Name == account.System().Name && !actor.SignedIn() && actor.Origin == account.System().Origin {
		return nil
	}
	return fault.Forbidden()
}

// CheckImport reads a file and says what it would do; nothing is kept.
func (s *Service) CheckImport(ctx context.Context, actor account.Actor, content []byte, invite bool) (*ImportPlan, error) {
	if err := mayImport(actor); err != nil {
		return nil, err
	}
	db := s.DB.WithContext(ctx)
	rows, wrong, err := readImport(db, content, s.today())
	if err != nil {
		return nil, err
	}
	if len(wrong) > 0 {
		return &ImportPlan{Problems: wrong}, nil
	}
	return planImport(db, rows, invite)
}

// PrepareImport checks a file and keeps what it says for an hour, to be looked at
// and imported. With problems nothing is kept.
func (s *Service) PrepareImport(ctx context.Context, actor account.Actor, fileName string, content []byte) (uuid.UUID, []ImportProblem, error) {
	if err := mayImport(actor); err != nil {
		return uuid.Nil, nil, err
	}
	db := s.DB.WithContext(ctx)
	rows, wrong, err := readImport(db, content, s.today())
	if err != nil || len(wrong) > 0 {
		return uuid.Nil, wrong, err
	}
	plan, err := planImport(db, rows, false)
	if err != nil || len(plan.Problems) > 0 {
		return uuid.Nil, planProblems(plan), err
	}
	now := s.Now().UTC()
	kept := ContractImport{
		ID: uuid.New(), FileName: shortened(fileName), SHA256: fileHash(content), Rows: rows,
		CreatedBy: &actor.UserID, CreatedAt: now, ExpiresAt: now.Add(importKeeps),
	}
	return kept.ID, nil, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Create(&kept).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "import.checked", "import", kept.ID.String())
	})
}

func planProblems(plan *ImportPlan) []ImportProblem {
	if plan == nil {
		return nil
	}
	return plan.Problems
}

// Import gives a kept file with what importing it would do now; after it was
// imported there is no plan. fault.Missing for one that expired.
func (s *Service) Import(ctx context.Context, actor account.Actor, id uuid.UUID, invite bool) (*ContractImport, *ImportPlan, error) {
	if err := mayImport(actor); err != nil {
		return nil, nil, err
	}
	db := s.DB.WithContext(ctx)
	kept, err := s.takeImport(db, id)
	if err != nil || kept.ImportedAt != nil {
		return kept, nil, err
	}
	plan, err := planImport(db, kept.Rows, invite)
	return kept, plan, err
}

func (s *Service) takeImport(db *gorm.DB, id uuid.UUID) (*ContractImport, error) {
	var kept ContractImport
	err := db.Take(&kept, "id = ? AND (imported_at IS NOT NULL OR expires_at > ?)", id, s.Now().UTC()).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &kept, err
}

// CarryOutImport imports a kept file: all of it or nothing. digest is that of the
// plan that was shown; when the portal changed since, so that the import would do
// something else, it is refused and can be looked at again.
func (s *Service) CarryOutImport(ctx context.Context, actor account.Actor, id uuid.UUID, digest string, invite bool) error {
	if err := mayImport(actor); err != nil {
		return err
	}
	return s.inImport(ctx, importTimeout, func(tx *gorm.DB) error {
		kept, err := s.takeImport(locked(tx), id)
		if err != nil {
			return err
		}
		if kept.ImportedAt != nil {
			return fault.Conflict("import.done-already")
		}
		if err := holdImported(tx, kept.Rows); err != nil {
			return err
		}
		// What was shown is the plan without invitations; they are added by choice.
		shown, err := planImport(tx, kept.Rows, false)
		if err != nil {
			return err
		}
		if shown.Digest != digest || len(shown.Problems) > 0 {
			return fault.Conflict("import.changed-meanwhile")
		}
		plan, err := planImport(tx, kept.Rows, invite)
		if err != nil {
			return err
		}
		if len(plan.Problems) > 0 {
			return fault.Conflict("import.invite-problems")
		}
		return s.finishImport(tx, actor, kept, plan)
	})
}

// finishImport carries the plan out and keeps the outcome; the rows are no longer
// needed.
func (s *Service) finishImport(tx *gorm.DB, actor account.Actor, kept *ContractImport, plan *ImportPlan) error {
	if err := s.carryOut(tx, actor, kept.ID, plan); err != nil {
		return err
	}
	now := s.Now().UTC()
	kept.ImportedAt, kept.Outcome, kept.Rows = &now, outcomeOf(plan), []ImportRow{}
	if actor.SignedIn() {
		kept.ImportedBy = &actor.UserID
	}
	return tx.Model(kept).Select("ImportedAt", "ImportedBy", "Outcome", "Rows").Updates(kept).Error
}

// RunImport reads, checks and imports a file at once, for the command line. With
// problems, or in a dry run, nothing changes.
func (s *Service) RunImport(ctx context.Context, actor account.Actor, fileName string, content []byte, invite, dry bool) (*ImportPlan, error) {
	if err := mayImport(actor); err != nil {
		return nil, err
	}
	if dry {
		return s.CheckImport(ctx, actor, content, invite)
	}
	rows, wrong, err := readImport(s.DB.WithContext(ctx), content, s.today())
	if err != nil || len(wrong) > 0 {
		return &ImportPlan{Problems: wrong}, err
	}
	var plan *ImportPlan
	err = s.inImport(ctx, importTimeout, func(tx *gorm.DB) error {
		if err := holdImported(tx, rows); err != nil {
			return err
		}
		if plan, err = planImport(tx, rows, invite); err != nil || len(plan.Problems) > 0 || !plan.Changes() {
			return err
		}
		now := s.Now().UTC()
		kept := ContractImport{ID: uuid.New(), FileName: shortened(fileName), SHA256: fileHash(content), Rows: []ImportRow{}, CreatedAt: now, ExpiresAt: now}
		if err := tx.Create(&kept).Error; err != nil {
			return err
		}
		return s.finishImport(tx, actor, &kept, plan)
	})
	return plan, err
}

// SweepImports forgets files that nobody imported in time.
func (s *Service) SweepImports(ctx context.Context) error {
	return s.DB.WithContext(ctx).Where("imported_at IS NULL AND expires_at <= ?", s.Now().UTC()).Delete(&ContractImport{}).Error
}
