package portal

import "providerportal/directory"

var sampleTerms = directory.Terms{ConfirmMonths: 6, VerifyMonths: 12, Revision: 1}

var _ = []struct{}{
	sample("staff-freshness", func(frame Frame) page {
		form := &freshnessForm{Confirm: "9", Verify: "12", Reason: "Twee keer per jaar is te vaak voor kleine aanbieders.", Revision: 2}
		p := newFreshnessPage(titled(frame, "freshness.title"), []directory.TermsChange{{
			At: sampleDeclaration().ApprovedAt, Actor: "Bea Beheer", Reason: "Afgesproken in het overleg met de gemeenten.",
			OldConfirm: 12, OldVerify: 12, NewConfirm: 6, NewVerify: 12,
		}}, form)
		p.preview(map[directory.Watch]int{directory.WatchUnconfirmed: 1, directory.WatchIntake: 4})
		return p
	}),
	sample("staff-freshness-empty", func(frame Frame) page {
		return newFreshnessPage(titled(frame, "freshness.title"), nil, freshnessFormOf(sampleTerms))
	}),
}
