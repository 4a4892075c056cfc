package webhook_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
	"voronka/internal/office/webhook"
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

func TestSign(t *testing.T) {
	t.Parallel()
	// Made once with: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
	const want = "sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686"
	got := webhook.Sign("secret", 1700000000, []byte(`{"a":1}`))
	if openssl, err := exec.LookPath("openssl"); err == nil {
		cmd := exec.Command(openssl, "dgst", "-sha256", "-hmac", "secret", "-r")
		cmd.Stdin = strings.NewReader(`1700000000.{"a":1}`)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if independent := "sha256=" + strings.Fields(string(out))[0]; got != independent {
			t.Errorf("%s, openssl says %s", got, independent)
		}
	}
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	now := time.Unix(1700000000, 0)
	body := []byte(`{"event":{}}`)
	signed := func(key, at string, b []byte) http.Header {
		h := http.Header{}
		h.Set(webhook.HeaderTimestamp, at)
		h.Set(webhook.HeaderSignature, webhook.Sign(key, now.Unix(), b))
		return h
	}
	tests := map[string]struct {
		headers http.Header
		body    string
		now     time.Time
		want    bool
	}{
		"genuine":           {signed("k", "1700000000", body), string(body), now, true},
		"another key":       {signed("other", "1700000000", body), string(body), now, false},
		"changed body":      {signed("k", "1700000000", body), `{"event":{"id":1}}`, now, false},
		"changed timestamp": {signed("k", "1700000060", body), string(body), now, false},
		"replayed later":    {signed("k", "1700000000", body), string(body), now.Add(10 * time.Minute), false},
		"no headers":        {http.Header{}, string(body), now, false},
		"rubbish timestamp": {signed("k", "soon", body), string(body), now, false},
	}
	for name, tt := range tests {
		if got := webhook.Verify("k", tt.headers, []byte(tt.body), tt.now, 5*time.Minute); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	var seen http.Header
	var body []byte
	s := listen(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		body, _ = io.ReadAll(r.Body)
		_, _ = w.Write([]byte("thanks\x00 \xff"))
	})
	now := time.Now()
	got := webhook.SendForTest(t.Context(), web.NewOutbound(loopback()), s.URL, "key", []byte(`{"x":1}`), now.Unix(), time.Second)
	if got.Err != nil || got.StatusCode != 200 || got.Response != "thanks �" {
		t.Errorf("%+v", got)
	}
	if string(body) != `{"x":1}` || !webhook.Verify("key", seen, body, now, time.Minute) {
		t.Errorf("the receiver cannot verify %s with %v", body, seen)
	}
	if seen.Get(webhook.HeaderEvent) != "deal.created" || seen.Get(webhook.HeaderDelivery) != "7" || seen.Get(webhook.HeaderAttempt) != "3" {
		t.Errorf("headers %v", seen)
	}
}

func TestSend_bad_receivers(t *testing.T) {
	t.Parallel()
	inner := listen(t, func(w http.ResponseWriter, r *http.Request) {
		if b, _ := io.ReadAll(r.Body); r.Method != http.MethodPost || string(b) != "{}" {
			w.WriteHeader(http.StatusTeapot)
		}
	})
	forbidden := strings.Replace(inner.URL, "127.0.0.1", "127.0.0.2", 1)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	hang := func(r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}
	s := listen(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch r.URL.Path {
		case "/hang":
			hang(r)
		case "/slow-body":
			w.WriteHeader(http.StatusOK)
			_, _ = w.Write([]byte("first words"))
			w.(http.Flusher).Flush()
			hang(r)
		case "/huge":
			for range 64 {
				if _, err := w.Write(bytes.Repeat([]byte("a"), 1<<20)); err != nil {
					return
				}
			}
		case "/500":
			http.Error(w, "broken", http.StatusInternalServerError)
		case "/410":
			w.WriteHeader(http.StatusGone)
		case "/302":
			http.Redirect(w, r, inner.URL, http.StatusFound)
		case "/307":
			http.Redirect(w, r, inner.URL, http.StatusTemporaryRedirect)
		case "/private":
			http.Redirect(w, r, forbidden, http.StatusPermanentRedirect)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusPermanentRedirect)
		}
	})
	tests := map[string]struct {
		status int
		says   string
	}{
		"/hang":      {0, "did not answer in time"},
		"/slow-body": {200, ""},
		"/huge":      {200, ""},
		"/500":       {500, "answered 500"},
		"/410":       {410, "no more deliveries"},
		"/302":       {302, "leads elsewhere"},
		"/307":       {200, ""},
		"/private":   {0, "127.0.0.2 is this server itself"},
		"/loop":      {0, "redirects more than 3 times"},
	}
	client := web.NewOutbound(loopback())
	for path, tt := range tests {
		t.Run(path[1:], func(t *testing.T) {
			t.Parallel()
			got := webhook.SendForTest(t.Context(), client, s.URL+path, "k", []byte("{}"), 1, 300*time.Millisecond)
			text := ""
			if got.Err != nil {
				text = lang.Error(lang.EN, got.Err)
			}
			if got.StatusCode != tt.status || (tt.says == "") != (text == "") || !strings.Contains(text, tt.says) {
				t.Errorf("%d %q", got.StatusCode, text)
			}
			if len(got.Response) > 2048 || path == "/huge" && len(got.Response) != 2048 || got.Gone != (path == "/410") {
				t.Errorf("%d bytes kept, gone %v", len(got.Response), got.Gone)
			}
		})
	}
	for name, url := range map[string]string{
		"not allowed": forbidden, "nobody listens": "http://127.0.0.1:1/", "no such name": "http://nowhere.invalid/", "no link": "http://[",
	} {
		got := webhook.SendForTest(t.Context(), client, url, "k", nil, 1, time.Second)
		if got.Err == nil || got.StatusCode != 0 || errs.As(got.Err) == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, kind string
		want          bool
	}{
		{"*", "deal.created", true}, {"deal.*", "deal.created", true}, {"deal.*", "deals.created", false},
		{"*.created", "contact.created", true}, {"deal.created", "deal.created", true}, {"deal.created", "deal.created2", false},
		{"", "deal.created", false}, {"deal", "deal.created", false}, {"deal.", "deal.created", false}, {"*.*", "deal.created", true},
	} {
		if got := webhook.Matches([]string{"user.changed", tt.pattern}, tt.kind); got != tt.want {
			t.Errorf("%q %q: %v", tt.pattern, tt.kind, got)
		}
	}
}

func TestPause(t *testing.T) {
	t.Parallel()
	var sum, last time.Duration
	for attempt := 1; attempt < webhook.MaxAttempts; attempt++ {
		p := webhook.Pause(attempt)
		if p < last {
			t.Errorf("pause %d is shorter than the one before", attempt)
		}
		sum, last = sum+p, p
	}
	if sum < 23*time.Hour || sum > 25*time.Hour {
		t.Errorf("the schedule lasts %s", sum)
	}
	if webhook.Pause(0) != webhook.Pause(1) || webhook.Pause(1000) != last {
		t.Error("attempts out of range")
	}
}
