package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
)

func (s *Server) hsdsOrganizations(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		asked, err := v.ask("full", "full_service")
		if err != nil {
			return nil, err
		}
		all, fits := []*finding.Entry{}, asked.matching(snapshot)
		for _, entry := range snapshot.All() {
			if fits == nil || fits[entry.ID] {
				all = append(all, entry)
			}
		}
		return pageOf(asked, all, func(entries []*finding.Entry) ([]any, error) {
			return s.writeOrganizations(v, snapshot, entries, asked.full || asked.fullService, asked.fullService)
		})
	})
}

func (s *Server) writeOrganizations(v *visit, snapshot *directory.Snapshot, entries []*finding.Entry, whole, services bool) ([]any, error) {
	ids := make([]uuid.UUID, len(entries))
	for i, entry := range entries {
		ids[i] = entry.ID
	}
	w, err := s.hsdsWriter(v.ctx, snapshot, ids)
	if err != nil {
		return nil, err
	}
	list := make([]any, 0, len(entries))
	for _, entry := range entries {
		public := w.publics[entry.ID]
		switch {
		case public == nil: // withdrawn a moment ago
		case !whole:
			list = append(list, w.organization(public))
		default:
			org := w.wholeOrganization(public)
			for _, ref := range servicesOf(entry) {
				if services {
					service := w.wholeService(ref)
					service.Organization = nil // it stands around the service
					org.Services = append(org.Services, *service)
				}
			}
			list = append(list, org)
		}
	}
	return list, nil
}

func (s *Server) hsdsOrganization(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		asked, err := v.ask("full_service")
		if err != nil {
			return nil, err
		}
		id, err := v.hsdsParam("organization", "full_service")
		if err != nil {
			return nil, err
		}
		entry := snapshot.Entry(id)
		if entry == nil {
			return nil, fault.Missing()
		}
		list, err := s.writeOrganizations(v, snapshot, []*finding.Entry{entry}, true, asked.fullService)
		if err != nil || len(list) == 0 {
			return nil, orMissing(err)
		}
		return list[0], nil
	})
}
