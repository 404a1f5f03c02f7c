package sample

import (
	"hash/fnv"

	"providerportal/directory"
	atlas "providerportal/internal/places"
)

// turn spreads variety over the organisations, the same every time.
func (o Organisation) turn(choices int) int {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(o.Name))
	return int(sum.Sum32() % uint32(choices))
}

// profile is what the organisation tells about itself.
func (o Organisation) profile() directory.Profile {
	return directory.Profile{
		Mission: o.Mission, Offer: o.Offer, Audience: o.Audience, Website: "https://www." + o.domain(),
		Products: []string{"individuele-toeleiding"}, TargetGroups: o.TargetGroups, Municipalities: o.Municipalities,
		Descriptions: map[string]string{"individuele-toeleiding": "U krijgt een vaste begeleider. Samen maakt u een plan."},
		Forms:        [][]string{{"at-location"}, {"at-location", "at-home"}, {"at-location", "online"}, {"at-home", "online"}}[o.turn(4)],
		Languages:    [][]string{{"nl"}, {"nl", "en"}, {"nl", "pl"}, {"nl", "en", "ar"}, {"nl", "ar", "ti"}}[o.turn(5)],
		Accessibility: [][]string{
			{"wheelchair", "toilet", "parking"}, {"wheelchair", "lift", "transport"}, {"quiet-room", "transport"},
		}[o.turn(3)],
		Locations: o.locations(),
	}
}

// locations gives one address in the municipality of the organisation.
func (o Organisation) locations() []directory.Location {
	var near []atlas.Place
	for _, place := range atlas.All() {
		if place.Municipality == o.Municipalities[0] {
			near = append(near, place)
		}
	}
	if len(near) == 0 {
		return nil
	}
	place := near[o.turn(len(near))]
	return []directory.Location{directory.Location{Street: "Werkstraat 12", Postcode: place.PC4 + " AB", Place: place.Name}.Located()}
}

// capacity is how much room there is: mostly some, sometimes a waiting time.
func (o Organisation) capacity() directory.Capacity {
	switch o.turn(5) {
	case 0:
		weeks := 4 + o.turn(6)
		return directory.Capacity{State: directory.CapacityWaiting, Weeks: &weeks}
	case 1:
		return directory.Capacity{State: directory.CapacityClosed}
	}
	return directory.Capacity{State: directory.CapacityOpen}
}
