package enrollment

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Contact is whom the reviewers ask when something is unclear. Version is the one
// that the visitor saw.
type Contact struct {
	Name    string
	Email   string
	Phone   string
	Version int
}

// Contact gives the contact as it is kept.
func (a *Application) Contact() Contact {
	return Contact{Name: a.ContactName, Email: a.ContactEmail, Phone: a.ContactPhone}
}

func (c Contact) problems() fault.Check {
	var wrong fault.Check
	wrong.Unless(c.Name != "", "name", "error.required")
	checkAddress(&wrong, c.Email)
	wrong.Unless(c.Phone != "", "phone", "error.required")
	wrong.Unless(c.Phone == "" || directory.IsPhone(c.Phone), "phone", "error.phone")
	directory.CheckName(&wrong, "name", c.Name)
	directory.CheckLine(&wrong, "phone", c.Phone)
	return wrong
}

func checkAddress(wrong *fault.Check, email string) {
	wrong.Unless(email != "", "email", "error.required")
	wrong.Unless(email == "" || directory.IsEmail(email), "email", "error.email")
}

// SaveContact keeps the contact of a draft.
func (s *Service) SaveContact(ctx context.Context, actor account.Actor, id uuid.UUID, contact Contact) error {
	if err := contact.problems().Err(); err != nil {
		return err
	}
	seen := contact.Version
	contact.Email, contact.Version = account.NormalEmail(contact.Email), 0
	return s.savePart(ctx, actor, id, partSave{
		part: PartContact, seen: seen,
		same: func(d *Dossier) bool { return d.Application.Contact() == contact },
		put: func(tx *gorm.DB, a *Application) error {
			a.ContactName, a.ContactEmail, a.ContactPhone = contact.Name, contact.Email, contact.Phone
			return s.save(tx, actor, a, "ContactName", "ContactEmail", "ContactPhone")
		},
	})
}

// Signatory is who may sign the agreement for the organisation, as the trade
// register says. Version is the one that the visitor saw.
type Signatory struct {
	Name     string
	Function string
	Email    string
	Version  int
}

// Signatory gives the signatory as it is kept.
func (a *Application) Signatory() Signatory {
	return Signatory{Name: a.SignatoryName, Function: a.SignatoryFunction, Email: a.SignatoryEmail}
}

func (g Signatory) problems() fault.Check {
	var wrong fault.Check
	wrong.Unless(g.Name != "", "name", "error.required")
	wrong.Unless(g.Function != "", "function", "error.required")
	checkAddress(&wrong, g.Email)
	directory.CheckName(&wrong, "name", g.Name)
	directory.CheckName(&wrong, "function", g.Function)
	return wrong
}

// SaveSignatory keeps who signs for the organisation, in a draft.
func (s *Service) SaveSignatory(ctx context.Context, actor account.Actor, id uuid.UUID, signatory Signatory) error {
	if err := signatory.problems().Err(); err != nil {
		return err
	}
	seen := signatory.Version
	signatory.Email, signatory.Version = account.NormalEmail(signatory.Email), 0
	return s.savePart(ctx, actor, id, partSave{
		part: PartSignatory, seen: seen,
		same: func(d *Dossier) bool { return d.Application.Signatory() == signatory },
		put: func(tx *gorm.DB, a *Application) error {
			a.SignatoryName, a.SignatoryFunction, a.SignatoryEmail = signatory.Name, signatory.Function, signatory.Email
			return s.save(tx, actor, a, "SignatoryName", "SignatoryFunction", "SignatoryEmail")
		},
	})
}

// SaveMunicipalities keeps where the provider wants to work: at least one
// municipality of the region, by code. seen is the version that the visitor saw.
func (s *Service) SaveMunicipalities(ctx context.Context, actor account.Actor, id uuid.UUID, codes []string, seen int) error {
	codes = slices.Compact(slices.Sorted(slices.Values(codes)))
	region, err := s.Directory.Region(ctx)
	if err != nil {
		return err
	}
	known := !slices.ContainsFunc(codes, func(code string) bool { return region.Municipality(code).Code == "" })
	if len(codes) == 0 || !known {
		return fault.Invalid(fault.At("municipalities", "application.choose-some"))
	}
	return s.savePart(ctx, actor, id, partSave{
		part: PartMunicipalities, seen: seen,
		same: func(d *Dossier) bool { return slices.Equal(d.municipalityCodes(), codes) },
		put:  func(tx *gorm.DB, a *Application) error { return putMunicipalities(tx, a.ID, codes) },
	})
}

func putMunicipalities(tx *gorm.DB, id uuid.UUID, codes []string) error {
	if err := tx.Exec("DELETE FROM application_municipalities WHERE application_id = ?", id).Error; err != nil {
		return err
	}
	for _, code := range codes {
		err := tx.Exec("INSERT INTO application_municipalities (application_id, municipality_code) VALUES (?, ?)", id, code).Error
		if err != nil {
			return err
		}
	}
	return nil
}
