package portal

import "providerportal/directory"

// HistoryPage lists what was published when, each with what it changed (D3).
type HistoryPage struct {
	Frame
	Editions []EditionView
}

func (p *HistoryPage) template() string { return "provider/profile_history" }

// EditionView is one published version.
type EditionView struct {
	Title   string
	Note    string // whether staff saw it
	First   bool
	Changes []Change
}

func editionViews(f *Frame, region *directory.Region, editions []directory.Edition) []EditionView {
	views := make([]EditionView, len(editions))
	for i, edition := range editions {
		views[i] = EditionView{
			Title: f.T("edition.title", "At", f.Moment(edition.PublishedAt), "By", edition.By),
			First: i == len(editions)-1, Changes: changesOf(f, region, edition.Changes),
		}
		if edition.AcknowledgedAt != nil {
			views[i].Note = f.T("edition.seen", "On", f.ShortDate(*edition.AcknowledgedAt))
		}
	}
	return views
}

func (s *Server) showProfileHistory(v *visit) error {
	editions, err := s.Directory.Editions(v.ctx, v.actor)
	if err != nil {
		return err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	p := &HistoryPage{Frame: v.frame("profile.history.title")}
	p.withinProfile()
	p.Editions = editionViews(&p.Frame, region, editions)
	return v.show(p)
}
