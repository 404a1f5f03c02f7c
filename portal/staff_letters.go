package portal

import (
	"providerportal/internal/mail"
	"providerportal/internal/words"
)

// LettersPage is the list of letters as they were sent.
type LettersPage struct {
	Frame
	Tabs  Tabs
	Table Table
}

func (p *LettersPage) template() string { return "staff/letters" }

// letterLists are the values of "lijst": all, or a state of mail.Archive.
var letterLists = []string{listAll, "waiting", "sent", "failed", "recalled"}

func (s *Server) showLetters(v *visit) error {
	list, counts := chosen(v.query("lijst"), letterLists), map[string]int{}
	for _, state := range letterLists {
		count, err := s.Letters.Count(v.ctx, state)
		if err != nil {
			return err
		}
		counts[state] = count
	}
	letters, err := s.Letters.List(v.ctx, list)
	if err != nil {
		return err
	}
	p := &LettersPage{Frame: v.frame("letters.title")}
	p.fill(letters, list, counts)
	return v.show(p)
}

func (p *LettersPage) fill(letters []mail.Record, list string, counts map[string]int) {
	p.Wide = true
	p.Tabs = listTabs(&p.Frame, "letters.lists", "letters.", list, letterLists, counts)
	p.Table = Table{Caption: p.T("letters." + list), Hidden: true, Empty: p.T("letters.empty"), Columns: []Column{
		{Text: p.T("letters.subject")}, {Text: p.T("letters.to")}, {Text: p.T("letters.state")}, {Text: p.T("letters.queued")},
	}}
	for i := range letters {
		letter := &letters[i]
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: letter.Subject, URL: "/beheer/brieven/" + letter.ID.String()}, {Text: letter.ToAddress},
			{Tag: letterTag(p.Words(), letter)}, {Text: p.Moment(letter.QueuedAt)},
		})
	}
}

// letterTag shows what came of a letter.
func letterTag(w *words.Words, letter *mail.Record) Tag {
	switch {
	case letter.SentAt != nil:
		return Tag{Text: w.T("letter.sent"), Look: LookPlain}
	case letter.FailedAt != nil:
		return Tag{Text: w.T("letter.failed"), Look: LookBad}
	case letter.RecalledAt != nil:
		return Tag{Text: w.T("letter.recalled"), Look: LookOff}
	}
	return Tag{Text: w.T("letter.waiting"), Look: LookBusy}
}

// LetterPage is one letter with its text.
type LetterPage struct {
	Frame
	Facts SummaryList
	Text  string
}

func (p *LetterPage) template() string { return "staff/letter" }

func (s *Server) showLetter(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	letter, err := s.Letters.Find(v.ctx, id)
	if err != nil {
		return err
	}
	p := &LetterPage{Frame: v.frame("letter.title")}
	p.fill(letter)
	return v.show(p)
}

func (p *LetterPage) fill(letter *mail.Record) {
	w := p.Words()
	p.Title, p.Text = letter.Subject, letter.Text()
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}, {Text: p.T("letters.title"), URL: "/beheer/brieven"}}
	state := row(w, p.T("letters.state"), "")
	state.Tag = letterTag(w, letter)
	p.Facts.Rows = []SummaryRow{
		row(w, p.T("letters.to"), "", letter.ToName, letter.ToAddress), state,
		row(w, p.T("letters.queued"), "", p.Moment(letter.QueuedAt)),
	}
	if letter.SentAt != nil {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("letter.sent-at"), "", p.Moment(*letter.SentAt)))
	}
	if letter.LastError != "" {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("letter.attempts"), "", p.T("letter.tried", "Count", letter.Attempts), letter.LastError))
	}
}
