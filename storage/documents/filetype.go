package documents

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	headBytes = 3072 // what mimetype looks at
	tailBytes = 2048 // where the end mark of a whole PDF must be
)

// fileType is one sort of file that people may upload (ASVS 5.2.2).
type fileType struct {
	label      string
	mime       string
	extensions []string
	start      string // the first bytes, after blanks and a byte order mark
}

var (
	typePDF  = fileType{"PDF", "application/pdf", []string{".pdf"}, "%PDF-"}
	typePNG  = fileType{"PNG", "image/png", []string{".png"}, "\x89PNG\r\n\x1a\n"}
	typeJPEG = fileType{"JPEG", "image/jpeg", []string{".jpg", ".jpeg"}, "\xff\xd8\xff"}
	typeDOCX = fileType{"DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}, zipStart}
	typeODT  = fileType{"ODT", "application/vnd.oasis.opendocument.text", []string{".odt"}, zipStart}

	fileTypes = []fileType{typePDF, typePNG, typeJPEG, typeDOCX, typeODT}
)

// check looks inside: is the file whole, can everybody open it, does it do
// nothing by itself? It takes little memory, whatever the file claims.
func (k fileType) check(r io.ReaderAt, size int64) error {
	switch k.label {
	case typePDF.label:
		return checkPDF(r, size)
	case typePNG.label:
		return checkPNG(r, size)
	case typeJPEG.label:
		return checkJPEG(r, size)
	case typeDOCX.label:
		return checkDOCX(r, size)
	}
	return checkODT(r, size)
}

// isMoreThanItSays reports whether the file is an archive too: programs that look
// at the end of a file would open it as one. The formats above may carry anything
// behind their end, so that it is no reason to refuse.
func isMoreThanItSays(kind fileType, r io.ReaderAt, size int64) bool {
	if kind.start == zipStart {
		return false
	}
	tail, err := tailOf(r, size, zipRecord+zipComment)
	return err != nil || bytes.Contains(tail, []byte(zipEnd))
}

func tailOf(r io.ReaderAt, size, length int64) ([]byte, error) {
	tail := make([]byte, min(length, size))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, noRoom(err)
	}
	return tail, nil
}

// Extensions are what the names of uploads may end on.
func Extensions() []string {
	var all []string
	for _, kind := range fileTypes {
		all = append(all, kind.extensions...)
	}
	return all
}

// allowedLabels names the file types for people: "PDF, PNG, JPEG, DOCX, ODT".
func allowedLabels() string {
	labels := make([]string, len(fileTypes))
	for i, kind := range fileTypes {
		labels[i] = kind.label
	}
	return strings.Join(labels, ", ")
}

// inspect says what a file is, from its content alone, and refuses at "file":
// document.wrong-type (Allowed), document.extension (Type, Extension) when the
// name says something else, document.truncated, document.encrypted,
// document.macros, document.actions, document.too-complex.
func inspect(name string, r io.ReaderAt, size int64) (fileType, error) {
	kind, err := typeOf(r, size)
	if err != nil {
		return fileType{}, err
	}
	if !slices.Contains(kind.extensions, strings.ToLower(path.Ext(name))) {
		return fileType{}, refuse("document.extension", "Type", kind.label, "Extension", kind.extensions[0])
	}
	return kind, kind.check(r, size)
}

// typeOf finds the file type of the content. mimetype alone takes a program with
// "%PDF-" inside for a PDF, so the start is looked at as well.
func typeOf(r io.ReaderAt, size int64) (fileType, error) {
	head := make([]byte, min(headBytes, size))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return fileType{}, noRoom(err)
	}
	switch {
	case bytes.HasPrefix(head, []byte(zipStart)):
		return officeType(r, size)
	case bytes.HasPrefix(head, []byte(compoundStart)):
		return fileType{}, checkCompound(r, size)
	}
	detected := mimetype.Detect(head)
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n\t ")
	for _, kind := range fileTypes {
		if detected.Is(kind.mime) && bytes.HasPrefix(start, []byte(kind.start)) {
			return kind, nil
		}
	}
	return fileType{}, wrongType()
}

func wrongType() error { return refuse("document.wrong-type", "Allowed", allowedLabels()) }
