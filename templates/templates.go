// Package templates carries the HTML and text templates inside the program.
// layout/ has the frame around every page and the parts that pages share; the
// other folders follow the roles of the people who see the page.
package templates

import "embed"

// FS holds every template by its path, such as "public/privacy.html".
//
//go:embed *
var FS embed.FS
