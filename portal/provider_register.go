package portal

import (
	"slices"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// RegisterPage makes an account for an organisation.
type RegisterPage struct {
	Frame
	Form
	Known   bool   // the address or the organisation has an account already
	JoinURL string // where to ask for access to the organisation, when that is known

	Invitation string // whose link led here (E14), or empty
}

func (p *RegisterPage) template() string { return "public/register" }

type registerForm struct {
	EntryForm
	Organisation string `form:"organisation" clean:"line"`
	Name         string `form:"name" clean:"line"`
	Email        string `form:"email"`
	Password     string `form:"password" clean:"raw"`
	Invitation   string `form:"uitnodiging"`
}

// Entry are the questions where the organisation is registered.
func (p *RegisterPage) Entry() EntryFields { return entryFields(&p.Form, p.Lang) }

func registerPage(v *visit, form *registerForm) *RegisterPage {
	form.EntryForm = form.shown()
	return &RegisterPage{Frame: v.frame("register.title"), Form: newForm(v.words(), "register", form), Invitation: form.Invitation}
}

func (s *Server) showRegister(v *visit) error {
	if v.actor.SignedIn() {
		return v.done(v.startPage(), "")
	}
	return v.show(registerPage(v, &registerForm{EntryForm: askedEntry(v), Invitation: invitationOf(v)}))
}

func (s *Server) register(v *visit) error {
	var form registerForm
	if err := v.read(&form); err != nil {
		return err
	}
	invitation, _ := uuid.Parse(form.Invitation) // unreadable is none
	err := s.Enrollment.Register(v.ctx, enrollment.Registration{
		Entry: form.typed(), Organisation: form.Organisation, Name: form.Name, Email: form.Email,
		Password: form.Password, Lang: v.lang, Origin: v.IP(), Invitation: invitation,
	})
	if err != nil {
		p := registerPage(v, &form)
		p.Known = names(err, "error.email-used", "error.kvk-used")
		if names(err, "error.kvk-used") {
			p.JoinURL = form.at(joinPath)
		}
		return v.refuse(&p.Form, p, err)
	}
	return v.done("/registreren/verstuurd", "")
}

// names reports whether a refusal names one of these keys.
func names(err error, keys ...string) bool {
	refusal := fault.Of(err)
	return refusal != nil && slices.ContainsFunc(refusal.Fields, func(field fault.Field) bool {
		return slices.Contains(keys, field.Key)
	})
}

// RegisteredPage says that the confirmation mail is on its way.
type RegisteredPage struct {
	Frame
	Panel Panel
}

func (p *RegisteredPage) template() string { return "public/registered" }

func newRegisteredPage(frame Frame) *RegisteredPage {
	return &RegisteredPage{Frame: frame, Panel: newPanel(frame.Words(), frame.Title, frame.T("registered.text"), "")}
}

func (s *Server) showRegistered(v *visit) error {
	return v.show(newRegisteredPage(v.frame("registered.title")))
}
