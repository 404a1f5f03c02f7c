package documents

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

const (
	compoundStart = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

	// What one office document may be made of. A book of 300 pages with pictures
	// has some hundred parts and unpacks to 60 MB.
	officeParts     = 2000
	officeDirectory = 512 << 10 // of the list of parts, in bytes
	officeUnpacked  = 256 << 20
	officeListMax   = 1 << 20 // of a part that says what the others are
)

// officeType says which office document an archive is: the part that names it
// decides, not what else is in there.
func officeType(r io.ReaderAt, size int64) (fileType, error) {
	parts, err := openOffice(r, size)
	if err != nil {
		return fileType{}, err
	}
	if first := parts[0]; first.Name == "mimetype" {
		if kind, err := readPart(first); err != nil || string(kind) != typeODT.mime {
			return fileType{}, wrongType()
		}
		return typeODT, nil
	}
	return docxType(parts)
}

// checkODT refuses a password, macros and scripts, and unpacks every part once.
func checkODT(r io.ReaderAt, size int64) error {
	parts, err := openOffice(r, size)
	if err != nil {
		return err
	}
	list, err := readPart(find(parts, "META-INF/manifest.xml"))
	switch {
	case err == nil && bytes.Contains(list, []byte("encryption-data")): // LibreOffice 24 packs the content as well
		return refuse("document.encrypted")
	case err != nil || find(parts, "content.xml") == nil:
		return refuse("document.truncated")
	}
	for _, part := range parts {
		folders := strings.Split(path.Dir(part.Name), "/")
		if slices.Contains(folders, "Basic") || slices.Contains(folders, "Scripts") || slices.Contains(folders, "Dialogs") {
			return refuse("document.macros")
		}
	}
	return unpackParts(parts, "")
}

// unpackParts reads every part to its end and throws it away. Archives may stand
// only below embedded, such as the table behind a chart; they are not unpacked,
// but the names in them can be read.
func unpackParts(parts []*zip.File, embedded string) error {
	left := int64(officeUnpacked)
	for _, part := range parts {
		watch := &partWatch{}
		n, err := unpack(part, watch, left+1)
		nested, object := strings.HasPrefix(string(watch.head), zipStart), strings.HasPrefix(string(watch.head), compoundStart)
		inside := embedded != "" && strings.HasPrefix(part.Name, embedded)
		switch left -= n; {
		case left < 0:
			return refuse("document.too-complex")
		case err != nil:
			return refuse("document.truncated")
		case watch.macros, watch.program(), object && !inside:
			return refuse("document.macros")
		case nested && !inside:
			return refuse("document.too-complex")
		}
	}
	return nil
}

func unpack(part *zip.File, to io.Writer, limit int64) (int64, error) {
	content, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer content.Close()
	return io.CopyBuffer(onlyWriter{to}, io.LimitReader(content, limit), make([]byte, copyBytes))
}

// onlyWriter hides every other method, so that the buffer is used.
type onlyWriter struct{ io.Writer }

// partWatch keeps the first bytes of a part and looks for the names under which
// macros and packed programs stand in a document within it.
type partWatch struct {
	head   []byte
	last   []byte
	macros bool
}

// macroNames are the part in an archive, and in the old office format, where
// names are in UTF-16, the folder of macros and the packed file of any kind.
var macroNames = [][]byte{[]byte("vbaProject.bin"), wide("_VBA_PROJECT"), wide("\x01Ole10Native")}

const macroNameMax = 26 // bytes of the longest

func wide(name string) []byte { return []byte(strings.Join(strings.Split(name, ""), "\x00") + "\x00") }

// Write looks at the next bytes.
func (w *partWatch) Write(p []byte) (int, error) {
	if missing := len(compoundStart) - len(w.head); missing > 0 {
		w.head = append(w.head, p[:min(missing, len(p))]...)
	}
	seam := append(w.last, p[:min(macroNameMax, len(p))]...)
	for _, name := range macroNames {
		w.macros = w.macros || bytes.Contains(p, name) || bytes.Contains(seam, name)
	}
	w.last = append(w.last[:0], p[max(0, len(p)-macroNameMax):]...)
	return len(p), nil
}

// program reports whether the part is a program of Windows or Linux.
func (w *partWatch) program() bool {
	return bytes.HasPrefix(w.head, []byte("MZ\x90\x00")) || bytes.HasPrefix(w.head, []byte("\x7fELF"))
}

// checkCompound tells a DOCX with a password from every other file of the old
// office format: only it has this stream, with its name in UTF-16.
func checkCompound(r io.ReaderAt, size int64) error {
	const name = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	in, buffer := io.NewSectionReader(r, 0, size), make([]byte, copyBytes)
	for kept := 0; ; {
		n, err := in.Read(buffer[kept:])
		if bytes.Contains(buffer[:kept+n], []byte(name)) {
			return refuse("document.encrypted")
		}
		if err != nil {
			return wrongType()
		}
		seen := buffer[:kept+n]
		kept = copy(buffer, seen[max(0, len(seen)-len(name)):])
	}
}

func find(parts []*zip.File, name string) *zip.File {
	for _, part := range parts {
		if part.Name == name {
			return part
		}
	}
	return nil
}

// readPart gives a small part as a whole; nil and an error for none.
func readPart(part *zip.File) ([]byte, error) {
	if part == nil {
		return nil, io.ErrUnexpectedEOF
	}
	var content bytes.Buffer
	if n, err := unpack(part, &content, officeListMax+1); err != nil || n > officeListMax {
		return nil, io.ErrUnexpectedEOF
	}
	return content.Bytes(), nil
}
