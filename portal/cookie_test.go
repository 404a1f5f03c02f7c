package portal

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/internal/account"
)

var namedCookie = regexp.MustCompile(`cookieName\("(\w+)"\)`)

// AVG-10: the cookies page names every cookie that the code can set, and no
// other; walking through the portal meets no cookie that is not on the page.
func TestCookiesPageNamesExactlyOurCookies(t *testing.T) {
	site := newSite(t)
	var listed []string
	site.visitor().get(t, "/cookies").doc.Find("tbody th").Each(func(_ int, cell *goquery.Selection) {
		listed = append(listed, strings.TrimSpace(cell.Text()))
	})
	var named []string
	files, err := filepath.Glob("*.go")
	must(t, err)
	literals := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		code, err := os.ReadFile(file)
		must(t, err)
		literals += strings.Count(string(code), "fiber.Cookie{")
		for _, match := range namedCookie.FindAllStringSubmatch(string(code), -1) {
			named = append(named, site.cookieName(match[1]))
		}
	}
	slices.Sort(named)
	if page := slices.Sorted(slices.Values(listed)); !slices.Equal(page, slices.Compact(named)) {
		t.Errorf("the page names %v, the code sets %v", page, named)
	}
	if literals != 1 {
		t.Errorf("%d places make a cookie, want setCookie alone", literals)
	}
	for _, b := range []*browser{site.visitor(), site.contracted(t), site.consultant(t, "GM0984"), site.staff(t, account.RoleAdministrator)} {
		b.get(t, "/?lang=en")
		for _, r := range site.routes {
			if r.method == "GET" && !strings.ContainsAny(r.path, ":*") {
				b.get(t, r.path)
			}
		}
		for name := range b.cookies {
			if !slices.Contains(listed, name) {
				t.Errorf("%s is set and not on the page", name)
			}
		}
	}
}
