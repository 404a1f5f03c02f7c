package directory

import (
	"bytes"
	"encoding/binary"
	"image"
)

// Where a JPEG keeps how the camera was held.
const (
	exifMark       = "Exif\x00\x00"
	exifOrientTag  = 0x0112
	jpegAppSegment = 0xE1
	jpegScan       = 0xDA
)

// orientation reads from a JPEG how its pixels are to be turned, 1 to 8; 1, as
// they are, when it does not say so.
func orientation(file []byte) int {
	for at := 2; at+4 <= len(file) && file[at] == 0xFF && file[at+1] != jpegScan; {
		length := int(binary.BigEndian.Uint16(file[at+2:]))
		segment := file[at+4 : min(len(file), max(at+4, at+2+length))]
		if file[at+1] == jpegAppSegment && bytes.HasPrefix(segment, []byte(exifMark)) {
			return exifOrientation(segment[len(exifMark):])
		}
		at += 2 + max(length, 2)
	}
	return 1
}

// exifOrientation looks in the first list of facts, in either order of bytes.
func exifOrientation(facts []byte) int {
	if len(facts) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if facts[0] == 'I' {
		order = binary.LittleEndian
	}
	begin := int64(order.Uint32(facts[4:]))
	if begin+2 > int64(len(facts)) {
		return 1
	}
	list := facts[begin+2:]
	for range order.Uint16(facts[begin:]) {
		if len(list) < 12 {
			return 1
		}
		if value := int(order.Uint16(list[8:])); order.Uint16(list) == exifOrientTag && value >= 1 && value <= 8 {
			return value
		}
		list = list[12:]
	}
	return 1
}

// turn puts a picture upright: 2 to 4 mirror or turn it over, 5 to 8 lay it on
// another side.
func turn(picture *image.NRGBA, how int) *image.NRGBA {
	if how < 2 {
		return picture
	}
	size := picture.Bounds().Size()
	if how > 4 {
		size = image.Pt(size.Y, size.X)
	}
	upright := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			mirrored, below := size.X-1-x, size.Y-1-y
			from := [...]image.Point{{x, y}, {mirrored, y}, {mirrored, below}, {x, below}, {y, x}, {y, mirrored}, {below, mirrored}, {below, x}}[how-1]
			upright.SetNRGBA(x, y, picture.NRGBAAt(from.X, from.Y))
		}
	}
	return upright
}
