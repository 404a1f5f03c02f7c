package directory

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// IntakePoint is the one place where municipalities ask for a conversation (H §2,
// D11). Name is a person or a role; the mailbox may be a group's. The deputy gets
// the requests while the intake point is absent.
type IntakePoint struct {
	ProviderID       uuid.UUID `gorm:"primaryKey"`
	Name             string
	Email            string
	Phone            string
	Hours            string
	Ways             Codes      // ways of talking that are offered, of TalkCodes
	VerifiedAt       *time.Time // nil until the link in the mailbox was opened
	DeputyName       string
	DeputyEmail      string
	DeputyVerifiedAt *time.Time
	AbsentFrom       *workday.Date
	AbsentUntil      *workday.Date // last day of the absence
	UnreachableAt    *time.Time    // a letter came back since the mailbox was proven
	Reminded         string        // the last reminder to prove it again, see stage.round
	UpdatedAt        time.Time     `gorm:"autoUpdateTime:false"`
}

// TalkCodes are the ways of talking (H §2), in the order of the form.
var TalkCodes = []string{"table", "digital", "telephone"}

// Verified reports whether the mailbox was proven to work.
func (i IntakePoint) Verified() bool { return i.VerifiedAt != nil }

// Absent reports whether the intake point is away on the day; it returns by
// itself.
func (i IntakePoint) Absent(today workday.Date) bool {
	return i.AbsentFrom != nil && !today.Before(*i.AbsentFrom) && !today.After(*i.AbsentUntil)
}

// IntakeState says whether requests arrive at an intake point.
type IntakeState string

// The states of an intake point.
const (
	IntakeNone        IntakeState = "none"
	IntakeUnverified  IntakeState = "unverified"
	IntakeExpired     IntakeState = "expired" // proven too long ago
	IntakeUnreachable IntakeState = "unreachable"
	IntakeWorks       IntakeState = "works"
)

// State gives how the intake point stands on the day.
func (i IntakePoint) State(today workday.Date, terms Terms) IntakeState {
	switch {
	case i.Email == "":
		return IntakeNone
	case i.UnreachableAt != nil:
		return IntakeUnreachable
	case i.VerifiedAt == nil:
		return IntakeUnverified
	case today.After(terms.VerifyBy(i.VerifiedAt)):
		return IntakeExpired
	}
	return IntakeWorks
}

// Intake gives the actor's own intake point; an empty one before the first save.
func (s *Service) Intake(ctx context.Context, actor account.Actor) (*IntakePoint, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return intakeOf(s.DB.WithContext(ctx), actor.ProviderID)
}

// IntakeOf gives a provider's intake point inside a caller's transaction.
func IntakeOf(tx *gorm.DB, providerID uuid.UUID) (*IntakePoint, error) {
	return intakeOf(tx, providerID)
}

func intakeOf(db *gorm.DB, providerID uuid.UUID) (*IntakePoint, error) {
	intake := &IntakePoint{ProviderID: providerID}
	return intake, db.Where("provider_id = ?", providerID).Limit(1).Find(intake).Error
}

// lockIntake holds the intake point, if there is one, until the transaction ends.
func lockIntake(tx *gorm.DB, providerID uuid.UUID) (*IntakePoint, error) {
	return intakeOf(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), providerID)
}

// SaveIntake keeps the intake point. Another address must be verified again, by
// a link mailed to it; until then the point does not count as set up. The same
// goes for the deputy.
func (s *Service) SaveIntake(ctx context.Context, actor account.Actor, wanted IntakePoint) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	wanted.tidy()
	if err := wanted.check(workday.On(s.Now())); err != nil {
		return err
	}
	if err := s.tryVerifications(ctx, actor, wanted); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		known, err := lockIntake(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		wanted.ProviderID, wanted.UpdatedAt = actor.ProviderID, s.Now().UTC()
		wanted.inherit(known)
		err = tx.Clauses(clause.OnConflict{
			Columns: []clause.Column{{Name: "provider_id"}},
			DoUpdates: clause.AssignmentColumns([]string{
				"name", "email", "phone", "hours", "ways", "verified_at", "deputy_name", "deputy_email", "deputy_verified_at",
				"absent_from", "absent_until", "unreachable_at", "reminded", "updated_at",
			}),
		}).Create(&wanted).Error
		if err != nil {
			return err
		}
		if err := s.sendVerifications(tx, wanted); err != nil {
			return err
		}
		if err := Reindex(tx, actor.ProviderID); err != nil {
			return err
		}
		return audit.Record(tx, actor, "intake.saved", "provider", actor.ProviderID.String())
	})
}

