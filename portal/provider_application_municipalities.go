package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
)

const municipalitiesPath = applicationPath + "/gemeenten"

// MunicipalitiesPage asks where the provider wants to work.
type MunicipalitiesPage struct {
	Frame
	taskForm
	region *directory.Region
}

func (p *MunicipalitiesPage) template() string { return "provider/municipalities" }

// Municipalities lists those of the region.
func (p *MunicipalitiesPage) Municipalities() Field {
	choices := make([]Choice, len(p.region.Municipalities))
	for i, m := range p.region.Municipalities {
		choices[i] = Choice{Value: m.Code, Text: m.Name}
	}
	return p.Form.Field("municipalities").Options(choices)
}

type municipalitiesForm struct {
	Municipalities []string `form:"municipalities"`
	Back           string   `form:"terug"`
	Version        int      `form:"version"`
}

func municipalitiesPage(frame Frame, region *directory.Region, form *municipalitiesForm) *MunicipalitiesPage {
	p := &MunicipalitiesPage{Frame: frame, region: region}
	p.Form = newForm(frame.Words(), "application.municipalities", form)
	p.withinApplication()
	return p
}

func (s *Server) showMunicipalities(v *visit) error {
	dossier, err := s.ownDraft(v)
	if dossier == nil {
		return err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	form := &municipalitiesForm{Back: v.query("terug"), Version: dossier.Parts[enrollment.PartMunicipalities].Version}
	for _, municipality := range dossier.Municipalities {
		form.Municipalities = append(form.Municipalities, municipality.Code)
	}
	return v.show(municipalitiesPage(v.frame("application.municipalities.title"), region, form))
}

func (s *Server) saveMunicipalities(v *visit) error {
	var form municipalitiesForm
	if err := v.read(&form); err != nil {
		return err
	}
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	err = s.Enrollment.SaveMunicipalities(v.ctx, v.actor, dossier.Application.ID, form.Municipalities, form.Version)
	if err != nil {
		return s.refuseMunicipalities(v, &form, err)
	}
	return v.done(backTo(form.Back), "answer-saved")
}

// refuseMunicipalities shows the choices as they were made, and those that a
// colleague kept meanwhile.
func (s *Server) refuseMunicipalities(v *visit, form *municipalitiesForm, refusal error) error {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	frame := v.frame("application.municipalities.title")
	var changed Changed
	if enrollment.ChangedMeanwhile(refusal) {
		dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
		if err != nil {
			return err
		}
		form.Version = dossier.Parts[enrollment.PartMunicipalities].Version
		changed = frame.changedPart(dossier, enrollment.PartMunicipalities,
			row(v.words(), v.T("application.municipalities.municipalities"), "", namesOf(dossier.Municipalities)...))
	}
	p := municipalitiesPage(frame, region, form)
	p.Changed = changed
	return v.refuse(&p.Form, p, refusal)
}

func namesOf(municipalities []directory.Municipality) []string {
	names := make([]string, len(municipalities))
	for i, municipality := range municipalities {
		names[i] = municipality.Name
	}
	return names
}
