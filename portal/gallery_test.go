package portal

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"
	"github.com/jba/templatecheck"

	"providerportal/internal/words"
	"providerportal/static"
	"providerportal/templates"
)

// sampled is a page of the gallery: what a template gets, made without database.
type sampled struct {
	name string
	make func(Frame) page
}

// gallery holds a sample of every page. Each page's test file adds its own:
//
//	var _ = sample("finder", func(frame Frame) page { return &FinderPage{Frame: frame, …} })
var gallery []sampled

func sample(name string, build func(Frame) page) struct{} {
	gallery = append(gallery, sampled{name, build})
	return struct{}{}
}

func sampleFrame(lang string) Frame {
	return Frame{
		Lang: lang, Title: "Voorbeeld", Path: "/voorbeeld?pagina=2", SignedIn: true, UserName: "Sanne Peeters",
		RegionName: "MGR sociaal domein Limburg-Noord", ContactEmail: "portaal@mgr.example", CSRF: "token", Demo: true, Idle: 1800,
		Nav:         []NavItem{{Text: "Overzicht", URL: "/mijn"}, {Text: "Aanmelding", URL: "/mijn/aanmelding", Current: true}, {Text: "Verzoeken", URL: "/mijn/verzoeken", Count: 3}},
		NavWithin:   []NavItem{{Text: "Aanmelding", URL: "/mijn/aanmelding", Current: true}, {Text: "Overeenkomst", URL: "/mijn/overeenkomst"}},
		Breadcrumbs: []Link{{Text: "Overzicht", URL: "/mijn"}, {Text: "Aanmelding", URL: "/mijn/aanmelding"}},
	}
}

// visitorFrame is the frame of who has no account.
func visitorFrame(frame Frame) Frame {
	frame.SignedIn, frame.UserName, frame.Breadcrumbs, frame.Nav, frame.NavWithin, frame.Demo, frame.Idle = false, "", nil, nil, nil, false, 0
	return frame
}

func testTemplates(t *testing.T) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(templates.FS, path)
		all[path] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile("testdata/parts.html")
	if err != nil {
		t.Fatal(err)
	}
	all["test/parts.html"] = &fstest.MapFile{Data: content}
	return all
}

func testRenderer(t *testing.T) *renderer {
	t.Helper()
	r, err := newRenderer(testTemplates(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// failOnMissingWords makes a key without text fail the test.
func failOnMissingWords(t *testing.T) {
	t.Helper()
	before := words.Missing
	words.Missing = func(lang, key string) { t.Errorf("%s: text %q is missing", lang, key) }
	t.Cleanup(func() { words.Missing = before })
}

// TestTemplatesFitTheirPages type-checks every template against its page value.
func TestTemplatesFitTheirPages(t *testing.T) {
	failOnMissingWords(t)
	r := testRenderer(t)
	seen := map[string]bool{}
	for _, s := range gallery {
		p := s.make(sampleFrame("nl"))
		seen[p.template()] = true
		of, known := r.pages[p.template()]
		if !known {
			t.Errorf("%s: no template %q", s.name, p.template())
			continue
		}
		for _, part := range r.around(of) {
			if part.Template == nil {
				continue
			}
			if err := templatecheck.CheckHTML(part.Template, p); err != nil {
				t.Errorf("%s: %v", s.name, err)
			}
		}
	}
	for name := range r.pages {
		if !seen[name] {
			t.Errorf("template %s.html has no sample in the gallery", name)
		}
	}
}

// TestNoPageHidesItsFrame pins that a page gives no field of the frame another
// meaning: the layout would show it around the page.
func TestNoPageHidesItsFrame(t *testing.T) {
	frame := reflect.TypeFor[Frame]()
	for _, s := range gallery {
		kind := reflect.TypeOf(s.make(sampleFrame("nl"))).Elem()
		for field := range kind.Fields() {
			if _, ofFrame := frame.FieldByName(field.Name); ofFrame {
				t.Errorf("%s: %s.%s hides the frame's", s.name, kind.Name(), field.Name)
			}
		}
	}
}

// TestGallery renders every sample in both languages and checks what holds for
// every page. GALLERY_DIR keeps the pages to look at in a browser.
func TestGallery(t *testing.T) {
	failOnMissingWords(t)
	r := testRenderer(t)
	names := map[string]bool{}
	for _, s := range gallery {
		if names[s.name] {
			t.Errorf("two samples are called %q", s.name)
		}
		names[s.name] = true
		for _, lang := range words.Languages {
			t.Run(s.name+"/"+lang, func(t *testing.T) {
				var html bytes.Buffer
				if err := r.render(&html, s.make(sampleFrame(lang))); err != nil {
					t.Fatal(err)
				}
				keep(t, s.name+"."+lang+".html", html.Bytes())
				checkPage(t, lang, &html)
			})
		}
	}
}

func checkPage(t *testing.T, lang string, html *bytes.Buffer) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(html)
	if err != nil {
		t.Fatal(err)
	}
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("page has %d h1, want 1 (ACC-4)", n)
	}
	if got := doc.Find("html").AttrOr("lang", ""); got != lang {
		t.Errorf("lang = %q, want %q (ACC-4)", got, lang)
	}
	if title := strings.TrimSpace(doc.Find("title").Text()); title == "" {
		t.Error("title is empty (ACC-4)")
	}
	if first := doc.Find("a, button, input, select, textarea").First(); !first.HasClass("skip-link") {
		t.Error("the skip link is not the first to get the focus (ACC-4)")
	}
	checkNoInline(t, doc)
	checkIDs(t, doc)
	checkLabels(t, doc)
	checkForms(t, doc)
	if strings.Contains(doc.Text(), "{{") || strings.Contains(doc.Text(), "<no value>") {
		t.Error("the page shows the inside of a template")
	}
}

// checkNoInline: the security policy would block it (NET-2). A block of JSON-LD is
// data; browsers do not run it.
func checkNoInline(t *testing.T, doc *goquery.Document) {
	t.Helper()
	if doc.Find("style, [style], script:not([src]):not([type='application/ld+json'])").Length() > 0 {
		t.Error("inline style or script (NET-2)")
	}
	doc.Find("*").Each(func(_ int, element *goquery.Selection) {
		for _, attribute := range element.Nodes[0].Attr {
			if strings.HasPrefix(attribute.Key, "on") {
				t.Errorf("inline handler %s (NET-2)", attribute.Key)
			}
		}
	})
	doc.Find("script[src], link[href][rel=stylesheet], img[src]").Each(func(_ int, element *goquery.Selection) {
		if address := element.AttrOr("src", element.AttrOr("href", "")); !strings.HasPrefix(address, "/") {
			t.Errorf("%q comes from another server (AVG-10)", address)
		}
	})
	doc.Find("img:not([alt])").Each(func(_ int, _ *goquery.Selection) { t.Error("image without alt") })
}

func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	seen := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, element *goquery.Selection) {
		id := element.AttrOr("id", "")
		if seen[id] {
			t.Errorf("id %q is there twice", id)
		}
		seen[id] = true
	})
	doc.Find("[aria-describedby], [aria-labelledby], label[for], a[href^='#']").Each(func(_ int, element *goquery.Selection) {
		refs := element.AttrOr("aria-describedby", "") + " " + element.AttrOr("aria-labelledby", "") + " " + element.AttrOr("for", "")
		if goquery.NodeName(element) == "a" {
			refs = strings.TrimPrefix(element.AttrOr("href", ""), "#")
		}
		for _, id := range strings.Fields(refs) {
			if !seen[id] {
				t.Errorf("nothing has the id %q", id)
			}
		}
	})
}

