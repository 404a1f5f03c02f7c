package enrollment

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/workday"
)

// Procedure is the open house of one segment: from when applications may be
// submitted (E1), and the terms in working days (E8).
type Procedure struct {
	ID                  uuid.UUID `gorm:"primaryKey"`
	SegmentCode         string
	OpensAt             time.Time
	RepairWorkdays      int
	DecisionWorkdays    int
	CountersignWorkdays int    // for MGR, after the provider signed (E10)
	FourEyes            bool   // the decider is not the reviewer (E7)
	IntroNL             string `gorm:"column:intro_nl"`
	IntroEN             string `gorm:"column:intro_en"`
	ObjectionNL         string `gorm:"column:objection_nl"` // what to do against a decision (OH-10)
	ObjectionEN         string `gorm:"column:objection_en"`
	ContactNL           string `gorm:"column:contact_nl"`
	ContactEN           string `gorm:"column:contact_en"`
	Revision            int    // counts the changes
}

// Intro gives the introduction in the language; empty when there is none.
func (p Procedure) Intro(lang string) string { return pick(lang, p.IntroNL, p.IntroEN) }

// Objection gives in the language what a provider can do against a decision (OH-10).
func (p Procedure) Objection(lang string) string { return pick(lang, p.ObjectionNL, p.ObjectionEN) }

// ObjectionParts gives the same, paragraph by paragraph.
func (p Procedure) ObjectionParts(lang string) []string {
	var parts []string
	for part := range strings.SplitSeq(p.Objection(lang), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// Contact gives in the language whom to ask; empty when that is the office.
func (p Procedure) Contact(lang string) string { return pick(lang, p.ContactNL, p.ContactEN) }

// RequirementSet is one version of the requirements: a draft until it gets its
// moment, and from then on it stays as it is (E3).
type RequirementSet struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	ProcedureID uuid.UUID
	Version     int
	InForceAt   time.Time `gorm:"default:null"` // zero for a draft
	WithdrawnAt *time.Time
	Example     bool // not yet confirmed by the MGR (E5)
}

// Kind says what a requirement asks for (E4).
type Kind string

// The kinds of requirements.
const (
	KindDeclaration Kind = "declaration"
	KindDocument    Kind = "document"
	KindChoice      Kind = "choice"
	KindText        Kind = "text"
)

// Kinds are all of them, in the order of a form.
var Kinds = []Kind{KindDocument, KindDeclaration, KindChoice, KindText}

// Requirement is one thing that a provider must meet.
type Requirement struct {
	ID                 uuid.UUID `gorm:"primaryKey"`
	SetID              uuid.UUID
	Position           int
	Code               string
	Kind               Kind
	TitleNL            string `gorm:"column:title_nl"`
	TitleEN            string `gorm:"column:title_en"`
	ExplanationNL      string `gorm:"column:explanation_nl"`
	ExplanationEN      string `gorm:"column:explanation_en"`
	MaxAgeMonths       *int   // of a document, on the day of submission
	NeedsValidUntil    bool
	EquivalentAccepted bool
	Choices            []Choice `gorm:"serializer:json"`
	Revision           int      `gorm:"default:1"` // counts the changes of a draft
}

// Choice is one answer of a requirement of kind choice.
type Choice struct {
	Code   string `json:"code"`
	NameNL string `json:"name_nl"`
	NameEN string `json:"name_en"`
}

// Title gives the requirement's title in the language.
func (r Requirement) Title(lang string) string { return pick(lang, r.TitleNL, r.TitleEN) }

// Explanation gives the requirement's explanation in the language.
func (r Requirement) Explanation(lang string) string {
	return pick(lang, r.ExplanationNL, r.ExplanationEN)
}

// Name gives the choice's text in the language.
func (c Choice) Name(lang string) string { return pick(lang, c.NameNL, c.NameEN) }

func pick(lang, nl, en string) string {
	if lang == "en" {
		return en
	}
	return nl
}

// OldestIssue gives the first date on which a document may have been issued to
// count on the day, and false when the requirement sets no age. Months keep the
// day and clip to the end of the month (E4).
func (r Requirement) OldestIssue(on workday.Date) (workday.Date, bool) {
	if r.MaxAgeMonths == nil {
		return workday.Date{}, false
	}
	return on.AddMonths(-*r.MaxAgeMonths), true
}

// OpenHouse is what everybody may read before applying (E3).
type OpenHouse struct {
	Procedure    Procedure
	Set          RequirementSet
	Requirements []Requirement
	IsOpen       bool
}

// OpenHouse gives the procedure of the open segment with the requirements in
// force now; before the opening, those that will be.
func (s *Service) OpenHouse(ctx context.Context) (*OpenHouse, error) {
	return s.openHouse(s.DB.WithContext(ctx))
}

func (s *Service) openHouse(db *gorm.DB) (*OpenHouse, error) {
	now := s.Now()
	var house OpenHouse
	procedure, err := openProcedure(db)
	if err != nil {
		return nil, err
	}
	house.Procedure = *procedure
	if house.Set, err = setInForce(db, house.Procedure.ID, now); err != nil {
		return nil, err
	}
	house.Requirements, err = requirementsOf(db, house.Set.ID)
	house.IsOpen = !now.Before(house.Procedure.OpensAt)
	return &house, err
}

// holdRules keeps the procedure and its requirement sets as they are until the
// transaction ends: who changes or publishes them holds the procedure for itself
// (ChangeProcedure, onSets). So nothing is sent, judged or decided under rules
// that are replaced at the same moment (E3).
func holdRules(tx *gorm.DB, procedureID uuid.UUID) error {
	return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Select("id").Take(&Procedure{}, "id = ?", procedureID).Error
}

// setInForce gives the last version that came into force by the moment; before
// the first one does, that first one.
func setInForce(db *gorm.DB, procedureID uuid.UUID, now time.Time) (RequirementSet, error) {
	var sets []RequirementSet
	err := db.Where("procedure_id = ? AND in_force_at IS NOT NULL AND withdrawn_at IS NULL", procedureID).
		Order("in_force_at").Find(&sets).Error
	if err != nil {
		return RequirementSet{}, err
	}
	if len(sets) == 0 {
		return RequirementSet{}, errors.New("enrollment: the procedure has no requirement set")
	}
	inForce := sets[0]
	for _, set := range sets {
		if !set.InForceAt.After(now) {
			inForce = set
		}
	}
	return inForce, nil
}

func requirementsOf(db *gorm.DB, setID uuid.UUID) ([]Requirement, error) {
	var requirements []Requirement
	err := db.Where("set_id = ?", setID).Order("position").Find(&requirements).Error
	return requirements, err
}
