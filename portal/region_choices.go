package portal

import "providerportal/directory"

// What the region's lists of codes look like on a page, always in the order of
// the region.

func productChoices(region *directory.Region, lang string) []Choice {
	choices := make([]Choice, len(region.Products))
	for i, product := range region.Products {
		choices[i] = Choice{Value: product.Code, Text: product.Plain(lang)}
	}
	return choices
}

func targetGroupNames(region *directory.Region, codes []string, lang string) []string {
	return named(region.TargetGroups, codes,
		func(g directory.TargetGroup) string { return g.Code },
		func(g directory.TargetGroup) string { return g.Name(lang) })
}

func municipalityNames(region *directory.Region, codes []string) []string {
	return named(region.Municipalities, codes,
		func(m directory.Municipality) string { return m.Code },
		func(m directory.Municipality) string { return m.Name })
}

func named[T any](list []T, codes []string, codeOf, nameOf func(T) string) []string {
	wanted := make(map[string]bool, len(codes))
	for _, code := range codes {
		wanted[code] = true
	}
	var names []string
	for _, item := range list {
		if wanted[codeOf(item)] {
			names = append(names, nameOf(item))
		}
	}
	return names
}
