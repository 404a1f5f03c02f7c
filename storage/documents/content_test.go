package documents_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/storage/documents"
)

// part is one part of an archive.
type part struct{ name, content string }

func archive(parts ...part) string {
	var all bytes.Buffer
	writer := zip.NewWriter(&all)
	for _, p := range parts {
		method := zip.Deflate
		if p.name == "mimetype" {
			method = zip.Store
		}
		to, _ := writer.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		_, _ = io.WriteString(to, p.content)
	}
	_ = writer.Close()
	return all.String()
}

const docxTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

func docx(more ...part) string {
	return archive(append([]part{{"[Content_Types].xml", docxTypes}, {"word/document.xml", "<w:document/>"}}, more...)...)
}

func odt(manifest string, more ...part) string {
	return archive(append([]part{
		{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<office/>"}, {"META-INF/manifest.xml", manifest},
	}, more...)...)
}

func pdfWith(objects string) string { return "%PDF-1.5\n" + objects + "\nstartxref\n9\n%%EOF\n" }

func deflated(text string) string {
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	_, _ = io.WriteString(writer, text)
	_ = writer.Close()
	return packed.String()
}

func objectStream(dictionary, content string) string {
	return pdfWith("5 0 obj\n<</Type/ObjStm/N 1/First 4" + dictionary + ">>\nstream\r\n" + content + "\nendstream\nendobj")
}

func picture(encode func(io.Writer, image.Image) error) string {
	var file bytes.Buffer
	_ = encode(&file, image.NewGray(image.Rect(0, 0, 64, 64)))
	return file.String()
}

func asJPEG(w io.Writer, i image.Image) error { return jpeg.Encode(w, i, nil) }

// hugePNG claims a size that no memory holds.
func hugePNG() string {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), 60000)
	head = append(binary.BigEndian.AppendUint32(head, 60000), 8, 2, 0, 0, 0)
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(head))
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + string(head) + string(sum) + "\x00\x00\x00\x00IEND\xaeB`\x82"
}

