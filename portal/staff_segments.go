package portal

import (
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/internal/account"
)

const segmentsPath = "/beheer/lijsten/segmenten"

// SegmentsPage lists the segments with their products, and lets an administrator
// add both.
type SegmentsPage struct {
	Frame
	Form
	MayAct  bool
	Table   Table
	Choices []Choice // segments that a product can be added to
}

func (p *SegmentsPage) template() string { return "staff/segments" }

type segmentForm struct {
	Segment     string `form:"segment"` // empty for a new one
	Code        string `form:"code" clean:"line"`
	NameNL      string `form:"nameNL" clean:"line"`
	NameEN      string `form:"nameEN" clean:"line"`
	ProductCode string `form:"productCode" clean:"line"`
	ProductNL   string `form:"productNL" clean:"line"`
	ProductEN   string `form:"productEN" clean:"line"`
	PlainNL     string `form:"plainNL" clean:"line"`
	PlainEN     string `form:"plainEN" clean:"line"`
}

func (f *segmentForm) product() directory.NewProduct {
	return directory.NewProduct{
		Code: strings.Clone(f.ProductCode), NameNL: strings.Clone(f.ProductNL), NameEN: strings.Clone(f.ProductEN),
		PlainNL: strings.Clone(f.PlainNL), PlainEN: strings.Clone(f.PlainEN),
	}
}

func newSegmentsPage(frame Frame, region *directory.Region, form *segmentForm, actor account.Actor) *SegmentsPage {
	p := &SegmentsPage{Frame: frame, Form: newForm(frame.Words(), "segments", form)}
	p.MayAct = actor.Has(account.RoleAdministrator)
	p.Breadcrumbs = []Link{{p.T("nav.desk"), "/beheer"}}
	p.Table = Table{Caption: p.Title, Hidden: true, Columns: []Column{
		{Text: p.T("segments.name")}, {Text: p.T("segments.number"), Number: true}, {Text: p.T("segments.products")}, {Text: p.T("segments.way")},
	}}
	p.Choices = []Choice{{Value: "", Text: p.T("segments.new")}}
	for _, segment := range region.Segments {
		var products []string
		for _, product := range region.Products {
			if product.SegmentCode == segment.Code {
				products = append(products, product.Name(p.Lang))
			}
		}
		way := p.T("segments.way.tender")
		if segment.OpenHouse {
			way = p.T("segments.way.open-house")
		}
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: segment.Name(p.Lang), Note: segment.Code}, {Text: strconv.Itoa(segment.Number), Number: true}, {Text: strings.Join(products, ", ")}, {Text: way},
		})
		p.Choices = append(p.Choices, Choice{Value: segment.Code, Text: segment.Name(p.Lang)})
	}
	return p
}

func (s *Server) segments(v *visit, form *segmentForm) (*SegmentsPage, error) {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	return newSegmentsPage(v.frame("segments.title"), region, form, v.actor), nil
}

func (s *Server) showSegments(v *visit) error {
	p, err := s.segments(v, &segmentForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

// addSegment adds a segment with its first product, or a product to a segment.
func (s *Server) addSegment(v *visit) error {
	var form segmentForm
	if err := v.read(&form); err != nil {
		return err
	}
	var refusal error
	if form.Segment == "" {
		refusal = s.Directory.AddSegment(v.ctx, v.actor, directory.NewSegment{
			Code: strings.Clone(form.Code), NameNL: strings.Clone(form.NameNL), NameEN: strings.Clone(form.NameEN), Product: form.product(),
		})
	} else {
		refusal = s.Directory.AddProduct(v.ctx, v.actor, strings.Clone(form.Segment), form.product())
	}
	if refusal == nil {
		return v.done(segmentsPath, "segment-saved")
	}
	p, err := s.segments(v, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
