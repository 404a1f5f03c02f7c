package enrollment

import (
	"slices"

	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/mail"
)

// tellRuling tells the provider what was decided, and its intake point from when
// new requests stop or come again. A planned decision is told twice: when it is
// made, and when it takes effect.
func (s *Service) tellRuling(tx *gorm.DB, contract *Contract, decision *ContractDecision) error {
	round := decision.ID.String()
	if decision.Planned() {
		round += ":planned"
	}
	matter := mail.Matter{Object: "contract", ID: contract.ID.String(), Round: round}
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	url := s.Mail.BaseURL + "/mijn/overeenkomst"
	var letter mail.Letter
	switch {
	case decision.Kind == RulingSuspend:
		letter = mail.ContractSuspended{Matter: matter, Organisation: provider.Name, Reference: contract.Reference,
			On: decision.OnDay, MayFinish: decision.MayFinish, URL: url}
	case decision.Kind == RulingResume:
		letter = mail.ContractResumed{Matter: matter, Organisation: provider.Name, Reference: contract.Reference,
			On: decision.OnDay, URL: url}
	case contract.Concluded():
		letter = mail.ContractEnded{Matter: matter, Organisation: provider.Name, Reference: contract.Reference,
			On: decision.OnDay, MayFinish: decision.MayFinish, URL: url}
	default:
		letter = mail.OfferWithdrawn{Matter: matter, Organisation: provider.Name, Reference: contract.Reference, URL: url}
	}
	if err := s.tellProvider(tx, contract.ProviderID, letter); err != nil || !contract.Concluded() {
		return err
	}
	return s.tellIntakePoint(tx, contract, mail.IntakeContract{Matter: matter, Organisation: provider.Name,
		On: decision.OnDay, Stops: decision.Kind != RulingResume, MayFinish: decision.MayFinish,
		URL: s.Mail.BaseURL + "/mijn/verzoeken"})
}

func (s *Service) tellRulingCancelled(tx *gorm.DB, contract *Contract, decision *ContractDecision) error {
	matter := mail.Matter{Object: "contract", ID: contract.ID.String(), Round: decision.ID.String() + ":cancelled"}
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	letter := mail.ContractPlanCancelled{Matter: matter, Organisation: provider.Name, Reference: contract.Reference,
		On: decision.OnDay, URL: s.Mail.BaseURL + "/mijn/overeenkomst"}
	if err := s.tellProvider(tx, contract.ProviderID, letter); err != nil {
		return err
	}
	return s.tellIntakePoint(tx, contract, mail.IntakeContract{Matter: matter, Organisation: provider.Name,
		On: decision.OnDay, Cancelled: true, URL: s.Mail.BaseURL + "/mijn/verzoeken"})
}

// tellIntakePoint queues a letter for the verified mailbox of the intake point,
// unless it is the address of somebody who got the provider's letter already.
func (s *Service) tellIntakePoint(tx *gorm.DB, contract *Contract, letter mail.Letter) error {
	intake, err := directory.IntakeOf(tx, contract.ProviderID)
	if err != nil || !intake.Verified() {
		return err
	}
	people, err := account.OfProvider(tx, contract.ProviderID)
	if err != nil || slices.ContainsFunc(people, func(u account.User) bool { return u.Email == intake.Email }) {
		return err
	}
	return s.Mail.Queue(tx, mail.Recipient{Address: intake.Email, Name: intake.Name}, letter)
}
