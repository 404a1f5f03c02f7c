package portal

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// Share is what other sites show of a public page when somebody links to it.
type Share struct {
	Address string // the whole address without what a visitor chose; empty for pages behind an account
	Text    string // what the page tells, in one or two sentences; empty is the portal's own
	Image   string // whole address of a picture, or empty
	Feed    string // address of the feed of this page, or empty
}

// Description is what a search engine or a message shows of the page.
func (f *Frame) Description() string {
	if f.Share.Text != "" {
		return f.Share.Text
	}
	return f.T("share.description", "Region", f.RegionName)
}

// Canonical is the one address of this page in a language: other questions in the
// address show the same page.
func (f *Frame) Canonical(lang string) string {
	if lang == "en" {
		return f.Share.Address + "?lang=en"
	}
	return f.Share.Address
}

// public reports whether everybody may see this page and find it back.
func (v *visit) public() bool {
	return v.policy.name == anyone.name && v.Method() == fiber.MethodGet
}

func (v *visit) share() Share {
	address := v.server.BaseURL + (&url.URL{Path: strings.Clone(v.Path())}).EscapedPath()
	return Share{Address: address}
}
