package enrollment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Part is a task of an application that is not a requirement.
type Part string

// The parts, in the order in which they are asked.
const (
	PartOrganisation   Part = "organisation"
	PartContact        Part = "contact"
	PartSignatory      Part = "signatory"
	PartMunicipalities Part = "municipalities"
)

// Parts lists them.
var Parts = []Part{PartOrganisation, PartContact, PartSignatory, PartMunicipalities}

// Saved says which version of a part was kept last, by whom and when; Version 0
// is none. Organisation data have their own version, because they belong to the
// provider and not to one application.
type Saved struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	Part          Part      `gorm:"primaryKey"`
	Version       int
	SavedBy       uuid.UUID
	SavedAt       time.Time
}

// TableName is where the versions live.
func (Saved) TableName() string { return "application_parts" }

const keyChanged = "application.changed-meanwhile"

// errChanged refuses to overwrite what a colleague kept meanwhile.
func errChanged() error { return fault.Conflict(keyChanged) }

// partSave is one save of a part of a draft: the version that the visitor saw,
// whether what is kept says the same already, and how to keep it.
type partSave struct {
	part Part
	seen int
	same func(*Dossier) bool
	put  func(tx *gorm.DB, application *Application) error
}

// savePart keeps a part of a draft. Of two people who saw the same version the
// second is refused, unless both say the same: nobody overwrites what they did
// not see.
func (s *Service) savePart(ctx context.Context, actor account.Actor, id uuid.UUID, save partSave) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lockOwn(tx, actor, id)
		if err != nil {
			return err
		}
		if application.Status != StatusDraft {
			return fault.Conflict("application.past-step")
		}
		dossier, err := dossierOf(tx, *application, answersInWork)
		if err != nil {
			return err
		}
		saved := dossier.Parts[save.part]
		if saved.Version != save.seen {
			if save.same(dossier) {
				return nil
			}
			return errChanged()
		}
		if err := save.put(tx, application); err != nil {
			return err
		}
		saved = Saved{id, save.part, saved.Version + 1, actor.UserID, s.Now().UTC()}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&saved).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "application."+string(save.part)+"-saved", "application", id.String())
	})
}

// PartDone reports whether nothing is missing in the part.
func (d *Dossier) PartDone(part Part) bool {
	switch part {
	case PartOrganisation:
		return len(d.Provider.Organisation().Problems()) == 0
	case PartContact:
		return len(d.Application.Contact().problems()) == 0
	case PartSignatory:
		return len(d.Application.Signatory().problems()) == 0
	case PartMunicipalities:
		return len(d.Municipalities) > 0
	}
	return false
}

// Unfinished names the tasks that are not complete on the day, by part or
// requirement code. After a supplement request only the asked parts count: the
// other evidence was good on the day it was submitted, and may have aged since (E4).
func (d *Dossier) Unfinished(today workday.Date) []string {
	var codes []string
	if d.Application.Status == StatusDraft {
		for _, part := range Parts {
			if !d.PartDone(part) {
				codes = append(codes, string(part))
			}
		}
	}
	for _, requirement := range d.Requirements {
		if d.MayChange(requirement.ID) && !d.done(requirement, today) {
			codes = append(codes, requirement.Code)
		}
	}
	return codes
}

// municipalityCodes are those where the provider wants to work.
func (d *Dossier) municipalityCodes() []string {
	codes := make([]string, len(d.Municipalities))
	for i, municipality := range d.Municipalities {
		codes[i] = municipality.Code
	}
	slices.Sort(codes)
	return codes
}

// ChangedMeanwhile reports whether a save was refused because a colleague kept
// something else since the visitor looked.
func ChangedMeanwhile(err error) bool {
	refusal := fault.Of(err)
	return refusal != nil && refusal.Key == keyChanged
}
