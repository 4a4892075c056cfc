package web_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"voronka/internal/kit/web"
)

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func request(path string, header ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	return r
}

func TestIdentify(t *testing.T) {
	t.Parallel()
	trusted, err := web.ParseProxies([]string{"127.0.0.1", "10.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, peer, forwarded, proto, wantIP string
		secure                               bool
	}{
		{"direct", "192.0.2.7:1", "", "", "192.0.2.7", false},
		{"a stranger may not choose an address", "192.0.2.7:1", "198.51.100.1", "https", "192.0.2.7", false},
		{"behind a proxy", "127.0.0.1:1", "198.51.100.1", "https", "198.51.100.1", true},
		{"what the client wrote before the proxy is not believed", "10.1.1.1:1", "1.1.1.1, 198.51.100.1", "", "198.51.100.1", false},
		{"two proxies", "10.1.1.1:1", "198.51.100.1, 10.2.2.2", "", "198.51.100.1", false},
		{"nonsense", "10.1.1.1:1", "198.51.100.1, nonsense", "", "10.1.1.1", false},
		{"version 6", "[::1]:1", "2001:db8::1", "", "2001:db8::1", false},
		{"mapped", "[::ffff:127.0.0.1]:1", "198.51.100.1", "", "198.51.100.1", false},
	} {
		var ip, id string
		var secure bool
		h := web.Identify(trusted)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			ip, id, secure = web.ClientIP(r.Context()), web.RequestID(r.Context()), web.Secure(r.Context())
		}))
		r := request("/")
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		r.Header.Set("X-Forwarded-Proto", tt.proto)
		w := serve(h, r)
		if ip != tt.wantIP || secure != tt.secure || id == "" || w.Header().Get("X-Request-Id") != id {
			t.Errorf("%s: %s, %v, %q", tt.name, ip, secure, id)
		}
	}
	if _, err := web.ParseProxies([]string{"example.com"}); err == nil {
		t.Error("a name is not a network")
	}
}

func TestIsLocal(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		peer, forwarded string
		want            bool
	}{
		"here": {"127.0.0.1:1", "", true}, "elsewhere": {"192.0.2.1:1", "", false},
		"through a proxy here": {"127.0.0.1:1", "192.0.2.1", false}, "nonsense": {"x", "", false},
	} {
		r := request("/")
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if web.IsLocal(r) != tt.want {
			t.Errorf("%s", name)
		}
	}
}

