package portal

import (
	"github.com/gofiber/fiber/v3"

	"providerportal/internal/account"
	"providerportal/internal/sheet"
	"providerportal/internal/words"
)

// exportAccounts gives the review of rights as a spreadsheet (BIO-4).
func (s *Server) exportAccounts(v *visit) error {
	people, err := s.Accounts.ExportPeople(v.ctx, v.actor)
	if err != nil {
		return err
	}
	where, err := s.places(v)
	if err != nil {
		return err
	}
	w := v.words()
	v.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="accounts-`+s.Accounts.Now().Format("2006-01-02")+`.xlsx"`)
	rows := make([][]any, len(people))
	for i := range people {
		rows[i] = exportRow(w, &people[i], where)
	}
	return sheet.Write(v.Response().BodyWriter(), w.T("accounts.title"), exportHeader(w), rows)
}

func exportHeader(w *words.Words) []string {
	return []string{
		w.T("accounts.name"), w.T("accounts.email"), w.T("accounts.state"), w.T("accounts.rights"), w.T("accounts.place"),
		w.T("accounts.created"), w.T("accounts.since"), w.T("accounts.signed-in"), w.T("accounts.seen"), w.T("accounts.factor"),
	}
}

func exportRow(w *words.Words, person *account.Person, where places) []any {
	email, state := person.Email, stateTag(w, person).Text
	if person.ClosedAt != nil {
		email = ""
	}
	if state == "" {
		state = w.T("colleagues.active")
	}
	return []any{
		person.Name, email, state, rightsText(w, person), where.of(person),
		person.CreatedAt, rightsSince(person), person.LastSignedInAt, person.LastSeenAt, factorText(w, person.SecondFactor),
	}
}
