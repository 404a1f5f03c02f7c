// Package paper writes documents as PDF: letters, agreements and evidence files.
// The PDF is a copy to keep or send on; the accessible original is always the
// page with the same content, because the files are not tagged (docs/decisions/paper.md).
package paper

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/go-pdf/fpdf"
)

// Document is what stands on the paper, from top to bottom.
type Document struct {
	Title    string
	Language string    // "nl" or "en"
	Producer string    // the organisation that made it, at the foot of every page
	At       time.Time // when it was made; the same document at the same time gives the same bytes
	Blocks   []Block
}

// Block is one part of a document: Heading, Text, Facts or Table.
type Block interface {
	draw(*sheet)
}

// Heading stands above what follows it. Level 1 is the title of a part, level 2
// of a section in it.
type Heading struct {
	Level int
	Text  string
}

// Text is running text; a blank line starts a new paragraph.
type Text string

// Fact is a value with the words that say what it is.
type Fact struct {
	Label, Value string
}

// Facts stand below each other, the labels on the left.
type Facts []Fact

// Table has a head that is repeated on every page. Widths are the shares of the
// columns; without them all are as wide.
type Table struct {
	Head   []string
	Rows   [][]string
	Widths []float64
}

// Measures of A4 in millimetres and of letters in points.
const (
	margin     = 22.0
	foot       = 20.0
	lineHeight = 5.2
	gap        = 2.6
	letterSize = 10.0
	smallSize  = 8.0
	labelShare = 0.34
)

const face = "dejavu"

// sheet is a document being drawn.
type sheet struct {
	pdf   *fpdf.Fpdf
	width float64 // between the margins, in mm
}

