package portal

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"providerportal/directory"
)

// call asks the open data as a program does.
func (s *site) call(t *testing.T, method, path string, header ...string) *seen {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return s.visitor().send(t, request)
}

// read gives the JSON of an answer with status 200.
func (s *site) read(t *testing.T, path string) map[string]any {
	t.Helper()
	answer := s.call(t, http.MethodGet, path)
	if answer.status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, answer.status, answer.body)
	}
	var value map[string]any
	must(t, json.Unmarshal([]byte(answer.body), &value))
	return value
}

// described gives the schema that the description has for the answer of a path.
func (s *site) described(t *testing.T, path, status string) *jsonschema.Schema {
	t.Helper()
	content, err := jsonschema.UnmarshalJSON(strings.NewReader(s.call(t, http.MethodGet, "/v1/openapi.json").body))
	must(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	must(t, compiler.AddResource("https://portal.example/openapi.json", content))
	pointer := "/paths/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(path) + "/get/responses/" + status + "/content/application~1json/schema"
	if status != "200" {
		pointer = "/components/schemas/Probleem"
	}
	schema, err := compiler.Compile("https://portal.example/openapi.json#" + pointer)
	must(t, err)
	return schema
}

// component gives a schema of the description by its name.
func (s *site) component(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	content, err := jsonschema.UnmarshalJSON(strings.NewReader(s.call(t, http.MethodGet, "/v1/openapi.json").body))
	must(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	must(t, compiler.AddResource("https://portal.example/openapi.json", content))
	schema, err := compiler.Compile("https://portal.example/openapi.json#/components/schemas/" + name)
	must(t, err)
	return schema
}

func wantValid(t *testing.T, schema *jsonschema.Schema, path, body string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	must(t, err)
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v\n%s", path, err, body)
	}
}

// Every route under /v1 is described, every described path is a route, and every
// field of every answer is what the description says.
func TestDescriptionAndAnswersAgree(t *testing.T) {
	s := newSite(t)
	owner := s.contracted(t)
	s.contracted(t)
	document := s.read(t, "/v1/openapi.json")
	var routes, described []string
	for _, r := range s.routes {
		if strings.HasPrefix(r.path, "/v1/") {
			routes = append(routes, strings.NewReplacer(":provider", "{id}", ":id", "{id}").Replace(strings.TrimPrefix(r.path, "/v1")))
		}
	}
	for path := range document["paths"].(map[string]any) {
		described = append(described, path)
		if isForClients("/v1" + path) {
			continue // TestDescriptionFitsSystems
		}
		open := "/v1" + strings.ReplaceAll(path, "{id}", owner.actor.ProviderID.String())
		answer := s.call(t, http.MethodGet, open)
		if answer.status != http.StatusOK || answer.header.Get("API-Version") != apiVersion {
			t.Errorf("%s: %d, version %q", open, answer.status, answer.header.Get("API-Version"))
		}
		wantValid(t, s.described(t, path, "200"), open, answer.body)
	}
	slices.Sort(routes)
	routes = slices.Compact(routes)
	slices.Sort(described)
	if !slices.Equal(routes, described) {
		t.Errorf("routes %v, described %v", routes, described)
	}
	var known []string
	for _, parameter := range document["paths"].(map[string]any)["/aanbieders"].(map[string]any)["get"].(map[string]any)["parameters"].([]any) {
		known = append(known, parameter.(map[string]any)["name"].(string))
	}
	want := slices.Clone(questionParams)
	slices.Sort(want)
	slices.Sort(known)
	if !slices.Equal(known, want) {
		t.Errorf("described parameters %v, read %v", known, want)
	}
}

// The API finds what the page finds, in the same order, page after page.
func TestAPIFindsWhatThePageFinds(t *testing.T) {
	s := newSite(t)
	var first *browser
	for range 5 {
		first = s.contracted(t)
	}
	var page, api []string
	for _, title := range s.visitor().get(t, "/aanbieders").doc.Find(".result h2, .result h3").EachIter() {
		page = append(page, strings.TrimSpace(title.Text()))
	}
	next := "/v1/aanbieders?aantalPerPagina=2&velden=naam,id"
	for pages := 0; next != "" && pages < 5; pages++ {
		answer := s.read(t, next)
		for _, one := range answer["aanbieders"].([]any) {
			line := one.(map[string]any)
			if len(line) != 2 {
				t.Errorf("fields %v, want id and naam", line)
			}
			api = append(api, line["naam"].(string))
		}
		links := answer["links"].(map[string]any)
		next, _ = links["next"].(string)
		next = strings.TrimPrefix(next, siteURL)
	}
	if len(api) != 5 || !slices.Equal(page, api) {
		t.Errorf("page %v, API %v", page, api)
	}
	for question, want := range map[string]float64{
		"gemeente=venray": s.total(t, "gemeente=venray"), "q=bestaatniet": 0, "postcode=5801&afstand=100": s.total(t, "postcode=5801&afstand=100"),
	} {
		if got := s.read(t, "/v1/aanbieders?"+question)["totaal"]; got != want {
			t.Errorf("%s: %v, the page finds %v", question, got, want)
		}
	}
	one := s.read(t, "/v1/aanbieders/"+first.actor.ProviderID.String())
	if one["slug"] != first.slug || one["links"].(map[string]any)["profiel"] != siteURL+"/aanbieders/"+first.slug {
		t.Errorf("one provider: %v", one)
	}
	for _, private := range []string{"email", "@", "intake"} {
		if body, _ := json.Marshal(one); strings.Contains(string(body), private) {
			t.Errorf("the API tells %q: %s", private, body)
		}
	}
}

// total is what the directory itself finds for a question of the finder.
func (s *site) total(t *testing.T, question string) float64 {
	t.Helper()
	snapshot, err := s.Domain.Directory.Snapshot(t.Context())
	must(t, err)
	query, err := url.ParseQuery(question)
	must(t, err)
	form := finderForm{Postcode: query.Get("postcode"), Within: query.Get("afstand")}
	form.locate(snapshot.Region())
	form.Chosen[0] = query["gemeente"]
	return float64(snapshot.Find(form.search(snapshot.Region(), 1)).Total)
}

// API-1, 4, 9, 11, 12, 13: errors and headers.
func TestAPIRefusesAsTheRulesSay(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	schema := s.described(t, "/aanbieders", "400")
	for _, row := range []struct {
		method, path, accept string
		status               int
		wrong                []string
	}{
		{"GET", "/v1/aanbieders?pagina=0&gemeente=parijs&kleur=rood&afstand=5", "", 400, []string{"afstand", "gemeente", "kleur", "pagina"}},
		{"GET", "/v1/aanbieders?postcode=1011", "", 400, []string{"postcode"}},
		{"GET", "/v1/aanbieders?velden=geheim", "", 400, []string{"velden"}},
		{"GET", "/v1/aanbieders?pagina=1&pagina=2&q=a&q=b", "", 400, []string{"pagina", "q"}},
		{"GET", "/v1/aanbieders?pagina=9", "", 404, nil},
		{"GET", "/v1/aanbieders/bestaat-niet", "", 400, []string{"id"}},
		{"GET", "/v1/aanbieders/00000000-0000-4000-8000-000000000000", "", 404, nil},
		{"GET", "/v1/aanbieders/", "", 404, nil},
		{"GET", "/v1/dekking?x=1", "", 400, []string{"x"}},
		{"GET", "/v1/bestaat-niet", "", 404, nil},
		{"GET", "/v1", "", 404, nil},
		{"DELETE", "/v1/aanbieders", "", 405, nil},
		{"GET", "/v1/aanbieders", "text/html", 406, nil},
		{"GET", "/hsds/services?page=nul&organization_id=7", "", 400, []string{"organization_id", "page"}},
		{"GET", "/hsds/services?page=1&page=2", "", 400, []string{"page"}},
		{"GET", "/hsds/services/7", "", 404, nil},
		{"GET", "/hsds/taxonomies/7?kleur=rood", "", 400, []string{"kleur"}},
	} {
		answer := s.call(t, row.method, row.path, "Accept", row.accept)
		if answer.status != row.status || answer.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: %d %s, want %d", row.method, row.path, answer.status, answer.header.Get("Content-Type"), row.status)
			continue
		}
		wantValid(t, schema, row.path, answer.body)
		var told problem
		must(t, json.Unmarshal([]byte(answer.body), &told))
		var names []string
		for _, wrong := range told.Errors {
			names = append(names, wrong.Location.Name)
		}
		slices.Sort(names)
		if !slices.Equal(names, row.wrong) {
			t.Errorf("%s: wrong are %v, want %v", row.path, names, row.wrong)
		}
		if strings.HasPrefix(row.path, "/v1") {
			wantAPIHeaders(t, row.path, answer)
		}
		if row.status == 405 && !strings.Contains(answer.header.Get("Allow"), "GET") {
			t.Errorf("405 without Allow: %v", answer.header)
		}
	}
}