func checkLabels(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, element *goquery.Selection) {
		id := element.AttrOr("id", "")
		label := doc.Find("label").FilterFunction(func(_ int, label *goquery.Selection) bool { return id != "" && label.AttrOr("for", "") == id })
		if strings.TrimSpace(label.Text()) == "" {
			t.Errorf("field %q has no label (UX-6)", element.AttrOr("name", ""))
		}
		if _, placeholder := element.Attr("placeholder"); placeholder {
			t.Errorf("field %q has a placeholder (UX-6)", element.AttrOr("name", ""))
		}
	})
	doc.Find("fieldset").Each(func(_ int, element *goquery.Selection) {
		if strings.TrimSpace(element.ChildrenFiltered("legend").Text()) == "" {
			t.Error("fieldset without legend")
		}
	})
	doc.Find("a, button").Each(func(_ int, element *goquery.Selection) {
		if strings.TrimSpace(element.Text()+element.AttrOr("aria-label", "")) == "" {
			t.Error("link or button without a text")
		}
	})
}

// checkForms: the server checks (UX-5), no button is dead (UX-6), every form
// that changes something carries its token.
func checkForms(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
		if form.Find("input[name="+csrfField+"]").AttrOr("value", "") == "" {
			t.Errorf("form %q has no csrf token", form.AttrOr("action", ""))
		}
		if _, off := form.Attr("novalidate"); !off && form.Find("input:not([type=hidden]), textarea, select").Length() > 0 {
			t.Errorf("form %q lets the browser validate (UX-5)", form.AttrOr("action", ""))
		}
		if form.Find("input[type=file]").Length() > 0 && form.AttrOr("enctype", "") != "multipart/form-data" {
			t.Errorf("form %q cannot send its file", form.AttrOr("action", ""))
		}
	})
	if doc.Find("[disabled], [required]").Length() > 0 {
		t.Error("disabled or required attribute (UX-5, UX-6)")
	}
}

func keep(t *testing.T, name string, html []byte) {
	t.Helper()
	dir := os.Getenv("GALLERY_DIR")
	if dir == "" {
		return
	}
	for _, asset := range []string{"portal.css", "portal.js", "passkey.js", "favicon.svg"} {
		content, _, _ := static.Open(static.URL(asset))
		if err := os.WriteFile(filepath.Join(dir, asset), content, 0o644); err != nil {
			t.Fatal(err)
		}
		html = bytes.ReplaceAll(html, []byte(static.URL(asset)), []byte(asset))
	}
	if err := os.WriteFile(filepath.Join(dir, name), html, 0o644); err != nil {
		t.Fatal(err)
	}
}
