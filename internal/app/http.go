package app

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"voronka/internal/api/public"
	"voronka/internal/api/v1"
	"voronka/internal/api/v4"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	client "voronka/web"
)

// handler is the whole address space of the server.
func (a *App) handler(proxies web.Proxies, p *probes) (http.Handler, error) {
	dist, err := fs.Sub(client.Dist, "dist")
	if err != nil {
		return nil, err
	}
	var origins []string
	if a.Config.URL != "" {
		origins = append(origins, a.Config.URL)
	}
	guard, err := web.SameOrigin(http.HandlerFunc(foreignOrigin), origins...)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(v1.Prefix+"/", a.V1)
	mux.Handle("/api/v4/", a.V4.Handler())
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		v1.WriteError(w, r, errs.NotFound("there is nothing at this address, see %s", v1.Prefix+"/docs"))
	})
	mux.Handle("/f/", public.NewFiles(a.Docs))
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", p.serveReady)
	mux.Handle("GET /metrics", p.metrics(a.Config.MetricsToken))
	mux.Handle("/", a.leadOn(web.Client(dist)))
	pages := web.Chain(mux, web.Gzip, web.Observe(a.Log, p.seen, http.HandlerFunc(broken)), guard)
	outer := http.NewServeMux()
	outer.Handle("/live/", a.Live.Handler(a.socketUser)) // sockets take the connection over: nothing may stand between
	outer.Handle("/", pages)
	return web.Chain(outer, web.Identify(proxies), web.Headers, v4.Slashes), nil
}

// leadOn sends a browser that comes by a former subdomain of an account to the present one. Programs need no such help:
// their token says which account they mean.
func (a *App) leadOn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		public, err := url.Parse(a.Config.URL)
		if err != nil || public.Host == "" || r.Method != http.MethodGet || !strings.Contains(r.Header.Get("Accept"), "text/html") {
			next.ServeHTTP(w, r)
			return
		}
		name, moved, err := a.Accounts.Moved(r.Context(), web.Host(r.Context()))
		if err != nil || !moved {
			next.ServeHTTP(w, r)
			return
		}
		// Not a permanent one: the account may take its old name back.
		to := url.URL{Scheme: public.Scheme, Host: name + "." + public.Host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
	})
}

// socketUser tells whose socket a request opens.
func (a *App) socketUser(r *http.Request) (account, user int64, ok bool) {
	id, err := v1.Authenticate(r.Context(), a.Users, r)
	return int64(id.Actor.AccountID), int64(id.Actor.UserID), err == nil
}

func foreignOrigin(w http.ResponseWriter, r *http.Request) {
	v1.WriteError(w, r, errs.Forbidden("the request comes from another site; programs send a token instead of the cookie"))
}

func broken(w http.ResponseWriter, r *http.Request) {
	v1.WriteError(w, r, errors.New("panic"))
}

func alive(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

// probes answer those who watch over the server.
type probes struct {
	app      *App
	ready    atomic.Bool
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

func newProbes(a *App) *probes {
	p := &probes{app: a, registry: prometheus.NewRegistry()}
	p.requests = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "voronka_http_requests_total", Help: "Requests by route and class of status.",
	}, []string{"method", "route", "status"})
	p.took = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "voronka_http_request_seconds", Help: "Time to answer.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
	}, []string{"route"})
	sockets := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "voronka_live_sockets", Help: "Open sockets on this node.",
	}, func() float64 { return float64(a.Live.Sockets()) })
	jobs := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "voronka_jobs_due", Help: "Background jobs that are due and not yet taken.",
	}, p.due)
	p.registry.MustRegister(p.requests, p.took, sockets, jobs, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return p
}

// seen counts a request; routes are patterns, so there are only so many.
func (p *probes) seen(s web.Seen) {
	route := s.Pattern
	if _, after, ok := strings.Cut(route, " "); ok {
		route = after
	}
	method := s.Method
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodHead:
	default:
		method = "other"
	}
	p.requests.WithLabelValues(method, route, class(s.Status)).Inc()
	p.took.WithLabelValues(route).Observe(s.Took.Seconds())
}

func class(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return string(rune('0'+status/100)) + "xx"
}

func (p *probes) due() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var n float64
	err := p.app.DB.QueryRow(ctx, `SELECT COUNT(*) FROM jobs WHERE state = 'ready' AND run_at <= $1`, p.app.DB.Now().Unix()).Scan(&n)
	if err != nil {
		return -1
	}
	return n
}

// serveReady says whether requests may be sent here: the database answers, its tables and the queue are there, and the
// server is not stopping.
func (p *probes) serveReady(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	if !p.ready.Load() {
		http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
		return
	}
	var n int
	err := p.app.DB.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT id FROM jobs LIMIT 1) AS j`).Scan(&n)
	if err != nil {
		p.app.Log.WarnContext(ctx, "not ready", "err", err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	alive(w, r)
}

// metrics opens the figures to this machine, and with the token to others.
func (p *probes) metrics(token string) http.Handler {
	show := promhttp.HandlerFor(p.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !web.IsLocal(r) && (token == "" || !ok || !secret.Equal(given, token)) {
			http.Error(w, "metrics are open to this machine, or with the token of --metrics-token", http.StatusForbidden)
			return
		}
		show.ServeHTTP(w, r)
	})
}
