package portal

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	text "text/template"

	lru "github.com/hashicorp/golang-lru/v2"
)

// page is a typed value with everything that one template shows. template gives
// the file below templates/ without extension, such as "public/privacy".
type page interface {
	template() string
	frame() *Frame
}

// renderer holds every template, parsed once at start in one set. Of a page file
// the set has "main" and, when the page adds to the head, "head" under the page's
// name; its other templates and those of layout/ are there for every page.
type renderer struct {
	set     *template.Template
	pages   map[string]pageParts
	parts   *lru.Cache[any, template.HTML]
	buffers sync.Pool // of *bytes.Buffer
}

// pageParts are the templates of one page file; head is nil when it has none.
type pageParts struct{ head, main *template.Template }

// partsKept bounds the memory for parts: about one kB each.
const partsKept = 12_000

// newRenderer parses all templates; an error names the file that is wrong.
func newRenderer(files fs.FS) (*renderer, error) {
	set, err := template.New("layout").Option("missingkey=error").ParseFS(files, "layout/*.html")
	if err != nil {
		return nil, fmt.Errorf("layout templates: %w", err)
	}
	parts, err := lru.New[any, template.HTML](partsKept)
	if err != nil {
		return nil, err
	}
	r := &renderer{set: set, pages: map[string]pageParts{}, parts: parts}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	return r, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isPage(path) {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		if err := r.add(strings.TrimSuffix(path, ".html"), string(content)); err != nil {
			return fmt.Errorf("template %s: %w", path, err)
		}
		return nil
	})
}

// add parses a page file on its own and puts its templates into the set.
func (r *renderer) add(name, content string) error {
	file, err := text.New(name).Parse(content)
	if err != nil {
		return err
	}
	var found pageParts
	for _, part := range file.Templates() {
		title := part.Name()
		switch title {
		case name:
			continue // what stands outside its templates
		case "head", "main":
			title = name + "/" + title
		}
		if r.set.Lookup(title) != nil {
			return fmt.Errorf("there is another template %q", title)
		}
		added, err := r.set.AddParseTree(title, part.Tree)
		if err != nil {
			return err
		}
		switch part.Name() {
		case "head":
			found.head = added
		case "main":
			found.main = added
		}
	}
	if found.main == nil {
		return errors.New(`no template "main"`)
	}
	r.pages[name] = found
	return nil
}

// isPage keeps the shared parts, the letters and the exports apart from the pages.
func isPage(path string) bool {
	return strings.HasSuffix(path, ".html") && !strings.HasPrefix(path, "layout/") && !strings.HasPrefix(path, "mail/") &&
		!strings.HasPrefix(path, "export/")
}

// render writes the whole page, or nothing when its template fails.
func (r *renderer) render(w io.Writer, p page) error {
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := r.execute(buffer, p); err != nil {
		return err
	}
	_, err := w.Write(buffer.Bytes())
	return err
}

// making bounds how many public pages are made at once, as finding does.
var making = make(chan struct{}, 2*runtime.GOMAXPROCS(0))

// bytes gives the whole page.
func (r *renderer) bytes(p page) ([]byte, error) {
	making <- struct{}{}
	defer func() { <-making }()
	var body bytes.Buffer
	err := r.render(&body, p)
	return body.Bytes(), err
}

// fragment writes one template by itself, or nothing when it fails.
func (r *renderer) fragment(w io.Writer, name string, data any) error {
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := r.set.ExecuteTemplate(buffer, name, data); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	_, err := w.Write(buffer.Bytes())
	return err
}

func (r *renderer) execute(w *bytes.Buffer, p page) error {
	if form, ok := p.(interface{ Failed() bool }); ok {
		p.frame().failed = form.Failed()
	}
	keeper, ok := p.(keeper)
	if ok {
		keeper.keepIn(r)
	}
	return r.assemble(w, p, ok && !personal(p.frame()))
}

// personal reports whether something of the visitor stands around the page.
func personal(f *Frame) bool {
	return f.SignedIn || f.CSRF != "" || f.Notice != "" || f.Warning != ""
}

// keeper is a page with parts that look the same on many pages. What stands
// around its main part depends on its frame alone.
type keeper interface {
	page
	keepIn(parts *renderer)
}

// partKey tells the parts around the main part of keepers apart.
type partKey struct{ part, frame string }

// around gives the templates of a whole page in their order. Those that keep is
// true for depend on the frame only, and not on its address.
func (r *renderer) around(of pageParts) []partOfPage {
	return []partOfPage{
		{r.set.Lookup("page-top"), true}, {of.head, false}, {r.set.Lookup("page-header"), true},
		{r.set.Lookup("page-language"), false}, {r.set.Lookup("page-middle"), true}, {of.main, false}, {r.set.Lookup("page-bottom"), true},
	}
}

type partOfPage struct {
	*template.Template
	keep bool
}

// assemble writes the page from its parts. Those around the main part are kept
// for keepers whose frame holds nothing of anybody.
func (r *renderer) assemble(w *bytes.Buffer, p page, keep bool) error {
	of, ok := r.pages[p.template()]
	if !ok {
		return fmt.Errorf("no template %q", p.template())
	}
	var key string // whatever the frame holds
	if keep {
		frame := *p.frame()
		frame.Path = ""
		key = fmt.Sprintf("%#v", frame)
	}
	for _, part := range r.around(of) {
		switch {
		case part.Template == nil:
		case keep && part.keep:
			html, err := r.part(part.Name(), partKey{part.Name(), key}, func() any { return p })
			if err != nil {
				return err
			}
			w.WriteString(string(html))
		default:
			if err := part.Execute(w, p); err != nil {
				return fmt.Errorf("template %s of %s: %w", part.Name(), p.template(), err)
			}
		}
	}
	return nil
}

// part gives a part of a page that looks the same for the same key: made once
// with the data and then kept.
func (r *renderer) part(name string, key any, data func() any) (template.HTML, error) {
	if known, ok := r.parts.Get(key); ok {
		return known, nil
	}
	var made strings.Builder
	if err := r.set.ExecuteTemplate(&made, name, data()); err != nil {
		return "", fmt.Errorf("template %s: %w", name, err)
	}
	html := template.HTML(made.String()) // escaped by the template
	r.parts.Add(key, html)
	return html, nil
}
