package portal

import (
	"providerportal/directory"
	"providerportal/internal/fault"
)

// JoinPage asks for access to an organisation that has an account already.
type JoinPage struct {
	Frame
	Form
	RegisterURL string // where the organisation makes its account, when it has none yet
	HasLogin    bool   // the address has an account
}

func (p *JoinPage) template() string { return "public/join" }

type joinForm struct {
	EntryForm
	Name   string `form:"name" clean:"line"`
	Email  string `form:"email"`
	Secret string `form:"sleutel"`
}

// Entry are the questions where the organisation is registered.
func (p *JoinPage) Entry() EntryFields { return entryFields(&p.Form, p.Lang) }

func joinPage(v *visit, form *joinForm) *JoinPage {
	form.EntryForm = form.shown()
	return &JoinPage{Frame: v.frame("join.title"), Form: newForm(v.words(), "join", form)}
}

// JoinSentPage says what happens after asking, and after confirming.
type JoinSentPage struct {
	Frame
	Panel Panel
	Next  string
}

func (p *JoinSentPage) template() string { return "public/join_sent" }

// The pages behind the form, by the value of "stap", with the keys of their texts.
var joinSteps = map[string]string{"verstuurd": "join-sent", "bevestigd": "join-confirmed"}

const joinPath = "/registreren/aansluiten"

func joinSentPage(frame Frame, key string) *JoinSentPage {
	return &JoinSentPage{
		Frame: frame, Next: frame.T(key + ".next"), Panel: newPanel(frame.Words(), frame.Title, frame.T(key+".text"), ""),
	}
}

// showJoin also is the page behind the link of the mail, and says what happened.
func (s *Server) showJoin(v *visit) error {
	if key, ok := joinSteps[v.query("stap")]; ok {
		return v.show(joinSentPage(v.frame(key+".title"), key))
	}
	if secret := v.query("sleutel"); secret != "" {
		return v.show(linkPage(v, "confirm-join", secret))
	}
	return v.show(joinPage(v, &joinForm{EntryForm: askedEntry(v)}))
}

func (s *Server) join(v *visit) error {
	var form joinForm
	if err := v.read(&form); err != nil {
		return err
	}
	if form.Secret != "" {
		return s.confirmJoin(v, form.Secret)
	}
	err := s.Directory.AskToJoin(v.ctx, directory.Joining{
		Entry: form.typed(), Name: form.Name, Email: form.Email, Lang: v.lang, Origin: v.IP(),
	})
	if err != nil {
		p := joinPage(v, &form)
		p.HasLogin = names(err, "error.email-used")
		if names(err, "join.kvk-unknown") {
			p.RegisterURL = form.at("/registreren")
		}
		return v.refuse(&p.Form, p, err)
	}
	return v.done(joinPath+"?stap=verstuurd", "")
}

func (s *Server) confirmJoin(v *visit, secret string) error {
	err := s.Directory.ConfirmJoin(v.ctx, secret, v.IP())
	if fault.Is(err, fault.KindConflict) {
		p := linkPage(v, "confirm-join", secret)
		return v.refuse(&p.Form, p, err)
	}
	if err != nil {
		return err
	}
	return v.done(joinPath+"?stap=bevestigd", "")
}