func wantAPIHeaders(t *testing.T, path string, answer *seen) {
	t.Helper()
	for name, want := range map[string]string{
		"API-Version": apiVersion, "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Set-Cookie": "",
	} {
		if got := answer.header.Get(name); got != want {
			t.Errorf("%s: %s is %q, want %q", path, name, got, want)
		}
	}
	if answer.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s: no HSTS", path)
	}
}

// An answer that did not change is 304; what was published or withdrawn changes it.
func TestAPITellsWhetherItChanged(t *testing.T) {
	s := newSite(t)
	owner := s.contracted(t)
	for _, path := range []string{"/v1/aanbieders", "/hsds/services", "/open-data/aanbieders.csv", "/aanbieders/nieuw.atom"} {
		first := s.call(t, http.MethodGet, path)
		head := s.call(t, http.MethodHead, path)
		again := s.call(t, http.MethodGet, path, "If-None-Match", first.header.Get("ETag"))
		strong := strings.TrimPrefix(first.header.Get("ETag"), "W/") // as a proxy may pass it on
		for _, known := range []string{strong, `"iets", ` + strong, "*"} {
			if got := s.call(t, http.MethodGet, path, "If-None-Match", known).status; got != http.StatusNotModified {
				t.Errorf("%s with If-None-Match %s: %d", path, known, got)
			}
		}
		if first.status != 200 || head.status != 200 || head.body != "" || again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%s: %d, HEAD %d with %d bytes, again %d", path, first.status, head.status, len(head.body), again.status)
		}
		if first.header.Get("ETag") == "" || head.header.Get("ETag") != first.header.Get("ETag") {
			t.Errorf("%s: ETag %q, HEAD %q", path, first.header.Get("ETag"), head.header.Get("ETag"))
		}
	}
	preflight := s.call(t, http.MethodOptions, "/v1/aanbieders")
	if preflight.status != http.StatusNoContent || !strings.Contains(preflight.header.Get("Access-Control-Allow-Methods"), "GET") {
		t.Errorf("OPTIONS: %d %v", preflight.status, preflight.header)
	}
	wantAPIHeaders(t, "/v1/aanbieders", s.call(t, http.MethodGet, "/v1/aanbieders"))

	before := s.call(t, http.MethodGet, "/v1/aanbieders").header.Get("ETag")
	must(t, s.Domain.Directory.SaveCapacity(t.Context(), owner.actor, directory.Capacity{State: directory.CapacityClosed}))
	answer := s.call(t, http.MethodGet, "/v1/aanbieders", "If-None-Match", before)
	if answer.status != http.StatusOK || !strings.Contains(answer.body, `"capaciteit":"gesloten"`) {
		t.Errorf("after a change: %d %s", answer.status, answer.body)
	}
	if got := s.read(t, "/hsds/services")["contents"].([]any)[0].(map[string]any)["status"]; got != "temporarily closed" {
		t.Errorf("HSDS says %v", got)
	}
}
