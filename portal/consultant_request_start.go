package portal

import (
	"net/url"

	"github.com/google/uuid"

	"providerportal/matching"
)

// StartRequestPage is where a consultant begins: with a draft, or by choosing the
// provider that the resident chose.
type StartRequestPage struct {
	Frame
	Form
	From      string // request whose question goes along, or empty
	Drafts    []DraftLine
	Providers []Link
	Searched  bool
}

// DraftLine is a question that is not sent yet.
type DraftLine struct {
	Text, URL, Saved string
	Drop             Button
}

func (p *StartRequestPage) template() string { return "consultant/start" }

type startForm struct {
	Search string `form:"q"`
}

// startResults is how many providers are shown to choose from.
const startResults = 10

func (s *Server) showStartRequest(v *visit) error {
	form := startForm{Search: v.query("q")}
	p := &StartRequestPage{Frame: v.frame("start-request.title"), Form: newForm(v.words(), "start-request", &form)}
	p.Breadcrumbs = []Link{{Text: p.T("consultant.title"), URL: "/consulent"}}
	if id, err := uuid.Parse(v.query("van")); err == nil {
		p.From = id.String()
	}
	drafts, err := s.Matching.Drafts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p.addDrafts(drafts)
	if form.Search != "" {
		found, err := s.Directory.AskableByName(v.ctx, form.Search, startResults)
		if err != nil {
			return err
		}
		p.Searched = true
		for _, provider := range found {
			p.Providers = append(p.Providers, Link{Text: provider.Name, URL: p.to(provider.Slug)})
		}
	}
	return v.show(p)
}

// to is the form for a provider, with the question that goes along.
func (p *StartRequestPage) to(slug string) string {
	path := "/consulent/verzoeken/nieuw/" + slug
	if p.From == "" {
		return path
	}
	return path + "?" + url.Values{"van": {p.From}}.Encode()
}

func (p *StartRequestPage) addDrafts(drafts []matching.Draft) {
	for i := range drafts {
		draft := &drafts[i]
		p.Drafts = append(p.Drafts, DraftLine{
			Text: draft.Provider.Name, Saved: p.Moment(draft.SavedAt),
			URL:  "/consulent/verzoeken/nieuw/" + draft.Provider.Slug + "?concept=" + draft.ID.String(),
			Drop: p.Button(p.T("start-request.drop"), "/consulent/concepten/"+draft.ID.String()+"/verwijderen", "secondary"),
		})
	}
}

func (s *Server) dropDraft(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Matching.DropDraft(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done("/consulent/verzoeken/nieuw", "draft-dropped")
}
