package portal

import (
	"providerportal/directory"
	"providerportal/internal/workday"
)

const (
	profilePath        = "/mijn/profiel"
	profilePreviewPath = profilePath + "/voorbeeld"
)

// ProfileHubPage is where a provider keeps its profile: how it stands, what is
// left to write, and what to do next (D1–D4).
type ProfileHubPage struct {
	Frame
	Form       // the answer to a takedown
	Notices    []Notice
	Takedown   *TakedownView
	Confirm    string // asks whether the public profile is still right; empty before it is public
	Tasks      TaskList
	CanDiscard bool
}

func (p *ProfileHubPage) template() string { return "provider/profile" }

// Reply asks what the provider did about a takedown.
func (p *ProfileHubPage) Reply() Field { return p.Field("reply").Rows(4).Max(directory.ReasonMax) }

// TakedownView is why staff took the profile offline, and what was answered (D3).
type TakedownView struct {
	Title, Reason  string
	Replied, Reply string
}

func newTakedownView(f *Frame, takedown *directory.Takedown) *TakedownView {
	if takedown == nil {
		return nil
	}
	view := &TakedownView{Title: f.T("takedown.title", "At", f.Moment(takedown.TakenAt)), Reason: takedown.Reason, Reply: takedown.Reply}
	if takedown.RepliedAt != nil {
		view.Replied = f.T("takedown.replied.at", "At", f.Moment(*takedown.RepliedAt))
	}
	return view
}

type takedownForm struct {
	Reply string `form:"reply"`
}

func newProfileHubPage(frame Frame, profile *directory.Profile, stand *directory.Standing, form *takedownForm, today workday.Date) *ProfileHubPage {
	p := &ProfileHubPage{Frame: frame, Form: newForm(frame.Words(), "takedown", form)}
	p.Breadcrumbs = []Link{{p.T("nav.overview"), "/mijn"}}
	p.Takedown = newTakedownView(&p.Frame, stand.Takedown)
	p.CanDiscard = stand.Differs && profile.Published()
	p.Notices = p.notices(profile, stand)
	if profile.Published() {
		key := "profile.confirm.until"
		if stand.Unconfirmed {
			key = "profile.confirm.past"
		}
		p.Confirm = p.T(key, "By", p.Date(stand.ConfirmBy), "Since", p.Date(*profile.ConfirmedAt), "Months", stand.ConfirmMonths)
	}
	p.Tasks = profileTasks(p.Words(), profile, stand, today)
	return p
}

// notices say how the profile stands, the most pressing first.
func (p *ProfileHubPage) notices(profile *directory.Profile, stand *directory.Standing) []Notice {
	var list []Notice
	if stand.Differs && profile.Published() {
		list = append(list, Notice{Text: p.T("profile.state.differs"), Look: LookTodo, URL: profilePreviewPath, Action: p.T("profile.state.differs.action")})
	}
	switch {
	case stand.Takedown != nil:
	case stand.Published:
		list = append(list, Notice{
			Text: p.T("profile.state.public"), Look: LookGood, URL: "/aanbieders/" + stand.Slug, Action: p.T("profile.state.view"),
		})
	case profile.Published():
		list = append(list, Notice{Text: p.T("profile.state.hidden"), Look: LookWarn, URL: "/mijn", Action: p.T("nav.overview")})
	default:
		list = append(list, Notice{Text: p.T("profile.state.draft"), Look: LookWarn})
	}
	return list
}

// profileHub loads what the page shows.
func (s *Server) profileHub(v *visit, form *takedownForm) (*ProfileHubPage, error) {
	profile, err := s.Directory.Profile(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	stand, err := s.Directory.Standing(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return newProfileHubPage(v.frame("profile.title"), profile, stand, form, workday.On(s.Directory.Now())), nil
}

func (s *Server) showProfileHub(v *visit) error {
	p, err := s.profileHub(v, &takedownForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

// confirmProfile says that the public profile is still right (D4).
func (s *Server) confirmProfile(v *visit) error {
	if err := s.Directory.Confirm(v.ctx, v.actor); err != nil {
		return err
	}
	return v.done(profilePath, "profile-confirmed")
}

// discardProfileDraft goes back to the public version.
func (s *Server) discardProfileDraft(v *visit) error {
	if err := s.Directory.DiscardDraft(v.ctx, v.actor); err != nil {
		return err
	}
	return v.done(profilePath, "profile-discarded")
}

// replyTakedown answers staff who took the profile offline.
func (s *Server) replyTakedown(v *visit) error {
	var form takedownForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := s.Directory.ReplyTakedown(v.ctx, v.actor, form.Reply)
	if err == nil {
		return v.done(profilePath, "takedown-replied")
	}
	p, failed := s.profileHub(v, &form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
