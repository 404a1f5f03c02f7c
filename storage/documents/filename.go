package documents

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxNameRunes      = 200
	maxExtensionRunes = 10
)

// separators are what some system takes for the border between folders.
var separators = strings.NewReplacer(`\`, "/", "%2f", "/", "%2F", "/", "%5c", "/", "%5C", "/", "\u2044", "/", "\u2215", "/", "\uff0f", "/", "\uff3c", "/")

// reserved are names that Windows takes for a device, with any extension.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// cleanName makes a file name from outside safe to keep and to show, also on
// Windows: the last part of the path, composed Unicode, no control, direction or
// invisible characters, none of <>:"|?*, single spaces, no dot or space at the
// end, at most 200 characters with the extension kept. It is empty when nothing
// is left.
func cleanName(name string) string {
	name = norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp), !unicode.IsGraphic(r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	name = path.Base(separators.Replace(name))
	name = strings.Join(strings.Fields(name), " ")
	if name = strings.TrimRight(name, ". "); strings.Trim(name, "./_ ") == "" {
		return ""
	}
	if reserved.MatchString(name) {
		name = "_" + name
	}
	extension := path.Ext(name)
	if len([]rune(extension)) > maxExtensionRunes {
		extension = ""
	}
	stem := []rune(strings.TrimRight(strings.TrimSuffix(name, extension), ". "))
	if len(stem) == 0 {
		stem = []rune("document")
	}
	stem = stem[:min(len(stem), maxNameRunes-len([]rune(extension)))]
	return strings.TrimRight(string(stem), ". ") + extension
}
