package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/websocket"

	"voronka/internal/kit/live"
)

// world is a server whose callers name themselves: "X-User: account.user".
type world struct {
	*live.Server
	web     *httptest.Server
	revoked atomic.Bool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s, err := live.New(slog.New(slog.DiscardHandler), "https://crm.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	w := &world{Server: s}
	w.web = httptest.NewServer(s.Handler(func(r *http.Request) (int64, int64, bool) {
		a, u, ok := strings.Cut(r.Header.Get("X-User"), ".")
		account, _ := strconv.ParseInt(a, 10, 64)
		user, _ := strconv.ParseInt(u, 10, 64)
		return account, user, ok && !w.revoked.Load()
	}))
	t.Cleanup(func() {
		if err := s.Stop(t.Context()); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
		w.web.Close()
	})
	return w
}

type browser struct {
	*websocket.Conn
	t testing.TB
}

// reply is what matters of centrifuge's wire.
type reply struct {
	ID      int
	Error   *struct{ Message string }
	Connect *struct {
		Subs map[string]struct {
			Epoch        string
			Offset       int64
			Recovered    bool
			Publications []struct{ Data json.RawMessage }
		}
	}
	Push *struct {
		Channel    string
		Pub        *struct{ Data json.RawMessage }
		Disconnect *struct{ Code int }
	}
}

func (w *world) dial(user, origin string) (*websocket.Conn, error) {
	cfg, err := websocket.NewConfig("ws"+strings.TrimPrefix(w.web.URL, "http")+"/live/websocket", origin)
	if err != nil {
		return nil, err
	}
	cfg.Header.Set("X-User", user)
	return cfg.DialContext(context.Background())
}

func (w *world) open(t testing.TB, user, command string) (*browser, reply) {
	t.Helper()
	conn, err := w.dial(user, w.web.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	b := &browser{conn, t}
	b.send(command)
	return b, b.read()
}

func (b *browser) send(text string) {
	b.t.Helper()
	if err := websocket.Message.Send(b.Conn, text); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) read() reply {
	b.t.Helper()
	if err := b.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		b.t.Fatal(err)
	}
	var text string
	if err := websocket.Message.Receive(b.Conn, &text); err != nil {
		b.t.Fatalf("read: %v", err)
	}
	var r reply
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		b.t.Fatalf("%s: %v", text, err)
	}
	return r
}

const connect = `{"id":1,"connect":{}}`

func TestOwnMessagesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna, hello := w.open(t, "1.7", connect)
	if _, ok := hello.Connect.Subs["u:1.7"]; !ok || len(hello.Connect.Subs) != 1 {
		t.Fatalf("subscribed to %+v", hello.Connect)
	}
	boris, _ := w.open(t, "2.7", connect)
	waitFor(t, func() bool { return slices.Equal(w.Connected(1), []int64{7}) && w.Sockets() == 2 })

	// Neither another's channel nor publishing is to be had.
	for i, command := range []string{
		`{"id":%d,"subscribe":{"channel":"u:1.7"}}`,
		`{"id":%d,"publish":{"channel":"u:1.7","data":{"forged":true}}}`,
		`{"id":%d,"history":{"channel":"u:1.7","limit":10}}`,
		`{"id":%d,"presence":{"channel":"u:1.7"}}`,
	} {
		boris.send(fmt.Sprintf(command, i+2))
		if r := boris.read(); r.Error == nil {
			t.Errorf("%s was allowed", command)
		}
	}
	publish(t, w, 2, 7, `{"n":1}`)
	publish(t, w, 1, 7, `{"n":2}`)
	if r := anna.read(); r.Push == nil || string(r.Push.Pub.Data) != `{"n":2}` {
		t.Errorf("anna got %+v", r)
	}
	if r := boris.read(); r.Push == nil || string(r.Push.Pub.Data) != `{"n":1}` {
		t.Errorf("boris got %+v", r)
	}
}

func publish(t testing.TB, w *world, account, user int64, payload string) {
	t.Helper()
	if err := w.Publish(account, user, []byte(payload)); err != nil {
		t.Fatal(err)
	}
}

func TestComesBackToWhatWasMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, hello := w.open(t, "1.7", connect)
	at := hello.Connect.Subs["u:1.7"]
	b.Close()
	waitFor(t, func() bool { return w.Sockets() == 0 })
	if got := w.Connected(1); !slices.Equal(got, []int64{7}) {
		t.Errorf("a user who just left is not worth publishing to: %v", got)
	}
	publish(t, w, 1, 7, `{"n":1}`)
	_, again := w.open(t, "1.7", fmt.Sprintf(
		`{"id":1,"connect":{"subs":{"u:1.7":{"recover":true,"epoch":%q,"offset":%d}}}}`, at.Epoch, at.Offset))
	got := again.Connect.Subs["u:1.7"]
	if !got.Recovered || len(got.Publications) != 1 || string(got.Publications[0].Data) != `{"n":1}` {
		t.Errorf("recovered %+v", got)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, row := range map[string]struct {
		user, origin string
		ok           bool
	}{
		"no session":      {"", w.web.URL, false},
		"another site":    {"1.7", "https://evil.example", false},
		"no origin host":  {"1.7", "null:", false},
		"the public name": {"1.7", "https://CRM.example.com", true},
	} {
		conn, err := w.dial(row.user, row.origin)
		if (err == nil) != row.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			conn.Close()
		}
	}
	for _, path := range []string{"sse", "http_stream", "emulation"} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, w.web.URL+"/live/"+path, strings.NewReader(connect))
		req.RequestURI = ""
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s without a session: %d", path, resp.StatusCode)
		}
	}
}

func TestDisconnectRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b, _ := w.open(t, "1.7", connect)
	waitFor(t, func() bool { return len(w.Connected(1)) == 1 })
	w.revoked.Store(true)
	if err := w.Disconnect(1, 7); err != nil {
		t.Fatal(err)
	}
	if err := b.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var text string
	for {
		if err := websocket.Message.Receive(b.Conn, &text); err != nil {
			break
		}
	}
	if _, err := w.dial("1.7", w.web.URL); err == nil {
		t.Error("a revoked session came back")
	}
}

func TestStreamFallback(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.web.URL+"/live/http_stream", strings.NewReader(connect))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-User", "1.7")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := json.NewDecoder(resp.Body)
	var r reply
	if err := lines.Decode(&r); err != nil || r.Connect == nil {
		t.Fatalf("hello: %+v, %v", r, err)
	}
	publish(t, w, 1, 7, `{"n":1}`)
	if err := lines.Decode(&r); err != nil || r.Push == nil || string(r.Push.Pub.Data) != `{"n":1}` {
		t.Fatalf("push: %+v, %v", r, err)
	}
}

// Many sockets of many users: each gets its own message, and only that.
func TestManySockets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const users = 500
	var ready, done sync.WaitGroup
	for u := range users {
		b, _ := w.open(t, fmt.Sprintf("1.%d", u+1), connect)
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			if r := b.read(); r.Push == nil || string(r.Push.Pub.Data) != fmt.Sprintf(`{"n":%d}`, u+1) {
				t.Errorf("user %d got %+v", u+1, r)
			}
		})
	}
	ready.Wait()
	waitFor(t, func() bool { return len(w.Connected(1)) == users })
	for u := range users {
		publish(t, w, 1, int64(u+1), fmt.Sprintf(`{"n":%d}`, u+1))
	}
	done.Wait()
}

func waitFor(t testing.TB, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("did not happen")
}
