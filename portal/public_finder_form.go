package portal

import "providerportal/directory"

// Question asks for words.
func (p *FinderPage) Question() Field { return freely(p.Field("q").As("search")) }

// Place asks for a municipality.
func (p *FinderPage) Place() Field {
	return narrowing(p.Field("gemeente"), p.T("finder.gemeente.all"), municipalityChoices(p.region))
}

// Group asks for whom the help is.
func (p *FinderPage) Group() Field {
	return narrowing(p.Field("doelgroep"), p.T("finder.doelgroep.all"), targetGroupChoices(p.region, p.Lang))
}

// Product asks for the kind of help, in residents' words.
func (p *FinderPage) Product() Field {
	return narrowing(p.Field("product"), p.T("finder.product.all"), productChoices(p.region, p.Lang))
}

// More reports whether one of the filters below the first two is in use.
func (p *FinderPage) More() bool { return p.asked.TargetGroup != "" || p.asked.Product != "" }

// freely makes a field of a search form: never mandatory, and so not marked.
func freely(field Field) Field {
	field.Needed = false
	return field
}

// narrowing is a select whose first choice leaves everything in.
func narrowing(field Field, all string, choices []Choice) Field {
	field = freely(field.Options(choices))
	field.EmptyChoice = all
	return field
}

func municipalityChoices(region *directory.Region) []Choice {
	choices := make([]Choice, len(region.Municipalities))
	for i, m := range region.Municipalities {
		choices[i] = Choice{Value: m.Slug, Text: m.Name}
	}
	return choices
}
