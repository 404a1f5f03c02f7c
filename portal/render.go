package portal

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
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
	pages map[string]*template.Template
}

// newRenderer parses all templates; an error names the file that is wrong.
func newRenderer(files fs.FS) (*renderer, error) {
	base, err := template.New("layout").Option("missingkey=error").ParseFS(files, "layout/*.html")
	if err != nil {
		return nil, fmt.Errorf("layout templates: %w", err)
	}
	r := &renderer{pages: map[string]*template.Template{}}
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
	set, ok := r.pages[p.template()]
	if !ok {
		return fmt.Errorf("no template %q", p.template())
	}
	if form, ok := p.(interface{ Failed() bool }); ok {
		p.frame().failed = form.Failed()
	}
	var buffer bytes.Buffer
	if err := set.Execute(&buffer, p); err != nil {
		return fmt.Errorf("template %s: %w", p.template(), err)
	}
	_, err := buffer.WriteTo(w)
	return err
}