// tidy writes addresses in one way and offers every way of talking when none was
// named.
func (i *IntakePoint) tidy() {
	i.Email, i.DeputyEmail = account.NormalEmail(i.Email), account.NormalEmail(i.DeputyEmail)
	if i.Ways == nil {
		i.Ways = append(Codes{}, TalkCodes...)
	}
}

// inherit keeps what is known of an address that stays.
func (i *IntakePoint) inherit(known *IntakePoint) {
	i.VerifiedAt, i.UnreachableAt, i.DeputyVerifiedAt, i.Reminded = nil, nil, nil, ""
	if strings.EqualFold(known.Email, i.Email) {
		i.VerifiedAt, i.UnreachableAt, i.Reminded = known.VerifiedAt, known.UnreachableAt, known.Reminded
	}
	if strings.EqualFold(known.DeputyEmail, i.DeputyEmail) {
		i.DeputyVerifiedAt = known.DeputyVerifiedAt
	}
}

func (i *IntakePoint) check(today workday.Date) error {
	var wrong fault.Check
	wrong.Unless(i.Name != "", "name", "error.required")
	wrong.Unless(i.Email != "", "email", "error.required")
	wrong.Unless(i.Email == "" || IsEmail(i.Email), "email", "error.email")
	wrong.Unless(i.Phone != "", "phone", "error.required")
	wrong.Unless(i.Phone == "" || IsPhone(i.Phone), "phone", "error.phone")
	CheckName(&wrong, "name", i.Name)
	CheckLine(&wrong, "phone", i.Phone)
	CheckName(&wrong, "hours", i.Hours)
	wrong.Unless(len(i.Ways) > 0, "ways", "error.choose-one")
	for _, way := range i.Ways {
		wrong.Unless(isOneOf(TalkCodes)(way), "ways", "error.unknown-choice")
	}
	i.checkDeputy(&wrong)
	i.checkAbsence(&wrong, today)
	return wrong.Err()
}

func (i *IntakePoint) checkDeputy(wrong *fault.Check) {
	CheckName(wrong, "deputyName", i.DeputyName)
	if i.DeputyName == "" && i.DeputyEmail == "" {
		return
	}
	wrong.Unless(i.DeputyName != "", "deputyName", "error.required")
	wrong.Unless(i.DeputyEmail != "", "deputyEmail", "error.required")
	wrong.Unless(i.DeputyEmail == "" || IsEmail(i.DeputyEmail), "deputyEmail", "error.email")
	wrong.Unless(i.DeputyEmail == "" || !strings.EqualFold(i.DeputyEmail, i.Email), "deputyEmail", "intake.deputy-same")
}

func (i *IntakePoint) checkAbsence(wrong *fault.Check, today workday.Date) {
	switch {
	case i.AbsentFrom == nil && i.AbsentUntil == nil:
	case i.AbsentFrom == nil:
		wrong.Add("absentFrom", "error.required")
	case i.AbsentUntil == nil:
		wrong.Add("absentUntil", "error.required")
	case i.AbsentUntil.Before(*i.AbsentFrom):
		wrong.Add("absentUntil", "intake.absence-order")
	case i.AbsentUntil.After(today.AddDays(366)):
		wrong.Add("absentUntil", "intake.absence-long")
	}
}

// LineMax is the longest answer on one line, in characters.
const LineMax = 200

// CheckLine refuses an answer that is longer than LineMax.
func CheckLine(wrong *fault.Check, name, text string) {
	wrong.Unless(utf8.RuneCountInString(text) <= LineMax, name, "error.max", "Max", LineMax)
}

// CheckName refuses a name that is longer than LineMax or holds a citizen service
// number (T2).
func CheckName(wrong *fault.Check, name, text string) {
	CheckLine(wrong, name, text)
	wrong.Unless(!bsn.In(text), name, "error.bsn")
}

// IsEmail reports whether the text can be an e-mail address: one @, a domain
// with a dot, at most 254 characters.
func IsEmail(text string) bool { return account.IsEmail(text) }
