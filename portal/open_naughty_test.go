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

// TestNaughtyStringsInTheAPI asks the API with every string of the Big List of
// Naughty Strings: it finds or refuses, and quickly.
func TestNaughtyStringsInTheAPI(t *testing.T) {
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
		var addresses []string
		for _, name := range []string{"q", "postcode", "pagina", "afstand", "gemeente", "velden", "aantalPerPagina"} {
			addresses = append(addresses, "/v1/aanbieders?"+url.Values{name: {line}}.Encode())
		}
		for _, name := range []string{"search", "page", "postcode", "modified_after", "taxonomy_term_id"} {
			addresses = append(addresses, "/hsds/service_at_locations?"+url.Values{name: {line}}.Encode())
		}
		addresses = append(addresses, "/v1/aanbieders?"+url.Values{line: {"1"}}.Encode(), "/v1/aanbieders/"+url.PathEscape(line), "/hsds/services/"+url.PathEscape(line))
		for _, address := range addresses {
			asked++
			status, took := s.timed(t, address)
			if took > 250*time.Millisecond { // the machine may have had a hiccup: what is slow is slow again
				_, took = s.timed(t, address+"&")
			}
			if status >= 500 || took > 250*time.Millisecond {
				t.Errorf("%.90q: status %d in %s", address, status, took)
			}
		}
	}
	if asked < 7000 {
		t.Errorf("only %d questions were asked", asked)
	}
}

func (s *site) timed(t *testing.T, address string) (status int, took time.Duration) {
	t.Helper()
	began := time.Now()
	answer, err := s.app.Test(httptest.NewRequest("GET", address, nil), fiber.TestConfig{Timeout: 10 * time.Second})
	must(t, err)
	took = time.Since(began)
	must(t, answer.Body.Close())
	return answer.StatusCode, took
}
