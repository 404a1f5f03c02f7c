package places

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for typed, want := range map[string]string{
		"5801": "GM0984", "5801 AB": "GM0984", "5801ab": "GM0984", " 5911 ": "GM0983",
		"Venray": "GM0984", "VENLO": "GM0983", "Horst aan de Maas": "GM1507", "horst": "GM1507", "Panningen": "GM1894",
		"Gennep": "GM0907", "Bergen": "GM0893", "Beesel": "GM0889", "reuver": "GM0889", "Peel-en-Maas": "GM1894",
	} {
		if place, ok := Find(typed); !ok || place.Municipality != want || place.Lat < 51 || place.Lat > 52 {
			t.Errorf("%q is %+v, want in %s", typed, place, want)
		}
	}
	for _, typed := range []string{"", "1012", "1012 AB", "0801", "58011", "5801 ABC", "Amsterdam", "5801 4B", strings.Repeat("5", 9999), "\x00"} {
		if place, ok := Find(typed); ok {
			t.Errorf("%.20q is %+v, want none", typed, place)
		}
	}
}
