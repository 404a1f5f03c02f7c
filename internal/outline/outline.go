// Package outline holds the borders of the region's municipalities as SVG paths,
// for drawing a map and nothing else: the lines are generalised to some hundred
// metres. docs/decisions/map.md tells where they come from.
package outline

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

// Credit names the owner of the borders, as the licence asks of every page that
// shows them.
const Credit = "© CBS / Kadaster, PDOK"

// Outline is one municipality on the drawing.
type Outline struct {
	Code string // of the municipality, by CBS
	X, Y int    // where its name stands best
	Path string // the d of an SVG path
}

//go:embed outlines.csv
var table string

var width, height, outlines = read(table)

// Size gives the width and height of the drawing.
func Size() (int, int) { return width, height }

// Of gives the outline of the municipality with this code; ok is false when it
// was not drawn.
func Of(code string) (drawn Outline, ok bool) {
	drawn, ok = outlines[code]
	return drawn, ok
}

// read panics because the table is part of the program.
func read(text string) (width, height int, outlines map[string]Outline) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("outline: " + err.Error())
	}
	outlines = map[string]Outline{}
	for _, row := range rows[1:] {
		x, y := whole(row[1]), whole(row[2])
		if row[0] == "" {
			width, height = x, y
			continue
		}
		outlines[row[0]] = Outline{Code: row[0], X: x, Y: y, Path: row[3]}
	}
	return width, height, outlines
}

func whole(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		panic("outline: " + err.Error())
	}
	return number
}
