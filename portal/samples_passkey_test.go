package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

var _ = sample("signin-code-passkey", func(frame Frame) page {
	p := newSignInCodePage(visitorForm(frame, "signin-code.title"), codeForm{Next: "/mijn"})
	p.Passkey = true
	return p
})

var _ = sample("factors-passkeys", func(frame Frame) page {
	frame.Title = frame.T("factors.title")
	made := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	p := newFactorsPage(frame, account.Factors{Passkeys: 2, Distrusted: 1, CodesLeft: 2})
	p.PasskeyList = newPasskeyList(&p.Frame, []account.Passkey{
		{ID: uuid.New(), Name: "Telefoon", CreatedAt: made, LastUsedAt: new(made.AddDate(0, 0, 3))},
		{ID: uuid.New(), Name: "Laptop", CreatedAt: made},
		{ID: uuid.New(), Name: "Oude beveiligingssleutel", CreatedAt: made, CloneWarningAt: &made},
	}, true)
	p.Fail(frame.Words(), fault.Conflict("passkey.last"))
	return p
})
