package v4_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	v4 "voronka/internal/api/v4"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// now is the clock of these tests: noon of a Thursday in Moscow.
var now = time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

func fixed(cfg *db.Config) { cfg.Clock = func() time.Time { return now } }

// server is the API over a seeded account, with a token of its administrator.
type server struct {
	*seed.Scene
	URL   string
	api   *v4.API
	token string
	users *user.Service
}

// start serves an account. rate is Deps.RatePerSecond.
func start(t testing.TB, d *db.DB, rate int) *server {
	t.Helper()
	return serve(t, seed.CRM(t, d), rate)
}

func serve(t testing.TB, scene *seed.Scene, rate int) *server {
	t.Helper()
	box, err := secret.New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.NewService(scene.DB, "example.test")
	users := user.NewService(scene.DB, accounts, box, user.Address{Host: "example.test", URL: "http://example.test"})
	api := v4.New(v4.Deps{
		DB: scene.DB, Accounts: accounts, Users: users, Roles: access.New(scene.DB), Fields: scene.Fields, Pipelines: scene.Pipelines,
		Deals: scene.Deals, Contacts: scene.Contacts, Companies: scene.Companies, Tasks: scene.Tasks, Timeline: scene.Timeline,
		RatePerSecond: rate,
	})
	web := httptest.NewServer(api.Handler())
	t.Cleanup(web.Close)
	s := &server{Scene: scene, URL: web.URL, api: api, users: users}
	s.token = s.tokenOf(t, scene.Admin)
	subdomain, name := "romashka", "Администратор"
	if _, err := accounts.Update(t.Context(), scene.Admin, account.Patch{Subdomain: &subdomain}); err != nil {
		t.Fatal(err)
	}
	if _, err := users.Update(t.Context(), scene.Admin, scene.Admin.UserID, user.Patch{Name: &name}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *server) tokenOf(t testing.TB, who tenant.Actor) string {
	t.Helper()
	_, token, err := s.users.CreateToken(t.Context(), who, "test", 30)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a request with the server's token; headers come in pairs.
func (s *server) do(t testing.TB, method, path, body string, headers ...string) answer {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, in)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, raw}
}

// get reads an answer of 200 into v.
func (s *server) get(t testing.TB, path string, v any) {
	t.Helper()
	a := s.do(t, http.MethodGet, path, "")
	if a.status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
}

var seededMail = regexp.MustCompile(`user-\d+@example\.test`)

// pretty is a body as goldens hold it: indented, with the server's address taken out.
func (s *server) pretty(t testing.TB, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, raw)
	}
	text := strings.ReplaceAll(out.String(), s.URL, "http://host")
	return []byte(seededMail.ReplaceAllString(text, "user@example.test"))
}

// row is one request of a story.
type row struct {
	name   string
	method string
	path   string
	body   string
	status int
	// silent rows have no golden.
	silent bool
}

// story runs rows one after another against a fresh account on both engines; the goldens are the same for both.
func story(t *testing.T, name string, rows []row) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := start(t, d, -1)
		for _, r := range rows {
			s.play(t, name, r)
		}
	}, dbtest.Configure(fixed))
}

func (s *server) play(t *testing.T, story string, r row) {
	t.Helper()
	a := s.do(t, r.method, r.path, r.body)
	if a.status != r.status {
		t.Fatalf("%s: %s %s: status %d, want %d\n%s", r.name, r.method, r.path, a.status, r.status, a.body)
	}
	switch {
	case a.status >= 400:
		if got := a.header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: media type %q", r.name, got)
		}
	case len(a.body) > 0:
		if got := a.header.Get("Content-Type"); got != "application/hal+json" {
			t.Errorf("%s: media type %q", r.name, got)
		}
	}
	if a.status == 204 || a.status == 202 {
		if len(a.body) > 0 {
			t.Errorf("%s: %d with a body: %s", r.name, a.status, a.body)
		}
		return
	}
	if !r.silent {
		golden(t, story+"/"+r.name, s.pretty(t, a.body))
	}
}
