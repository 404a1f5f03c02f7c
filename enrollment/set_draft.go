package enrollment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// The longest texts of a requirement, in characters, its oldest evidence in
// months, and the most choices.
const (
	RequirementTitleMax = 120
	ChoiceNameMax       = 200
	AgeMonthsMax        = 120
	ChoicesMax          = 8
)

// Draft begins a new version as a copy of another (E3). There is one draft at a time.
func (s *Service) Draft(ctx context.Context, actor account.Actor, from int) (number int, err error) {
	err = s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		at := slices.IndexFunc(versions, func(v SetVersion) bool { return v.Version == from })
		if at < 0 {
			return fault.Missing()
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

// onDraft gives a draft to change; conflict when it was published meanwhile.
func (s *Service) onDraft(ctx context.Context, actor account.Actor, number int, action string, act func(tx *gorm.DB, draft *Edition) error) error {
	return s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		at := slices.IndexFunc(versions, func(v SetVersion) bool { return v.Version == number })
		if at < 0 {
			return fault.Missing()
		}
		if versions[at].State != SetDraft {
			return fault.Conflict("requirement-sets.published")
		}
		draft, err := setOf(tx, versions[at].ID)
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

// MoveRequirement swaps a requirement with the one before it, or after it.
func (s *Service) MoveRequirement(ctx context.Context, actor account.Actor, number int, code string, up bool) error {
	return s.onDraft(ctx, actor, number, setChanged, func(tx *gorm.DB, draft *Edition) error {
		at := slices.IndexFunc(draft.Requirements, func(r Requirement) bool { return r.Code == code })
		if at < 0 {
			return fault.Missing()
		}
		to := at + 1
		if up {
			to = at - 1
		}
		if to < 0 || to >= len(draft.Requirements) {
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

// tidy leaves out what does not belong to the kind, and gives new choices a code;
// the codes of old ones stay, because answers refer to them.
func (r Requirement) tidy(stored []Choice) Requirement {
	if r.Kind != KindDocument {
		r.MaxAgeMonths, r.NeedsValidUntil, r.EquivalentAccepted = nil, false, false
	}
	if r.Kind != KindChoice {
		r.Choices = []Choice{}
		return r
	}
	taken := map[string]bool{}
	for _, choice := range stored {
		taken[choice.Code] = true
	}
	used, choices := map[string]bool{}, []Choice{}
	for _, choice := range r.Choices {
		if choice.NameNL == "" && choice.NameEN == "" {
			continue
		}
		if !taken[choice.Code] || used[choice.Code] {
			choice.Code = ""
			for n := 1; choice.Code == "" || taken[choice.Code]; n++ {
				choice.Code = fmt.Sprintf("k%d", n)
			}
			taken[choice.Code] = true
		}
		used[choice.Code] = true
		choices = append(choices, choice)
	}
	r.Choices = choices
	return r
}

var requirementCode = regexp.MustCompile(`^[A-Z]{2,4}$`)

// writtenWrong says what is wrong with a requirement of a draft. Texts may still
// be missing: they are needed to publish. own is its code so far.
func (r Requirement) writtenWrong(others []Requirement, own string) fault.Check {
	var wrong fault.Check
	wrong.Unless(requirementCode.MatchString(r.Code), "code", "requirement-sets.code")
	taken := r.Code != own && requirementIn(others, r.Code) != nil
	wrong.Unless(!taken, "code", "requirement-sets.code-taken")
	wrong.Unless(slices.Contains(Kinds, r.Kind), "kind", "error.required")
	for _, text := range []struct {
		field, value string
		most         int
	}{
		{"titleNL", r.TitleNL, RequirementTitleMax}, {"titleEN", r.TitleEN, RequirementTitleMax},
		{"explanationNL", r.ExplanationNL, TextMax}, {"explanationEN", r.ExplanationEN, TextMax},
	} {
		wrong.Unless(utf8.RuneCountInString(text.value) <= text.most, text.field, "error.max", "Max", text.most)
	}
	if r.MaxAgeMonths != nil {
		wrong.Unless(*r.MaxAgeMonths >= 1 && *r.MaxAgeMonths <= AgeMonthsMax, "age", "requirement-sets.age", "Max", AgeMonthsMax)
	}
	wrong.Unless(len(r.Choices) <= ChoicesMax, "choices", "requirement-sets.choices-many", "Max", ChoicesMax)
	for _, choice := range r.Choices {
		if utf8.RuneCountInString(choice.NameNL) > ChoiceNameMax || utf8.RuneCountInString(choice.NameEN) > ChoiceNameMax {
			wrong.Add("choices", "error.max", "Max", ChoiceNameMax)
			break
		}
	}
	return wrong
}

// Gaps names what must still be written before the requirement can be published:
// "title", "explanation", "choices"; every text stands in both languages.
func (r Requirement) Gaps() []string {
	var gaps []string
	if r.TitleNL == "" || r.TitleEN == "" {
		gaps = append(gaps, "title")
	}
	if r.ExplanationNL == "" || r.ExplanationEN == "" {
		gaps = append(gaps, "explanation")
	}
	half := slices.ContainsFunc(r.Choices, func(c Choice) bool { return c.NameNL == "" || c.NameEN == "" })
	if half || (r.Kind == KindChoice && len(r.Choices) < 2) {
		gaps = append(gaps, "choices")
	}
	return gaps
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
