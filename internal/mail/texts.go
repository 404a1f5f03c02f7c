package mail

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
	"text/template"
	"time"

	"providerportal/internal/words"
	"providerportal/templates"
)

// The text of a letter is one file per language: the subject on the first line,
// then blocks with an empty line between them. A block is a paragraph, a list
// of facts ("- label: value" on each line) or a link ("=> label: address").
// Text and HTML are both made from it, so they tell the same. A file is cut
// into blocks before values are filled in: no value can make a block.
type text struct {
	subject *template.Template
	blocks  []textBlock
}

type textBlock struct {
	facts []textPair
	link  *textPair
	prose *template.Template
}

type textPair struct{ label, value *template.Template }

type texts struct {
	letters map[string]*text // by language and kind: "nl/confirm_email"
	html    *htmltemplate.Template
	plain   *template.Template
}

const frameKind = "frame" // greeting as its subject, closing as its blocks

// loadTexts reads every letter once. It fails on a file that is not well formed.
var loadTexts = sync.OnceValues(func() (*texts, error) {
	html, err := htmltemplate.ParseFS(templates.FS, "mail/layout.html")
	if err != nil {
		return nil, fmt.Errorf("read letter layout: %w", err)
	}
	plain, err := template.ParseFS(templates.FS, "mail/layout.txt")
	if err != nil {
		return nil, fmt.Errorf("read letter layout: %w", err)
	}
	all := &texts{letters: map[string]*text{}, html: html, plain: plain}
	files, err := fs.Glob(templates.FS, "mail/*/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	for _, file := range files {
		raw, err := fs.ReadFile(templates.FS, file)
		if err != nil {
			return nil, fmt.Errorf("read letter: %w", err)
		}
		lang, kind := path.Base(path.Dir(file)), strings.TrimSuffix(path.Base(file), ".txt")
		if all.letters[lang+"/"+kind], err = parseText(lang, file, string(raw)); err != nil {
			return nil, err
		}
	}
	return all, nil
})

func parseText(lang, file, raw string) (*text, error) {
	parser := lineParser{file: file, funcs: template.FuncMap{
		"date":   func(day any) (string, error) { return filled("date", words.For(lang).Date(day)) },
		"moment": func(at time.Time) (string, error) { return filled("moment", words.For(lang).Moment(at)) },
		"portal": func() string { return "/" },
	}}
	subject, rest, _ := strings.Cut(strings.TrimSpace(raw), "\n")
	result := &text{subject: parser.line(subject)}
	for block := range strings.SplitSeq(rest, "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			result.blocks = append(result.blocks, parser.block(block))
		}
	}
	return result, parser.err
}

func filled(what, value string) (string, error) {
	if value == "" {
		return "", fmt.Errorf("empty %s", what)
	}
	return value, nil
}

// lineParser keeps the first error, so that a file reads top to bottom.
type lineParser struct {
	file  string
	funcs template.FuncMap
	err   error
}

func (p *lineParser) block(block string) textBlock {
	if link, ok := strings.CutPrefix(block, "=> "); ok {
		pair := p.pair(link)
		return textBlock{link: &pair}
	}
	if !strings.HasPrefix(block, "- ") {
		return textBlock{prose: p.line(block)}
	}
	var facts []textPair
	for line := range strings.SplitSeq(block, "\n") {
		facts = append(facts, p.pair(strings.TrimPrefix(line, "- ")))
	}
	return textBlock{facts: facts}
}

func (p *lineParser) pair(line string) textPair {
	label, value, found := strings.Cut(line, ": ")
	if !found {
		p.fail(fmt.Errorf("no label in %q", line))
	}
	return textPair{label: p.line(label), value: p.line(value)}
}

func (p *lineParser) line(line string) *template.Template {
	parsed, err := template.New(p.file).Funcs(p.funcs).Option("missingkey=error").Parse(line)
	if err != nil {
		p.fail(err)
	}
	return parsed
}

func (p *lineParser) fail(err error) {
	if p.err == nil {
		p.err = fmt.Errorf("letter %s: %w", p.file, err)
	}
}

// filler writes lines with the values of data and keeps the first error.
type filler struct {
	data any
	err  error
}

func (f *filler) fill(line *template.Template) string {
	var out bytes.Buffer
	if err := line.Execute(&out, f.data); err != nil && f.err == nil {
		f.err = err
	}
	return oneLine(out.String())
}
