//go:build ignore

// Generate draws outlines.csv from a GeoJSON file with one polygon for each
// municipality and its code in the property "code" (WGS84):
//
//	go run generate.go gemeenten.geojson > outlines.csv
package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"strconv"
	"strings"
)

// width is that of the drawing; its height follows.
const width = 600

type point [2]float64

type collection struct {
	Features []struct {
		Properties struct{ Code string }
		Geometry   struct {
			Type        string
			Coordinates [][]point
		}
	}
}

func main() {
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var region collection
	if err := json.Unmarshal(content, &region); err != nil {
		log.Fatal(err)
	}
	west, north, east, south := 180.0, -90.0, -180.0, 90.0
	for _, f := range region.Features {
		if f.Geometry.Type != "Polygon" || len(f.Geometry.Coordinates) != 1 {
			log.Fatalf("%s is no plain polygon", f.Properties.Code)
		}
		for _, p := range f.Geometry.Coordinates[0] {
			west, east = min(west, p[0]), max(east, p[0])
			south, north = min(south, p[1]), max(north, p[1])
		}
	}
	narrow := math.Cos((north + south) / 2 * math.Pi / 180) // a degree of longitude is shorter than one of latitude
	scale := width / ((east - west) * narrow)
	out := csv.NewWriter(os.Stdout)
	write := func(row ...string) {
		if err := out.Write(row); err != nil {
			log.Fatal(err)
		}
	}
	write("code", "x", "y", "path")
	write("", strconv.Itoa(width), strconv.Itoa(int(math.Ceil((north-south)*scale))), "")
	for _, f := range region.Features {
		var ring []point
		for _, p := range f.Geometry.Coordinates[0] {
			ring = append(ring, point{(p[0] - west) * narrow * scale, (north - p[1]) * scale})
		}
		x, y := middle(ring)
		write(f.Properties.Code, whole(x), whole(y), path(ring))
	}
	out.Flush()
	if out.Error() != nil {
		log.Fatal(out.Error())
	}
}

func whole(v float64) string { return strconv.Itoa(int(math.Round(v))) }

// path writes the ring on a grid of whole units: neighbours share their points,
// and so their border.
func path(ring []point) string {
	var d strings.Builder
	var x, y int
	for i, p := range ring[:len(ring)-1] {
		nx, ny := int(math.Round(p[0])), int(math.Round(p[1]))
		switch {
		case i == 0:
			fmt.Fprintf(&d, "M%d %d", nx, ny)
		case nx != x || ny != y:
			fmt.Fprintf(&d, "l%d %d", nx-x, ny-y)
		}
		x, y = nx, ny
	}
	return d.String() + "z"
}

// middle is the point that lies furthest from every border, where a name fits
// best: across counts half, because names are wide.
func middle(ring []point) (x, y float64) {
	best := -1.0
	for px := 0.0; px < width; px += 2 {
		for py := 0.0; py < 2*width; py += 2 {
			if far := room(ring, px, py); far > best {
				best, x, y = far, px, py
			}
		}
	}
	return x, y
}

func room(ring []point, x, y float64) float64 {
	inside, nearest := false, math.MaxFloat64
	for i := range ring[1:] {
		a, b := ring[i], ring[i+1]
		if (a[1] > y) != (b[1] > y) && x < (b[0]-a[0])*(y-a[1])/(b[1]-a[1])+a[0] {
			inside = !inside
		}
		along := ((x-a[0])*(b[0]-a[0]) + (y-a[1])*(b[1]-a[1])) / (math.Pow(b[0]-a[0], 2) + math.Pow(b[1]-a[1], 2))
		along = max(0, min(1, along))
		nearest = min(nearest, math.Hypot((x-a[0]-along*(b[0]-a[0]))/2, y-a[1]-along*(b[1]-a[1])))
	}
	if !inside {
		return -1
	}
	return nearest
}
