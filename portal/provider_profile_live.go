package portal

import "providerportal/directory"

// LivePreview is the profile as visitors would see it with what stands in the
// form now: first its place in the list, then its own page.
type LivePreview struct {
	*ProfilePage
	Card Result
	End  resultEnd
}

// pageInPreview is where the name in the list leads, within the preview.
const pageInPreview = "#voorbeeld-pagina"

func newLivePreview(lang string, region *directory.Region, public *directory.Public) *LivePreview {
	list := &FinderPage{Frame: Frame{Lang: lang}, region: region}
	hit := public.Card()
	p := &LivePreview{
		ProfilePage: newProfilePage(list.Frame, region, public, visitor),
		Card:        list.result(hit), End: resultEnd{Room: list.Room(hit)},
	}
	p.Card.URL, p.Card.Toggle = pageInPreview, ListToggle{}
	p.ownLogo(public.Provider.Slug)
	return p
}

// previewProfilePart shows what is typed in one section, for the preview beside
// the form. Nothing is kept.
func (s *Server) previewProfilePart(v *visit) error {
	part, err := partOf(v)
	if err != nil {
		return err
	}
	form, err := s.readProfile(v)
	if err != nil {
		return err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	public, err := s.Directory.PreviewSection(v.ctx, v.actor, part.section, *form.profile())
	if err != nil {
		return err
	}
	return v.showFragment("live-preview", newLivePreview(v.lang, region, public))
}
