package enrollment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// SetState is where a version of the requirements stands.
type SetState string

// The states of a requirement set. Time alone makes a planned one hold and the
// one before it superseded.
const (
	SetDraft      SetState = "draft"
	SetPlanned    SetState = "planned"
	SetInForce    SetState = "in-force"
	SetSuperseded SetState = "superseded"
	SetWithdrawn  SetState = "withdrawn" // never held
)

// SetVersion is a requirement set with its place among the others.
type SetVersion struct {
	RequirementSet
	State SetState
	Until time.Time // when the next version takes over; zero when none is known
}

// Edition is one version with its requirements.
type Edition struct {
	SetVersion
	Requirements []Requirement
	Previous     []Requirement // of the version that held or was to hold before; nil for the first
	PreviousOf   int           // its number
}

// Versions gives every published version, the newest first, for everybody (E3).
func (s *Service) Versions(ctx context.Context) ([]SetVersion, error) {
	versions, err := s.versions(s.DB.WithContext(ctx))
	return slices.DeleteFunc(versions, func(v SetVersion) bool { return v.State == SetDraft }), err
}

// AllVersions gives the draft too, for who writes the requirements.
func (s *Service) AllVersions(ctx context.Context, actor account.Actor) ([]SetVersion, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	return s.versions(s.DB.WithContext(ctx))
}

// numbered gives the place of a version in the list; fault.Missing without it.
func numbered(versions []SetVersion, number int) (int, error) {
	at := slices.IndexFunc(versions, func(v SetVersion) bool { return v.Version == number })
	if at < 0 {
		return 0, fault.Missing()
	}
	return at, nil
}

// Edition gives one version with what it says; a draft exists for administrators
// only.
func (s *Service) Edition(ctx context.Context, actor account.Actor, number int) (*Edition, error) {
	db := s.DB.WithContext(ctx)
	versions, err := s.versions(db)
	if err != nil {
		return nil, err
	}
	at, err := numbered(versions, number)
	if err != nil {
		return nil, err
	}
	if versions[at].State == SetDraft && !actor.Has(account.RoleAdministrator) {
		return nil, fault.Missing()
	}
	edition := &Edition{SetVersion: versions[at]}
	if edition.Requirements, err = requirementsOf(db, edition.ID); err != nil {
		return nil, err
	}
	for _, earlier := range versions[at+1:] {
		if earlier.State != SetWithdrawn {
			edition.PreviousOf = earlier.Version
			edition.Previous, err = requirementsOf(db, earlier.ID)
			break
		}
	}
	return edition, err
}

func (s *Service) versions(db *gorm.DB) ([]SetVersion, error) {
	procedure, err := openProcedure(db)
	if err != nil {
		return nil, err
	}
	var sets []RequirementSet
	if err := db.Where("procedure_id = ?", procedure.ID).Order("version DESC").Find(&sets).Error; err != nil {
		return nil, err
	}
	return statesOf(sets, s.Now()), nil
}

// statesOf says of each version where it stands at the moment. Versions come the
// newest first; their moments go up with their numbers.
func statesOf(sets []RequirementSet, now time.Time) []SetVersion {
	versions := make([]SetVersion, len(sets))
	held, until := false, time.Time{}
	for i, set := range sets {
		versions[i] = SetVersion{RequirementSet: set, State: SetDraft}
		switch {
		case set.InForceAt.IsZero():
			continue
		case set.WithdrawnAt != nil:
			versions[i].State = SetWithdrawn
			continue
		case set.InForceAt.After(now):
			versions[i].State = SetPlanned
		case held:
			versions[i].State = SetSuperseded
		default:
			versions[i].State, held = SetInForce, true
		}
		versions[i].Until, until = until, set.InForceAt
	}
	return versions
}

// openProcedure gives the procedure of the segment with an open house.
func openProcedure(db *gorm.DB) (*Procedure, error) {
	var procedure Procedure
	err := db.Joins("JOIN segments ON segments.code = procedures.segment_code AND segments.open_house").
		Order("segments.number").Take(&procedure).Error
	return &procedure, err
}

// requirementIn gives the requirement with this code, or nil.
func requirementIn(requirements []Requirement, code string) *Requirement {
	at := slices.IndexFunc(requirements, func(r Requirement) bool { return r.Code == code })
	if at < 0 {
		return nil
	}
	return &requirements[at]
}

// setOf gives the set with its requirements.
func setOf(db *gorm.DB, id uuid.UUID) (*Edition, error) {
	var edition Edition
	if err := db.Take(&edition.RequirementSet, "id = ?", id).Error; err != nil {
		return nil, err
	}
	var err error
	edition.Requirements, err = requirementsOf(db, id)
	return &edition, err
}
