package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
)

func (s *Server) hsdsServices(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		asked, err := v.ask("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full")
		if err != nil {
			return nil, err
		}
		return pageOf(asked, allServices(snapshot, asked), func(refs []hsdsRef) ([]any, error) {
			if asked.minimal {
				return minimal(refs), nil
			}
			return s.writeServices(v, snapshot, refs, asked.full)
		})
	})
}

// minimal gives only what tells whether a copy is still right.
func minimal(refs []hsdsRef) []any {
	list := make([]any, len(refs))
	for i, ref := range refs {
		list[i] = struct {
			ID           uuid.UUID `json:"id"`
			ModifiedDate time.Time `json:"modified_date"`
		}{ref.id, ref.ChangedAt}
	}
	return list
}

func (s *Server) writeServices(v *visit, snapshot *directory.Snapshot, refs []hsdsRef, whole bool) ([]any, error) {
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
		write := w.service
		if whole {
			write = w.wholeService
		}
		if service := write(ref); service != nil {
			list = append(list, service)
		}
	}
	return list, nil
}

func (s *Server) hsdsService(v *visit) error {
	return v.hsds(func(snapshot *directory.Snapshot) (any, error) {
		id, err := v.hsdsParam("service")
		if err != nil {
			return nil, err
		}
		ref, found := s.serviceByID(snapshot, id)
		if !found {
			return nil, fault.Missing()
		}
		list, err := s.writeServices(v, snapshot, []hsdsRef{ref}, true)
		if err != nil || len(list) == 0 {
			return nil, orMissing(err)
		}
		return list[0], nil
	})
}
