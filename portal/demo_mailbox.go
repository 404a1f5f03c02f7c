package portal

import (
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// MailboxPage lists the mail of the demonstration, the newest first.
type MailboxPage struct {
	Frame
	Table Table
}

func (p *MailboxPage) template() string { return "demo/mailbox" }

func (s *Server) showMailbox(v *visit) error {
	messages, err := s.Demo.Mailbox.List()
	if err != nil {
		return err
	}
	p := &MailboxPage{Frame: v.frame("mailbox.title")}
	p.fill(messages)
	return v.show(p)
}

func (p *MailboxPage) fill(messages []mail.Stored) {
	p.Table = Table{Caption: p.T("mailbox.title"), Hidden: true, Empty: p.T("mailbox.empty"), Columns: []Column{
		{Text: p.T("mailbox.subject")}, {Text: p.T("mailbox.to")}, {Text: p.T("mailbox.date")},
	}}
	for _, message := range messages {
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: message.Subject, URL: "/demo/mail/" + message.ID}, {Text: message.To}, {Text: p.Moment(message.Date)},
		})
	}
}

// MailPage is one message; links to this portal can be followed.
type MailPage struct {
	Frame
	Facts SummaryList
	Text  []Segment
}

// Segment is a piece of a message: plain text, or a link when it has a URL.
type Segment struct {
	Text string
	URL  string
}

func (p *MailPage) template() string { return "demo/mail" }

func (s *Server) showMail(v *visit) error {
	message, err := s.Demo.Mailbox.Open(v.param("id"))
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Missing()
	}
	if err != nil {
		return err
	}
	p := &MailPage{Frame: v.frame("mailbox.title")}
	p.fill(message, s.BaseURL)
	return v.show(p)
}

func (p *MailPage) fill(message mail.Stored, baseURL string) {
	w := p.Words()
	p.Title = message.Subject
	p.Breadcrumbs = []Link{{Text: p.T("demo.title"), URL: "/demo"}, {Text: p.T("mailbox.title"), URL: "/demo/mail"}}
	p.Facts.Rows = []SummaryRow{
		row(w, p.T("mailbox.from"), "", message.From), row(w, p.T("mailbox.to"), "", message.To),
		row(w, p.T("mailbox.date"), "", p.Moment(message.Date)),
	}
	p.Text = segments(message.Text, baseURL)
}

var webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)

// segments cuts a text into plain pieces and links. Only addresses of this
// portal become links: mail that is shown may not lead elsewhere.
func segments(text, baseURL string) []Segment {
	var cut []Segment
	rest := 0
	for _, at := range webAddress.FindAllStringIndex(text, -1) {
		address := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)")
		if address != baseURL && !strings.HasPrefix(address, baseURL+"/") {
			continue
		}
		if at[0] > rest {
			cut = append(cut, Segment{Text: text[rest:at[0]]})
		}
		cut = append(cut, Segment{Text: address, URL: address})
		rest = at[0] + len(address)
	}
	if rest < len(text) {
		cut = append(cut, Segment{Text: text[rest:]})
	}
	return cut
}
