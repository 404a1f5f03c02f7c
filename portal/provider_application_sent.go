package portal

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/paper"
)

// SentPage shows what was sent, exactly as it was sent; later changes leave it
// alone. It is the accessible original of the PDF.
type SentPage struct {
	Frame
	Sections []SentSection
	PDF      Link
	at       enrollment.Submission
}

// SentSection is one part of what was sent.
type SentSection struct {
	Title string
	List  SummaryList
}

func (p *SentPage) template() string { return "provider/sent" }

func sentPath(submission enrollment.Submission) string {
	return applicationPath + "/verzonden/" + submission.ID.String()
}

func sentPage(frame Frame, submission *enrollment.Submission) *SentPage {
	p := &SentPage{Frame: frame, at: *submission}
	p.Title = p.sentTitle(*submission)
	p.withinApplication()
	p.PDF = Link{Text: p.T("sent.pdf"), URL: sentPath(*submission) + "/pdf"}
	sent := &submission.Content
	p.section("sent.facts", p.facts(submission))
	p.section("application.organisation.title", p.organisation(sent))
	p.section("application.contact.title", p.person(sent.Contact))
	p.section("application.signatory.title", p.person(sent.Signatory))
	p.section("application.municipalities.title", []SummaryRow{p.row("application.municipalities.municipalities", sent.Municipalities...)})
	p.section("submit.answers", p.answers(sent))
	return p
}

// sentTitle names a submission: the application, or a supplement to it.
func (f *Frame) sentTitle(submission enrollment.Submission) string {
	if submission.Round > 1 {
		return f.T("sent.title.supplement", "At", f.Date(submission.SentAt))
	}
	return f.T("sent.title", "At", f.Date(submission.SentAt))
}

func (p *SentPage) section(key string, rows []SummaryRow) {
	p.Sections = append(p.Sections, SentSection{Title: p.T(key), List: SummaryList{Rows: rows}})
}

func (p *SentPage) row(key string, values ...string) SummaryRow {
	return row(p.Words(), p.T(key), "", filledIn(values)...)
}

func (p *SentPage) facts(submission *enrollment.Submission) []SummaryRow {
	return []SummaryRow{
		p.row("application.reference", submission.Content.Reference),
		p.row("application.submitted-at", p.Moment(submission.SentAt)),
		p.row("sent.by", submission.Content.SentBy),
		p.row("sent.version", strconv.Itoa(submission.Content.SetVersion)),
		p.row("application.decide-by", p.Date(submission.Content.DecideBy)),
	}
}

func (p *SentPage) organisation(sent *enrollment.Sent) []SummaryRow {
	o := sent.Organisation
	return organisationRows(p.Words(), sent.Entry, directory.Organisation{
		Name: o.Name, Street: o.Street, Postcode: o.Postcode, Place: o.Place, Country: o.Country,
		ForeignRegister: o.ForeignRegister, Website: o.Website,
	})
}

func (p *SentPage) person(person enrollment.SentPerson) []SummaryRow {
	rows := []SummaryRow{p.row("application.contact.name", person.Name), p.row("application.contact.email", person.Email)}
	if person.Phone != "" {
		rows = append(rows, p.row("application.contact.phone", person.Phone))
	}
	if person.Function != "" {
		rows = append(rows, p.row("application.signatory.function", person.Function))
	}
	return rows
}

func (p *SentPage) answers(sent *enrollment.Sent) []SummaryRow {
	var rows []SummaryRow
	for _, answer := range sent.Answers {
		line := row(p.Words(), answer.Title(p.Lang), "", filledIn([]string{answer.Choice(p.Lang), answer.Text})...)
		if answer.Kind == enrollment.KindDeclaration && answer.Accepted {
			line.Values = []string{p.T("application.agreed")}
		}
		line.Values = append(line.Values, dateTexts(&p.Frame, answer.IssuedOn, answer.ValidUntil)...)
		if file := answer.Document; file != nil {
			line.Values = append(line.Values, file.Name+" ("+fileSize(p.Lang, file.SizeBytes)+")", p.T("sent.sha256", "SHA256", file.SHA256))
		}
		if answer.Asked {
			line.Tag = Tag{Text: p.T("sent.supplemented"), Look: LookBusy}
		}
		rows = append(rows, line)
	}
	return rows
}

// document writes the same on paper.
func (p *SentPage) document() paper.Document {
	document := paper.Document{Title: p.Title, Language: p.Lang, Producer: p.RegionName, At: p.at.SentAt}
	for _, section := range p.Sections {
		var facts paper.Facts
		for _, line := range section.List.Rows {
			facts = append(facts, paper.Fact{Label: line.Key, Value: strings.Join(append(filledIn([]string{line.Tag.Text}), line.Values...), "\n")})
		}
		document.Blocks = append(document.Blocks, paper.Heading{Level: 1, Text: section.Title}, facts)
	}
	return document
}

func (s *Server) showSent(v *visit) error {
	p, err := s.sentPage(v)
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) showSentPDF(v *visit) error {
	p, err := s.sentPage(v)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := p.document().Write(&pdf); err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "application/pdf")
	v.Set(fiber.HeaderContentDisposition, inline(p.at.Content.Reference+"-"+strconv.Itoa(p.at.Round)+".pdf"))
	return v.Send(pdf.Bytes())
}

func (s *Server) sentPage(v *visit) (*SentPage, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	submission, err := s.Enrollment.Submission(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	return sentPage(v.frame("application.title"), submission), nil
}
