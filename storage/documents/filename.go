package documents

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxNameRunes      = 200
	maxExtensionRunes = 10
)

// cleanName makes a file name from outside safe to keep and to show: the last
// part of the path, composed Unicode, no control, direction or invisible
// characters, single spaces, at most 200 characters with the extension kept.
// It is empty when nothing is left.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp), !unicode.IsGraphic(r):
			return -1
		}
		return r
	}, norm.NFC.String(name))
	name = strings.Join(strings.Fields(name), " ")
	if strings.Trim(name, "./ ") == "" {
		return ""
	}
	extension := path.Ext(name)
	if len([]rune(extension)) > maxExtensionRunes {
		extension = ""
	}
	stem := []rune(strings.TrimSuffix(name, extension))
	if len(stem) == 0 {
		stem = []rune("document")
	}
	stem = stem[:min(len(stem), maxNameRunes-len([]rune(extension)))]
	return string(stem) + extension
}
