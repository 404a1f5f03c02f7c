package portal

import "providerportal/directory"

// Change is one part of a profile that differs, in words. A text has what it was
// and what it is now; a list has what went and what came.
type Change struct {
	Label                   string
	BeforeLabel, AfterLabel string
	Before, After           []string
}

// changesOf puts differences of a profile into words (D3).
func changesOf(f *Frame, region *directory.Region, changes []directory.Change) []Change {
	list := make([]Change, len(changes))
	for i, change := range changes {
		list[i] = Change{
			Label: changeLabel(f, region, change.Part), BeforeLabel: f.T("change.was"), AfterLabel: f.T("change.now"),
			Before: changeTexts(f, region, change.Part, change.Before), After: changeTexts(f, region, change.Part, change.After),
		}
		if isList(change.Part) {
			list[i].BeforeLabel, list[i].AfterLabel = f.T("change.gone"), f.T("change.new")
		}
	}
	return list
}

var changeLists = map[string]bool{
	"products": true, "targetGroups": true, "municipalities": true, "forms": true, "locations": true, "languages": true, "accessibility": true,
}

func isList(part string) bool { return changeLists[part] }

func changeLabel(f *Frame, region *directory.Region, part string) string {
	if code, own := productOf(part); own {
		return f.T("profile.description", "Name", region.Product(code).Plain(f.Lang))
	}
	return f.T("change.part." + part)
}

// productOf gives the product of a part with the provider's own words.
func productOf(part string) (code string, own bool) {
	const prefix = "description."
	if len(part) > len(prefix) && part[:len(prefix)] == prefix {
		return part[len(prefix):], true
	}
	return "", false
}

// changeTexts names codes; texts stay as they are.
func changeTexts(f *Frame, region *directory.Region, part string, values []string) []string {
	name := map[string]func(string) string{
		"products":       func(code string) string { return region.Product(code).Plain(f.Lang) },
		"targetGroups":   func(code string) string { return region.TargetGroup(code).Name(f.Lang) },
		"municipalities": func(code string) string { return region.Municipality(code).Name },
		"forms":          func(code string) string { return f.T("profile.forms." + code) },
		"languages":      func(code string) string { return f.T("profile.languages." + code) },
		"accessibility":  func(code string) string { return f.T("profile.accessibility." + code) },
		"logo":           func(string) string { return f.T("change.a-logo") },
	}[part]
	if name == nil {
		return values
	}
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = name(value)
	}
	return texts
}
