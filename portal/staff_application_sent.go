package portal

import "providerportal/enrollment"

// applicantFacts are what the provider says besides the answers, and why it
// stopped, if it did.
func applicantFacts(f *Frame, d *enrollment.Dossier) []SummaryRow {
	w, application := f.Words(), &d.Application
	var rows []SummaryRow
	add := func(key string, values ...string) {
		if values = filledIn(values); len(values) > 0 {
			rows = append(rows, row(w, f.T(key), "", values...))
		}
	}
	organisation := d.Provider.Organisation()
	add("organisation.address", addressLines(organisation)...)
	add("organisation.foreignRegister", organisation.ForeignRegister)
	add("organisation.website", organisation.Website)
	add("review.signatory", application.SignatoryName, application.SignatoryFunction, application.SignatoryEmail)
	add("application.municipalities.municipalities", namesOf(d.Municipalities)...)
	if application.WithdrawalCode != "" {
		add("review.withdrawn-why", f.T("application.withdraw.code."+string(application.WithdrawalCode)), application.WithdrawalNote)
	}
	return rows
}
