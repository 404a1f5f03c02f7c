package portal

import (
	"net/url"

	"providerportal/enrollment"
)

// RenewPage takes new proof for a requirement (E13).
type RenewPage struct {
	Frame
	Form
	Action string
	Until  string // of the proof in use
	Limit  string
	Most   int64 // bytes of one document
	Sent   Link  // the file of an earlier try
}

func (p *RenewPage) template() string { return "provider/evidence_renew" }

func renewPath(code string) string { return "/mijn/bewijsstukken/" + url.PathEscape(code) }

type renewForm struct {
	ValidUntil DateInput `form:"validUntil"`
	Document   string    `form:"document"`
}

// File asks for the new document.
func (p *RenewPage) File() Field {
	field := p.Form.Field("file")
	field.Hint = p.T("answer.limits", "Limit", p.Limit)
	return field.Accept(".pdf,.png,.jpg,.jpeg").UpTo(p.Most, p.T("document.too-large", "Limit", p.Limit))
}

// Received is the document of an earlier try.
func (p *RenewPage) Received() string { return p.Values["document"][0] }

func (s *Server) showRenew(v *visit) error {
	p, err := s.renewPage(v, renewForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) renewPage(v *visit, form renewForm) (*RenewPage, error) {
	evidence, err := s.Enrollment.OwnEvidence(v.ctx, v.actor, v.param("code"))
	if err != nil {
		return nil, err
	}
	p := &RenewPage{Frame: v.frame("renew.title", "Name", evidence.Title(v.lang)), Form: newForm(v.words(), "renew", &form)}
	p.fill(evidence)
	p.Limit, p.Most, p.Sent = fileSize(v.lang, s.MaxUpload), s.MaxUpload, s.received(v, form.Document)
	return p, nil
}

func (p *RenewPage) fill(evidence *enrollment.Evidence) {
	p.Breadcrumbs = []Link{{Text: p.T("evidence.title"), URL: "/mijn/bewijsstukken"}}
	p.Action, p.Until = renewPath(evidence.Code), p.Date(evidence.ValidUntil)
}

// renew hands the new proof to staff.
func (s *Server) renew(v *visit) error {
	code := v.param("code")
	fields, received, refused, err := s.receive(v, func() error {
		_, err := s.Enrollment.OwnEvidence(v.ctx, v.actor, code)
		return err
	})
	if err != nil {
		return err
	}
	form := renewForm{ValidUntil: readAnswer(fields).ValidUntil, Document: fields.Get("document")}
	clean(&form)
	if refused == nil {
		renewal := enrollment.Renewal{DocumentID: received, ValidUntil: dateOrNone(form.ValidUntil)}
		if err = s.Enrollment.OfferRenewal(v.ctx, v.actor, code, renewal); err == nil {
			return v.done("/mijn/bewijsstukken", "renewal-sent")
		}
	}
	p, pageErr := s.renewPage(v, form)
	if pageErr != nil {
		return pageErr
	}
	return s.refuseUpload(v, &p.Form, p, refused, err)
}
