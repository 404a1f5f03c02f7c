package portal

import "providerportal/internal/fault"

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
	form := registerForm{EntryForm: EntryForm{Where: "kvk", KvK: "1234"}, Organisation: "Groen & Doen", Email: "info@groenendoen.example"}
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