// Each kind of file, and everything that can be wrong inside it; an empty key is
// a good file.
func TestReceiveLooksInside(t *testing.T) {
	shot, photo := picture(png.Encode), picture(asJPEG)
	macro := part{"word/vbaProject.bin", "x"}
	for _, test := range []struct{ title, name, content, key string }{
		{"pdf", "a.pdf", pdfWith("1 0 obj\n<</OpenAction[3 0 R/FitH null]>>\nendobj"), ""},
		{"pdf with packed objects", "a.pdf", objectStream("/Filter/FlateDecode", deflated("<</Type/Page>>")), ""},
		{"png", "A.PNG", shot, ""},
		{"jpeg", "a.jpeg", photo, ""},
		{"jpeg of a telephone", "a.jpg", photo + strings.Repeat("\x00own data", 900), ""},
		{"docx", "a.docx", docx(part{"word/embeddings/chart.xlsx", docx()}), ""},
		{"odt", "a.odt", odt("<manifest/>"), ""},

		{"pdf starts a program", "a.pdf", pdfWith("1 0 obj\n<</OpenAction<</S/Launch/F(calc.exe)>>>>\nendobj"), "document.actions"},
		{"pdf with a script", "a.pdf", pdfWith("1 0 obj\n<</S /JavaScript /JS (x)>>\nendobj"), "document.actions"},
		{"pdf with a script under another spelling", "a.pdf", pdfWith("1 0 obj\n<</S /J#61vaScr#69pt>>\nendobj"), "document.actions"},
		{"pdf with a packed script", "a.pdf", objectStream("/Filter/FlateDecode", deflated("<</S/JavaScript>>")), "document.actions"},
		{"pdf packed in an unknown way", "a.pdf", objectStream("/Filter[/ASCIIHexDecode/FlateDecode]", "00"), "document.actions"},
		{"pdf whose objects are cut", "a.pdf", objectStream("/Filter/FlateDecode", deflated(strings.Repeat("abc", 1000))[:20]), "document.truncated"},
		{"pdf bomb", "a.pdf", objectStream("/Filter/FlateDecode", deflated(strings.Repeat("a", 65<<20))), "document.too-complex"},
		{"pdf with a password", "a.pdf", pdfWith("trailer\n<</Encrypt 7 0 R>>"), "document.encrypted"},
		{"pdf without table", "a.pdf", "%PDF-1.5\n1 0 obj\n%%EOF", "document.truncated"},
		{"png cut off", "a.png", shot[:len(shot)-8], "document.truncated"},
		{"png bomb", "a.png", hugePNG(), "document.too-complex"},
		{"jpeg cut off", "a.jpg", photo[:len(photo)-2], "document.truncated"},
		{"docx with macros", "a.docx", docx(macro), "document.macros"},
		{"docx with hidden macros", "a.docx", docx(part{"word/embeddings/x.docx", docx(macro)}), "document.macros"},
		{"docx with a program", "a.docx", docx(part{"word/media/a.png", "MZ\x90\x00x"}), "document.macros"},
		{"docm renamed", "a.docx", archive(part{"[Content_Types].xml", strings.Replace(docxTypes, "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main", 1)}), "document.macros"},
		{"docx with a password", "a.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 40_000) +
			"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "document.encrypted"},
		{"doc renamed", "a.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 9000), "document.wrong-type"},
		{"docx cut off", "a.docx", docx()[:300], "document.truncated"},
		{"docx bomb", "a.docx", docx(part{"word/media/x.xml", strings.Repeat("a", 257<<20)}), "document.too-complex"},
		{"docx with an archive", "a.docx", docx(part{"word/media/x.zip", docx()}), "document.too-complex"},
		{"docx that leaves its folder", "a.docx", docx(part{"../../x.xml", "x"}), "document.wrong-type"},
		{"workbook renamed", "a.docx", archive(part{"[Content_Types].xml", "spreadsheetml.sheet.main+xml"}), "document.wrong-type"},
		{"archive renamed", "a.docx", archive(part{"x.txt", "x"}), "document.wrong-type"},
		{"odt with a password", "a.odt", odt("<manifest:encryption-data/>"), "document.encrypted"},
		{"odt with macros", "a.odt", odt("<manifest/>", part{"Basic/Standard/Module1.xml", "x"}), "document.macros"},
		{"odt called docx", "a.docx", odt("<manifest/>"), "document.extension"},
		{"docx called pdf", "a.pdf", docx(), "document.extension"},
		{"picture of another kind", "a.png", "<svg xmlns='http://www.w3.org/2000/svg'/>", "document.wrong-type"},
	} {
		t.Run(test.title, func(t *testing.T) {
			vault := smallVault(t, dbtest.Tx(t))
			_, err := vault.Receive(context.Background(), someone(), test.name, strings.NewReader(test.content))
			got := ""
			if refusal := fault.Of(err); refusal != nil && len(refusal.Fields) == 1 {
				got = refusal.Fields[0].Key
			} else if err != nil {
				t.Fatal(err)
			}
			if got != test.key {
				t.Errorf("refused with %q, want %q", got, test.key)
			}
		})
	}
}

// A file that is an archive as well is kept and never shown.
func TestPolyglotIsOnlySaved(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	for content, shown := range map[string]bool{pdfWith(""): true, pdfWith("") + archive(part{"x.html", "x"}): false} {
		doc, err := vault.Receive(context.Background(), someone(), "a.pdf", strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		found, err := vault.Find(context.Background(), doc.ID)
		if err != nil || found.ShownInline() != shown {
			t.Errorf("shown %v, want %v (%v)", found.ShownInline(), shown, err)
		}
	}
}

// A virus is named before anything else that is wrong with the file.
func TestReceiveNamesTheVirusFirst(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	vault.Scanner = finds{}
	_, err := vault.Receive(context.Background(), someone(), "a.pdf", strings.NewReader("no pdf at all"))
	wantRefusal(t, err, "document.infected", nil)
}

type finds struct{ documents.NoScanner }

func (finds) Scan(_ context.Context, r io.Reader) error {
	_, _ = io.Copy(io.Discard, r)
	return fmt.Errorf("%w: Eicar", documents.ErrInfected)
}

// What a hostile file claims to be never ends the portal, whatever its bytes are.
func FuzzReceiveContent(f *testing.F) {
	for _, seed := range []string{pdfWith("1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + deflated("/a") + "endstream"),
		picture(png.Encode), picture(asJPEG), docx(), odt("<manifest/>")} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, name := range []string{"a.pdf", "a.png", "a.jpg", "a.docx", "a.odt"} {
			if err := documents.Inspect(name, content); err != nil && !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
