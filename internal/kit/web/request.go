package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

type requestKey struct{}

type request struct {
	id, ip  string
	host    string
	secure  bool
	pattern string
}

// RequestID is the id of the request a context belongs to, "" outside any.
func RequestID(ctx context.Context) string { return of(ctx).id }

// ClientIP is the address the request came from, as far as trusted proxies tell it.
func ClientIP(ctx context.Context) string { return of(ctx).ip }

// Host is the host name (and port) the client asked for.
func Host(ctx context.Context) string { return of(ctx).host }

// Secure reports whether the client speaks https, to us or to a trusted proxy.
func Secure(ctx context.Context) bool { return of(ctx).secure }

// SetPattern tells the access log and the metrics which route answers, when it was found by a mux within the mux.
// It is called by the goroutine that serves the request.
func SetPattern(ctx context.Context, pattern string) { of(ctx).pattern = pattern }

func of(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{}
}

// Proxies are the networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks: "127.0.0.1", "10.0.0.0/8".
func ParseProxies(words []string) (Proxies, error) {
	var all Proxies
	for _, w := range words {
		if p, err := netip.ParsePrefix(w); err == nil {
			all = append(all, p.Masked())
			continue
		}
		a, err := netip.ParseAddr(w)
		if err != nil {
			return nil, err
		}
		all = append(all, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	return all, nil
}

func (p Proxies) trust(addr netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// Identify gives each request an id, which the answer carries in X-Request-Id, and finds out where it comes from.
func Identify(trusted Proxies) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			req := &request{id: newID(), host: r.Host, secure: r.TLS != nil}
			peer := Peer(r)
			req.ip = peer.String()
			if trusted.trust(peer) {
				req.ip = trusted.origin(r, peer)
				req.secure = req.secure || r.Header.Get("X-Forwarded-Proto") == "https"
				if h := r.Header.Get("X-Forwarded-Host"); h != "" {
					req.host = h
				}
			}
			w.Header().Set("X-Request-Id", req.id)
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey{}, req)))
		})
	}
}

// origin walks X-Forwarded-For from its end, where our proxies wrote, to the first address that is not one of them.
func (p Proxies) origin(r *http.Request, peer netip.Addr) string {
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	last := peer
	for i := len(hops) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		last = a.Unmap()
		if !p.trust(last) {
			break
		}
	}
	return last.String()
}

// Peer is the address at the other end of the connection, proxies or not.
func Peer(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	return a.Unmap()
}

// IsLocal reports whether a request comes from this machine itself and was not passed on by a proxy.
func IsLocal(r *http.Request) bool {
	return Peer(r).IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

func newID() string {
	var b [12]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
