//go:build conformance

package portal

import (
	"bufio"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
)

// TestNaughtyStringsInTheFinder types every string of the Big List of Naughty
// Strings in the fields of the finder: the answer is a page, and quick.
func TestNaughtyStringsInTheFinder(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 500)
	file, err := os.Open(filepath.Join(os.Getenv("DIR"), "naughty", "blns.txt"))
	must(t, err)
	defer file.Close()
	asked := 0
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		line := scanner.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range []string{"q", "postcode", "pagina", "afstand", "gemeente", "taal"} {
			asked++
			address := "/aanbieders?" + url.Values{name: {line}}.Encode()
			began := time.Now()
			answer, err := s.app.Test(httptest.NewRequest("GET", address, nil), fiber.TestConfig{Timeout: 10 * time.Second})
			must(t, err)
			if took := time.Since(began); answer.StatusCode != 200 || took > 250*time.Millisecond {
				t.Errorf("%s=%.60q: status %d in %s", name, line, answer.StatusCode, took)
			}
			must(t, answer.Body.Close())
		}
	}
	if asked < 3000 {
		t.Errorf("only %d questions were asked", asked)
	}
}
