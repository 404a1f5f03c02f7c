package portal

// listAll is the tab with everything.
const listAll = "alle"

// chosen gives the asked value when it is on the list, else the first.
func chosen(asked string, list []string) string {
	for _, value := range list {
		if value == asked {
			return value
		}
	}
	return list[0]
}

// listTabs makes the tabs over a list from the values of "lijst"; a search stays.
func listTabs(f *Frame, label, prefix, current string, lists []string, counts map[string]int) Tabs {
	tabs, path := Tabs{Label: f.T(label)}, withQuery(f.Path, "pagina", "")
	for _, list := range lists {
		tabs.Items = append(tabs.Items, NavItem{
			Text: f.T(prefix + list), URL: withQuery(path, "lijst", list),
			Current: list == current, Count: counts[list], ShowCount: true,
		})
	}
	return tabs
}
