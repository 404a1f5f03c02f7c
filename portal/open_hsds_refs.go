package portal

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// hsdsRef is a service: one product of one provider.
type hsdsRef struct {
	*finding.Entry
	product string
	id      uuid.UUID
}

// hsdsPlaceRef is a service at one of the locations of its provider.
type hsdsPlaceRef struct {
	hsdsRef
	location uuid.UUID
	point    *finding.Point
	id       uuid.UUID
}

// hsdsShelf keeps which services there are, and where, until the directory
// changes.
type hsdsShelf struct {
	services once[map[uuid.UUID]hsdsRef]
	places   once[hsdsPlaces]
}

type hsdsPlaces struct {
	list []hsdsPlaceRef
	byID map[uuid.UUID]int
}

// servicesOf gives the services of a provider, in the order of the products.
func servicesOf(entry *finding.Entry) []hsdsRef {
	refs := make([]hsdsRef, len(entry.Values[finding.Product]))
	for i, product := range entry.Values[finding.Product] {
		refs[i] = hsdsRef{entry, product, hsdsID(entry.ID, "service:"+product)}
	}
	return refs
}

// allServices gives every service that fits the question.
func allServices(snapshot *directory.Snapshot, asked *hsdsQuestion) []hsdsRef {
	fits := asked.matching(snapshot)
	var list []hsdsRef
	for _, entry := range snapshot.All() {
		if fits != nil && !fits[entry.ID] || asked.org != uuid.Nil && asked.org != entry.ID || entry.ChangedAt.Before(asked.since) {
			continue
		}
		for _, ref := range servicesOf(entry) {
			if asked.takes(ref) {
				list = append(list, ref)
			}
		}
	}
	return list
}

// takes reports whether the service has the term and the taxonomy that are asked.
func (q *hsdsQuestion) takes(ref hsdsRef) bool {
	if q.taxonomy != uuid.Nil && q.taxonomy != groupTaxonomy && q.taxonomy != productTaxonomy {
		return false
	}
	if q.term == uuid.Nil || q.term == hsdsID(productTaxonomy, ref.product) {
		return true
	}
	for _, group := range ref.Values[finding.TargetGroup] {
		if q.term == hsdsID(groupTaxonomy, group) {
			return true
		}
	}
	return false
}

// serviceByID finds a service.
func (s *Server) serviceByID(snapshot *directory.Snapshot, id uuid.UUID) (hsdsRef, bool) {
	known, _ := s.open.hsds.services.get(snapshot.Edition(), func() (map[uuid.UUID]hsdsRef, error) {
		byID := map[uuid.UUID]hsdsRef{}
		for _, entry := range snapshot.All() {
			for _, ref := range servicesOf(entry) {
				byID[ref.id] = ref
			}
		}
		return byID, nil
	})
	ref, found := known[id]
	return ref, found
}

// locationID names a location by where it is.
func locationID(location *directory.Location) uuid.UUID {
	return hsdsID(location.ProviderID, strings.Join([]string{"location", location.Name, location.Street, location.Postcode}, "\n"))
}

// allPlaces gives every service at every location.
func (s *Server) allPlaces(ctx context.Context, snapshot *directory.Snapshot) (hsdsPlaces, error) {
	return s.open.hsds.places.get(snapshot.Edition(), func() (hsdsPlaces, error) {
		locations, err := s.Directory.Places(ctx)
		made := hsdsPlaces{byID: map[uuid.UUID]int{}}
		for i := range locations {
			entry := snapshot.Entry(locations[i].ProviderID)
			if entry == nil {
				continue
			}
			for _, ref := range servicesOf(entry) {
				place := hsdsPlaceRef{hsdsRef: ref, location: locationID(&locations[i])}
				place.id = hsdsID(ref.id, place.location.String())
				if locations[i].Lat != nil {
					place.point = &finding.Point{Lat: *locations[i].Lat, Lon: *locations[i].Lon}
				}
				if _, double := made.byID[place.id]; !double {
					made.byID[place.id] = len(made.list)
					made.list = append(made.list, place)
				}
			}
		}
		return made, err
	})
}
