package portal

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// page is a typed value with everything that one template shows. template gives
// the file below templates/ without extension, such as "public/privacy".
type page interface {
	template() string
	frame() *Frame
}

// renderer holds every page template, parsed once at start together with the
// layout and the shared parts.
type renderer struct {
	pages   map[string]*template.Template
	parts   *lru.Cache[any, template.HTML]
	buffers sync.Pool // of *bytes.Buffer
}

// partsKept bounds the memory for parts: about one kB each.
const partsKept = 12_000

// newRenderer parses all templates; an error names the file that is wrong.
func newRenderer(files fs.FS) (*renderer, error) {
	base, err := template.New("layout").Option("missingkey=error").ParseFS(files, "layout/*.html")
	if err != nil {
		return nil, fmt.Errorf("layout templates: %w", err)
	}
	parts, err := lru.New[any, template.HTML](partsKept)
	if err != nil {
		return nil, err
	}
	r := &renderer{pages: map[string]*template.Template{}, parts: parts}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	return r, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isPage(path) {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		set, err := base.Clone()
		if err != nil {
			return err
		}
		name := strings.TrimSuffix(path, ".html")
		if _, err := set.New(name).Parse(string(content)); err != nil {
			return fmt.Errorf("template %s: %w", path, err)
		}
		r.pages[name] = set.Lookup("page")
		return nil
	})
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

func (r *renderer) execute(w *bytes.Buffer, p page) error {
	set, ok := r.pages[p.template()]
	if !ok {
		return fmt.Errorf("no template %q", p.template())
	}
	if form, ok := p.(interface{ Failed() bool }); ok {
		p.frame().failed = form.Failed()
	}
	if keeper, ok := p.(keeper); ok {
		keeper.keepIn(r)
		return r.assemble(w, set, keeper)
	}
	if err := set.Execute(w, p); err != nil {
		return fmt.Errorf("template %s: %w", p.template(), err)
	}
	return nil
}

// keeper is a page with parts that look the same on many pages. What stands
// around its main part depends on its frame alone.
type keeper interface {
	page
	keepIn(parts *renderer)
}

// partKey tells the parts around the main part of keepers apart.
type partKey struct{ template, part, frame string }

// assemble writes the page from the parts of layout/frame.html. Those that do not
// depend on the address are kept for visitors without account, whose frame holds
// nothing of anybody.
func (r *renderer) assemble(w *bytes.Buffer, set *template.Template, p keeper) error {
	frame := *p.frame()
	if frame.SignedIn || frame.CSRF != "" || frame.Notice != "" || frame.Warning != "" {
		return set.Execute(w, p)
	}
	frame.Path = ""
	key := fmt.Sprintf("%#v", frame) // whatever the frame holds
	for _, name := range []string{"page-top", "page-language", "page-middle", "main", "page-bottom"} {
		if name == "page-language" || name == "main" {
			if err := set.ExecuteTemplate(w, name, p); err != nil {
				return fmt.Errorf("template %s: %w", p.template(), err)
			}
			continue
		}
		html, err := r.part(p, name, partKey{p.template(), name, key}, func() any { return p })
		if err != nil {
			return err
		}
		w.WriteString(string(html))
	}
	return nil
}

// part gives a part of a page that looks the same for the same key: made once
// with the data, from a template that the page's file defines, and then kept.
func (r *renderer) part(p page, name string, key any, data func() any) (template.HTML, error) {
	if known, ok := r.parts.Get(key); ok {
		return known, nil
	}
	var made strings.Builder
	if err := r.pages[p.template()].Lookup(name).Execute(&made, data()); err != nil {
		return "", fmt.Errorf("template %s in %s: %w", name, p.template(), err)
	}
	html := template.HTML(made.String()) // escaped by the template
	r.parts.Add(key, html)
	return html, nil
}
