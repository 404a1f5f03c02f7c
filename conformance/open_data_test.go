//go:build conformance

package conformance

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/directory"
	"providerportal/internal/account"
)

// publish makes providers that the public can find; the last one has everything
// that a profile can have.
func (s *testSite) publish(t *testing.T, organisations []sample.Organisation) {
	t.Helper()
	ctx := t.Context()
	staff := func(name string, role account.Role) account.Actor {
		actor, err := s.make.Staff(ctx, name, role)
		require.NoError(t, err)
		return actor
	}
	desk := sample.Desk{
		Reviewer: staff("Rik Toetser", account.RoleReviewer), Decider: staff("Bo Beslisser", account.RoleDecider),
		Manager: staff("Co Contract", account.RoleContractManager),
	}
	var last account.Actor
	for _, organisation := range organisations {
		actor, err := s.make.Findable(ctx, desk, organisation)
		require.NoError(t, err)
		last = actor
	}
	profile, err := s.domain.Directory.Profile(ctx, last)
	require.NoError(t, err)
	profile.Website, profile.Descriptions = "https://aanbieder.example/werk", map[string]string{profile.Products[0]: "Met eigen woorden."}
	profile.Forms, profile.Languages = directory.FormCodes, []string{"nl", "pl", "ar"}
	profile.Accessibility, profile.AccessibilityNote = directory.AccessCodes, "Bel even van tevoren."
	profile.Locations = []directory.Location{
		directory.Location{Name: "Kwekerij", Street: "Straat 1", Postcode: "5801 AB"}.Located(),
		directory.Location{Street: "Weg 2", Postcode: "1011 AB", Place: "Amsterdam"}.Located(),
	}
	require.NoError(t, s.domain.Directory.PublishProfile(ctx, last, *profile))
	weeks := 6
	require.NoError(t, s.domain.Directory.SaveCapacity(ctx, last, directory.Capacity{State: directory.CapacityWaiting, Weeks: &weeks}))
}

// read gives the JSON of an address.
func (s *testSite) read(t *testing.T, address string) map[string]any {
	t.Helper()
	response, body := s.do(t, http.MethodGet, address, nil, nil)
	require.Equal(t, http.StatusOK, response.StatusCode, "%s: %s", address, body)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	require.NoError(t, err)
	object, ok := value.(map[string]any)
	require.True(t, ok, address)
	return object
}

// TestHSDS holds every answer of /hsds against the schemas of HSDS 3.0, and
// follows every id of every list.
func TestHSDS(t *testing.T) {
	site := openSite(t)
	site.publish(t, append(sample.Organisations(3)[1:], sample.Neighbour))
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	schema := func(name string) *jsonschema.Schema {
		made, err := compiler.Compile(path(t, "hsds/schema/"+name+".json"))
		require.NoError(t, err)
		return made
	}
	info := site.read(t, "/hsds/")
	require.Equal(t, "3.0", info["version"])
	for _, list := range []struct{ name, item, whole string }{
		{"services", "compiled/service_list", "compiled/service_with_definitions"},
		{"services?full=true", "compiled/service_with_definitions", "service"},
		{"organizations", "compiled/organization_list", "organization"},
		{"organizations?full_service=true", "organization", "organization"},
		{"service_at_locations", "compiled/service_at_location_list", "service_at_location"},
		{"service_at_locations?full=true&postcode=5801&proximity=5000", "service_at_location", "service_at_location"},
		{"taxonomies", "taxonomy", "taxonomy"},
		{"taxonomy_terms", "taxonomy_term", "taxonomy_term"},
	} {
		answer := site.read(t, "/hsds/"+list.name)
		contents := answer["contents"].([]any)
		require.NotEmpty(t, contents, list.name)
		resource, _, _ := strings.Cut(list.name, "?")
		for _, item := range contents {
			require.NoError(t, schema(list.item).Validate(item), list.name)
			address := "/hsds/" + resource + "/" + item.(map[string]any)["id"].(string)
			require.NoError(t, schema(list.whole).Validate(site.read(t, address)), address)
		}
	}
	site.wantPages(t)
	site.wantFilters(t)
}

// wantPages goes through a list page by page.
func (s *testSite) wantPages(t *testing.T) {
	t.Helper()
	seen := map[any]bool{}
	for page, last := 1, false; !last; page++ {
		answer := s.read(t, "/hsds/services?per_page=2&page="+strconv.Itoa(page))
		require.Equal(t, json.Number("3"), answer["total_items"])
		require.Equal(t, json.Number("2"), answer["total_pages"])
		require.Equal(t, page == 1, answer["first_page"])
		last = answer["last_page"].(bool)
		for _, item := range answer["contents"].([]any) {
			seen[item.(map[string]any)["id"]] = true
		}
	}
	require.Len(t, seen, 3)
}

// wantFilters asks for what belongs to one organization and one term.
func (s *testSite) wantFilters(t *testing.T) {
	t.Helper()
	service := s.read(t, "/hsds/services?full=true")["contents"].([]any)[0].(map[string]any)
	attributes := service["attributes"].([]any)
	for question, want := range map[string]string{
		"organization_id=" + service["organization_id"].(string):                                            "1",
		"taxonomy_term_id=" + attributes[0].(map[string]any)["taxonomy_term_id"].(string):                   "3",
		"taxonomy_term_id=00000000-0000-4000-8000-000000000000":                                             "0",
		"modified_after=2999-01-01T00:00:00Z":                                                               "0",
		"minimal=true":                                                                                      "3",
		"search=" + strings.ReplaceAll(service["organization"].(map[string]any)["name"].(string), " ", "+"): "1",
	} {
		require.Equal(t, json.Number(want), s.read(t, "/hsds/services?"+question)["total_items"], question)
	}
}

// TestOpenAPI holds the description of /v1 against the OpenAPI 3.1 schema with an
// independent validator, and against the Dutch API design rules with Spectral.
func TestOpenAPI(t *testing.T) {
	site := openSite(t)
	_, body := site.do(t, http.MethodGet, "/v1/openapi.json", nil, nil)
	// On a real host the API is reached over https, and there is a mail address.
	body = bytes.ReplaceAll(body, []byte(site.base), []byte("https://portal.example"))
	file := filepath.Join(t.TempDir(), "openapi.json")
	require.NoError(t, os.WriteFile(file, body, 0o600))

	run := func(program string, args ...string) (string, error) {
		command := exec.Command(filepath.Join("..", ".ci", "node_modules", ".bin", program), args...)
		output, err := command.CombinedOutput()
		return string(output), err
	}
	output, err := run("validate-api", file)
	require.NoError(t, err, output)
	require.Contains(t, output, `"valid": true`)

	ruleset := path(t, "nlgov/adr-linter.yaml")
	output, err = run("spectral", "lint", "--ruleset", ruleset, "--fail-severity", "warn", file)
	require.NoError(t, err, output)
	t.Log(output)

	// The rules bite: without a contact the same document is refused.
	broken := filepath.Join(t.TempDir(), "broken.json")
	require.NoError(t, os.WriteFile(broken, bytes.Replace(body, []byte(`"contact"`), []byte(`"x-contact"`), 1), 0o600))
	output, err = run("spectral", "lint", "--ruleset", ruleset, "--fail-severity", "error", broken)
	require.Error(t, err, "Spectral takes a document without contact")
	require.Contains(t, output, "info-contact")
}
