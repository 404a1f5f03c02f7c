package portal

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// system is the system of a municipality, with its token.
type system struct {
	site   *site
	client *client.Client
	token  string
}

// system makes a connection for a consultant.
func (s *site) system(t testing.TB, consultant *browser, scopes ...client.Scope) *system {
	t.Helper()
	if scopes == nil {
		scopes = client.Scopes
	}
	made, token, err := s.Domain.Clients.Create(t.Context(), s.staff(t, account.RoleAdministrator).actor, client.New{
		Name: "Zaaksysteem", Consultant: consultant.actor.UserID, Scopes: scopes, LastDay: workday.On(s.now).AddDays(30),
	})
	must(t, err)
	return &system{s, made, token}
}

// told is what a system gets back.
type told struct {
	status int
	header http.Header
	body   string
	json   map[string]any
}

// call sends a request with the token; headers come in pairs.
func (y *system) call(t testing.TB, method, path, body string, headers ...string) told {
	t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer "+y.token)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := y.site.app.Test(request, fiber.TestConfig{Timeout: 20 * time.Second})
	must(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	got := told{status: response.StatusCode, header: response.Header, body: string(text)}
	_ = json.Unmarshal(text, &got.json)
	if len(response.Cookies()) > 0 || got.header.Get("API-Version") == "" {
		t.Errorf("%s %s: cookies %v, version %q", method, path, response.Cookies(), got.header.Get("API-Version"))
	}
	return got
}

// send posts a request under a key.
func (y *system) send(t testing.TB, key, body string) told {
	t.Helper()
	return y.call(t, http.MethodPost, clientPath, body, "Idempotency-Key", key)
}

func questionJSON(slug, question string) string {
	body, _ := json.Marshal(map[string]any{
		"aanbieder": slug, "product": "individuele-toeleiding", "eigenKenmerk": "VRY-118", "ondersteuningsvraag": question,
		"doelen": "Twee ochtenden", "gesprekswijze": "aan-tafel", "inwonerKoos": true, "startTrede": 3, "doelTrede": 5, "gewensteStart": "2026-05-11",
	})
	return string(body)
}

func (g told) errorAt(pointer string) string {
	list, _ := g.json["errors"].([]any)
	for _, one := range list {
		wrong := one.(map[string]any)
		location := wrong["location"].(map[string]any)
		if location["pointer"] == pointer || location["name"] == pointer {
			return wrong["detail"].(string)
		}
	}
	return ""
}

// A system sends, reads, lists and withdraws; everything belongs to the consultant
// of the connection.
func TestSystemSendsReadsAndWithdraws(t *testing.T) {
	site := newSite(t)
	provider, venray := site.contracted(t), site.consultant(t, "GM0984")
	y := site.system(t, venray)
	key := uuid.NewString()
	sent := y.send(t, key, questionJSON(provider.slug, "Wil graag buiten werken"))
	if sent.status != 201 || sent.json["status"] != "verzonden" || sent.json["uiterlijkOp"] != "2026-04-10" && sent.json["uiterlijkOp"] == nil {
		t.Fatalf("%d %s", sent.status, sent.body)
	}
	path := strings.TrimPrefix(sent.header.Get("Location"), siteURL)
	got := y.call(t, "GET", path, "")
	if got.status != 200 || got.json["ondersteuningsvraag"] != "Wil graag buiten werken" || got.json["gesprekswijze"] != "aan-tafel" || got.json["doelTrede"] != 5.0 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	id := uuid.MustParse(sent.json["id"].(string))
	request, err := site.Domain.Matching.Case(t.Context(), venray.actor, id)
	must(t, err)
	if request.Consultant.ID != venray.actor.UserID || len(site.letters(t, "request_sent")) != 1 {
		t.Error("not sent for the consultant, who gets a letter")
	}
	must(t, site.Domain.Matching.Schedule(t.Context(), provider.actor, id, matching.Appointment{At: site.now.Add(48 * time.Hour), Way: matching.WayDigital, Place: "https://praten.example"}))
	got = y.call(t, "GET", path, "")
	if appointment, _ := got.json["afspraak"].(map[string]any); got.json["status"] != "gepland" || appointment["op"] != "2026-04-03T10:00:00Z" {
		t.Errorf("%s", got.body)
	}
	if again := y.send(t, key, questionJSON(provider.slug, "Wil graag buiten werken")); again.status != 201 || again.body != sent.body {
		t.Errorf("repeated later: %d %s, want %s", again.status, again.body, sent.body)
	}
	list := y.call(t, "GET", clientPath+"?deel=open", "")
	if list.json["totaal"] != 1.0 || strings.Contains(list.body, "buiten werken") {
		t.Errorf("list %s", list.body)
	}
	if wrong := y.call(t, "GET", clientPath+"?deel=morgen&pagina=x", ""); wrong.status != 400 || wrong.errorAt("deel") == "" || wrong.errorAt("pagina") == "" {
		t.Errorf("%d %s", wrong.status, wrong.body)
	}
	end := path + "/intrekking"
	if none := y.call(t, "GET", end, ""); none.status != 404 {
		t.Errorf("not withdrawn yet: %d", none.status)
	}
	if wrong := y.call(t, "POST", end, `{"reden":"zomaar"}`); wrong.status != 400 || wrong.errorAt("#/reden") == "" {
		t.Errorf("%d %s", wrong.status, wrong.body)
	}
	for i, want := range []int{201, 200} {
		if got := y.call(t, "POST", end, `{"reden":"inwoner-stopt"}`); got.status != want || got.json["reden"] != "inwoner-stopt" {
			t.Errorf("withdrawal %d: %d %s", i, got.status, got.body)
		}
	}
	if other := y.call(t, "POST", end, `{"reden":"vergissing"}`); other.status != 409 {
		t.Errorf("another reason: %d", other.status)
	}
	if got := y.call(t, "GET", end, ""); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
	var trail int64
	must(t, site.db.Gorm.Table("audit_entries").Where("action = 'request.send' AND actor_id = ? AND origin LIKE ?",
		venray.actor.UserID, "% via "+y.client.Prefix).Count(&trail).Error)
	if trail != 1 {
		t.Error("the trail does not name the token")
	}
}

// Everything that is wrong stands at its field, a citizen service number is
// refused and kept nowhere (T2), and after that the key is free.
func TestSystemHearsWhatIsWrong(t *testing.T) {
	site := newSite(t)
	provider, venray := site.contracted(t), site.consultant(t, "GM0984")
	y := site.system(t, venray)
	key := uuid.NewString()
	wrong := y.send(t, key, questionJSON(provider.slug, "Bel over 111222333"))
	if wrong.status != 400 || wrong.errorAt("#/ondersteuningsvraag") == "" || strings.Contains(wrong.body, "111222333") {
		t.Errorf("%d %s", wrong.status, wrong.body)
	}
	if wrong.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("type %s", wrong.header.Get("Content-Type"))
	}
	for _, table := range []string{"client_calls", "requests", "audit_entries", "letters", "river_job", "webhook_events", "request_events"} {
		var found int64
		must(t, site.db.Gorm.Raw("SELECT count(*) FROM "+table+" r WHERE r::text LIKE '%111222333%'").Scan(&found).Error)
		if found != 0 {
			t.Errorf("%s holds the number", table)
		}
	}
	var hashes int64
	must(t, site.db.Gorm.Table("client_calls").Where("body_hash IS NOT NULL").Count(&hashes).Error)
	if hashes != 0 {
		t.Error("the hash of a refused body is kept")
	}
	if right := y.send(t, key, questionJSON(provider.slug, "Bel over werk")); right.status != 201 {
		t.Errorf("the corrected body: %d %s", right.status, right.body)
	}
	all := y.send(t, uuid.NewString(), `{"aanbieder":"`+provider.slug+`","gewensteStart":"2026-02-30","startTrede":9}`)
	for _, field := range []string{"product", "ondersteuningsvraag", "eigenKenmerk", "gesprekswijze", "gewensteStart", "startTrede", "inwonerKoos"} {
		if all.errorAt("#/"+field) == "" {
			t.Errorf("no error at %s: %s", field, all.body)
		}
	}
	for name, body := range map[string]string{
		"#": `{"naam":"Jan"}`, "#/startTrede": `{"startTrede":"drie"}`, "#/aanbieder": questionJSON("bestaat-niet", "Hulp"),
	} {
		if got := y.send(t, uuid.NewString(), body); got.status != 400 || got.errorAt(name) == "" || strings.Contains(got.body, "Jan") {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
	for _, body := range []string{"", "[]", "null x", `{"a":`, questionJSON(provider.slug, "x") + "{}", strings.Repeat("[", 20000)} {
		if got := y.send(t, uuid.NewString(), body); got.status != 400 {
			t.Errorf("%.20q: %d", body, got.status)
		}
	}
	if got := y.call(t, "POST", clientPath, "{}", "Idempotency-Key", "geen"); got.status != 400 || got.errorAt("Idempotency-Key") == "" {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := y.call(t, "POST", clientPath, "{}", "Idempotency-Key", key, "Content-Type", "text/plain"); got.status != 415 {
		t.Errorf("text: %d", got.status)
	}
	if got := y.call(t, "GET", clientPath, "", "Accept", "text/html"); got.status != 406 {
		t.Errorf("html: %d", got.status)
	}
}

// Twenty of the same calls at once make one request and one answer; the same key
// with something else is refused.
func TestSameKeyMakesOneRequest(t *testing.T) {
	site := newSite(t)
	provider, venray := site.contracted(t), site.consultant(t, "GM0984")
	y := site.system(t, venray)
	key, body := uuid.NewString(), questionJSON(provider.slug, "Hulp bij werk")
	answers := make([]told, 20)
	var together sync.WaitGroup
	for i := range answers {
		together.Go(func() { answers[i] = y.send(t, key, body) })
	}
	together.Wait()
	for _, answer := range answers {
		if answer.status != 201 || answer.body != answers[0].body {
			t.Errorf("%d %s", answer.status, answer.body)
		}
	}
	var requests int64
	must(t, site.db.Gorm.Table("requests").Count(&requests).Error)
	if requests != 1 || len(site.letters(t, "request_received")) != 1 {
		t.Errorf("%d requests, %d letters", requests, len(site.letters(t, "request_received")))
	}
	if other := y.send(t, key, questionJSON(provider.slug, "Iets anders")); other.status != 422 {
		t.Errorf("another body: %d", other.status)
	}
	second := site.system(t, venray)
	if own := second.send(t, key, body); own.status != 201 || own.json["id"] == answers[0].json["id"] {
		t.Errorf("the key of another token: %d %s", own.status, own.body)
	}
}

// What a token may not do: 401 and 403 with the way back, and 404 for another
// municipality.
func TestTokenOpensOnlyItsOwn(t *testing.T) {
	site := newSite(t)
	provider, venray, venlo := site.contracted(t), site.consultant(t, "GM0984"), site.consultant(t, "GM0983")
	y, other, reader := site.system(t, venray), site.system(t, venlo), site.system(t, venray, client.ScopeRead)
	sent := y.send(t, uuid.NewString(), questionJSON(provider.slug, "Hulp"))
	path := clientPath + "/" + sent.json["id"].(string)
	for _, got := range []told{
		other.call(t, "GET", path, ""), other.call(t, "POST", path+"/intrekking", `{"reden":"vergissing"}`), other.call(t, "GET", path+"/intrekking", ""),
		y.call(t, "GET", clientPath+"/geen-id", ""),
	} {
		if got.status != 404 || got.json["title"] == nil {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
	if list := other.call(t, "GET", clientPath, ""); list.json["totaal"] != 0.0 {
		t.Errorf("%s", list.body)
	}
	refused := reader.send(t, uuid.NewString(), questionJSON(provider.slug, "Hulp"))
	if refused.status != 403 || !strings.Contains(refused.header.Get("WWW-Authenticate"), `scope="requests:write"`) {
		t.Errorf("%d %v", refused.status, refused.header)
	}
	administrator := site.staff(t, account.RoleAdministrator)
	before := y.token
	fresh, err := site.Domain.Clients.Rotate(t.Context(), administrator.actor, y.client.ID, 24*time.Hour)
	must(t, err)
	check := func(what, token string, want int) {
		t.Helper()
		got := (&system{site, y.client, token}).call(t, "GET", path, "")
		if got.status != want || want == 401 && !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("%s: %d %s, want %d", what, got.status, got.header.Get("WWW-Authenticate"), want)
		}
	}
	check("new token", fresh, 200)
	check("old token in the overlap", before, 200)
	site.now = site.now.Add(25 * time.Hour)
	check("old token after the overlap", before, 401)
	for _, token := range []string{"", "x", fresh[:20], fresh + "x", y.client.Prefix + "_", strings.Repeat("mgr_", 500)} {
		check("a wrong token", token, 401)
	}
	site.now = site.now.AddDate(0, 0, 31)
	check("an expired token", fresh, 401)
	must(t, site.Domain.Clients.Revoke(t.Context(), administrator.actor, reader.client.ID))
	if got := reader.call(t, "GET", path, ""); got.status != 401 {
		t.Errorf("revoked: %d", got.status)
	}
	must(t, site.db.Gorm.Exec("UPDATE users SET closed_at = now() WHERE id = ?", venlo.actor.UserID).Error)
	must(t, site.db.Gorm.Exec("UPDATE clients SET expires_at = expires_at + interval '1 year'").Error)
	if got := other.call(t, "GET", clientPath, ""); got.status != 403 {
		t.Errorf("without its consultant: %d", got.status)
	}
}

// More calls than a minute allows are told when to come back; the next minute
// begins anew.
func TestTokenIsThrottled(t *testing.T) {
	site := newSite(t)
	y := site.system(t, site.consultant(t, "GM0984"))
	must(t, site.db.Gorm.Exec("UPDATE clients SET calls = ?, window_at = ?", client.PerMinute-1, site.now.Truncate(time.Minute)).Error)
	if got := y.call(t, "GET", clientPath, ""); got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := y.call(t, "GET", clientPath, ""); got.status != 429 || got.header.Get("Retry-After") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	site.now = site.now.Add(time.Minute)
	if got := y.call(t, "GET", clientPath, ""); got.status != 200 {
		t.Errorf("a minute later: %d", got.status)
	}
}

// What systems get is what the description says.
func TestDescriptionFitsSystems(t *testing.T) {
	site := newSite(t)
	provider, venray := site.contracted(t), site.consultant(t, "GM0984")
	y := site.system(t, venray)
	sent := y.send(t, uuid.NewString(), questionJSON(provider.slug, "Hulp bij werk"))
	path := clientPath + "/" + sent.json["id"].(string)
	fits := func(schema string, got told) {
		t.Helper()
		wantValid(t, site.component(t, schema), schema, got.body)
	}
	fits("NieuwMatchingverzoek", told{body: questionJSON(provider.slug, "Hulp bij werk")})
	fits("VerstuurdMatchingverzoek", sent)
	fits("Matchingverzoeken", y.call(t, "GET", clientPath, ""))
	fits("Matchingverzoek", y.call(t, "GET", path, ""))
	fits("Probleem", y.send(t, uuid.NewString(), "{}"))
	fits("Probleem", y.call(t, "POST", clientPath, "{}"))
	fits("Probleem", y.call(t, "GET", clientPath+"?x=1&pagina=0", ""))
	fits("Intrekking", y.call(t, "POST", path+"/intrekking", `{"reden":"anders","toelichting":"Verhuisd"}`))
	fits("Matchingverzoek", y.call(t, "GET", path, ""))
	wrong := y.call(t, "DELETE", path, "")
	fits("Probleem", wrong)
	if wrong.status != 405 || wrong.header.Get("Access-Control-Allow-Origin") != "" || sent.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("%d, other sites may read: %v", wrong.status, wrong.header)
	}
}
