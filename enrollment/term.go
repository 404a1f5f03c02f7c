package enrollment

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// TermKind says what a term is for (E8).
type TermKind string

// The terms that an application gets.
const (
	TermDecision TermKind = "decision"
	TermRepair   TermKind = "repair"
)

// Term is one term as it was set, in working days. It is kept so that anybody
// can see that every application had the same (OH-4).
type Term struct {
	ID            int64 `gorm:"primaryKey;autoIncrement"`
	ApplicationID uuid.UUID
	Kind          TermKind
	Workdays      int
	SetAt         time.Time
	DueOn         workday.Date
}

// TableName is where the terms live.
func (Term) TableName() string { return "application_terms" }

// keepTerm writes down a term of the procedure that starts now.
func (s *Service) keepTerm(tx *gorm.DB, application *Application, kind TermKind, workdays int, dueOn workday.Date) error {
	return tx.Create(&Term{
		ApplicationID: application.ID, Kind: kind, Workdays: workdays, SetAt: s.Now().UTC(), DueOn: dueOn,
	}).Error
}
