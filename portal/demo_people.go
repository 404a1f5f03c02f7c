package portal

import (
	"slices"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// DemoPage lets a visitor of the demonstration become one of its people.
type DemoPage struct {
	Frame
	Groups []DemoGroup
	Steps  []string
}

// DemoGroup are the people with one role.
type DemoGroup struct {
	Title  string
	People []DemoChoice
}

// DemoChoice is one person to sign in as.
type DemoChoice struct {
	ID     string
	Name   string
	Button string
}

func (p *DemoPage) template() string { return "demo/people" }

func (s *Server) showDemo(v *visit) error {
	p := &DemoPage{Frame: v.frame("demo.title")}
	p.fill(s.Demo.People)
	return v.show(p)
}

func (p *DemoPage) fill(people []DemoPerson) {
	for _, step := range []string{"demo.step.1", "demo.step.2", "demo.step.3", "demo.step.4", "demo.step.5", "demo.step.6"} {
		p.Steps = append(p.Steps, p.T(step))
	}
	at := map[string]int{}
	for _, person := range people {
		i, known := at[person.Role]
		if !known {
			i = len(p.Groups)
			at[person.Role] = i
			p.Groups = append(p.Groups, DemoGroup{Title: p.T("demo.role." + person.Role)})
		}
		p.Groups[i].People = append(p.Groups[i].People, DemoChoice{
			ID: person.UserID.String(), Name: person.Name, Button: p.T("demo.enter", "Name", person.Name),
		})
	}
}

type demoForm struct {
	User string `form:"user"`
}

// demoSignIn opens a session for one of the people of the demonstration, and for
// nobody else.
func (s *Server) demoSignIn(v *visit) error {
	var form demoForm
	if err := v.read(&form); err != nil {
		return err
	}
	i := slices.IndexFunc(s.Demo.People, func(p DemoPerson) bool { return p.UserID.String() == form.User && p.UserID != uuid.Nil })
	if i < 0 {
		return fault.Missing()
	}
	person := s.Demo.People[i]
	if err := s.Accounts.SignOut(v.ctx, v.session, v.client().Origin); err != nil {
		return err
	}
	secret, err := s.Accounts.OpenFor(v.ctx, account.Actor{UserID: person.UserID, Name: person.Name, Origin: v.IP()}, account.MethodDemo, v.client())
	if err != nil {
		return err
	}
	v.startSession(secret)
	return v.done(person.Start, "")
}
