// Package static carries the stylesheet, script and images inside the program.
// An address contains a hash of the content, so that browsers may keep a file
// for ever and still never see an old one.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
)

//go:embed css/*.css *.js overview.css favicon.svg
var files embed.FS

// Prefix is where the website serves these files.
const Prefix = "/static/"

// sheets are the parts of portal.css, in the order in which they are joined.
var sheets = []string{"tokens", "page", "text", "form", "part", "print"}

type asset struct {
	content     []byte
	contentType string
}

var (
	byAddress = map[string]asset{}
	addresses = map[string]string{}
)

func init() {
	var joined bytes.Buffer
	for _, sheet := range sheets {
		joined.Write(read("css/" + sheet + ".css"))
	}
	add("portal.css", joined.Bytes(), "text/css; charset=utf-8")
	add("overview.css", read("overview.css"), "text/css; charset=utf-8")
	add("portal.js", append(read("shortlist.js"), read("portal.js")...), "text/javascript; charset=utf-8")
	add("review.js", read("review.js"), "text/javascript; charset=utf-8")
	add("preview.js", read("preview.js"), "text/javascript; charset=utf-8")
	add("passkey.js", read("passkey.js"), "text/javascript; charset=utf-8")
	add("favicon.svg", read("favicon.svg"), "image/svg+xml")
}

// URL gives the address of a file by its plain name, such as "portal.css". A
// name that does not exist gives "", which the page tests notice.
func URL(name string) string { return addresses[name] }

// Open gives the file at an address that URL gave out; ok is false for any
// other address, so a wrong hash is simply not found.
func Open(address string) (content []byte, contentType string, ok bool) {
	found, ok := byAddress[address]
	return found.content, found.contentType, ok
}

func add(name string, content []byte, contentType string) {
	sum := sha256.Sum256(content)
	extension := path.Ext(name)
	address := Prefix + strings.TrimSuffix(name, extension) + "." + hex.EncodeToString(sum[:6]) + extension
	byAddress[address] = asset{content: content, contentType: contentType}
	addresses[name] = address
}

// read panics because a missing file cannot pass the compiler's embed check.
func read(name string) []byte {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return content
}
