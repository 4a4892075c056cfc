package live

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/centrifugal/centrifuge"
)

// who is the user behind a socket, and the way to ask again.
type who struct {
	account, user int64
	request       *http.Request
	authenticate  Authenticate
}

type whoKey struct{}

// still reports whether the session a socket was opened with holds, and for the same user.
func (w *who) still() bool {
	if w == nil {
		return false
	}
	account, user, ok := w.authenticate(w.request)
	return ok && account == w.account && user == w.user
}

// Handler serves /live/websocket, and for networks that break sockets /live/sse and /live/http_stream with
// /live/emulation. Requests without a session get 401, those from pages of other sites 403.
func (s *Server) Handler(authenticate Authenticate) http.Handler {
	mux := http.NewServeMux()
	// The origin was checked before, alike for all four.
	anyOrigin := func(*http.Request) bool { return true }
	mux.Handle("/live/websocket", centrifuge.NewWebsocketHandler(s.node, centrifuge.WebsocketConfig{
		CheckOrigin: anyOrigin, ReadBufferSize: 1024, UseWriteBufferPool: true, MessageSizeLimit: 16 << 10,
		ProcessCommandsOffReadLoop: true,
	}))
	mux.Handle("/live/sse", centrifuge.NewSSEHandler(s.node, centrifuge.SSEConfig{MaxRequestBodySize: 16 << 10}))
	mux.Handle("/live/http_stream", centrifuge.NewHTTPStreamHandler(s.node, centrifuge.HTTPStreamConfig{MaxRequestBodySize: 16 << 10}))
	mux.Handle("/live/emulation", centrifuge.NewEmulationHandler(s.node, centrifuge.EmulationConfig{MaxRequestBodySize: 16 << 10}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.sameSite(r) {
			http.Error(w, "this page may not open a live connection here", http.StatusForbidden)
			return
		}
		account, user, ok := authenticate(r)
		if !ok {
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		}
		// A socket outlives its request: what is needed to ask again is kept apart from it.
		kept := (&http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: r.Header.Clone(), RemoteAddr: r.RemoteAddr}).
			WithContext(context.WithoutCancel(r.Context()))
		known := &who{account: account, user: user, request: kept, authenticate: authenticate}
		mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), whoKey{}, known)))
	})
}

// sameSite refuses pages of other sites. Programs send no Origin and are judged by their session alone.
func (s *Server) sameSite(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && (strings.EqualFold(u.Host, r.Host) || strings.EqualFold(u.Host, s.origin))
}