func TestObserve(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	var seen []web.Seen
	mux := http.NewServeMux()
	mux.HandleFunc("GET /card/{id}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") })
	mux.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic("tea") })
	mux.HandleFunc("GET /late", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted); panic("late") })
	fail := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := web.Observe(logger, func(s web.Seen) { seen = append(seen, s) }, fail)(mux)
	for path, want := range map[string]int{"/card/7?secret=1": 200, "/boom": 500, "/late": 202, "/none": 404} {
		if w := serve(h, request(path)); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if len(seen) != 4 || !strings.Contains(log.String(), `pattern="GET /card/{id}"`) || !strings.Contains(log.String(), "tea") {
		t.Errorf("%v\n%s", seen, log.String())
	}
	for _, personal := range []string{"secret=1", "/card/7", "192.0.2"} {
		if strings.Contains(log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := serve(web.Headers(http.NotFoundHandler()), request("/"))
	policy := w.Header().Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", w.Header())
	}
	if w.Header().Get("Strict-Transport-Security") != "" {
		t.Error("a browser must not be kept to https by a server that has none")
	}
}

func TestSameOrigin(t *testing.T) {
	t.Parallel()
	guard, err := web.SameOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }), "https://crm.example.com")
	if err != nil {
		t.Fatal(err)
	}
	h := guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }))
	for _, tt := range []struct {
		name, method string
		header       []string
		want         int
	}{
		{"a program", "POST", nil, 200},
		{"our page", "POST", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"another site", "POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"a neighbour at another subdomain", "POST", []string{"Sec-Fetch-Site", "same-site", "Origin", "https://evil.crm.example.com"}, 403},
		{"an old browser", "DELETE", []string{"Origin", "https://evil.example"}, 403},
		{"the public address", "POST", []string{"Origin", "https://crm.example.com"}, 200},
		{"reading", "GET", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		{"a token elsewhere", "POST", []string{"Sec-Fetch-Site", "cross-site", "Authorization", "Bearer x"}, 200},
		{"basic is no token", "POST", []string{"Sec-Fetch-Site", "cross-site", "Authorization", "Basic x"}, 403},
	} {
		r := request("http://127.0.0.1/", tt.header...)
		r.Method = tt.method
		if w := serve(h, r); w.Code != tt.want {
			t.Errorf("%s: %d", tt.name, w.Code)
		}
	}
}

func TestMaxBody(t *testing.T) {
	t.Parallel()
	h := web.MaxBody(10)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			w.WriteHeader(413)
		}
	}))
	for body, want := range map[string]int{"short": 200, "much longer than that": 413} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.ContentLength = -1
		if w := serve(h, r); w.Code != want {
			t.Errorf("%q: %d", body, w.Code)
		}
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("воронка ", 500)
	mux := http.NewServeMux()
	write := func(kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			for part := range strings.SplitSeq(body, " ") {
				_, _ = io.WriteString(w, part+" ")
			}
		}
	}
	mux.HandleFunc("/long", write("application/json", long))
	mux.HandleFunc("/short", write("application/json", "{}"))
	mux.HandleFunc("/image", write("image/png", long))
	mux.HandleFunc("/none", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("/silent", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/refused", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, long, http.StatusTeapot) })
	h := web.Gzip(mux)
	for _, tt := range []struct {
		path, accept string
		status       int
		packed       bool
	}{
		{"/long", "gzip, br", 200, true}, {"/long", "", 200, false}, {"/long", "gzip;q=0", 200, false},
		{"/short", "gzip", 200, false}, {"/image", "gzip", 200, false}, {"/none", "gzip", 204, false},
		{"/silent", "gzip", 200, false}, {"/refused", "gzip", 418, true},
	} {
		w := serve(h, request(tt.path, "Accept-Encoding", tt.accept))
		packed := w.Header().Get("Content-Encoding") == "gzip"
		if w.Code != tt.status || packed != tt.packed {
			t.Errorf("%+v: %d, packed %v", tt, w.Code, packed)
			continue
		}
		body := io.Reader(w.Body)
		if packed {
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = z
		}
		raw, err := io.ReadAll(body)
		if err != nil || (tt.path == "/long" || tt.path == "/image") && strings.TrimSpace(string(raw)) != strings.TrimSpace(long) {
			t.Errorf("%+v: %d bytes, %v", tt, len(raw), err)
		}
	}
}

func TestClient(t *testing.T) {
	t.Parallel()
	script := strings.Repeat("export const a = 1;\n", 200)
	h := web.Client(fstest.MapFS{
		"index.html": {Data: []byte("<title>app</title>")}, "assets/app-1a2b.js": {Data: []byte(script)}, ".keep": {},
	})
	for _, tt := range []struct {
		method, path string
		status       int
		body, age    string
	}{
		{"GET", "/", 200, "app", "no-cache"},
		{"GET", "/deals/7", 200, "app", "no-cache"},
		{"GET", "/assets/app-1a2b.js", 200, "export", "public, max-age=31536000, immutable"},
		{"GET", "/assets/gone.js", 404, "", ""},
		{"GET", "/favicon.ico", 404, "", ""},
		{"GET", "/../../etc/passwd", 200, "app", "no-cache"},
		{"GET", "/.keep", 404, "", ""},
		{"HEAD", "/", 200, "", "no-cache"},
		{"POST", "/deals", 405, "", ""},
	} {
		r := request("/")
		r.Method, r.URL.Path = tt.method, tt.path
		w := serve(h, r)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.body) || tt.age != "" && w.Header().Get("Cache-Control") != tt.age {
			t.Errorf("%+v: %d %v %.40q", tt, w.Code, w.Header(), w.Body.String())
		}
	}
	w := serve(h, request("/assets/app-1a2b.js", "Accept-Encoding", "gzip"))
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() >= len(script) {
		t.Error("a script was not sent compressed")
	}
	if w := serve(h, request("/", "If-None-Match", serve(h, request("/")).Header().Get("ETag"))); w.Code != 304 {
		t.Error("unchanged:", w.Code)
	}
	if w := serve(web.Client(fstest.MapFS{".keep": {}}), request("/")); w.Code != 200 || !strings.Contains(w.Body.String(), "make build") {
		t.Error("not built:", w.Code)
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	l := web.NewLimiter(0.001, 3)
	for i := range 4 {
		ok, wait := l.Allow("a")
		if ok != (i < 3) || !ok && (wait <= 0 || wait > 20*time.Minute) {
			t.Errorf("request %d: %v, %v", i, ok, wait)
		}
	}
	if ok, _ := l.Allow("b"); !ok {
		t.Error("one key must not slow another")
	}
}