// Write writes the document as PDF to w.
func (d Document) Write(w io.Writer) error {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(face, "", dejavusans.TTF)
	pdf.AddUTF8FontFromBytes(face, "B", dejavusansbold.TTF)
	pdf.SetTitle(printable(d.Title), true)
	pdf.SetAuthor(printable(d.Producer), true)
	pdf.SetLang(d.Language)
	pdf.SetCreationDate(d.At)
	pdf.SetModificationDate(d.At)
	pdf.SetCatalogSort(true)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, foot+margin/2)
	pdf.AliasNbPages("{pages}")
	pdf.SetFooterFunc(func() {
		pdf.SetY(-foot)
		pdf.SetFont(face, "", smallSize)
		pdf.SetTextColor(90, 90, 90)
		pdf.CellFormat(0, lineHeight, fmt.Sprintf("%s · %d / {pages}", printable(d.Producer), pdf.PageNo()), "", 0, "C", false, 0, "")
		pdf.SetTextColor(0, 0, 0)
	})
	pdf.AddPage()

	pageWidth, _ := pdf.GetPageSize()
	s := &sheet{pdf: pdf, width: pageWidth - 2*margin}
	pdf.SetFont(face, "B", letterSize*1.7)
	pdf.MultiCell(s.width, lineHeight*1.6, printable(d.Title), "", "L", false)
	pdf.Ln(gap)
	for _, block := range d.Blocks {
		block.draw(s)
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

func (h Heading) draw(s *sheet) {
	size := letterSize * 1.35
	if h.Level > 1 {
		size = letterSize * 1.1
	}
	s.keepTogether(4 * lineHeight)
	s.pdf.Ln(gap)
	s.pdf.SetFont(face, "B", size)
	s.pdf.MultiCell(s.width, lineHeight*1.3, printable(h.Text), "", "L", false)
	s.pdf.Ln(gap / 2)
}

func (t Text) draw(s *sheet) {
	s.pdf.SetFont(face, "", letterSize)
	for _, paragraph := range strings.Split(strings.ReplaceAll(string(t), "\r\n", "\n"), "\n\n") {
		s.pdf.MultiCell(s.width, lineHeight, printable(paragraph), "", "L", false)
		s.pdf.Ln(gap)
	}
}

func (f Facts) draw(s *sheet) {
	for _, fact := range f {
		s.row([]string{fact.Label, fact.Value}, []float64{s.width * labelShare, s.width * (1 - labelShare)}, []string{"B", ""})
	}
	s.pdf.Ln(gap)
}

func (t Table) draw(s *sheet) {
	widths := t.widths(s.width)
	bold := make([]string, len(widths))
	for i := range bold {
		bold[i] = "B"
	}
	plain := make([]string, len(widths))
	s.row(t.Head, widths, bold)
	for _, row := range t.Rows {
		if s.wouldBreak(s.height(row, widths, plain)) {
			s.pdf.AddPage()
			s.row(t.Head, widths, bold)
		}
		s.row(row, widths, plain)
	}
	s.pdf.Ln(gap)
}

// widths shares the total among the columns of the head.
func (t Table) widths(total float64) []float64 {
	widths, sum := make([]float64, len(t.Head)), 0.0
	for i := range widths {
		widths[i] = 1
		if i < len(t.Widths) && t.Widths[i] > 0 {
			widths[i] = t.Widths[i]
		}
		sum += widths[i]
	}
	for i := range widths {
		widths[i] *= total / sum
	}
	return widths
}

// row draws cells beside each other with a hairline below. A row that is higher
// than a page goes on over the next pages, line by line.
func (s *sheet) row(cells []string, widths []float64, styles []string) {
	lines, most := make([][]string, len(widths)), 0
	for i, width := range widths {
		lines[i] = s.lines(cells, i, width, styles[i])
		most = max(most, len(lines[i]))
	}
	if height := s.height(cells, widths, styles); s.wouldBreak(height) && height < s.room() {
		s.pdf.AddPage()
	}
	s.pdf.Ln(gap / 2)
	for at := range most {
		if s.wouldBreak(lineHeight) {
			s.pdf.AddPage()
		}
		for i, width := range widths {
			text := ""
			if at < len(lines[i]) {
				text = lines[i][at]
			}
			s.pdf.SetFont(face, styles[i], letterSize)
			s.pdf.CellFormat(width, lineHeight, text, "", 0, "L", false, 0, "")
		}
		s.pdf.Ln(lineHeight)
	}
	s.pdf.Ln(gap / 2)
	s.pdf.SetDrawColor(200, 200, 200)
	s.pdf.Line(margin, s.pdf.GetY(), margin+s.width, s.pdf.GetY())
}

// lines gives the text of one cell, broken at its width.
func (s *sheet) lines(cells []string, i int, width float64, style string) []string {
	if i >= len(cells) || cells[i] == "" {
		return nil
	}
	s.pdf.SetFont(face, style, letterSize)
	return s.pdf.SplitText(printable(cells[i]), width-gap)
}

// height is the height of a row in mm.
func (s *sheet) height(cells []string, widths []float64, styles []string) float64 {
	most := 0
	for i, width := range widths {
		most = max(most, len(s.lines(cells, i, width, styles[i])))
	}
	return float64(most)*lineHeight + gap
}

// room is the height of an empty page between its margins, in mm.
func (s *sheet) room() float64 {
	_, pageHeight := s.pdf.GetPageSize()
	_, bottom := s.pdf.GetAutoPageBreak()
	return pageHeight - margin - bottom
}

func (s *sheet) wouldBreak(height float64) bool {
	return s.pdf.GetY()+height > margin+s.room()
}

// keepTogether starts a new page when there is less room than the height.
func (s *sheet) keepTogether(height float64) {
	if s.wouldBreak(height) {
		s.pdf.AddPage()
	}
}

// printable keeps what the letters of the font can show: no control characters,
// and a box in place of a rune outside the basic plane, such as an emoji.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		case r > 0xFFFF || r == unicode.ReplacementChar:
			return '□'
		}
		return r
	}, text)
}
