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
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
	"providerportal/storage/database"
)

// IntakePoint is the one place where municipalities ask for a conversation (H §2,
// D11). Name is a person or a role; the mailbox may be a group's.
type IntakePoint struct {
	ProviderID uuid.UUID `gorm:"primaryKey"`
	Name       string
	Email      string
	Phone      string
	Hours      string
	VerifiedAt *time.Time // nil until the link in the mailbox was opened
	UpdatedAt  time.Time  `gorm:"autoUpdateTime:false"`
}

// Verified reports whether the mailbox was proven to work.
func (i IntakePoint) Verified() bool { return i.VerifiedAt != nil }

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

// SaveIntake keeps the intake point. Another address must be verified again, by
// a link mailed to it; until then the point does not count as set up.
func (s *Service) SaveIntake(ctx context.Context, actor account.Actor, wanted IntakePoint) error {
	if !actor.Has(account.RoleProvider) {
		return fault.Forbidden()
	}
	wanted.Email = account.NormalEmail(wanted.Email)
	if err := wanted.check(); err != nil {
		return err
	}
	if err := s.tryVerification(ctx, actor, wanted.Email); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		known, err := intakeOf(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), actor.ProviderID)
		if err != nil {
			return err
		}
		wanted.ProviderID, wanted.UpdatedAt = actor.ProviderID, s.Now().UTC()
		if strings.EqualFold(known.Email, wanted.Email) {
			wanted.VerifiedAt = known.VerifiedAt
		}
		err = tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "provider_id"}},
			DoUpdates: clause.AssignmentColumns([]string{"name", "email", "phone", "hours", "verified_at", "updated_at"}),
		}).Create(&wanted).Error
		if err != nil {
			return err
		}
		if !wanted.Verified() {
			if err := s.sendVerification(tx, wanted); err != nil {
				return err
			}
		}
		return audit.Record(tx, actor, "intake.saved", "provider", actor.ProviderID.String())
	})
}

// tryVerification counts the letter that saving would send, if it sends one.
func (s *Service) tryVerification(ctx context.Context, actor account.Actor, email string) error {
	known, err := intakeOf(s.DB.WithContext(ctx), actor.ProviderID)
	if err != nil || (known.Verified() && strings.EqualFold(known.Email, email)) {
		return err
	}
	return s.Accounts.TryLetter(ctx, email, actor.Origin)
}

func (i IntakePoint) check() error {
	var wrong fault.Check
	wrong.Unless(i.Name != "", "name", "error.required")
	wrong.Unless(i.Email != "", "email", "error.required")
	wrong.Unless(i.Email == "" || IsEmail(i.Email), "email", "error.email")
	wrong.Unless(i.Phone != "", "phone", "error.required")
	wrong.Unless(i.Phone == "" || IsPhone(i.Phone), "phone", "error.phone")
	CheckLine(&wrong, "name", i.Name)
	CheckLine(&wrong, "phone", i.Phone)
	CheckLine(&wrong, "hours", i.Hours)
	return wrong.Err()
}

// LineMax is the longest answer on one line, in characters.
const LineMax = 200

// CheckLine refuses an answer that is longer than LineMax.
func CheckLine(wrong *fault.Check, name, text string) {
	wrong.Unless(utf8.RuneCountInString(text) <= LineMax, name, "error.max", "Max", LineMax)
}

// IsEmail reports whether the text can be an e-mail address: one @, a domain
// with a dot, at most 254 characters (norms §4).
func IsEmail(text string) bool { return account.IsEmail(text) }

// sendVerification mails the intake point a link that proves its mailbox.
func (s *Service) sendVerification(tx *gorm.DB, intake IntakePoint) error {
	provider, err := ProviderByID(tx, intake.ProviderID)
	if err != nil {
		return err
	}
	secret, err := s.Accounts.IssueToken(tx, account.PurposeVerifyIntake, intake.ProviderID, intake.Email)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, letters.Recipient{Address: intake.Email, Name: intake.Name}, letters.VerifyIntake{
		Matter:       letters.Matter{Object: "provider", ID: intake.ProviderID.String()},
		Organisation: provider.Name,
		Link:         s.Mail.BaseURL + "/aanmeldpunt/bevestigen?sleutel=" + secret,
	})
}

// VerifyIntake spends the link of a verification mail. It proves the address it
// was mailed to, so it does nothing for a point that has another one by now.
func (s *Service) VerifyIntake(ctx context.Context, secret, origin string) (*Provider, error) {
	var provider *Provider
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		token, err := s.Accounts.SpendToken(tx, account.PurposeVerifyIntake, secret)
		if err != nil {
			return account.RefuseSpent(err)
		}
		now := s.Now().UTC()
		done := tx.Model(&IntakePoint{}).Where("provider_id = ? AND lower(email) = lower(?)", token.SubjectID, token.Email).
			Update("verified_at", now)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return fault.Conflict("fault.link-spent")
		}
		if provider, err = ProviderByID(tx, token.SubjectID); err != nil {
			return err
		}
		return audit.Record(tx, account.Actor{Origin: origin}, "intake.verified", "provider", token.SubjectID.String())
	})
	return provider, err
}
