package portal

import (
	"io"
	"net/url"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/storage/documents"
)

// ScanPage takes the agreement that was signed on paper, as a PDF (E10).
type ScanPage struct {
	Frame
	Form
	Limit string
	Most  int64 // bytes of one document
	Sent  Link  // the file of an earlier try, which need not be chosen again
}

func (p *ScanPage) template() string { return "provider/agreement_scan" }

type scanForm struct {
	Name     string `form:"name" clean:"line"`
	Function string `form:"function" clean:"line"`
	Document string `form:"document"` // received in an earlier try
}

// File asks for the scan.
func (p *ScanPage) File() Field {
	field := p.Form.Field("file")
	field.Hint = p.T("scan.limits", "Limit", p.Limit)
	return field.Accept(".pdf").UpTo(p.Most, p.T("document.too-large", "Limit", p.Limit))
}

// Received is the document of an earlier try.
func (p *ScanPage) Received() string { return p.Values["document"][0] }

func (s *Server) showScan(v *visit) error {
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if contract.Status != enrollment.ContractOffered || !v.actor.ProviderAdmin {
		return v.done("/mijn/overeenkomst", "")
	}
	return v.show(s.scanPage(v, scanForm{}))
}

func (s *Server) scanPage(v *visit, form scanForm) *ScanPage {
	p := &ScanPage{Frame: v.frame("scan.title"), Form: newForm(v.words(), "scan", &form)}
	p.Breadcrumbs = []Link{{Text: p.T("agreement.title"), URL: "/mijn/overeenkomst"}}
	p.Limit, p.Most, p.Sent = fileSize(v.lang, s.MaxUpload), s.MaxUpload, s.received(v, form.Document)
	return p
}

// received names a document that came in with an earlier try; without address,
// because it belongs to nothing yet.
func (s *Server) received(v *visit, id string) Link {
	document, err := s.Enrollment.Loose(v.ctx, v.actor, parsedID(id))
	if err != nil {
		return Link{}
	}
	return Link{Text: ownDocumentLink(v.words(), *document).Text}
}

// parsedID reads an id from a form; what is none is nobody's.
func parsedID(text string) uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// receive takes an upload with at most one document and gives the fields. What was
// received in an earlier try, field "document", counts when no file came. Before
// anything of a document is taken in, may says whether it has a place.
func (s *Server) receive(v *visit, may func() error) (fields url.Values, received uuid.UUID, refused error, err error) {
	var document *documents.Document
	fields, refused = v.readUpload(func(_ url.Values, name string, content io.Reader) (err error) {
		if err := may(); err != nil {
			return err
		}
		document, err = s.Enrollment.ReceiveForContract(v.ctx, v.actor, name, content)
		return err
	})
	if refused != nil && fault.Of(refused) == nil {
		return nil, uuid.Nil, nil, refused
	}
	if s.noteOutage(v.Ctx, refused); document != nil {
		fields.Set("document", document.ID.String())
	}
	return fields, parsedID(fields.Get("document")), refused, nil
}

// offerScan hands the scan to staff.
func (s *Server) offerScan(v *visit) error {
	fields, received, refused, err := s.receive(v, func() error { return s.Enrollment.MayOfferScan(v.ctx, v.actor) })
	if err != nil {
		return err
	}
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	form := scanForm{Name: fields.Get("name"), Function: fields.Get("function"), Document: fields.Get("document")}
	clean(&form)
	scan := enrollment.Scan{DocumentID: received, Name: form.Name, Function: form.Function}
	if refused == nil {
		if err = s.Enrollment.OfferScan(v.ctx, v.actor, contract.ID, scan); err == nil {
			return v.done("/mijn/overeenkomst", "scan-sent")
		}
	}
	p := s.scanPage(v, form)
	return s.refuseUpload(v, &p.Form, p, refused, err)
}

// refuseUpload shows the page of an upload again: what is wrong with the file, or
// else with the fields.
func (s *Server) refuseUpload(v *visit, form *Form, p page, file, fields error) error {
	if fault.Is(file, fault.KindUnavailable) {
		form.Fail(v.words(), fault.Invalid(fault.At("file", fault.Of(file).Key)))
		return v.showStatus(fiber.StatusServiceUnavailable, p)
	}
	if file != nil {
		return v.refuse(form, p, file)
	}
	return v.refuse(form, p, fields)
}
