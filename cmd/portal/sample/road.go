package sample

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Desk are the people of the MGR who bring a provider along the road.
type Desk struct {
	Reviewer, Decider, Manager account.Actor
}

// Submitted brings an applicant to a complete, submitted application.
func (m Maker) Submitted(ctx context.Context, applicant account.Actor) (uuid.UUID, error) {
	id, err := m.Filled(ctx, applicant)
	if err != nil {
		return id, err
	}
	return id, m.Enrollment.Submit(ctx, applicant, id)
}

// Filled brings an applicant to an application with every task done.
func (m Maker) Filled(ctx context.Context, applicant account.Actor) (uuid.UUID, error) {
	id, err := m.Enrollment.Start(ctx, applicant)
	if err != nil {
		return id, err
	}
	dossier, err := m.Enrollment.Dossier(ctx, applicant, id)
	if err != nil {
		return id, err
	}
	if err := m.parts(ctx, applicant, dossier); err != nil {
		return id, err
	}
	for _, requirement := range dossier.Requirements {
		if err := m.answer(ctx, applicant, dossier, requirement); err != nil {
			return id, fmt.Errorf("answer %s: %w", requirement.Code, err)
		}
	}
	return id, nil
}

// parts fills in everything that is not a requirement.
func (m Maker) parts(ctx context.Context, applicant account.Actor, dossier *enrollment.Dossier) error {
	id, seen := dossier.Application.ID, func(part enrollment.Part) int { return dossier.Parts[part].Version }
	organisation := dossier.Provider.Organisation()
	organisation.Street, organisation.Postcode, organisation.Place = "Stationsweg 12", "5801 AB", "Venray"
	organisation.Country = "Nederland"
	if dossier.Provider.Entry.Abroad() {
		organisation.Street, organisation.Postcode, organisation.Place = "Industriestraße 7", "47638", "Straelen"
		organisation.Country = traderegister.Country("nl", dossier.Provider.Entry.Country)
	}
	return errors.Join(
		m.Enrollment.SaveOrganisation(ctx, applicant, organisation),
		m.Enrollment.SaveContact(ctx, applicant, id, enrollment.Contact{
			Name: applicant.Name, Email: applicant.Email, Phone: "077-0123456", Version: seen(enrollment.PartContact),
		}),
		m.Enrollment.SaveSignatory(ctx, applicant, id, enrollment.Signatory{
			Name: applicant.Name, Function: "Directeur", Email: applicant.Email, Version: seen(enrollment.PartSignatory),
		}),
		m.Enrollment.SaveMunicipalities(ctx, applicant, id, []string{"GM0984", "GM0983"}, seen(enrollment.PartMunicipalities)),
	)
}

func (m Maker) answer(ctx context.Context, applicant account.Actor, dossier *enrollment.Dossier, requirement enrollment.Requirement) error {
	id := dossier.Application.ID
	given := enrollment.Given{Accepted: true, Text: "Ja", Version: dossier.Answers[requirement.ID].Version}
	if requirement.Kind == enrollment.KindDocument {
		err := m.Enrollment.AttachDocument(ctx, applicant, id, requirement.Code, enrollment.Upload{
			Name: requirement.Code + ".pdf", Content: bytes.NewReader(PDF(requirement.TitleNL)), Version: given.Version,
		})
		if err != nil {
			return err
		}
		given.Version++
	}
	if len(requirement.Choices) > 0 {
		given.Choice = requirement.Choices[0].Code
	}
	today := workday.On(m.Enrollment.Now())
	if requirement.MaxAgeMonths != nil {
		issued := today.AddMonths(-1)
		given.IssuedOn = &issued
	}
	if requirement.NeedsValidUntil {
		until := today.AddMonths(18)
		given.ValidUntil = &until
	}
	return m.Enrollment.SaveAnswer(ctx, applicant, id, requirement.Code, given)
}

// Reviewed has the reviewer find every requirement met.
func (m Maker) Reviewed(ctx context.Context, reviewer account.Actor, id uuid.UUID) error {
	dossier, err := m.Enrollment.Dossier(ctx, reviewer, id)
	if err != nil {
		return err
	}
	for _, requirement := range dossier.Requirements {
		judgement := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
		if err := m.Enrollment.Judge(ctx, reviewer, id, requirement.Code, judgement); err != nil {
			return err
		}
	}
	return m.Enrollment.CompleteReview(ctx, reviewer, id)
}

// Offered brings an applicant to an admission with an agreement to sign.
func (m Maker) Offered(ctx context.Context, desk Desk, applicant account.Actor) error {
	id, err := m.Submitted(ctx, applicant)
	if err != nil {
		return err
	}
	if err := m.Reviewed(ctx, desk.Reviewer, id); err != nil {
		return err
	}
	return m.Enrollment.Decide(ctx, desk.Decider, id, enrollment.Verdict{Admit: true})
}

// Contracted brings an applicant to an active contract.
func (m Maker) Contracted(ctx context.Context, desk Desk, applicant account.Actor) error {
	if err := m.Offered(ctx, desk, applicant); err != nil {
		return err
	}
	contract, err := m.Enrollment.OwnContract(ctx, applicant)
	if err != nil {
		return err
	}
	signature := enrollment.Signature{Name: applicant.Name, Function: "Directeur", Agreed: true, SHA256: contract.AgreementSHA256}
	if err := m.Enrollment.Sign(ctx, applicant, contract.ID, signature); err != nil {
		return err
	}
	return m.Enrollment.Countersign(ctx, desk.Manager, contract.ID, workday.On(m.Enrollment.Now()))
}

// Findable registers an organisation and brings it into the finder.
func (m Maker) Findable(ctx context.Context, desk Desk, o Organisation) (account.Actor, error) {
	applicant, err := m.Applicant(ctx, o)
	if err != nil {
		return applicant, err
	}
	if err := m.Contracted(ctx, desk, applicant); err != nil {
		return applicant, err
	}
	intake := directory.IntakePoint{Name: "Aanmeldpunt", Email: "aanmelden@" + o.domain(), Phone: "077-0123456", Hours: "Maandag tot en met vrijdag, 9.00 tot 17.00 uur"}
	if err := m.Directory.SaveIntake(ctx, applicant, intake); err != nil {
		return applicant, err
	}
	secret, err := m.link(ctx, account.PurposeVerifyIntake, applicant.ProviderID, intake.Email)
	if err != nil {
		return applicant, err
	}
	if _, err := m.Directory.VerifyIntake(ctx, secret, "sample"); err != nil {
		return applicant, err
	}
	if err := m.Directory.PublishProfile(ctx, applicant, o.profile()); err != nil {
		return applicant, err
	}
	return applicant, m.Directory.SaveCapacity(ctx, applicant, o.capacity())
}
