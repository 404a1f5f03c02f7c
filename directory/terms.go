package directory

import (
	"context"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// Terms are how long what a provider said counts, in months: the confirmation of
// a profile (D4) and the proof of the mailbox of an intake point (D11).
// Administrators set them.
type Terms struct {
	ConfirmMonths int
	VerifyMonths  int
	Revision      int // counts the changes
}

// TableName is where the one row of terms stands.
func (Terms) TableName() string { return "directory_terms" }

// Terms gives the terms that hold now.
func (s *Service) Terms(ctx context.Context) (Terms, error) {
	return termsOf(s.DB.WithContext(ctx))
}

func termsOf(db *gorm.DB) (Terms, error) {
	var terms Terms
	return terms, db.Take(&terms).Error
}

// ConfirmBy is the last day on which the profile counts as confirmed; the zero
// date when it never was.
func (t Terms) ConfirmBy(profile *Profile) workday.Date {
	if profile.ConfirmedAt == nil {
		return workday.Date{}
	}
	return workday.On(*profile.ConfirmedAt).AddMonths(t.ConfirmMonths)
}

// Unconfirmed reports whether that day is past.
func (t Terms) Unconfirmed(profile *Profile, today workday.Date) bool {
	by := t.ConfirmBy(profile)
	return !by.IsZero() && today.After(by)
}

// VerifyBy is the last day on which the proof of a mailbox counts.
func (t Terms) VerifyBy(verifiedAt *time.Time) workday.Date {
	if verifiedAt == nil {
		return workday.Date{}
	}
	return workday.On(*verifiedAt).AddMonths(t.VerifyMonths)
}
