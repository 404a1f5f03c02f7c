package enrollment

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// The longest terms of a procedure, in working days.
const (
	RepairMax      = 60
	DecisionMax    = 120
	CountersignMax = 60
)

// ProcedureChange is one part of a procedure that was changed, from what to what.
// The audit trail holds no texts; these rows do, and never change.
type ProcedureChange struct {
	ID          int64 `gorm:"primaryKey;autoIncrement"`
	ProcedureID uuid.UUID
	At          time.Time
	ActorID     uuid.UUID
	Field       string // the column
	OldValue    string
	NewValue    string
	Actor       string `gorm:"-"` // the name of who did it
}

// Procedure gives the procedure as administrators see it, with what was changed
// in it, newest first.
func (s *Service) Procedure(ctx context.Context, actor account.Actor) (*Procedure, []ProcedureChange, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	procedure, err := openProcedure(db)
	if err != nil {
		return nil, nil, err
	}
	var changes []ProcedureChange
	if err := db.Where("procedure_id = ?", procedure.ID).Order("id DESC").Limit(100).Find(&changes).Error; err != nil {
		return nil, nil, err
	}
	names := map[uuid.UUID]string{}
	for i := range changes {
		id := changes[i].ActorID
		if names[id] == "" {
			user, err := account.ByID(db, id)
			if err != nil {
				return nil, nil, err
			}
			names[id] = user.Name
		}
		changes[i].Actor = names[id]
	}
	return procedure, changes, nil
}

// ChangeProcedure changes opening, terms and texts for everybody at once (OH-4,
// E8), after a fresh proof of identity. Dates that applicants got already stand in
// their applications and do not move. written carries the revision that the writer
// saw: who saves second is told.
func (s *Service) ChangeProcedure(ctx context.Context, actor account.Actor, written Procedure) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	if !actor.Fresh {
		return fault.Conflict("fault.prove-again")
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		open, err := openProcedure(tx)
		if err != nil {
			return err
		}
		var stored Procedure
		err = tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&stored, "id = ?", open.ID).Error
		if err != nil {
			return err
		}
		if stored.Revision != written.Revision {
			return fault.Conflict("procedure.other-saved")
		}
		if err := stored.mayBecome(written, s.Now()).Err(); err != nil {
			return err
		}
		changes := stored.changesTo(written)
		if len(changes) == 0 {
			return nil
		}
		for i := range changes {
			changes[i].ProcedureID, changes[i].At, changes[i].ActorID = stored.ID, s.Now().UTC(), actor.UserID
		}
		if err := tx.Create(&changes).Error; err != nil {
			return err
		}
		written.Revision = stored.Revision + 1
		err = tx.Model(&stored).Select("OpensAt", "RepairWorkdays", "DecisionWorkdays", "CountersignWorkdays", "FourEyes",
			"IntroNL", "IntroEN", "ObjectionNL", "ObjectionEN", "ContactNL", "ContactEN", "Revision").Updates(&written).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "procedure.changed", "procedure", stored.ID.String())
	})
}

// mayBecome says what is wrong with the new words and terms. A procedure that is
// open stays open (E1).
func (p Procedure) mayBecome(written Procedure, now time.Time) fault.Check {
	var wrong fault.Check
	wrong.Unless(!written.OpensAt.IsZero(), "opens", "error.required")
	reopened := !p.OpensAt.After(now) && written.OpensAt.After(now)
	wrong.Unless(!reopened, "opens", "procedure.is-open")
	wrong.Unless(written.RepairWorkdays >= 1 && written.RepairWorkdays <= RepairMax, "repair", "procedure.days", "Max", RepairMax)
	wrong.Unless(written.DecisionWorkdays >= 1 && written.DecisionWorkdays <= DecisionMax, "decision", "procedure.days", "Max", DecisionMax)
	wrong.Unless(written.CountersignWorkdays >= 1 && written.CountersignWorkdays <= CountersignMax, "countersign", "procedure.days", "Max", CountersignMax)
	for _, text := range []struct {
		field, value, other string
		needed              bool
	}{
		{"introNL", written.IntroNL, written.IntroEN, false}, {"introEN", written.IntroEN, written.IntroNL, false},
		{"objectionNL", written.ObjectionNL, "", true}, {"objectionEN", written.ObjectionEN, "", true},
		{"contactNL", written.ContactNL, written.ContactEN, false}, {"contactEN", written.ContactEN, written.ContactNL, false},
	} {
		needed := text.needed || text.other != ""
		wrong.Unless(text.value != "" || !needed, text.field, "procedure.both-languages")
		wrong.Unless(utf8.RuneCountInString(text.value) <= TextMax, text.field, "error.max", "Max", TextMax)
		wrong.Unless(!bsn.In(text.value), text.field, "error.bsn")
	}
	return wrong
}

// changesTo names what differs, in the order of the form.
func (p Procedure) changesTo(written Procedure) []ProcedureChange {
	var changes []ProcedureChange
	now := written.facts()
	for i, old := range p.facts() {
		if old != now[i] {
			changes = append(changes, ProcedureChange{Field: old.field, OldValue: old.value, NewValue: now[i].value})
		}
	}
	return changes
}

func (p Procedure) facts() []fact {
	return []fact{
		{"opens_at", p.OpensAt.UTC().Format(time.RFC3339)},
		{"repair_workdays", strconv.Itoa(p.RepairWorkdays)},
		{"decision_workdays", strconv.Itoa(p.DecisionWorkdays)},
		{"countersign_workdays", strconv.Itoa(p.CountersignWorkdays)},
		{"four_eyes", fmt.Sprint(p.FourEyes)},
		{"intro_nl", p.IntroNL}, {"intro_en", p.IntroEN},
		{"objection_nl", p.ObjectionNL}, {"objection_en", p.ObjectionEN},
		{"contact_nl", p.ContactNL}, {"contact_en", p.ContactEN},
	}
}
