package documents

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"io"
	"strings"
)

// pdfRefused are the names of what a PDF does by itself (start a program, run a
// script, play a film, build its pages from a form that computes) and of other
// files in it, which no reviewer sees on the page and anything may be. A page to
// open at (OpenAction with a place) is harmless.
var pdfRefused = map[string]string{
	"Launch": "document.actions", "JavaScript": "document.actions", "XFA": "document.actions", "ImportData": "document.actions",
	"Rendition": "document.actions", "RichMedia": "document.actions", "Movie": "document.actions",
	"EmbeddedFile": "document.attachments", "EmbeddedFiles": "document.attachments", "FileAttachment": "document.attachments",
}

const (
	// pdfUnpacked is how much the packed objects of one file may hold together.
	pdfUnpacked = 64 << 20
	pdfNameMin  = len("XFA") // a file may hold millions that are shorter
	pdfNameMax  = 64
)

// checkPDF looks at every name in the file, also in packed objects and in parts
// that no index points to: a name is '/' and a word, in which #4a stands for J.
// Nothing of the file is run or laid out.
func checkPDF(r io.ReaderAt, size int64) error {
	tail, err := tailOf(r, size, tailBytes)
	if err != nil {
		return err
	}
	if !bytes.Contains(tail, []byte("startxref")) || !bytes.Contains(tail, []byte("%%EOF")) {
		return refuse("document.truncated")
	}
	scan := &pdfScan{file: r, size: size, budget: pdfUnpacked, left: size}
	return scan.all()
}

// pdfScan walks through a file from name to name.
type pdfScan struct {
	file   io.ReaderAt
	size   int64
	budget int64 // what packed objects may still hold
	left   int64 // packed bytes that may still be read: each once, or objects overlap
	object pdfObject
	word   [pdfNameMax]byte // the name that was read last
	packed *bufio.Reader    // these three serve one packed object after another
	zlib   io.ReadCloser
	inside *bufio.Reader
}

// pdfObject is what the names said since the last object began.
type pdfObject struct {
	packed  bool // it holds other objects
	deflate bool
	strange bool // packed in another way, in which anything may hide
}

// all reads the file; at is where the reader stands.
func (s *pdfScan) all() error {
	in := bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), copyBytes)
	var text []byte // the last bytes of the stretch before, and this one
	for at := int64(0); ; {
		stretch, err := in.ReadSlice('/')
		at += int64(len(stretch))
		text = append(text[:copy(text, text[max(0, len(text)-len("stream")):])], stretch...)
		if len(stretch) > 1 { // a lone '/' ends no word
			if refused := s.between(text, at); refused != nil {
				return refused
			}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil //nolint:nilerr // the end of the file, which is on this machine
		}
		name, read := s.name(in)
		at += int64(read)
		if err := s.named(name); err != nil {
			return err
		}
	}
}

// between looks at what stands between two names: the beginning of a packed
// object's bytes, or of another object. end is where text ends in the file.
func (s *pdfScan) between(text []byte, end int64) error {
	if i := bytes.Index(text, []byte("stream")); i >= 0 && s.object.packed {
		begin := end - int64(len(text)) + int64(i+len("stream"))
		object := s.object
		s.object = pdfObject{}
		if object.strange {
			return refuse("document.actions")
		}
		if object.deflate {
			return s.unpack(begin)
		}
	}
	if bytes.Contains(text, []byte("obj")) {
		s.object = pdfObject{}
	}
	return nil
}

// named judges one name of the file itself.
func (s *pdfScan) named(name []byte) error {
	if len(name) < pdfNameMin {
		return nil
	}
	switch text := string(name); { // does not leave this function, so takes no memory
	case text == "Encrypt":
		return refuse("document.encrypted")
	case pdfRefused[text] != "":
		return refuse(pdfRefused[text])
	case text == "ObjStm":
		s.object.packed = true
	case text == "FlateDecode":
		s.object.deflate = true
	case text == "Predictor" || strings.HasSuffix(text, "Decode"):
		s.object.strange = true
	}
	return nil
}

// unpack looks at the names of the objects that are packed together from here.
func (s *pdfScan) unpack(begin int64) error {
	file := io.NewSectionReader(s.file, begin, min(s.size-begin, s.left+copyBytes))
	if err := s.open(file); err != nil {
		return refuse("document.truncated")
	}
	counted := &io.LimitedReader{R: s.zlib, N: s.budget + 1}
	s.inside.Reset(counted)
	var err error
	for err == nil || errors.Is(err, bufio.ErrBufferFull) {
		if _, err = s.inside.ReadSlice('/'); err == nil {
			if name, _ := s.name(s.inside); len(name) >= pdfNameMin && pdfRefused[string(name)] != "" {
				return refuse(pdfRefused[string(name)])
			}
		}
	}
	read, _ := file.Seek(0, io.SeekCurrent)
	s.left -= read - int64(s.packed.Buffered())
	if s.budget = counted.N - 1; s.budget < 0 || s.left < 0 {
		return refuse("document.too-complex")
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, zlib.ErrChecksum) { // readers forgive a wrong checksum
		return refuse("document.truncated")
	}
	return nil
}

// open starts to unpack what stands in the file after the word "stream".
func (s *pdfScan) open(file io.Reader) (err error) {
	if s.packed == nil {
		s.packed, s.inside = bufio.NewReader(file), bufio.NewReader(nil)
	}
	s.packed.Reset(file)
	for range 2 { // the end of the line
		if next, err := s.packed.ReadByte(); err == nil && next != '\r' && next != '\n' {
			_ = s.packed.UnreadByte()
			break
		}
	}
	if again, ok := s.zlib.(zlib.Resetter); ok {
		return again.Reset(s.packed, nil)
	}
	s.zlib, err = zlib.NewReader(s.packed)
	return err
}

// name reads the word after '/' and says how many bytes it took. What is longer
// than any name we look for ends there.
func (s *pdfScan) name(in *bufio.Reader) (name []byte, read int) {
	for read < len(s.word) {
		next, err := in.ReadByte()
		if err != nil {
			break
		}
		if next <= ' ' || strings.IndexByte("()<>[]{}/%", next) >= 0 {
			_ = in.UnreadByte()
			break
		}
		s.word[read] = next
		read++
	}
	return pdfUnescape(s.word[:read]), read
}

// pdfUnescape turns #4a into J, in place.
func pdfUnescape(word []byte) []byte {
	plain := word[:0]
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			if _, err := hex.Decode(word[i+2:i+3], word[i+1:i+3]); err == nil {
				i += 2
			}
		}
		plain = append(plain, word[i])
	}
	return plain
}
