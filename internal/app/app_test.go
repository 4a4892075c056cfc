package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"voronka/internal/app"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// run is a command line: its exit code, stdout and stderr.
func run(args ...string) (code int, out, stderr string) {
	var o, e bytes.Buffer
	code = app.Main(args, &o, &e)
	return code, o.String(), e.String()
}

func TestInitAndToken(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			data := t.TempDir()
			where := []string{"--data", data}
			if engine == db.Postgres {
				where = append(where, "--db", dbtest.Config(t, db.Postgres).URL)
			} else {
				code, _, stderr := run("token", "--data", data, "--email", "anna@example.test")
				if code == 0 || !strings.Contains(stderr, "voronka init") {
					t.Errorf("a token of nothing: %d %s", code, stderr)
				}
				if left, _ := os.ReadDir(data); len(left) != 0 {
					t.Errorf("a refused command left %v", left)
				}
			}
			with := func(args ...string) []string { return append(args, where...) }
			code, out, stderr := run(with("init", "--company", "Ромашка", "--email", "anna@example.test", "--password", "correct horse")...)
			var made struct {
				AccountID int64  `json:"account_id"`
				UserID    int64  `json:"user_id"`
				Subdomain string `json:"subdomain"`
			}
			if err := json.Unmarshal([]byte(out), &made); code != 0 || err != nil || made.AccountID == 0 || made.UserID == 0 || made.Subdomain != "romashka" {
				t.Fatal(code, out, stderr)
			}
			for _, tt := range []struct {
				name, want string
				args       []string
			}{
				{"again", "--subdomain", []string{"init", "--company", "B", "--email", "b@example.test", "--password", "correct horse"}},
				{"taken", "subdomain is taken", []string{"init", "--company", "B", "--email", "b@example.test", "--password", "correct horse", "--subdomain", "romashka"}},
				{"short password", "--password must have", []string{"init", "--company", "B", "--email", "b@example.test", "--password", "x", "--subdomain", "two"}},
				{"unknown flag", "unknown flag", []string{"init", "--nonsense"}},
				{"unknown user", "no active user", []string{"token", "--email", "nobody@example.test"}},
				{"endless token", "--days must be", []string{"token", "--email", "anna@example.test", "--days", "100000"}},
				{"bad url", "--url must be", []string{"token", "--email", "anna@example.test", "--url", "crm"}},
			} {
				code, out, stderr := run(with(tt.args...)...)
				if code == 0 || out != "" || !strings.Contains(stderr, tt.want) || strings.Count(strings.TrimSpace(stderr), "\n") != 0 {
					t.Errorf("%s: %d %q %q", tt.name, code, out, stderr)
				}
			}
			if code, _, stderr := run(with("init", "--company", "Friend", "--email", "b@example.test", "--password", "correct horse", "--subdomain", "friend", "--lang", "en")...); code != 0 {
				t.Error("a further account:", stderr)
			}
			code, out, stderr = run(with("token", "--email", "anna@example.test", "--days", "3")...)
			if code != 0 || strings.Count(out, ".") != 2 {
				t.Error(code, out, stderr)
			}
		})
	}
}

// started is a whole server in this process.
type started struct {
	url  string
	log  *bytes.Buffer
	stop func() error
}

func start(t *testing.T, cfg app.Serve) started {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	s := started{url: "http://" + l.Addr().String(), log: &bytes.Buffer{}}
	go func() { done <- app.ServeOn(ctx, cfg, slog.New(slog.NewTextHandler(s.log, nil)), l) }()
	s.stop = func() error { cancel(); return <-done }
	deadline := time.Now().Add(30 * time.Second)
	for get(t, s.url+"/readyz").status != 200 {
		if time.Now().After(deadline) {
			t.Fatal("the server does not become ready")
		}
	}
	return s
}

type got struct {
	status int
	header http.Header
	body   string
}

