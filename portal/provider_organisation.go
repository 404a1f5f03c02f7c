package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/traderegister"
	"providerportal/internal/words"
)

const organisationPath = "/mijn/organisatie"

// OrganisationPage shows the organisation as the trade register knows it. Its
// people may correct it while no contract runs.
type OrganisationPage struct {
	Frame
	taskForm
	Entry  traderegister.Entry
	Lead   string
	AtDesk string      // that the reviewers hear of a correction
	Facts  SummaryList // instead of the form while a contract runs
}

func (p *OrganisationPage) template() string { return "provider/organisation" }

type organisationForm struct {
	Name            string `form:"name" clean:"line"`
	Street          string `form:"street" clean:"line"`
	Postcode        string `form:"postcode"`
	Place           string `form:"place"`
	Country         string `form:"country"`
	ForeignRegister string `form:"foreignRegister"`
	Website         string `form:"website"`
	Back            string `form:"terug"`
	Version         int    `form:"version"`
}

func (f *organisationForm) data() directory.Organisation {
	return directory.Organisation{
		Name: f.Name, Street: f.Street, Postcode: f.Postcode, Place: f.Place, Country: f.Country,
		ForeignRegister: f.ForeignRegister, Website: f.Website, Version: f.Version,
	}
}

// organisationFormOf shows what is kept; an organisation has its seat where it is
// registered, until it says otherwise.
func organisationFormOf(w *words.Words, provider *directory.Provider) *organisationForm {
	kept := provider.Organisation()
	if kept.Country == "" {
		kept.Country = w.T("organisation.netherlands")
		if provider.Entry.Abroad() {
			kept.Country = traderegister.Country(w.Lang, provider.Entry.Country)
		}
	}
	return &organisationForm{
		Name: kept.Name, Street: kept.Street, Postcode: kept.Postcode, Place: kept.Place, Country: kept.Country,
		ForeignRegister: kept.ForeignRegister, Website: kept.Website, Version: kept.Version,
	}
}

func organisationPage(frame Frame, own *enrollment.Organisation, form *organisationForm) *OrganisationPage {
	p := &OrganisationPage{Frame: frame, Entry: own.Provider.Entry, Lead: frame.T("organisation.lead")}
	p.Form = newForm(frame.Words(), "organisation", form)
	p.withinApplication()
	switch {
	case own.Fixed:
		p.Lead, p.Facts = p.T("organisation.fixed", "Contact", p.ContactEmail), SummaryList{Rows: organisationRows(p.Words(), own.Provider.Entry, own.Provider.Organisation())}
	case own.AtDesk:
		p.AtDesk = p.T("organisation.at-desk")
	}
	return p
}

// organisationRows are the facts of an organisation.
func organisationRows(w *words.Words, entry traderegister.Entry, o directory.Organisation) []SummaryRow {
	rows := []SummaryRow{
		row(w, w.T("organisation.name"), "", o.Name),
		row(w, entry.Label(w), "", entry.Short(w)),
	}
	if o.ForeignRegister != "" {
		rows = append(rows, row(w, w.T("organisation.foreignRegister"), "", o.ForeignRegister))
	}
	if address := addressLines(o); len(address) > 0 {
		rows = append(rows, row(w, w.T("organisation.address"), "", address...))
	}
	if o.Website != "" {
		rows = append(rows, row(w, w.T("organisation.website"), "", o.Website))
	}
	return rows
}

func addressLines(o directory.Organisation) []string {
	place := o.Postcode
	if place != "" && o.Place != "" {
		place += "  "
	}
	return filledIn([]string{o.Street, place + o.Place, o.Country})
}

func (s *Server) showOrganisation(v *visit) error {
	own, err := s.Enrollment.Organisation(v.ctx, v.actor)
	if err != nil {
		return err
	}
	form := organisationFormOf(v.words(), &own.Provider)
	form.Back = v.query("terug")
	return v.show(organisationPage(v.frame("organisation.title"), own, form))
}

func (s *Server) saveOrganisation(v *visit) error {
	var form organisationForm
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Enrollment.SaveOrganisation(v.ctx, v.actor, form.data()); err != nil {
		return s.refuseOrganisation(v, &form, err)
	}
	return v.done(backTo(form.Back), "organisation-saved")
}

// refuseOrganisation shows the form as it was typed, and what a colleague kept
// meanwhile.
func (s *Server) refuseOrganisation(v *visit, form *organisationForm, refusal error) error {
	own, err := s.Enrollment.Organisation(v.ctx, v.actor)
	if err != nil {
		return err
	}
	frame := v.frame("organisation.title")
	var changed Changed
	if enrollment.ChangedMeanwhile(refusal) {
		form.Version = own.Provider.Version
		changed = frame.changed(own.ChangedBy, *own.Provider.ChangedAt,
			organisationRows(v.words(), own.Provider.Entry, own.Provider.Organisation())...)
	}
	p := organisationPage(frame, own, form)
	p.Changed = changed
	return v.refuse(&p.Form, p, refusal)
}
