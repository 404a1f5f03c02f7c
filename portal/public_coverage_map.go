package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/internal/outline"
)

// CoverageMap is the drawing of the municipalities. What it shows stands in the
// table beside it as well.
type CoverageMap struct {
	Width, Height int
	Areas         []MapArea

	frame *Frame
}

// MapArea is one municipality on the map; it leads to its providers.
type MapArea struct {
	Label  string // name and number, for who does not see the map
	Name   string
	Number string
	URL    string
	Path   string
	X, Y   int  // of the name
	Below  int  // y of the number
	None   bool // nobody works there: hatched
}

// lineOnMap is the height of a line of text, in units of the drawing.
const lineOnMap = 36

func newCoverageMap(f *Frame) CoverageMap {
	width, height := outline.Size()
	return CoverageMap{Width: width, Height: height, frame: f}
}

// add draws a municipality; one without an outline is in the table only.
func (m *CoverageMap) add(municipality directory.Municipality, providers int, address string) {
	drawn, ok := outline.Of(municipality.Code)
	if !ok {
		return
	}
	number := m.frame.T("coverage.count", "Count", providers)
	m.Areas = append(m.Areas, MapArea{
		Label: municipality.Name + ": " + number, Name: municipality.Name, Number: strconv.Itoa(providers), URL: address,
		Path: drawn.Path, X: drawn.X, Y: drawn.Y, Below: drawn.Y + lineOnMap, None: providers == 0,
	})
}
