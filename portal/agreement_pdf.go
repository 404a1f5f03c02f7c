package portal

import (
	"errors"
	"io"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
)

// staffAgreementPDF gives the agreement of a contract as PDF; the page with the
// same text is the accessible original.
func (s *Server) staffAgreementPDF(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	contract, _, err := s.Enrollment.Contract(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return s.agreementPDF(v, contract)
}

// ownAgreementPDF gives the agreement of the actor's own organisation as PDF.
func (s *Server) ownAgreementPDF(v *visit) error {
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return s.agreementPDF(v, contract)
}

func (s *Server) agreementPDF(v *visit, contract *enrollment.Contract) error {
	content, err := s.Enrollment.AgreementPDF(v.ctx, v.actor, contract)
	if err != nil {
		return err
	}
	sheet, err := io.ReadAll(content) // whole, so that a damaged copy is an error
	if err := errors.Join(err, content.Close()); err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "application/pdf")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="raamovereenkomst-`+contract.Reference+`.pdf"`)
	return v.Send(sheet)
}
