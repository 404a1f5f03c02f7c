package portal

import (
	"slices"

	"providerportal/directory"
)

// Question is one field with the partial that shows it.
type Question struct {
	Kind  string // textarea, checkboxes or text
	Field Field
}

type profileForm struct {
	Mark              string            `form:"mark"`
	Mission           string            `form:"mission"`
	Offer             string            `form:"offer"`
	Products          []string          `form:"products"`
	Descriptions      map[string]string `form:"-"`
	TargetGroups      []string          `form:"targetGroups"`
	Audience          string            `form:"audience"`
	Municipalities    []string          `form:"municipalities"`
	Forms             []string          `form:"forms"`
	Languages         []string          `form:"languages"`
	Accessibility     []string          `form:"accessibility"`
	AccessibilityNote string            `form:"accessibilityNote"`
	Website           string            `form:"website"`
}

func formOfProfile(profile *directory.Profile) *profileForm {
	return &profileForm{
		Mission: profile.Mission, Offer: profile.Offer, Products: profile.Products, Descriptions: profile.Descriptions,
		TargetGroups: profile.TargetGroups, Audience: profile.Audience, Municipalities: profile.Municipalities,
		Forms: profile.Forms, Languages: profile.Languages, Accessibility: profile.Accessibility,
		AccessibilityNote: profile.AccessibilityNote, Website: profile.Website,
	}
}

func (f *profileForm) profile() *directory.Profile {
	return &directory.Profile{
		Mission: f.Mission, Offer: f.Offer, Products: f.Products, Descriptions: f.Descriptions,
		TargetGroups: f.TargetGroups, Audience: f.Audience, Municipalities: f.Municipalities,
		Forms: f.Forms, Languages: f.Languages, Accessibility: f.Accessibility,
		AccessibilityNote: f.AccessibilityNote, Website: f.Website,
	}
}

func (p *ProfilePartPage) missionQuestions() []Question {
	return []Question{{"textarea", p.Field("mission").Rows(5).Max(directory.MissionMax)}}
}

// offerQuestions lists the products with their official name, and asks for the
// provider's own words about each that is chosen.
func (p *ProfilePartPage) offerQuestions() []Question {
	choices := productChoices(p.region, p.Lang)
	for i, product := range p.region.Products {
		choices[i].Hint = p.T("profile.official", "Name", product.Name(p.Lang))
	}
	list := []Question{
		{"textarea", p.Field("offer").Rows(7).Max(directory.OfferMax)},
		{"checkboxes", p.Field("products").Options(choices)},
	}
	texts := map[string]string{}
	for _, product := range p.region.Products {
		key := "profile.description." + product.Code
		texts[key] = p.T("profile.description", "Name", product.Plain(p.Lang))
		texts[key+".hint"] = p.T("profile.description.hint")
	}
	form := p.Form
	form.words = p.Words().With(texts)
	for _, product := range p.region.Products {
		field := form.Field("description." + product.Code).Rows(3).Max(directory.DescriptionMax).Optional()
		list = append(list, Question{"textarea", field})
	}
	return list
}

// audienceQuestions leaves out groups that are retired, unless they were chosen.
func (p *ProfilePartPage) audienceQuestions() []Question {
	var choices []Choice
	for _, group := range p.region.TargetGroups {
		if !group.Retired() || slices.Contains(p.profile.TargetGroups, group.Code) {
			choices = append(choices, Choice{Value: group.Code, Text: group.Name(p.Lang)})
		}
	}
	return []Question{
		{"checkboxes", p.Field("targetGroups").Options(choices)},
		{"textarea", p.Field("audience").Rows(3).Max(directory.OfferMax).Optional()},
	}
}

func (p *ProfilePartPage) whereQuestions() []Question {
	choices := make([]Choice, len(p.region.Municipalities))
	for i, m := range p.region.Municipalities {
		choices[i] = Choice{Value: m.Code, Text: m.Name}
	}
	return []Question{
		{"checkboxes", p.Field("municipalities").Options(choices)},
		{"checkboxes", p.Field("forms").Named(directory.FormCodes...).Optional()},
	}
}

func (p *ProfilePartPage) practicalQuestions() []Question {
	return []Question{
		{"checkboxes", p.Field("languages").Named(directory.LanguageCodes...).Optional()},
		{"checkboxes", p.Field("accessibility").Named(directory.AccessCodes...).Optional()},
		{"textarea", p.Field("accessibilityNote").Rows(3).Max(directory.NoteMax).Optional()},
		{"text", p.Field("website").As("url").Fill("url").Optional()},
	}
}