func get(t *testing.T, url string, header ...string) got {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	w, err := c.Do(r)
	if err != nil {
		return got{}
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got{w.StatusCode, w.Header, string(raw)}
}

func TestServe(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	data := t.TempDir()
	if code, _, stderr := run("init", "--data", data, "--company", "Ромашка", "--email", "anna@example.test", "--password", "correct horse"); code != 0 {
		t.Fatal(stderr)
	}
	s := start(t, app.Serve{Config: app.Config{Data: data}, MetricsToken: "open sesame"})
	// A token made beside the running server opens both faces.
	_, token, _ := run("token", "--data", data, "--email", "anna@example.test")
	bearer := "Bearer " + strings.TrimSpace(token)
	for _, tt := range []struct {
		path   string
		header []string
		status int
		want   string
	}{
		{"/healthz", nil, 200, "ok"},
		{"/api/v1/me", []string{"Authorization", bearer}, 200, "anna@example.test"},
		{"/api/v4/account", []string{"Authorization", bearer}, 200, "subdomain"},
		{"/api/v1/bootstrap", []string{"Authorization", bearer}, 200, "Первичный контакт"},
		{"/api/v1/me", nil, 401, "unauthenticated"},
		{"/api/v1/openapi.json", nil, 200, "3.1.0"},
		{"/api/v1/docs", nil, 200, "Voronka API"},
		{"/api/nothing", nil, 404, "not_found"},
		{"/live/websocket", nil, 401, ""},
		{"/deals/1", nil, 200, "<!doctype html>"},
		{"/metrics", nil, 200, "voronka_http_requests_total"},
		{"/metrics", []string{"X-Forwarded-For", "192.0.2.1"}, 403, ""},
		{"/metrics", []string{"X-Forwarded-For", "192.0.2.1", "Authorization", "Bearer wrong"}, 403, ""},
		{"/metrics", []string{"X-Forwarded-For", "192.0.2.1", "Authorization", "Bearer open sesame"}, 200, "go_goroutines"},
	} {
		if g := get(t, s.url+tt.path, tt.header...); g.status != tt.status || !strings.Contains(g.body, tt.want) {
			t.Errorf("%s %v: %d %.300s", tt.path, tt.header, g.status, g.body)
		}
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if g := get(t, s.url+"/healthz"); g.status != 0 {
		t.Error("the server still answers")
	}
	for _, personal := range []string{"anna@", strings.TrimSpace(token), "Ромашка"} {
		if strings.Contains(s.log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if info, err := os.Stat(filepath.Join(data, "secret.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
}

// TestServe_formerSubdomain: a browser that comes by the old name of an account is led to the new one; programs are not.
func TestServe_formerSubdomain(t *testing.T) {
	data := t.TempDir()
	if code, _, stderr := run("init", "--data", data, "--company", "Ромашка", "--email", "anna@example.test", "--password", "correct horse"); code != 0 {
		t.Fatal(stderr)
	}
	s := start(t, app.Serve{Config: app.Config{Data: data, URL: "http://crm.test:8080"}})
	defer func() { _ = s.stop() }()
	_, token, _ := run("token", "--data", data, "--email", "anna@example.test")
	send := func(method, path, host, accept, body string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		r.Header.Set("Accept", accept)
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(token))
		r.Header.Set("Content-Type", "application/json")
		w, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		return w
	}
	if w := send(http.MethodPatch, "/api/v1/account", "romashka.crm.test:8080", "application/json", `{"subdomain":"lilia"}`); w.StatusCode != 200 {
		t.Fatal(w.Status)
	}
	for _, tt := range []struct{ path, host, accept, want string }{
		{"/deals/7?tab=feed", "romashka.crm.test:8080", "text/html", "http://lilia.crm.test:8080/deals/7?tab=feed"},
		{"/deals", "lilia.crm.test:8080", "text/html", ""},
		{"/deals", "other.crm.test:8080", "text/html", ""},
		{"/deals", "romashka.evil.test", "text/html", ""},
		{"//evil.test/deals", "romashka.crm.test:8080", "text/html", "http://lilia.crm.test:8080//evil.test/deals"},
		{"/api/v1/me", "romashka.crm.test:8080", "application/json", ""},
	} {
		w := send(http.MethodGet, tt.path, tt.host, tt.accept, "")
		if got := w.Header.Get("Location"); got != tt.want && !(strings.HasPrefix(tt.path, "//") && (got == "" || strings.HasPrefix(got, "/") && !strings.HasPrefix(got, "//"))) {
			t.Errorf("%s at %s: %d %q, want %q", tt.path, tt.host, w.StatusCode, got, tt.want)
		}
	}
}

func TestServe_crossSite(t *testing.T) {
	s := start(t, app.Serve{Config: app.Config{Data: t.TempDir()}})
	defer func() { _ = s.stop() }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/setup", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusForbidden || w.Header.Get("Content-Security-Policy") == "" {
		t.Error(w.StatusCode, w.Header)
	}
}
