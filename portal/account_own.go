package portal

import (
	"cmp"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/words"
)

// AccountPage shows people who they are here and where they are signed in.
type AccountPage struct {
	Frame
	Form     // the language
	Facts    SummaryList
	Sessions []OwnSession
	Others   bool // there are sessions besides this one
}

func (p *AccountPage) template() string { return "account/account" }

// OwnSession is one browser in which the person is signed in.
type OwnSession struct {
	Name    string
	Facts   string
	Current bool
	End     Button
}

type langForm struct {
	Lang string `form:"lang"`
}

func (s *Server) showAccount(v *visit) error {
	sessions, err := s.Accounts.OwnSessions(v.ctx, v.actor)
	if err != nil {
		return err
	}
	place, err := s.placeOf(v)
	if err != nil {
		return err
	}
	p := &AccountPage{Frame: v.frame("own.title"), Form: newForm(v.words(), "own", &langForm{Lang: v.actor.Lang})}
	p.fill(v.actor, place, sessions, v.session)
	return v.show(p)
}

// placeOf names the organisation or municipality that the person works for.
func (s *Server) placeOf(v *visit) (SummaryRow, error) {
	w := v.words()
	switch {
	case v.actor.Has(account.RoleProvider):
		organisation, err := s.Directory.Provider(v.ctx, v.actor.ProviderID)
		if err != nil {
			return SummaryRow{}, err
		}
		return row(w, w.T("own.organisation"), "", organisation.Name), nil
	case v.actor.Municipality != "":
		region, err := s.Directory.Region(v.ctx)
		if err != nil {
			return SummaryRow{}, err
		}
		return row(w, w.T("own.municipality"), "", region.Municipality(v.actor.Municipality).Name), nil
	}
	return row(w, w.T("own.organisation"), "", s.Office.Name), nil
}

func (p *AccountPage) fill(actor account.Actor, place SummaryRow, sessions []account.Session, current string) {
	w := p.Words()
	p.Facts.Rows = []SummaryRow{
		row(w, w.T("own.name"), "/account/naam", actor.Name),
		row(w, w.T("own.email"), "/account/adres", cmp.Or(actor.Address(), w.T("sso.no-address"))),
		place,
		row(w, w.T("own.roles"), "", roleNames(w, actor)...),
	}
	for i := range sessions {
		one := &sessions[i]
		name := browserName(w, one.Agent)
		p.Sessions = append(p.Sessions, OwnSession{
			Name: name, Current: one.Is(current), Facts: sessionFacts(w, one),
			End: p.Button(w.T("own.session.end", "Name", name, "Since", one.CreatedAt), "/account/sessies/"+one.ID.String()+"/einde", "secondary"),
		})
		p.Others = p.Others || !one.Is(current)
	}
}

func sessionFacts(w *words.Words, one *account.Session) string {
	facts := []any{"Since", one.CreatedAt, "Seen", one.LastSeenAt.Truncate(time.Minute), "Origin", one.Origin}
	if one.Origin == "" {
		facts[5] = w.T("own.session.nowhere")
	}
	return w.T("own.session.facts", facts...)
}

// roleNames says what the person may be here.
func roleNames(w *words.Words, actor account.Actor) []string {
	names := make([]string, 0, len(actor.Roles))
	for _, role := range actor.Roles {
		key := "own.role." + string(role)
		if role == account.RoleProvider && actor.ProviderAdmin {
			key += "-admin"
		}
		names = append(names, w.T(key))
	}
	return names
}

// saveLanguage keeps the language for pages and letters; a cookie of before
// would hide the choice.
func (s *Server) saveLanguage(v *visit) error {
	var form langForm
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Accounts.SetLang(v.ctx, v.actor, form.Lang); err != nil {
		return err
	}
	if v.Cookies(s.langCookie()) != "" {
		v.setCookie(s.langCookie(), "", -time.Second)
	}
	return v.done("/account", "lang-saved")
}
