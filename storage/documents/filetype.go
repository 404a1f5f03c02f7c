package documents

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	headBytes = 3072 // what mimetype looks at
	tailBytes = 2048 // where the end mark of a whole file must be
)

// fileType is one sort of file that people may upload (ASVS 5.2.2).
type fileType struct {
	label      string
	mime       string
	extensions []string
	start      string // the first bytes, after blanks and a byte order mark
	end        string // stands near the end of a whole file; empty is not looked at
}

// fileTypes is what may be uploaded. JPEG has no end mark here because telephones
// write their own data after the picture.
var fileTypes = []fileType{
	{label: "PDF", mime: "application/pdf", extensions: []string{".pdf"}, start: "%PDF-", end: "%%EOF"},
	{label: "PNG", mime: "image/png", extensions: []string{".png"}, start: "\x89PNG", end: "IEND"},
	{label: "JPEG", mime: "image/jpeg", extensions: []string{".jpg", ".jpeg"}, start: "\xff\xd8\xff"},
}

// allowedLabels names the file types for people: "PDF, PNG, JPEG".
func allowedLabels() string {
	labels := make([]string, len(fileTypes))
	for i, kind := range fileTypes {
		labels[i] = kind.label
	}
	return strings.Join(labels, ", ")
}

// typeOf finds the file type of which both the name and the first bytes are.
// mimetype alone takes a program with "%PDF-" inside for a PDF, so the start is
// looked at as well.
func typeOf(name string, head []byte) (fileType, bool) {
	extension := strings.ToLower(path.Ext(name))
	detected := mimetype.Detect(head)
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n\t ")
	for _, kind := range fileTypes {
		if slices.Contains(kind.extensions, extension) && detected.Is(kind.mime) && bytes.HasPrefix(start, []byte(kind.start)) {
			return kind, true
		}
	}
	return fileType{}, false
}
