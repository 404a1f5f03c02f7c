package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
)

var sampleOwner = account.Actor{
	UserID: uuid.New(), Name: "Sanne Peeters", Email: "sanne@werkplaats.example", Lang: "nl", ProviderAdmin: true,
	Roles: []account.Role{account.RoleProvider},
}

var _ = []struct{}{
	sample("own-account", func(frame Frame) page {
		p := &AccountPage{Frame: frame, Form: newForm(frame.Words(), "own", &langForm{Lang: "nl"})}
		seen := time.Date(2026, 4, 8, 9, 30, 0, 0, time.UTC)
		p.fill(sampleOwner, row(frame.Words(), p.T("own.organisation"), "", sampleMaker.Name), []account.Session{
			{ID: uuid.New(), CreatedAt: seen, LastSeenAt: seen, Agent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", Origin: "192.0.2.7"},
			{ID: uuid.New(), CreatedAt: seen, LastSeenAt: seen, Agent: "curl"},
		}, "")
		return p
	}),
	sample("own-email", func(frame Frame) page {
		p := &ChangeEmailPage{Frame: frame, Form: newForm(frame.Words(), "change-email", &changeEmailForm{Email: "bezet@werk.example"}), Current: sampleOwner.Email}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("email", "error.email-used")))
		return p
	}),
	sample("own-email-sent", func(frame Frame) page {
		return &ChangeEmailPage{Frame: frame, Form: newForm(frame.Words(), "change-email", nil), Sent: true}
	}),
	sample("own-email-confirm", func(frame Frame) page {
		p := &LinkPage{Frame: frame, Form: newForm(frame.Words(), "confirm-new-email", nil), Secret: "geheim"}
		p.Text, p.Button = p.T("confirm-new-email.text"), p.T("confirm-new-email.button")
		p.Again = Link{p.T("confirm-new-email.again"), "/account/adres"}
		return p
	}),
	sample("own-close", func(frame Frame) page {
		p := &CloseAccountPage{Frame: frame, Form: newForm(frame.Words(), "close-account", &closeAccountForm{})}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("sure", "error.accepted")))
		return p
	}),
	sample("staff-audit", func(frame Frame) page {
		form := auditForm{Person: "sanne", Kind: "session"}
		p := &AuditPage{Frame: frame, Form: newForm(frame.Words(), "audit.form", &form), Newest: Link{frame.T("audit.newest"), "/beheer/logboek"}}
		p.Wide = true
		lines := make([]account.TrailLine, auditPerPage+1)
		for i := range lines {
			lines[i] = account.TrailLine{
				Entry: audit.Entry{ID: int64(100 - i), At: sampleNow, ActorID: &sampleOwner.UserID, Action: "session.opened", Object: "user", ObjectID: sampleOwner.UserID.String(), Origin: "192.0.2.7", Result: audit.ResultOK},
				Actor: sampleOwner.Name, Subject: sampleOwner.Name,
			}
		}
		lines[1].Action, lines[1].Result, lines[1].Object, lines[1].Subject = "access.refused", audit.ResultRefused, "GET /beheer", ""
		lines[2].ActorID, lines[2].Actor = nil, ""
		p.fill(form, lines)
		return p
	}),
}
