package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
)

// abroadForm is what somebody from Germany filled in, with a mistake.
var abroadForm = EntryForm{Where: traderegister.InAbroad, Country: "DE", Register: "Handelsregister Kleve", Number: "HRB"}

var _ = []struct{}{
	sample("register-abroad", func(frame Frame) page {
		p := &RegisterPage{Frame: visitorForm(frame, "register.title"), Form: newForm(frame.Words(), "register", &registerForm{EntryForm: abroadForm})}
		p.Fail(frame.Words(), fault.Invalid(fault.At("registerNumber", "error.register-number", "Max", traderegister.NumberMax)))
		return p
	}),
	sample("join-abroad", func(frame Frame) page {
		p := &JoinPage{Frame: visitorForm(frame, "join.title"), Form: newForm(frame.Words(), "join", &joinForm{EntryForm: EntryForm{Where: traderegister.InAbroad, Register: "Handelsregister Kleve"}})}
		p.Fail(frame.Words(), fault.Invalid(fault.At("country", "error.required"), fault.At("registerNumber", "error.required")))
		return p
	}),
	sample("provider-organisation-abroad", func(frame Frame) page {
		own := &enrollment.Organisation{Provider: sampleMaker}
		own.Provider.Entry = traderegister.Entry{Country: "DE", Register: "Handelsregister Kleve", Number: "HRB 4711"}
		return organisationPage(titled(frame, "organisation.title"), own, organisationFormOf(frame.Words(), &own.Provider))
	}),
}
