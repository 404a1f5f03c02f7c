package directory

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// ProviderExport is what the directory keeps about an organisation (AVG-7).
type ProviderExport struct {
	ID uuid.UUID `json:"id"`
	traderegister.Entry
	Name       string            `json:"name"`
	Slug       string            `json:"slug"`
	CreatedAt  time.Time         `json:"created_at"`
	Street     string            `json:"street"`
	Postcode   string            `json:"postcode"`
	Place      string            `json:"place"`
	Country    string            `json:"country"`
	Website    string            `json:"website,omitempty"`
	Register   string            `json:"foreign_register,omitempty"`
	Profile    ProfileExport     `json:"profile"`
	Versions   []VersionExport   `json:"profile_versions"`
	Intake     IntakeExport      `json:"intake_point"`
	Admissions []AdmissionExport `json:"admissions"`
	Takedowns  []TakedownExport  `json:"takedowns"`
	Joins      []JoinExport      `json:"requests_to_join"`
}

// ProfileExport is the working copy of the profile.
type ProfileExport struct {
	Mission     string          `json:"mission"`
	Offer       string          `json:"offer"`
	Audience    string          `json:"audience"`
	Website     string          `json:"website"`
	Content     json.RawMessage `json:"content"` // the whole, as versions keep it
	Capacity    CapacityState   `json:"capacity"`
	UpdatedAt   time.Time       `json:"updated_at"`
	PublishedAt *time.Time      `json:"published_at,omitempty"`
	ConfirmedAt *time.Time      `json:"confirmed_at,omitempty"`
	OfflineAt   *time.Time      `json:"offline_at,omitempty"`
}

// VersionExport is a published state of the profile, without who published it.
type VersionExport struct {
	PublishedAt time.Time       `json:"published_at"`
	Content     json.RawMessage `json:"content"`
}

// IntakeExport is the intake point.
type IntakeExport struct {
	Name        string        `json:"name"`
	Email       string        `json:"email"`
	Phone       string        `json:"phone"`
	Hours       string        `json:"hours"`
	Ways        []string      `json:"ways"`
	VerifiedAt  *time.Time    `json:"verified_at,omitempty"`
	DeputyName  string        `json:"deputy_name"`
	DeputyEmail string        `json:"deputy_email"`
	AbsentFrom  *workday.Date `json:"absent_from,omitempty"`
	AbsentUntil *workday.Date `json:"absent_until,omitempty"`
}

// AdmissionExport is an admission to a segment.
type AdmissionExport struct {
	Segment    string        `json:"segment"`
	Active     bool          `json:"active"`
	AdmittedOn workday.Date  `json:"admitted_on"`
	EndedOn    *workday.Date `json:"ended_on,omitempty"`
}

// ExportProvider gives the organisation's part to who may export it.
func (s *Service) ExportProvider(ctx context.Context, actor account.Actor, providerID uuid.UUID) (*ProviderExport, error) {
	if !actor.MayExport(providerID) {
		return nil, fault.Missing()
	}
	db := s.DB.WithContext(ctx)
	provider, err := ProviderByID(db, providerID)
	if err != nil {
		return nil, err
	}
	profile, _, err := workingCopy(db, providerID)
	if err != nil {
		return nil, err
	}
	intake, err := intakeOf(db, providerID)
	if err != nil {
		return nil, err
	}
	var versions []Version
	if err := db.Where("provider_id = ?", providerID).Order("id").Find(&versions).Error; err != nil {
		return nil, err
	}
	export := &ProviderExport{
		ID: provider.ID, Entry: provider.Entry, Name: provider.Name, Slug: provider.Slug, CreatedAt: provider.CreatedAt,
		Street: provider.Street, Postcode: provider.Postcode, Place: provider.Place, Country: provider.Country,
		Website: provider.Website, Register: provider.ForeignRegister,
		Profile: profile.export(),
		Intake:  intake.export(),
	}
	for _, version := range versions {
		export.Versions = append(export.Versions, VersionExport{version.PublishedAt, json.RawMessage(version.Content)})
	}
	var admissions []Admission
	if err := db.Where("provider_id = ?", providerID).Order("segment_code").Find(&admissions).Error; err != nil {
		return nil, err
	}
	for _, a := range admissions {
		export.Admissions = append(export.Admissions, AdmissionExport{a.SegmentCode, a.Active, a.AdmittedOn, a.EndedOn})
	}
	return export, export.addPast(db)
}

func (p *Profile) export() ProfileExport {
	return ProfileExport{
		Mission: p.Mission, Offer: p.Offer, Audience: p.Audience, Website: p.Website,
		Content: json.RawMessage(p.content()), Capacity: p.Capacity.State,
		UpdatedAt: p.UpdatedAt, PublishedAt: p.PublishedAt, ConfirmedAt: p.ConfirmedAt, OfflineAt: p.OfflineAt,
	}
}

func (i *IntakePoint) export() IntakeExport {
	return IntakeExport{
		Name: i.Name, Email: i.Email, Phone: i.Phone, Hours: i.Hours, Ways: i.Ways, VerifiedAt: i.VerifiedAt,
		DeputyName: i.DeputyName, DeputyEmail: i.DeputyEmail, AbsentFrom: i.AbsentFrom, AbsentUntil: i.AbsentUntil,
	}
}
