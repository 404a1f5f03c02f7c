package portal

import (
	"strings"

	"providerportal/internal/words"
)

// browserMarks and systemMarks tell browsers and systems apart by what they call
// themselves; the first that fits counts, because many name others as well.
var (
	browserMarks = []struct{ mark, name string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systemMarks = []struct{ mark, name string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

// browserName says in plain words which browser it was, such as "Firefox op
// Windows".
func browserName(w *words.Words, agent string) string {
	browser, system := "", ""
	for _, one := range browserMarks {
		if strings.Contains(agent, one.mark) {
			browser = one.name
			break
		}
	}
	for _, one := range systemMarks {
		if strings.Contains(agent, one.mark) {
			system = one.name
			break
		}
	}
	switch {
	case browser == "" && system == "":
		return w.T("own.browser.unknown")
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return w.T("own.browser.on", "Browser", browser, "System", system)
}
