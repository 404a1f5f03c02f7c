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
		{"line\r\nSet-Cookie: x.pdf", "line Set-Cookie: x.pdf"},
		{"nul\x00\x1b[31m.pdf", "nul[31m.pdf"},
		{"cafe\u0301.pdf", "café.pdf"},
		{"  twee \t  spaties .pdf ", "twee spaties .pdf"},
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

func TestTypeOf(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"a.pdf", "%PDF-1.7\n", "PDF"},
		{"a.PDF", "\r\n%PDF-1.7\n", "PDF"},
		{"a.pdf", "\xef\xbb\xbf%PDF-1.7\n", "PDF"},
		{"a.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"},
		{"a.jpg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "JPEG"},
		{"a.jpeg", "\xff\xd8\xff\xe1\x00\x10Exif\x00", "JPEG"},
		{"a.pdf", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""},
		{"a.png", "%PDF-1.7\n", ""},
		{"a.pdf", "MZ\x90\x00\x03\x00\x00\x00", ""},
		{"a.pdf", "MZ\x90\x00\x03 %PDF-1.7\n", ""},
		{"a.pdf", "<html><script>alert(1)</script> %PDF-1.7", ""},
		{"a.exe", "%PDF-1.7\n", ""},
		{"a.pdf.exe", "%PDF-1.7\n", ""},
		{"pdf", "%PDF-1.7\n", ""},
		{"a.docx", "PK\x03\x04", ""},
		{"a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", ""},
	} {
		kind, allowed := typeOf(test.name, []byte(test.head))
		if kind.label != test.want || allowed != (test.want != "") {
			t.Errorf("typeOf(%q, %q) = %q, want %q", test.name, test.head, kind.label, test.want)
		}
	}
}
