package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
)

func (s *Server) hsdsServiceAtLocations(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		asked, err := v.ask("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full", "postcode", "proximity")
		if err != nil {
			return nil, err
		}
		known, err := s.allPlaces(v.ctx, snapshot)
		if err != nil {
			return nil, err
		}
		return pageOf(asked, asked.places(snapshot, known.list), func(refs []hsdsPlaceRef) ([]any, error) {
			return s.writePlaces(v, snapshot, refs, asked.full)
		})
	})
}

// places keeps what fits the question. A postcode without a distance means
// ten kilometres around it.
func (q *hsdsQuestion) places(snapshot *directory.Snapshot, all []hsdsPlaceRef) []hsdsPlaceRef {
	services := map[uuid.UUID]bool{}
	for _, ref := range allServices(snapshot, q) {
		services[ref.service()] = true
	}
	list := []hsdsPlaceRef{}
	for _, ref := range all {
		if services[ref.service()] && q.near(ref) {
			list = append(list, ref)
		}
	}
	return list
}

// service is the id of the service, also of one at a place.
func (r hsdsRef) service() uuid.UUID { return r.id }

// near reports whether the place lies within the distance that is asked.
func (q *hsdsQuestion) near(ref hsdsPlaceRef) bool {
	if q.postcode == nil {
		return true
	}
	metres := q.metres
	if metres == 0 {
		metres = 10_000
	}
	return ref.point != nil && finding.Distance(*q.postcode, *ref.point)*1000 <= float64(metres)
}

func (s *Server) writePlaces(v *visit, snapshot *directory.Snapshot, refs []hsdsPlaceRef, whole bool) ([]any, error) {
	ids := make([]uuid.UUID, len(refs))
	for i, ref := range refs {
		ids[i] = ref.ID
	}
	w, err := s.hsdsWriter(v.ctx, snapshot, ids)
	if err != nil {
		return nil, err
	}
	list := make([]any, 0, len(refs))
	for _, ref := range refs {
		if place := w.servicePlace(ref, whole); place != nil {
			list = append(list, place)
		}
	}
	return list, nil
}

// servicePlace writes a service at a location with both of them.
func (w *hsdsWriter) servicePlace(ref hsdsPlaceRef, whole bool) *hsdsServiceAtPlace {
	public := w.publics[ref.ID]
	if public == nil {
		return nil
	}
	for i := range public.Profile.Locations {
		location := &public.Profile.Locations[i]
		if locationID(location) != ref.location {
			continue
		}
		place := w.atLocation(ref.hsdsRef, public, location)
		place.Service = w.service(ref.hsdsRef)
		if whole {
			place.Service = w.wholeService(ref.hsdsRef)
		}
		return &place
	}
	return nil
}

func (s *Server) hsdsServiceAtLocation(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		id, err := v.hsdsParam("place")
		if err != nil {
			return nil, err
		}
		known, err := s.allPlaces(v.ctx, snapshot)
		if err != nil {
			return nil, err
		}
		at, found := known.byID[id]
		if !found {
			return nil, fault.Missing()
		}
		list, err := s.writePlaces(v, snapshot, known.list[at:at+1], true)
		if err != nil || len(list) == 0 {
			return nil, orMissing(err)
		}
		return list[0], nil
	})
}
