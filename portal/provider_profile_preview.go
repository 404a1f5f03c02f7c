package portal

import (
	"strings"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// Preview is the bar above a draft that is shown as visitors will see it.
type Preview struct {
	State    Notice
	Mark     string // of the draft that is shown; only this one is published
	Publish  bool   // there is something to publish
	Errors   []Link // what stands in the way, each with the page to put it right
	ErrorsAt string // heading above them
}

// previewPage shows the actor's draft as a public profile.
func (s *Server) previewPage(v *visit) (*ProfilePage, error) {
	public, err := s.Directory.Preview(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	stand, err := s.Directory.Standing(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	return newPreviewPage(v.frame("profile.preview.title"), region, public, stand), nil
}

func newPreviewPage(frame Frame, region *directory.Region, public *directory.Public, stand *directory.Standing) *ProfilePage {
	p := newProfilePage(frame, region, public, visitor)
	p.withinProfile()
	p.ownLogo(public.Provider.Slug)
	p.Preview = &Preview{
		Mark: public.Profile.Mark(), Publish: stand.Differs || !public.Profile.Published(),
		State: Notice{Text: p.T("profile.preview.same"), Look: LookGood},
	}
	if p.Preview.Publish {
		p.Preview.State = Notice{Text: p.T("profile.preview.draft"), Look: LookTodo}
	}
	return p
}

// ownLogo takes the logo of the draft, which is not public yet.
func (p *ProfilePage) ownLogo(slug string) {
	p.Logo = strings.Replace(p.Logo, publicLogoPath(slug), logoPath+"/", 1)
}

func (s *Server) showPreview(v *visit) error {
	p, err := s.previewPage(v)
	if err != nil {
		return err
	}
	return v.show(p)
}

// publishProfile makes the draft public that the visitor looked at (D2, D3).
func (s *Server) publishProfile(v *visit) error {
	var form profileForm
	if err := v.read(&form); err != nil {
		return err
	}
	refusal := s.Directory.PublishDraft(v.ctx, v.actor, form.Mark)
	if refusal == nil {
		return v.done(profilePath, "profile-published")
	}
	if fault.Of(refusal) == nil {
		return refusal
	}
	p, err := s.previewPage(v)
	if err != nil {
		return err
	}
	texts := newForm(v.words(), "profile", nil)
	if !texts.Fail(v.words(), refusal) {
		return refusal
	}
	p.Preview.ErrorsAt = v.T("form.errors")
	for _, wrong := range texts.Errors {
		p.Preview.Errors = append(p.Preview.Errors, Link{wrong.Text, mendPath(wrong.Field)})
	}
	return v.showStatus(statuses[fault.Of(refusal).Kind], p)
}

// mendPath is the page on which a field of the profile is put right.
func mendPath(field string) string {
	code := map[string]string{
		"mission": "missie", "offer": "aanbod", "products": "aanbod", "targetGroups": "doelgroep", "audience": "doelgroep",
		"municipalities": "gebied", "forms": "gebied",
	}[field]
	switch {
	case code != "":
		return profilePath + "/onderdelen/" + code
	case field == "publish":
		return "/mijn"
	case field == "":
		return ""
	}
	return profilePath
}
