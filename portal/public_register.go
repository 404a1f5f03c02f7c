package portal

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/paging"
	"providerportal/internal/sheet"
)

// RegisterListPage is the public register of admitted providers (E16, OH-14).
type RegisterListPage struct {
	Frame
	Form
	Order string
	Count string
	Table Table
	Pages Pagination
	CSV   string
	JSON  string
}

func (p *RegisterListPage) template() string { return "public/register_list" }

const registerPath = "/aanbieders/register"

type registerQuery struct {
	Search string `form:"q"`
}

// registerOrders are the values of "sorteer"; a minus turns the order round.
var registerOrders = map[string]enrollment.RegisterOrder{
	"naam": enrollment.RegisterByName, "kvk": enrollment.RegisterByNumber,
	"toegelaten": enrollment.RegisterByAdmitted, "geeindigd": enrollment.RegisterByEnded,
}

// askedRegister reads the question from the address.
func askedRegister(v *visit) (asked enrollment.RegisterAsked, order string) {
	order = v.query("sorteer")
	column, down := strings.CutPrefix(order, "-")
	if _, known := registerOrders[column]; !known {
		order, column, down = "naam", "naam", false
	}
	return enrollment.RegisterAsked{Search: v.query("q"), Order: registerOrders[column], Down: down, Page: v.page()}, order
}

func (s *Server) showRegisterList(v *visit) error {
	asked, order := askedRegister(v)
	found, err := s.Enrollment.PublicRegister(v.ctx, asked)
	if err != nil {
		return err
	}
	p := &RegisterListPage{Frame: v.frame("register-list.title"), Form: newForm(v.words(), "register-list", &registerQuery{Search: asked.Search})}
	p.fill(found, asked.Search, order)
	return v.show(p)
}

func (p *RegisterListPage) fill(found paging.Page[enrollment.Registered], search, order string) {
	p.Order, p.Count = order, p.T("register-list.count", "Count", found.Total)
	query := url.Values{"q": {search}, "sorteer": {order}}
	p.CSV, p.JSON = registerPath+".csv?"+query.Encode(), registerPath+".json?"+query.Encode()
	p.Pages = paginate(p.Words(), p.Path, found.Number, found.Pages)
	p.Table = Table{Caption: p.T("register-list.title"), Hidden: true, Empty: p.T("register-list.empty"), Columns: []Column{
		p.column("name", "naam"), p.column("number", "kvk"), {Text: p.T("register-list.segment")},
		p.column("admitted", "toegelaten"), p.column("ended", "geeindigd"),
	}}
	for i := range found.Lines {
		one := &found.Lines[i]
		line := Row{{Text: one.Name}, {Text: one.Entry.Short(p.Words())}, {Text: one.SegmentName(p.Lang)}, {Text: p.ShortDate(one.AdmittedOn)}, {Text: "–"}}
		if one.EndedOn != nil {
			line[4].Text = p.ShortDate(*one.EndedOn)
		}
		p.Table.Rows = append(p.Table.Rows, line)
	}
}

// column heads a column that sorts, and turns round what it sorted.
func (p *RegisterListPage) column(key, order string) Column {
	column, next := Column{Text: p.T("register-list." + key)}, order
	switch p.Order {
	case order:
		column.Sorted, next = "ascending", "-"+order
	case "-" + order:
		column.Sorted = "descending"
	}
	column.URL = withQuery(withQuery(p.Path, "pagina", ""), "sorteer", next)
	return column
}

// registerLine is one line of the register for machines.
type registerLine struct {
	Name       string `json:"name"`
	KvK        string `json:"kvk_number,omitempty"`
	Segment    string `json:"segment"`
	AdmittedOn string `json:"admitted_on"`
	EndedOn    string `json:"ended_on,omitempty"`
	Country    string `json:"register_country,omitempty"` // these three instead of a KvK number (OH-5)
	Register   string `json:"register_name,omitempty"`
	Number     string `json:"register_number,omitempty"`
}

func (s *Server) registerLines(v *visit) ([]registerLine, error) {
	asked, _ := askedRegister(v)
	found, err := s.Enrollment.WholeRegister(v.ctx, asked)
	lines := make([]registerLine, len(found))
	for i := range found {
		one := &found[i]
		lines[i] = registerLine{
			one.Name, one.Entry.KvK, one.Segment, one.AdmittedOn.String(), dayText(one.EndedOn),
			one.Entry.Country, one.Entry.Register, one.Entry.Number,
		}
	}
	return lines, err
}

// registerCSV gives the register as CSV (RFC 4180, UTF-8).
func (s *Server) registerCSV(v *visit) error {
	lines, err := s.registerLines(v)
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "text/csv; charset=utf-8; header=present")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="register-aanbieders.csv"`)
	out := csv.NewWriter(v.Response().BodyWriter())
	out.UseCRLF = true
	err = out.Write([]string{"name", "kvk_number", "segment", "admitted_on", "ended_on", "register_country", "register_name", "register_number"})
	for _, line := range lines {
		err = cmp.Or(err, out.Write([]string{sheet.Text(line.Name), line.KvK, line.Segment, line.AdmittedOn, line.EndedOn, line.Country, sheet.Text(line.Register), sheet.Text(line.Number)}))
	}
	out.Flush()
	return cmp.Or(err, out.Error())
}

// registerJSON gives the register as JSON.
func (s *Server) registerJSON(v *visit) error {
	lines, err := s.registerLines(v)
	if err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return json.NewEncoder(v.Response().BodyWriter()).Encode(lines)
}
