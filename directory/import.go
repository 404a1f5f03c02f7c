package directory

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/workday"
)

// RegionOf reads the region's data inside a caller's transaction.
func RegionOf(db *gorm.DB) (*Region, error) { return regionOf(db) }

// IsWebAddress reports whether the text is a full address on the web.
func IsWebAddress(address string) bool { return isWebAddress(address) }

// Told is what the portal knows of an organisation besides its contracts: what an
// import compares a spreadsheet with (E11), and what it changes.
type Told struct {
	Provider Provider
	Profile  Profile
	Intake   IntakePoint
}

// TellOf gives what the portal knows of a provider.
func TellOf(db *gorm.DB, provider Provider) (*Told, error) {
	profile, err := profileOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	intake, err := intakeOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	return &Told{Provider: provider, Profile: *profile, Intake: *intake}, nil
}

// Publishable reports whether the profile has its mandatory parts (D1) and a
// verified intake point (D2). Whether there is a contract, the caller knows.
func (t *Told) Publishable() bool {
	p := &t.Profile
	return p.Mission != "" && p.Offer != "" && len(p.Products) > 0 && len(p.TargetGroups) > 0 &&
		len(p.Municipalities) > 0 && t.Intake.Verified()
}

// TakeImported writes what an import says of an organisation, inside its
// transaction: name, profile and intake point. A profile that is public, or may
// become so now, gets a version and stands in the finder (D3). The caller has
// checked every value.
func (s *Service) TakeImported(tx *gorm.DB, actor account.Actor, told Told, publish bool) error {
	now := s.Now().UTC()
	id := told.Provider.ID
	if err := tx.Model(&Provider{ID: id}).Select("Name").Updates(&told.Provider).Error; err != nil {
		return err
	}
	if _, err := s.lockProfile(tx, id); err != nil {
		return err
	}
	told.Profile.tidy()
	first := publish && !told.Profile.Published()
	if first {
		told.Profile.PublishedAt, told.Profile.ConfirmedAt = &now, &now
	}
	told.Profile.ProviderID, told.Profile.UpdatedAt = id, now
	err := tx.Model(&told.Profile).Select("Mission", "Offer", "Audience", "Website", "UpdatedAt", "PublishedAt", "ConfirmedAt").
		Updates(&told.Profile).Error
	if err != nil {
		return err
	}
	if err := told.Profile.storeLists(tx); err != nil {
		return err
	}
	if err := takeIntake(tx, actor, told.Intake, id, now); err != nil {
		return err
	}
	if !told.Profile.Published() {
		return audit.Record(tx, actor, "profile.saved", "provider", id.String())
	}
	if err := keepVersion(tx, actor, &told.Profile, now); err != nil {
		return err
	}
	if err := Reindex(tx, id); err != nil {
		return err
	}
	return audit.Record(tx, actor, "profile.published", "provider", id.String())
}

// takeIntake keeps the intake point; its mailbox counts as verified when the MGR
// says since when it is (D11).
func takeIntake(tx *gorm.DB, actor account.Actor, intake IntakePoint, id uuid.UUID, now time.Time) error {
	if intake.Email == "" {
		return nil
	}
	known, err := intakeOf(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), id)
	if err != nil {
		return err
	}
	intake.ProviderID, intake.UpdatedAt = id, now
	err = tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "provider_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "email", "phone", "hours", "verified_at", "updated_at"}),
	}).Select("ProviderID", "Name", "Email", "Phone", "Hours", "VerifiedAt", "UpdatedAt").Create(&intake).Error
	if err != nil {
		return err
	}
	if intake.Email != known.Email {
		if err := tx.Model(&intake).Update("unreachable_at", nil).Error; err != nil {
			return err
		}
	}
	if intake.Verified() && !known.Verified() {
		if err := audit.Record(tx, actor, "intake.verified-before", "provider", id.String()); err != nil {
			return err
		}
	}
	return audit.Record(tx, actor, "intake.saved", "provider", id.String())
}

// AdmitImported writes the admission of a contract from before the portal: from a
// day, and when it has ended until a day (E16).
func AdmitImported(tx *gorm.DB, providerID uuid.UUID, segment string, from workday.Date, ended *workday.Date) error {
	admission := Admission{ProviderID: providerID, SegmentCode: segment, Active: ended == nil, AdmittedOn: from, EndedOn: ended}
	err := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "provider_id"}, {Name: "segment_code"}},
		DoUpdates: clause.AssignmentColumns([]string{"active", "admitted_on", "ended_on"}),
	}).Select("ProviderID", "SegmentCode", "Active", "AdmittedOn", "EndedOn").Create(&admission).Error
	if err != nil {
		return err
	}
	return Reindex(tx, providerID)
}
