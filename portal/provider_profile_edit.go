package portal

import "providerportal/directory"

// ProfileEditorPage lets a provider write its profile (D1) and says openly what
// stands between it and the finder (D2).
type ProfileEditorPage struct {
	Frame
	Form
	State     Notice
	Public    string // address of the public page, empty while there is none
	Obstacles []Link

	region *directory.Region
}

func (p *ProfileEditorPage) template() string { return "provider/profile" }

type profileForm struct {
	Mission        string   `form:"mission"`
	Offer          string   `form:"offer"`
	Products       []string `form:"products"`
	TargetGroups   []string `form:"targetGroups"`
	Audience       string   `form:"audience"`
	Municipalities []string `form:"municipalities"`
	Website        string   `form:"website"`
	Act            string   `form:"act"`
}

func formOfProfile(profile *directory.Profile) profileForm {
	return profileForm{
		Mission: profile.Mission, Offer: profile.Offer, Products: profile.Products, TargetGroups: profile.TargetGroups,
		Audience: profile.Audience, Municipalities: profile.Municipalities, Website: profile.Website,
	}
}

func (f profileForm) profile() directory.Profile {
	return directory.Profile{
		Mission: f.Mission, Offer: f.Offer, Products: f.Products, TargetGroups: f.TargetGroups,
		Audience: f.Audience, Municipalities: f.Municipalities, Website: f.Website,
	}
}

func newProfileEditorPage(frame Frame, region *directory.Region, stand *directory.Standing, form *profileForm) *ProfileEditorPage {
	p := &ProfileEditorPage{Frame: frame, Form: newForm(frame.Words(), "profile", form), region: region}
	p.Breadcrumbs = []Link{{p.T("nav.overview"), "/mijn"}}
	p.State = Notice{Text: p.T("profile.state.draft"), Look: LookWarn}
	if stand.Published {
		p.Public = "/aanbieders/" + stand.Slug
		p.State = Notice{Text: p.T("profile.state.public"), Look: LookGood, URL: p.Public, Action: p.T("profile.state.view")}
	}
	if !stand.Admitted {
		p.Obstacles = append(p.Obstacles, Link{p.T("profile.obstacle.contract"), "/mijn"})
	}
	if !stand.IntakeVerified {
		p.Obstacles = append(p.Obstacles, Link{p.T("profile.obstacle.intake"), "/mijn/aanmeldpunt"})
	}
	return p
}

// profileEditorPage loads what the editor shows around the form.
func (s *Server) profileEditorPage(v *visit, form *profileForm) (*ProfileEditorPage, error) {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	stand, err := s.Directory.Standing(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return newProfileEditorPage(v.frame("profile.title"), region, stand, form), nil
}

func (s *Server) showProfileEditor(v *visit) error {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return err
	}
	form := formOfProfile(profile)
	p, err := s.profileEditorPage(v, &form)
	if err != nil {
		return err
	}
	return v.show(p)
}

// saveProfile keeps a draft, or publishes when that button was pressed.
func (s *Server) saveProfile(v *visit) error {
	var form profileForm
	if err := v.read(&form); err != nil {
		return err
	}
	save, notice := s.Directory.SaveProfile, "profile-saved"
	if form.Act == "publish" {
		save, notice = s.Directory.PublishProfile, "profile-published"
	}
	err := save(v.ctx, v.actor, form.profile())
	if err == nil {
		return v.done("/mijn/profiel", notice)
	}
	p, failed := s.profileEditorPage(v, &form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
