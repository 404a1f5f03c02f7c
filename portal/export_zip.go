package portal

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/words"
	"providerportal/templates"
)

// exportPage is the readable page inside an export; it works without the portal.
type exportPage struct {
	Lang, Title, Made, Lead, Nothing string
	Sections                         []exportSection
}

// exportSection is one table of an export.
type exportSection struct {
	Title   string
	Text    string
	Columns []string
	Rows    [][]Link // a cell links when it has an address
}

var exportTemplate = template.Must(template.ParseFS(templates.FS, "export/index.html"))

// exportFile is one file of JSON in an export.
type exportFile struct {
	name  string
	value any
}

// exported is everything that goes into a zip: the readable page, the data as
// JSON, and a way to add documents, which are copied from the store one by one.
type exported struct {
	name  string // of the zip
	page  exportPage
	files []exportFile
	more  func(ctx context.Context, archive *zip.Writer) error
}

// sendExport streams the zip; no document is held in memory. What was gathered
// is small, and what goes wrong on the way breaks the download off.
func (v *visit) sendExport(e exported) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), uploadDeadline)
	reader, writer := io.Pipe()
	log := v.server.log.With("export", e.name)
	go e.pour(ctx, writer, log)
	v.Set("Content-Type", "application/zip")
	v.Set("Content-Disposition", attachment(e.name))
	return v.SendStream(&outgoing{ReadCloser: reader, done: cancel, log: log})
}

// pour writes the zip and closes the pipe; a panic ends this export only, because
// the server's own protection is not around this goroutine.
func (e exported) pour(ctx context.Context, writer *io.PipeWriter, log *slog.Logger) {
	var err error
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
			log.Error("export broke off", "error", err, "stack", string(debug.Stack()))
		} else if err != nil && !errors.Is(err, io.ErrClosedPipe) {
			log.Error("export broke off", "error", err)
		}
		_ = writer.CloseWithError(err) // never fails
	}()
	archive := zip.NewWriter(writer)
	if err = e.write(ctx, archive); err == nil {
		err = archive.Close()
	}
}

func (e exported) write(ctx context.Context, archive *zip.Writer) error {
	index, err := archive.Create("index.html")
	if err != nil {
		return err
	}
	if err := exportTemplate.Execute(index, e.page); err != nil {
		return err
	}
	for _, file := range e.files {
		out, err := archive.Create(file.name)
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(file.value); err != nil {
			return err
		}
	}
	if e.more == nil {
		return nil
	}
	return e.more(ctx, archive)
}

// newExportPage begins the readable page.
func (v *visit) newExportPage(title, lead string) exportPage {
	return exportPage{
		Lang: v.lang, Title: title, Lead: v.T(lead), Nothing: v.T("export.nothing"),
		Made: v.T("export.made", "At", v.server.Accounts.Now(), "Office", v.server.Office.Name),
	}
}

// section adds a table; every row has one text for each column.
func (p *exportPage) section(w *words.Words, key string, columns []string, rows [][]Link) {
	section := exportSection{Title: w.T("export." + key), Rows: rows}
	for _, column := range columns {
		section.Columns = append(section.Columns, w.T("export.column."+column))
	}
	if text := "export." + key + ".text"; w.Has(text) {
		section.Text = w.T(text)
	}
	p.Sections = append(p.Sections, section)
}

// cellsOf makes plain cells of texts.
func cellsOf(texts ...string) []Link {
	cells := make([]Link, len(texts))
	for i, text := range texts {
		cells[i].Text = text
	}
	return cells
}

// moment writes a time that may be missing.
func moment(w *words.Words, at *time.Time) string {
	if at == nil {
		return ""
	}
	return w.Moment(*at)
}

// lasting is the actor for work that goes on after the request, whose memory the
// server uses again by then.
func (v *visit) lasting() account.Actor {
	actor := v.actor
	actor.Origin = strings.Clone(actor.Origin)
	return actor
}
