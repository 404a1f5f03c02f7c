package portal

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/paper"
)

// Leaf is one part of a document that shows on a page and goes on paper from the
// same source, so that the PDF never says something else than the page. One of
// heading, text, facts and table is filled.
type Leaf struct {
	Heading string
	Sub     bool // below another heading
	Text    []string
	Facts   []paper.Fact
	Table   Table
}

// leaves builds a document from top to bottom.
type leaves []Leaf

func (l *leaves) heading(text string)    { *l = append(*l, Leaf{Heading: text}) }
func (l *leaves) subheading(text string) { *l = append(*l, Leaf{Heading: text, Sub: true}) }

// text adds paragraphs, split on blank lines.
func (l *leaves) text(text string) {
	var parts []string
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) > 0 {
		*l = append(*l, Leaf{Text: parts})
	}
}

func (l *leaves) facts(facts ...paper.Fact) {
	var told []paper.Fact
	for _, fact := range facts {
		if fact.Value != "" {
			told = append(told, fact)
		}
	}
	if len(told) > 0 {
		*l = append(*l, Leaf{Facts: told})
	}
}

// table adds rows below a head; without rows it adds nothing.
func (l *leaves) table(caption string, head []string, rows [][]string) {
	table := Table{Caption: caption, Hidden: true}
	for _, text := range head {
		table.Columns = append(table.Columns, Column{Text: text})
	}
	for _, cells := range rows {
		var row Row
		for _, text := range cells {
			row = append(row, Cell{Text: text})
		}
		table.Rows = append(table.Rows, row)
	}
	if len(rows) > 0 {
		*l = append(*l, Leaf{Table: table})
	}
}

// blocks gives the same for paper.
func (l leaves) blocks() []paper.Block {
	var blocks []paper.Block
	for _, leaf := range l {
		switch {
		case leaf.Heading != "" && leaf.Sub:
			blocks = append(blocks, paper.Heading{Level: 2, Text: leaf.Heading})
		case leaf.Heading != "":
			blocks = append(blocks, paper.Heading{Level: 1, Text: leaf.Heading})
		case len(leaf.Text) > 0:
			blocks = append(blocks, paper.Text(strings.Join(leaf.Text, "\n\n")))
		case len(leaf.Facts) > 0:
			blocks = append(blocks, paper.Facts(leaf.Facts))
		default:
			blocks = append(blocks, leaf.paperTable())
		}
	}
	return blocks
}

func (l Leaf) paperTable() paper.Table {
	var table paper.Table
	for _, column := range l.Table.Columns {
		table.Head = append(table.Head, column.Text)
	}
	for _, row := range l.Table.Rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, cell.Text)
		}
		table.Rows = append(table.Rows, cells)
	}
	return table
}

// sendPDF answers with the leaves as a PDF to save.
func (v *visit) sendPDF(name, title string, at time.Time, content leaves) error {
	v.Set(fiber.HeaderContentType, mimePDF)
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`.pdf"`)
	v.Set(fiber.HeaderContentSecurityPolicy, policyOfDocument)
	document := paper.Document{
		Title: title, Language: v.lang, Producer: v.server.Office.Name, At: at, Blocks: content.blocks(),
	}
	return document.Write(v.Response().BodyWriter())
}
