package directory_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
)

// corners are where the four colours of a picture of 40 by 20 pixels come to
// stand, in the order of reading, for each way to hold a camera.
var corners = map[byte]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}

// TestLogoOfATelephoneStandsUpright pins that a photograph is turned as its camera
// says, and that nothing of what the camera says is kept.
func TestLogoOfATelephoneStandsUpright(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	colours := map[byte]color.NRGBA{'R': {255, 0, 0, 255}, 'G': {0, 255, 0, 255}, 'B': {0, 0, 255, 255}, 'W': {255, 255, 255, 255}}
	for i, name := range []byte("RGBW") {
		corner := image.Rect(0, 0, 20, 10).Add(image.Pt(i%2*20, i/2*10))
		draw.Draw(picture, corner, image.NewUniform(colours[name]), image.Point{}, draw.Src)
	}
	var plain bytes.Buffer
	require.NoError(t, jpeg.Encode(&plain, picture, &jpeg.Options{Quality: 100}))
	for how, want := range corners {
		exif := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
		exif[29] = how
		file := append([]byte("\xff\xd8"), append(exif, plain.Bytes()[2:]...)...)
		logo, err := directory.Draw(bytes.NewReader(file))
		require.NoError(t, err)
		assert.NotContains(t, string(logo.Content), "Exif")
		upright, err := jpeg.Decode(bytes.NewReader(logo.Content))
		require.NoError(t, err)
		size, got := upright.Bounds().Size(), ""
		for _, at := range []image.Point{{4, 4}, {size.X - 5, 4}, {4, size.Y - 5}, {size.X - 5, size.Y - 5}} {
			got += nearest(colours, upright.At(at.X, at.Y))
		}
		assert.Equal(t, want, got, "held as %d", how)
		assert.Equal(t, how > 4, size.Y == 40, "size %v", size)
	}
	var file bytes.Buffer
	require.NoError(t, png.Encode(&file, picture))
	_, err := directory.Draw(&file)
	require.NoError(t, err)
}

func nearest(colours map[byte]color.NRGBA, seen color.Color) string {
	r, g, b, _ := seen.RGBA()
	for name, c := range colours {
		if (r > 1<<15) == (c.R > 0) && (g > 1<<15) == (c.G > 0) && (b > 1<<15) == (c.B > 0) {
			return string(name)
		}
	}
	return "?"
}

// FuzzDraw: whatever a picture says of itself, drawing it ends in a picture or a
// refusal.
func FuzzDraw(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II\x2a\x00\xff\xff\xff\xff"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x00"))
	f.Fuzz(func(_ *testing.T, file []byte) { _, _ = directory.Draw(bytes.NewReader(file)) })
}
