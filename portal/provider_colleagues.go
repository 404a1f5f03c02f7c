package portal

import (
	"providerportal/directory"
	"providerportal/internal/account"
)

// ColleaguesPage shows who works with the organisation's account. Admins invite,
// change roles, remove, and answer who wants to join (AUTH-8).
type ColleaguesPage struct {
	Frame
	Form
	Admin    bool
	People   []ColleagueView
	Requests []JoinView
}

// ColleagueView is one colleague with what an admin can do.
type ColleagueView struct {
	Name, Email, Role string
	State             Tag
	Seen              string
	Own, Invited      bool
	URL               string
	Change            string // text of the button
	NewRole           string
	RemoveText        string
}

// JoinView is somebody who waits for an answer.
type JoinView struct {
	Name, Email, Asked, URL string
}

func (p *ColleaguesPage) template() string { return "provider/colleagues" }

type colleagueForm struct {
	Name  string `form:"name" clean:"line"`
	Email string `form:"email"`
	Role  string `form:"role"`
}

// Values of a colleague's role in forms.
const (
	colleagueMember = "member"
	colleagueAdmin  = "admin"
)

func (p *ColleaguesPage) fill(people []account.User, requests []directory.JoinRequest, own account.Actor) {
	p.Breadcrumbs = []Link{{Text: p.T("nav.overview"), URL: "/mijn"}}
	p.Admin = own.ProviderAdmin
	for i := range people {
		p.People = append(p.People, p.colleague(&people[i], people[i].ID == own.UserID))
	}
	for _, request := range requests {
		p.Requests = append(p.Requests, JoinView{
			Name: request.Name, Email: request.Email, Asked: p.T("colleagues.asked", "On", request.CreatedAt),
			URL: "/mijn/collegas/verzoeken/" + request.ID.String(),
		})
	}
}

func (p *ColleaguesPage) colleague(user *account.User, own bool) ColleagueView {
	view := ColleagueView{
		Name: user.Name, Email: user.Email, Own: own, Invited: user.Invited(), URL: "/mijn/collegas/" + user.ID.String(),
		Role: p.T("colleague.role.member"), Change: p.T("colleagues.make-admin"), NewRole: colleagueAdmin,
		State: Tag{Text: p.T("colleagues.active"), Look: LookPlain}, Seen: p.T("colleagues.never"),
		RemoveText: p.T("colleagues.remove.text", "Name", user.Name),
	}
	if user.ProviderAdmin {
		view.Role, view.Change, view.NewRole = p.T("colleague.role.admin"), p.T("colleagues.make-member"), colleagueMember
	}
	if view.Invited {
		view.State = Tag{Text: p.T("colleagues.invited"), Look: LookBusy}
	}
	if user.LastSeenAt != nil {
		view.Seen = p.T("colleagues.seen", "On", *user.LastSeenAt)
	}
	if own {
		view.RemoveText = p.T("colleagues.remove.own")
	}
	return view
}

func (s *Server) colleaguesPage(v *visit, form colleagueForm) (*ColleaguesPage, error) {
	people, err := s.Directory.Colleagues(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	requests, err := s.Directory.JoinRequests(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	p := &ColleaguesPage{Frame: v.frame("colleagues.title"), Form: newForm(v.words(), "colleagues", &form)}
	p.fill(people, requests, v.actor)
	return p, nil
}

func (s *Server) showColleagues(v *visit) error {
	p, err := s.colleaguesPage(v, colleagueForm{Role: colleagueMember})
	if err != nil {
		return err
	}
	return v.show(p)
}
