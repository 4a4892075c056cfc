package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/web"
)

func loopback() web.OutboundConfig {
	return web.OutboundConfig{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}
}

func listen(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, cfg web.OutboundConfig, url string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := web.NewOutbound(cfg)
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	data, err := web.ReadBody(t.Context(), resp, 1024)
	return string(data), err
}

func TestOutbound(t *testing.T) {
	t.Parallel()
	s := listen(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("hello")) })
	if _, err := get(t, web.OutboundConfig{}, s.URL); errs.CodeOf(err) != errs.CodeForbidden || errs.As(err).Reason != "address_refused" {
		t.Error("refused by default:", err)
	}
	named := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
	if _, err := get(t, web.OutboundConfig{}, named); errs.CodeOf(err) != errs.CodeForbidden {
		t.Error("a name that resolves to it:", err)
	}
	for name, cfg := range map[string]web.OutboundConfig{"prefix": loopback(), "private": {AllowPrivate: true}} {
		if body, err := get(t, cfg, s.URL); body != "hello" || err != nil {
			t.Errorf("allowed by %s: %q, %v", name, body, err)
		}
	}
}

func TestOutbound_redirects(t *testing.T) {
	t.Parallel()
	inner := listen(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("inner")) })
	refused := strings.Replace(inner.URL, "127.0.0.1", "127.0.0.2", 1)
	s := listen(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/inner":
			http.Redirect(w, r, inner.URL, http.StatusFound)
		case "/refused":
			http.Redirect(w, r, refused, http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		default:
			n, _ := strconv.Atoi(r.URL.Path[1:])
			if n == 0 {
				w.Write([]byte("end"))
				return
			}
			http.Redirect(w, r, "/"+strconv.Itoa(n-1), http.StatusFound)
		}
	})
	tests := map[string]struct {
		body string
		code errs.Code
	}{
		"/inner":   {body: "inner"},
		"/refused": {code: errs.CodeForbidden},
		"/file":    {code: errs.CodeInvalid},
		"/3":       {body: "end"},
		"/4":       {code: errs.CodeLimit},
	}
	for path, tt := range tests {
		body, err := get(t, loopback(), s.URL+path)
		if body != tt.body || (err != nil) != (tt.code != "") || err != nil && errs.CodeOf(err) != tt.code {
			t.Errorf("%s: %q, %v", path, body, err)
		}
	}
}

func TestOutbound_bounds(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := listen(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			select {
			case <-release:
			case <-r.Context().Done():
			}
			return
		}
		w.Write(make([]byte, 1025))
	})
	defer close(release)
	if _, err := get(t, loopback(), s.URL); errs.CodeOf(err) != errs.CodeLimit {
		t.Error("a long answer:", err)
	}
	cfg := loopback()
	cfg.Timeout = 50 * time.Millisecond
	if _, err := get(t, cfg, s.URL+"/slow"); err == nil || errs.CodeOf(err) != errs.CodeUnavailable {
		t.Error("a slow answer:", err)
	}
}

func TestCheckAddr(t *testing.T) {
	t.Parallel()
	private := web.OutboundConfig{AllowPrivate: true}
	tests := []struct {
		addr             string
		open, openInside bool
	}{
		{"8.8.8.8", true, true}, {"2a02:6b8::2:242", true, true}, {"64:ff9b::808:808", true, true},
		{"127.0.0.1", false, true}, {"::1", false, true}, {"::ffff:127.0.0.1", false, true}, {"10.1.2.3", false, true},
		{"172.31.0.1", false, true}, {"172.32.0.1", true, true}, {"192.168.1.1", false, true}, {"100.64.0.1", false, true},
		{"fd12::1", false, true}, {"64:ff9b::7f00:1", false, true}, {"169.254.169.254", false, false},
		{"::ffff:169.254.169.254", false, false}, {"fe80::1%eth0", false, false}, {"100.100.100.200", false, false},
		{"fd00:ec2::254", false, false}, {"224.0.0.1", false, false}, {"ff02::1", false, false}, {"0.0.0.0", false, false},
		{"::", false, false}, {"255.255.255.255", false, false}, {"198.18.0.1", false, false}, {"2002:7f00:1::", false, false},
		{"2001:0:7f00:1::", false, false}, {"::127.0.0.1", false, false},
	}
	for _, tt := range tests {
		addr := netip.MustParseAddr(tt.addr)
		if err := (web.OutboundConfig{}).CheckAddr(addr); (err == nil) != tt.open {
			t.Errorf("%s: %v", tt.addr, err)
		}
		if err := private.CheckAddr(addr); (err == nil) != tt.openInside {
			t.Errorf("%s inside: %v", tt.addr, err)
		}
	}
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]errs.Code{
		"https://example.com/hook": "", "http://example.com:8080": "", "": errs.CodeInvalid, "example.com": errs.CodeInvalid,
		"ftp://example.com": errs.CodeInvalid, "https://": errs.CodeInvalid, "https://:80": errs.CodeInvalid,
		"http://127.0.0.1": errs.CodeForbidden, "http://[::1]:80/": errs.CodeForbidden, "javascript:alert(1)": errs.CodeInvalid,
	} {
		err := (web.OutboundConfig{}).CheckURL(raw)
		if want == "" && err != nil || want != "" && errs.CodeOf(err) != want {
			t.Errorf("%q: %v, want %q", raw, err, want)
		}
	}
}
