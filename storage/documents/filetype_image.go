package documents

import (
	"bufio"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// maxPixels is the largest picture: a scan of A3 at 600 dots an inch has 70
// million. The header is read, the picture is never unpacked.
const maxPixels = 100_000_000

// checkPNG reads the header and walks the chunks to the last one.
func checkPNG(r io.ReaderAt, size int64) error {
	if err := checkPixels(r, size, png.DecodeConfig); err != nil {
		return err
	}
	const frame = 12 // length, name and checksum around the data of a chunk
	for at := int64(len(typePNG.start)); at+frame <= size; {
		var head [8]byte
		if _, err := r.ReadAt(head[:], at); err != nil {
			return noRoom(err)
		}
		if string(head[4:]) == "IEND" {
			return nil
		}
		at += frame + int64(binary.BigEndian.Uint32(head[:4]))
	}
	return refuse("document.truncated")
}

// checkJPEG reads the header and walks the segments to the end mark. What follows
// it is not looked at: telephones write their own data there.
func checkJPEG(r io.ReaderAt, size int64) error {
	if err := checkPixels(r, size, jpeg.DecodeConfig); err != nil {
		return err
	}
	if !jpegEnds(bufio.NewReaderSize(io.NewSectionReader(r, 2, size-2), copyBytes)) {
		return refuse("document.truncated")
	}
	return nil
}

const (
	jpegEnd      = 0xD9
	jpegRestart0 = 0xD0
	jpegRestart7 = 0xD7
)

// jpegEnds finds the end mark: between marks with a length, and in the picture's
// own data, where a byte 0xFF is followed by zero.
func jpegEnds(r *bufio.Reader) bool {
	for {
		if _, err := r.ReadSlice(0xFF); errors.Is(err, bufio.ErrBufferFull) {
			continue
		} else if err != nil {
			return false
		}
		mark, err := r.ReadByte()
		switch {
		case err != nil:
			return false
		case mark == jpegEnd:
			return true
		case mark == 0xFF:
			_ = r.UnreadByte() // padding
			continue
		case mark == 0 || mark == 1 || mark >= jpegRestart0 && mark <= jpegRestart7:
			continue // these have no length
		}
		var length [2]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return false
		}
		if _, err := r.Discard(max(0, int(binary.BigEndian.Uint16(length[:]))-2)); err != nil {
			return false
		}
	}
}

func checkPixels(r io.ReaderAt, size int64, decode func(io.Reader) (image.Config, error)) error {
	config, err := decode(bufio.NewReaderSize(io.NewSectionReader(r, 0, size), copyBytes))
	switch {
	case err != nil:
		return refuse("document.truncated")
	case int64(config.Width)*int64(config.Height) > maxPixels:
		return refuse("document.too-complex")
	}
	return nil
}
