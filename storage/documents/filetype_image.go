package documents

import (
	"bufio"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
)

// maxPixels is the largest picture: a scan of A3 at 600 dots an inch has 70
// million. The header is read, the picture is never unpacked.
const maxPixels = 100_000_000

// checkPNG reads the header and walks the chunks to the last one. A chunk without
// which there is no picture must have the checksum that stands behind it.
func checkPNG(r io.ReaderAt, size int64) error {
	if err := checkPixels(r, size, png.DecodeConfig); err != nil {
		return err
	}
	const frame = 12 // length, name and checksum around the data of a chunk
	var drawn bool
	in := bufio.NewReaderSize(io.NewSectionReader(r, int64(len(typePNG.start)), size), copyBytes)
	for {
		head, err := in.Peek(frame - 4)
		if err != nil {
			return refuse("document.truncated")
		}
		length, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:])
		sum := crc32.NewIEEE()
		_, _ = in.Discard(4)
		if _, err := io.CopyN(sum, in, 4+length); err != nil {
			return refuse("document.truncated")
		}
		var given [4]byte
		if _, err := io.ReadFull(in, given[:]); err != nil || kind[0] < 'a' && binary.BigEndian.Uint32(given[:]) != sum.Sum32() {
			return refuse("document.truncated")
		}
		drawn = drawn || kind == "IDAT"
		if kind == "IEND" && drawn {
			return nil
		}
	}
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
