package documents

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

const (
	zipStart   = "PK\x03\x04"
	zipEnd     = "PK\x05\x06"
	zipRecord  = 22      // of the end of an archive, in bytes
	zipComment = 1 << 16 // may stand after it
	zipEntry   = 46      // of one part in the list, before its name
	zipLocal   = 30      // of what stands before the part itself, before its name
)

// openOffice reads the list of parts. The list itself is bounded before it is
// read, because an archive can claim millions of parts in a few bytes each.
func openOffice(r io.ReaderAt, size int64) ([]*zip.File, error) {
	if err := checkDirectory(r, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil || len(archive.File) == 0 {
		return nil, refuse("document.truncated")
	}
	names := map[string]bool{}
	var packed, unpacked uint64
	for _, part := range archive.File {
		plain := strings.TrimSuffix(part.Name, "/")
		switch {
		case part.Flags&1 != 0:
			return nil, refuse("document.encrypted")
		case names[strings.ToLower(plain)], path.IsAbs(plain), path.Clean(plain) != plain, strings.HasPrefix(plain, ".."), strings.ContainsAny(plain, "\\\x00"):
			return nil, wrongType() // no office program writes such names
		}
		names[strings.ToLower(plain)] = true
		unpacked += min(part.UncompressedSize64, officeUnpacked+1)
		packed += min(part.CompressedSize64, uint64(size)+1)
	}
	if len(archive.File) > officeParts || unpacked > officeUnpacked {
		return nil, refuse("document.too-complex")
	}
	if packed > uint64(size) {
		return nil, wrongType() // parts that lie over each other, to be unpacked again and again
	}
	return archive.File, nil
}

// checkDirectory finds the end record and refuses a list of parts that is long,
// or that does not stand right before the record.
func checkDirectory(r io.ReaderAt, size int64) error {
	tail, err := tailOf(r, size, zipRecord+zipComment)
	if err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte(zipEnd))
	if at < 0 || len(tail)-at < zipRecord {
		return refuse("document.truncated")
	}
	end := tail[at:]
	length, begin := int64(binary.LittleEndian.Uint32(end[12:])), int64(binary.LittleEndian.Uint32(end[16:]))
	switch {
	case length > officeDirectory:
		return refuse("document.too-complex")
	case begin+length != size-int64(len(end)):
		return refuse("document.truncated")
	}
	list := make([]byte, length)
	if _, err := r.ReadAt(list, begin); err != nil {
		return noRoom(err)
	}
	return checkNames(r, list)
}

// checkNames refuses an archive in which the list gives a part another name than
// the part itself has: one program would see another document than the next.
func checkNames(r io.ReaderAt, list []byte) error {
	for len(list) >= zipEntry {
		length := int(binary.LittleEndian.Uint16(list[28:]))
		rest := length + int(binary.LittleEndian.Uint16(list[30:])) + int(binary.LittleEndian.Uint16(list[32:]))
		if len(list) < zipEntry+rest {
			return refuse("document.truncated")
		}
		local := make([]byte, zipLocal+length)
		if _, err := r.ReadAt(local, int64(binary.LittleEndian.Uint32(list[42:]))); err != nil {
			return refuse("document.truncated")
		}
		named := int(binary.LittleEndian.Uint16(local[26:]))
		if named != length || !bytes.Equal(local[zipLocal:], list[zipEntry:zipEntry+length]) {
			return wrongType()
		}
		list = list[zipEntry+rest:]
	}
	return nil
}
