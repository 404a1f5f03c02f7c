package static

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func sheet(t *testing.T, name string) string {
	t.Helper()
	content, err := files.ReadFile("css/" + name + ".css")
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestAddressesChangeWithTheContent(t *testing.T) {
	for _, name := range []string{"portal.css", "portal.js", "passkey.js", "favicon.svg"} {
		address := URL(name)
		content, contentType, ok := Open(address)
		if !ok || len(content) == 0 || contentType == "" {
			t.Errorf("%s at %q: %d bytes, %q", name, address, len(content), contentType)
		}
		if !regexp.MustCompile(`^/static/\w+\.[0-9a-f]{12}\.\w+$`).MatchString(address) {
			t.Errorf("address %q has no hash", address)
		}
	}
	if _, _, ok := Open("/static/portal.000000000000.css"); ok {
		t.Error("a wrong hash is found")
	}
}

func TestEverySheetIsServed(t *testing.T) {
	entries, err := files.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != len(sheets) {
		t.Errorf("%d sheets in css/, %d in the list", len(entries), len(sheets))
	}
}

func TestStylesheetIsSmall(t *testing.T) {
	if content, _, _ := Open(URL("portal.css")); len(content) > 30_000 {
		t.Errorf("portal.css is %d bytes, at most 30000", len(content))
	}
}

// TestRawValuesOnlyInTokens: everything else reads a token (NLDS-1).
func TestRawValuesOnlyInTokens(t *testing.T) {
	raw := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\b(rgb|rgba|hsl|hsla|oklch)\(|\b(font-family|background|color|border-color):\s*(white|black|red|gr[ae]y|blue|Arial)`)
	used := regexp.MustCompile(`var\((--[\w-]+)`)
	tokens := sheet(t, "tokens")
	for _, name := range sheets {
		css := sheet(t, name)
		if name != "tokens" {
			if found := raw.FindAllString(css, -1); found != nil {
				t.Errorf("%s.css has raw values %v (NLDS-1)", name, found)
			}
		}
		for _, use := range used.FindAllStringSubmatch(css, -1) {
			if strings.HasPrefix(use[1], "--portal-") && !strings.Contains(tokens, use[1]+":") {
				t.Errorf("%s.css uses %s, which is no token", name, use[1])
			}
		}
	}
	for _, line := range strings.Split(tokens, "\n") {
		if strings.Contains(line, "#") && !strings.Contains(line, "var(--utrecht-") {
			t.Errorf("a theme cannot change %q (NLDS-1)", strings.TrimSpace(line))
		}
	}
}

// TestContrast checks the default theme (NLDS-3): text 4.5 to 1, parts 3 to 1.
func TestContrast(t *testing.T) {
	pairs := []struct {
		ink, paper string
		atLeast    float64
	}{
		{"ink", "paper", 7}, {"ink", "wash", 4.5}, {"heading", "paper", 7}, {"muted", "paper", 4.5}, {"muted", "wash", 4.5},
		{"link", "paper", 4.5}, {"link", "wash", 4.5}, {"link", "warn-wash", 4.5}, {"link", "good-wash", 4.5}, {"link", "bad-wash", 4.5},
		{"link", "action-wash", 4.5}, {"link-hover", "paper", 4.5}, {"link-hover", "action-wash", 4.5}, {"link", "footer", 4.5},
		{"footer-ink", "footer", 4.5}, {"muted", "footer", 4.5},
		{"action-ink", "action", 4.5}, {"action-ink", "action-hover", 4.5}, {"action", "paper", 3},
		{"field-ink", "field", 4.5}, {"field-line", "field", 3}, {"field-line", "wash", 3}, {"focus", "paper", 3}, {"focus", "wash", 3},
		{"bad", "paper", 4.5}, {"bad", "bad-wash", 4.5}, {"good", "good-wash", 4.5}, {"warn", "warn-wash", 4.5},
		{"ink", "good-wash", 4.5}, {"ink", "warn-wash", 4.5}, {"ink", "bad-wash", 4.5}, {"ink", "action-wash", 4.5},
	}
	css := sheet(t, "tokens")
	for _, pair := range pairs {
		got := contrast(t, colour(t, css, pair.ink), colour(t, css, pair.paper))
		if got < pair.atLeast {
			t.Errorf("%s on %s: %.2f, at least %.1f (NLDS-3)", pair.ink, pair.paper, got, pair.atLeast)
		}
	}
}

func TestOtherNeedsAreServed(t *testing.T) {
	css := sheet(t, "print")
	for _, query := range []string{"forced-colors: active", "prefers-reduced-motion: reduce", "@media print"} {
		if !strings.Contains(css, query) {
			t.Errorf("no rule for %s (NLDS-4)", query)
		}
	}
}

// TestScriptIsPlain: the security policy forbids code made from text (NET-1).
func TestScriptIsPlain(t *testing.T) {
	content, _, _ := Open(URL("portal.js"))
	for _, bad := range []string{"eval(", "new Function", "innerHTML", "document.write", "http:", "https:", ".style."} {
		if strings.Contains(string(content), bad) {
			t.Errorf("portal.js has %q", bad)
		}
	}
}

// colour gives the fallback of a token, the last hex value of its line.
func colour(t *testing.T, css, token string) string {
	t.Helper()
	match := regexp.MustCompile(`--portal-` + token + `:[^;]*#([0-9a-f]{6})\);`).FindStringSubmatch(css)
	if match == nil {
		t.Fatalf("no colour for %s", token)
	}
	return match[1]
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	first, second := luminance(t, a), luminance(t, b)
	return (max(first, second) + 0.05) / (min(first, second) + 0.05)
}

// luminance follows the definition of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", hex, err))
		}
		part := float64(value) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}
