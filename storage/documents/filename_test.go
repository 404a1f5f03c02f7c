package documents

import (
	"strings"
	"testing"
)

func TestCleanName(t *testing.T) {
	long := strings.Repeat("é", 300)
	for _, test := range []struct{ name, want string }{
		{"uittreksel KvK.pdf", "uittreksel KvK.pdf"},
		{"../../etc/passwd", "passwd"},
		{`C:\Documenten\polis.PDF`, "polis.PDF"},
		{"factuur\u202Efdp.exe", "factuurfdp.exe"},
		{"a\u200Bb\u200D\uFEFFc.pdf", "abc.pdf"},
		{"line\r\nSet-Cookie: x.pdf", "line Set-Cookie_ x.pdf"},
		{"nul\x00\x1b[31m.pdf", "nul[31m.pdf"},
		{"cafe\u0301.pdf", "café.pdf"},
		{"  twee \t  spaties .pdf ", "twee spaties.pdf"},
		{"..%2f..%2Fetc%5cpasswd.pdf", "passwd.pdf"},
		{"map\u2215polis.pdf", "polis.pdf"},
		{"CON.pdf", "_CON.pdf"}, {"lpt1", "_lpt1"}, {"contract.pdf", "contract.pdf"},
		{"a.pdf. . ", "a.pdf"},
		{`a";filename="b.exe`, "a_;filename=_b.exe"},
		{"<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"},
		{"???", ""},
		{"kapot\xff\xfe.pdf", "kapot.pdf"},
		{"para\u2029graaf.pdf", "para graaf.pdf"},
		{long + ".pdf", strings.Repeat("é", 196) + ".pdf"},
		{long, strings.Repeat("é", 200)},
		{"a." + strings.Repeat("x", 300), "a." + strings.Repeat("x", 198)},
		{".pdf", "document.pdf"},
		{"", ""}, {".", ""}, {"..", ""}, {"map/", "map"}, {"/", ""}, {"\u202E\u200B", ""}, {" . ", ""},
	} {
		if got := cleanName(test.name); got != test.want {
			t.Errorf("cleanName(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("a\u0301\\..\u202E.pdf")
	f.Fuzz(func(t *testing.T, name string) {
		once := cleanName(name)
		if len([]rune(once)) > maxNameRunes || strings.ContainsAny(once, "/\\\r\n\x00") {
			t.Errorf("cleanName(%q) = %q", name, once)
		}
		if twice := cleanName(once); twice != once {
			t.Errorf("cleanName(%q) = %q and then %q", name, once, twice)
		}
	})
}
