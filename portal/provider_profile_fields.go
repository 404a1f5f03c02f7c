package portal

import "providerportal/directory"

// The questions of the profile editor.

// Mission asks what the provider stands for.
func (p *ProfileEditorPage) Mission() Field {
	return p.Field("mission").Rows(4).Max(directory.MissionMax)
}

// Offer asks what the provider does for residents.
func (p *ProfileEditorPage) Offer() Field { return p.Field("offer").Rows(6).Max(directory.OfferMax) }

// Audience asks for more about the people it is for.
func (p *ProfileEditorPage) Audience() Field {
	return p.Field("audience").Rows(3).Max(directory.OfferMax).Optional()
}

// Products lists the products with their official name below.
func (p *ProfileEditorPage) Products() Field {
	choices := productChoices(p.region, p.Lang)
	for i, product := range p.region.Products {
		choices[i].Hint = p.T("profile.official", "Name", product.Name(p.Lang))
	}
	return p.Field("products").Options(choices)
}

// TargetGroups lists the people a provider can be for.
func (p *ProfileEditorPage) TargetGroups() Field {
	return p.Field("targetGroups").Options(targetGroupChoices(p.region, p.Lang))
}

// Municipalities lists where a provider can work.
func (p *ProfileEditorPage) Municipalities() Field {
	choices := make([]Choice, len(p.region.Municipalities))
	for i, m := range p.region.Municipalities {
		choices[i] = Choice{Value: m.Code, Text: m.Name}
	}
	return p.Field("municipalities").Options(choices)
}

// Website asks for an address.
func (p *ProfileEditorPage) Website() Field {
	return p.Field("website").As("url").Fill("url").Optional()
}
