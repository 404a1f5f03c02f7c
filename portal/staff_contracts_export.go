package portal

import (
	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/sheet"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// exportContracts gives the whole register of contracts as a spreadsheet (E12).
func (s *Server) exportContracts(v *visit) error {
	contracts, err := s.Enrollment.ExportContracts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	w := v.words()
	rows := make([][]any, len(contracts))
	for i := range contracts {
		rows[i] = contractCells(w, &contracts[i])
	}
	v.Set(fiber.HeaderContentType, xlsxType)
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="contracten-`+s.today().String()+`.xlsx"`)
	return sheet.Write(v.Response().BodyWriter(), w.T("contracts.sheet"), contractColumns(w), rows)
}

func (s *Server) today() workday.Date { return workday.On(s.Enrollment.Now()) }

func contractColumns(w *words.Words) []string {
	var names []string
	for _, key := range []string{
		"contract.reference", "contract.organisation", "trade-register.number", "contract.segment", "contracts.status", "contract.origin",
		"contract.offered-at", "contract.signed-on", "contract.signatory", "contract.function", "contract.countersigned-at",
		"contract.active-from", "contract.suspended-on", "contract.ended-on", "contract.proof-until", "contract.hash",
	} {
		names = append(names, w.T(key))
	}
	return names
}

func contractCells(w *words.Words, c *enrollment.Signed) []any {
	return []any{
		c.Reference, c.Provider.Name, c.Provider.Entry.Short(w), c.SegmentCode, w.T("contract.status." + string(c.Status)),
		w.T("contract.origin." + string(c.Origin)), c.OfferedAt, c.SignedAt, c.SignatoryName, c.SignatoryFunction, c.CountersignedAt,
		dayText(c.ActiveFrom), dayText(c.SuspendedOn), dayText(c.EndedOn), dayText(c.Expires), c.AgreementSHA256,
	}
}

// dayText writes a date for machines; empty without one.
func dayText(day *workday.Date) string {
	if day == nil {
		return ""
	}
	return day.String()
}
