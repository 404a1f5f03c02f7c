package portal

import (
	"time"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// The pages around an account, and those a provider presents itself with, as the
// gallery shows them.

// visitorForm is the frame of a form for who has no account.
func visitorForm(frame Frame, title string) Frame {
	frame = visitorFrame(frame)
	frame.Title = frame.T(title)
	return frame
}

var _ = sample("signin", func(frame Frame) page {
	return &SignInPage{Frame: visitorForm(frame, "signin.title"), Form: newForm(frame.Words(), "signin", signInForm{Next: "/mijn"})}
})

var _ = sample("register", func(frame Frame) page {
	form := registerForm{KvK: "1234", Organisation: "Groen & Doen", Email: "info@groenendoen.example"}
	p := &RegisterPage{Frame: visitorForm(frame, "register.title"), Form: newForm(frame.Words(), "register", form), Known: true}
	p.Fail(frame.Words(), fault.Invalid(fault.At("kvk", "error.kvk"), fault.At("name", "error.required"), fault.At("email", "error.email-used")))
	return p
})

var _ = sample("registered", func(frame Frame) page { return newRegisteredPage(visitorForm(frame, "registered.title")) })

var _ = sample("link", func(frame Frame) page {
	return &LinkPage{
		Frame: visitorForm(frame, "verify-intake.title"), Form: newForm(frame.Words(), "verify-intake", nil),
		Text: frame.T("verify-intake.text"), Button: frame.T("verify-intake.button"), Secret: "geheim",
	}
})

var _ = sample("confirm-email", func(frame Frame) page {
	p := &ConfirmPage{
		Frame: visitorForm(frame, "confirm-email.title"), Form: newForm(frame.Words(), "confirm-email", nil),
		Name: "Noor Bakker", Organisation: "Groen & Doen", Secret: "geheim", Password: true,
	}
	p.Fail(frame.Words(), fault.Invalid(fault.At("password", "confirm-email.other-password")))
	return p
})

var _ = sample("confirm-email-signed-on", func(frame Frame) page {
	return &ConfirmPage{
		Frame: visitorForm(frame, "confirm-email.title"), Form: newForm(frame.Words(), "confirm-email", nil),
		Name: "Noor Bakker", Organisation: "Groen & Doen", Secret: "geheim",
	}
})

var _ = sample("link-spent", func(frame Frame) page {
	p := &LinkPage{
		Frame: visitorForm(frame, "confirm-email.title"), Form: newForm(frame.Words(), "confirm-email", nil),
		Again: Link{frame.T("confirm-email.again"), "/wachtwoord-vergeten"},
	}
	p.Fail(frame.Words(), fault.Conflict("fault.link-spent"))
	return p
})

var _ = sample("forgot", func(frame Frame) page {
	return &ForgotPage{Frame: visitorForm(frame, "forgot.title"), Form: newForm(frame.Words(), "forgot", nil)}
})

var _ = sample("forgot-sent", func(frame Frame) page {
	return &ForgotPage{Frame: visitorForm(frame, "forgot.title"), Form: newForm(frame.Words(), "forgot", nil), Sent: true}
})

var _ = sample("choose-password", func(frame Frame) page {
	return &ChoosePasswordPage{Frame: visitorForm(frame, "choose-password.title"), Form: newForm(frame.Words(), "choose-password", nil)}
})

var _ = sample("profile-editor", func(frame Frame) page {
	frame.Title = frame.T("profile.title")
	form := profileForm{Offer: "U werkt twee dagen per week in onze tuin.", Municipalities: []string{"GM0983"}}
	p := newProfileEditorPage(frame, sampleRegion, &directory.Standing{Slug: "groen-doen"}, &form)
	p.Fail(frame.Words(), fault.Invalid(fault.At("mission", "error.required"), fault.At("publish", "profile.needs-contract")))
	return p
})

var _ = sample("profile-editor-public", func(frame Frame) page {
	frame.Title = frame.T("profile.title")
	form := formOfProfile(&sampleProfile)
	stand := &directory.Standing{Slug: "groen-doen", Published: true, Admitted: true, IntakeVerified: true}
	return newProfileEditorPage(frame, sampleRegion, stand, &form)
})

var _ = sample("intake", func(frame Frame) page {
	frame.Title = frame.T("intake.title")
	kept := &directory.IntakePoint{Name: "Team aanmelding", Email: "aanmelden@groenendoen.example", Phone: "077 123 45 67"}
	return newIntakePage(frame, kept, &intakeForm{Name: kept.Name, Email: kept.Email, Phone: kept.Phone})
})

var _ = sample("intake-verified", func(frame Frame) page {
	frame.Title = frame.T("intake.title")
	kept := &directory.IntakePoint{
		Name: "Team aanmelding", Email: "aanmelden@groenendoen.example", Phone: "077 123 45 67",
		VerifiedAt: new(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)),
	}
	return newIntakePage(frame, kept, &intakeForm{Name: kept.Name, Email: kept.Email, Phone: kept.Phone})
})
