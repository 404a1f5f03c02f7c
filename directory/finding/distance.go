package finding

import "math"

const earthRadius = 6371.0088 // km

// vector is a point on the unit sphere: the straight line between two of them
// grows with the distance over the earth and costs no sine to compare.
type vector [3]float64

func vectorOf(p Point) vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// apart is the square of the straight line between two points.
func (v vector) apart(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return x*x + y*y + z*z
}

// kilometres over the earth for the square of a straight line.
func kilometres(apart float64) float64 {
	return 2 * earthRadius * math.Asin(math.Min(1, math.Sqrt(apart)/2))
}

// apartFor is the opposite of kilometres.
func apartFor(km float64) float64 { return math.Pow(2*math.Sin(km/earthRadius/2), 2) }

// Distance gives the kilometres between two points, as the crow flies.
func Distance(a, b Point) float64 { return kilometres(vectorOf(a).apart(vectorOf(b))) }

// nearest gives how far the closest of the points lies, infinite without any.
func nearest(points []vector, from vector) float64 {
	best := math.Inf(1)
	for _, point := range points {
		best = min(best, point.apart(from))
	}
	return best
}
