//go:build bench

package portal

import (
	"context"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/jackc/pgx/v5/pgxpool"

	"providerportal/cmd/portal/wire"
	"providerportal/directory"
	"providerportal/internal/jobs"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// TestBenchServer is what TestFinderSpeed compares the portal with: pages made from
// ready answers, and the references. It runs until it is killed.
func TestBenchServer(t *testing.T) {
	url := os.Getenv("BENCH_SERVE")
	if url == "" {
		t.Skip("only as the server of TestFinderSpeed")
	}
	db, err := database.Open(t.Context(), url)
	must(t, err)
	site, domain := benchSite(t, db)
	site.kept.Resize(1)
	go func() { must(t, domain.Directory.Watch(t.Context(), db.Pool.Config().ConnConfig)) }()
	ready := addRenderOnly(t, site)

	references := fiber.New()
	body, err := os.ReadFile(os.Getenv("BENCH_PAGE"))
	must(t, err)
	references.Get("/constant", func(c fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.Send(body)
	})
	addFullText(t, references, db.Pool)
	line := fmt.Sprintf("%s %s /aanbieders/%s %d\n", listenBench(t, site.app), listenBench(t, references), ready.Hits[0].Slug, os.Getpid())
	must(t, os.WriteFile(os.Getenv("BENCH_READY"), []byte(line), 0o600))
	select {}
}

func benchSite(t testing.TB, db *database.DB) (*Server, *wire.Domain) {
	t.Helper()
	store, err := documents.OpenLocal(t.TempDir())
	must(t, err)
	inserter, err := jobs.Insert()
	must(t, err)
	secret := []byte(strings.Repeat("s", 32))
	domain, err := wire.Build(t.Context(), wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: siteURL, Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: inserter, Secret: secret,
	})
	must(t, err)
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	must(t, err)
	server, err := New(Config{BaseURL: siteURL, Secret: secret, Office: domain.Office, MaxUpload: 1 << 20}, Services{
		Accounts: domain.Accounts, SignOn: domain.SignOn, Directory: domain.Directory, Enrollment: domain.Enrollment,
		Matching: domain.Matching, Letters: domain.Letters, Ready: func(context.Context) error { return nil },
	}, slog.New(slog.NewJSONHandler(log, nil)))
	must(t, err)
	return server, domain
}

func listenBench(t *testing.T, app *fiber.App) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { must(t, app.Listener(listener, fiber.ListenConfig{DisableStartupMessage: true})) }()
	return "http://" + listener.Addr().String()
}

// addRenderOnly adds the page of each search, made from an answer that is ready:
// the most that the finder could reach if searching took no time.
func addRenderOnly(t *testing.T, s *Server) *directory.Found {
	t.Helper()
	snapshot, err := s.Directory.Snapshot(t.Context())
	must(t, err)
	var asked []finderForm
	var found []*directory.Found
	for _, address := range searchesOf(t, os.Getenv("BENCH_QUERIES")) {
		form, page := formOf(t, address)
		asked, found = append(asked, form), append(found, snapshot.Find(form.search(snapshot.Region(), page)))
	}
	render := func(s *Server, v *visit) error {
		n, err := strconv.Atoi(v.query("n"))
		if err != nil {
			return err
		}
		return v.showPublic(snapshot.Edition(), func() (page, error) {
			p := newFinderPage(v.frame("finder.title"), snapshot.Region(), asked[n], found[n])
			if found[n].Total == 0 {
				p.Loosen = p.loosen(func(directory.Search) *directory.Found { return found[n] })
			}
			return p, nil
		})
	}
	s.app.Add([]string{"GET"}, "/bench/render", s.serve(route{"GET", "/bench/render", anyone, render}))
	first := snapshot.Find(directory.Search{})
	return first
}

func formOf(t testing.TB, address string) (finderForm, int) {
	t.Helper()
	parsed, err := parseAddress(address)
	must(t, err)
	form := finderForm{Words: parsed.Get("q")}
	if slug := parsed.Get("gemeente"); slug != "" {
		form = inMunicipality(slug)
		form.Words = parsed.Get("q")
	}
	page, err := strconv.Atoi("0" + parsed.Get("pagina"))
	must(t, err)
	return form, page
}

var hitsPage = template.Must(template.New("hits").Parse(`<!doctype html><title>Zoek</title><p>{{.Total}}</p><ol>
{{range .Hits}}<li><h3><a href="/aanbieders/{{.Slug}}">{{.Name}}</a></h3><p>{{.Mission}}</p></li>{{end}}</ol>`))

type hitsOf struct {
	Total int
	Hits  []struct{ Slug, Name, Mission string }
}

// addFullText adds two handlers on PostgreSQL: one as people write it first, with
// ranking and a count, and one with a stored vector that takes the first that fit.
func addFullText(t *testing.T, app *fiber.App, pool *pgxpool.Pool) {
	t.Helper()
	_, err := pool.Exec(t.Context(), `
CREATE TABLE bench_search AS SELECT slug, name, mission, about, body, municipalities, to_tsvector('dutch', concat_ws(' ', name, mission, about, body)) AS vector FROM finder_entries;
CREATE INDEX ON bench_search USING gin (vector);
CREATE INDEX ON bench_search (name);
ANALYZE bench_search`)
	must(t, err)
	const where = `($2 = '' OR municipalities @> ARRAY[(SELECT code FROM municipalities WHERE slug = $2)])`
	serve := func(path, query string) {
		app.Get(path, func(c fiber.Ctx) error {
			page, _ := strconv.Atoi(c.Query("pagina", "1"))
			rows, err := pool.Query(c.Context(), query, strings.Clone(c.Query("q")), strings.Clone(c.Query("gemeente")), 20*(page-1))
			if err != nil {
				return err
			}
			defer rows.Close()
			var hits hitsOf
			for rows.Next() {
				var hit struct{ Slug, Name, Mission string }
				if err := rows.Scan(&hit.Slug, &hit.Name, &hit.Mission, &hits.Total); err != nil {
					return err
				}
				hits.Hits = append(hits.Hits, hit)
			}
			c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
			return hitsPage.Execute(c.Response().BodyWriter(), hits)
		})
	}
	serve("/plain", `SELECT slug, name, mission, count(*) OVER () FROM bench_search, websearch_to_tsquery('dutch', $1) q
WHERE to_tsvector('dutch', concat_ws(' ', name, mission, about, body)) @@ q AND `+where+`
ORDER BY ts_rank(to_tsvector('dutch', concat_ws(' ', name, mission, about, body)), q) DESC, name LIMIT 20 OFFSET $3`)
	serve("/tuned", `SELECT slug, name, mission, 0 FROM bench_search
WHERE vector @@ websearch_to_tsquery('dutch', $1) AND `+where+` ORDER BY name LIMIT 20 OFFSET $3`)
}
