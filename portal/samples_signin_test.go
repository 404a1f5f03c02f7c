package portal

import (
	"time"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// The pages of the second factor, as the gallery shows them.

var _ = sample("signin-code", func(frame Frame) page {
	p := newSignInCodePage(visitorForm(frame, "signin-code.title"), codeForm{Next: "/mijn"})
	p.Fail(frame.Words(), fault.Throttled(8*time.Second, fault.At("code", "error.throttled-seconds", "Count", 8)))
	return p
})

var _ = sample("setup", func(frame Frame) page {
	return newSetUpFactorPage(visitorForm(frame, "setup.title"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "sanne@groenendoen.example", codeForm{})
})

var _ = sample("setup-other", func(frame Frame) page {
	frame.Title = frame.T("setup.title")
	p := newSetUpFactorPage(frame, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "sanne@groenendoen.example", codeForm{})
	p.Fail(frame.Words(), fault.Invalid(fault.At("code", "error.code")))
	return p
})

var _ = sample("recovery-codes", func(frame Frame) page {
	frame.Title = frame.T("codes.title")
	codes := []string{"K7QF-2M9X-4TRA-0PZW-8HJC-V3ND", "00AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"}
	return newRecoveryCodesPage(frame, codes, "/mijn")
})

func sampleProveAgain(frame Frame) *ProveAgainPage {
	frame.Title = frame.T("again.title")
	return &ProveAgainPage{Frame: frame, Form: newForm(frame.Words(), "again", &codeForm{Next: "/mijn/overeenkomst"})}
}

var _ = sample("prove-again", func(frame Frame) page {
	p := sampleProveAgain(frame)
	p.Code = true
	return p
})

var _ = sample("prove-again-none", func(frame Frame) page { return sampleProveAgain(frame) })

var _ = sample("factors", func(frame Frame) page {
	frame.Title = frame.T("factors.title")
	since := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	return newFactorsPage(frame, account.Factors{AppSince: &since, CodesLeft: 2})
})
