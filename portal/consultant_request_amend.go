package portal

import (
	"slices"
	"strconv"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/matching"
)

// AmendRequestPage changes a request that the provider has not answered yet (T1).
type AmendRequestPage struct {
	Frame
	Form
	Products     []Choice
	Ways, Rungs  []Choice
	Version      string
	URL, BackURL string
}

func (p *AmendRequestPage) template() string { return "consultant/amend" }

func amendRequestPage(frame Frame, c *matching.Case, region *directory.Region, offered []string, form *sendRequestForm, place string) *AmendRequestPage {
	w := frame.Words()
	back := "/consulent/verzoeken/" + c.Request.ID.String()
	p := &AmendRequestPage{
		Frame: frame, Form: newForm(w, "send-request", form), Ways: wayChoices(w), Rungs: rungChoices(w),
		Version: form.Version, URL: withQuery(back+"/aanpassen", fromParam, place), BackURL: withQuery(back, fromParam, place),
	}
	p.Breadcrumbs = []Link{{Text: w.T("consultant.title"), URL: listAt("/consulent", place)}, {Text: c.Request.Reference, URL: p.BackURL}}
	for _, product := range region.Products {
		if product.Code == c.Request.ProductCode || slices.Contains(offered, product.Code) {
			p.Products = append(p.Products, Choice{Value: product.Code, Text: product.Name(frame.Lang)})
		}
	}
	return p
}

// amendPage shows the form as it was typed, or the request as it stands.
func (s *Server) amendPage(v *visit, id uuid.UUID, form *sendRequestForm) (*AmendRequestPage, error) {
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	if form == nil && !found.Request.Allows(matching.ActAmend) {
		return nil, fault.Conflict("request.past-step")
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	var products []string
	public, err := s.Directory.Public(v.ctx, found.Provider.Slug)
	switch {
	case err == nil:
		products = public.Profile.Products
	case !fault.Is(err, fault.KindMissing): // a provider that stopped keeps the product that was asked
		return nil, err
	}
	if form == nil {
		stands := sendFormOf(found.Request.Asked())
		stands.Version = strconv.Itoa(found.Request.Version)
		form = &stands
	}
	frame := v.frame("amend.title", "Reference", found.Request.Reference)
	return amendRequestPage(frame, found, region, products, form, v.place()), nil
}

func (s *Server) showAmend(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.amendPage(v, id, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) amendRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form sendRequestForm
	if err := v.read(&form); err != nil {
		return err
	}
	question := form.asked()
	question.Municipality = v.actor.Municipality
	refusal := s.Matching.Amend(v.ctx, v.actor, id, number(form.Version), question)
	if refusal == nil {
		return v.done(withQuery("/consulent/verzoeken/"+id.String(), fromParam, v.place()), "request-amended")
	}
	p, err := s.amendPage(v, id, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
