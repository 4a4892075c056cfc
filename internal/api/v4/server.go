// Package v4 is amoCRM's API v4 over our own verbs: programs written for amoCRM (abroad: Kommo) work after a change of
// address. The wire is as odd as the one it imitates; the oddness stops here, no verb of the domain knows a word of it.
//
// The words differ: a deal is a lead, a field's option an enum, the position a sort. Money is in major units here and
// in minor ones in the domain. The won and lost statuses of every pipeline are 142 and 143 (see ids.go).
package v4

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

const prefix = "/api/v4/"

// API answers the wire. It is safe for concurrent use.
type API struct {
	Deps
	router  *router
	limiter *web.Limiter
}

// DefaultRate is how many requests a second one token may make, as on the wire this one imitates.
const DefaultRate = 7

// New makes the API over the domain.
func New(deps Deps) *API {
	if deps.RatePerSecond == 0 {
		deps.RatePerSecond = DefaultRate
	}
	a := &API{Deps: deps, router: newRouter(routes())}
	if deps.RatePerSecond > 0 {
		a.limiter = web.NewLimiter(float64(deps.RatePerSecond), deps.RatePerSecond)
	}
	return a
}

// Handler serves everything under /api/v4/.
func (a *API) Handler() http.Handler { return http.HandlerFunc(a.serve) }

// call is one request on its way through a handler.
type call struct {
	http      *http.Request
	body      io.Reader
	who       tenant.Actor
	account   account.Account
	base      string // scheme and host the client used
	path      string // after /api/v4/, cleaned
	vars      map[string]string
	query     *param
	requestID string
}

func (c *call) ctx() context.Context { return c.http.Context() }

// locale is the language of the messages of this call.
func (c *call) locale() lang.Locale {
	if c.who.Locale != "" {
		return lang.Locale(c.who.Locale).Or(lang.EN)
	}
	return lang.Negotiate(c.http.Header.Get("Accept-Language"), lang.EN)
}

// said is an error in the language of the caller.
func (c *call) said(err error) string { return lang.Error(c.locale(), err) }

func (a *API) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{http: r, body: http.MaxBytesReader(w, r.Body, maxBody), requestID: web.RequestID(r.Context())}
	if c.requestID == "" {
		c.requestID = uuid.NewString()
		w.Header().Set("X-Request-Id", c.requestID)
	}
	c.base = baseURL(r)
	c.path = strings.TrimPrefix(cleanPath(r.URL.Path), "api/v4")
	c.path = strings.TrimPrefix(c.path, "/")
	result, err := a.answer(c)
	if err == nil && result.body != nil {
		var body []byte
		if body, err = encode(result.body); err == nil {
			w.Header().Set("Content-Type", "application/hal+json")
			w.WriteHeader(result.status)
			_, _ = w.Write(body)
			return
		}
	}
	if err != nil {
		c.writeProblem(w, err)
		return
	}
	w.WriteHeader(result.status)
}

// answer finds out who calls and what, and runs the handler.
func (a *API) answer(c *call) (result answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(c.ctx(), "v4 handler panicked", "request_id", c.requestID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if err := a.authenticate(c); err != nil {
		return nothing, err
	}
	row, vars, known := a.router.match(c.http.Method, c.path)
	switch {
	case row == nil && known:
		return nothing, &statusError{status: http.StatusMethodNotAllowed, detail: "Method Not Allowed"}
	case row == nil:
		return nothing, &statusError{status: http.StatusNotFound, detail: "Cannot " + c.http.Method + " " + c.base + prefix + c.path}
	case row.right == adminOf && !c.who.Admin:
		return nothing, errs.Forbidden("only an administrator may do this")
	}
	c.vars = vars
	web.SetPattern(c.ctx(), row.method+" "+prefix+row.pattern)
	if c.query, err = parseQuery(c.http.URL.RawQuery); err != nil {
		return nothing, err
	}
	return row.handle(a, c)
}

// authenticate turns the bearer token into an actor of one account and counts the request.
func (a *API) authenticate(c *call) error {
	token, found := bearer(c.http)
	if !found {
		return &statusError{status: http.StatusUnauthorized, detail: "Invalid user name or password"}
	}
	ctx := c.ctx()
	id, err := a.Users.ByToken(ctx, token)
	if err != nil {
		return unauthorized(err)
	}
	if err := a.count(id.TokenID); err != nil {
		return err
	}
	who := id.Actor
	if c.account, err = a.Accounts.Find(ctx, who.AccountID); err != nil {
		return unauthorized(err)
	}
	if named := c.http.Header.Get("X-Account"); named != "" && !strings.EqualFold(named, c.account.Subdomain) &&
		named != strconv.FormatInt(int64(c.account.ID), 10) {
		return &statusError{status: http.StatusUnauthorized, detail: "The token belongs to another account"}
	}
	c.who, err = a.onBehalf(c, who)
	return err
}

// count takes one request of a token. One too many is told when to come again.
func (a *API) count(token int64) error {
	if a.limiter == nil {
		return nil
	}
	ok, wait := a.limiter.Allow(strconv.FormatInt(token, 10))
	if ok {
		return nil
	}
	return &statusError{
		status: http.StatusTooManyRequests, detail: "Too many requests: slow down and repeat later",
		retryAfter: max(1, int(math.Ceil(wait.Seconds()))),
	}
}

// onBehalf lets an administrator's token act as another user of the account.
func (a *API) onBehalf(c *call, who tenant.Actor) (tenant.Actor, error) {
	named := c.http.Header.Get("X-Context-User-ID")
	if named == "" || named == strconv.FormatInt(int64(who.UserID), 10) {
		return who, nil
	}
	id, err := wholeNumber(named)
	if err != nil || !who.Admin {
		return who, errs.Forbidden("only an administrator's token may act for user %s", clip(named))
	}
	other, err := a.Users.Actor(c.ctx(), who.AccountID, tenant.UserID(id))
	if err != nil {
		return who, errs.Forbidden("only an administrator's token may act for user %s", clip(named))
	}
	return other, nil
}

func bearer(r *http.Request) (string, bool) {
	kind, token, found := strings.Cut(r.Header.Get("Authorization"), " ")
	token = strings.TrimSpace(token)
	return token, found && strings.EqualFold(kind, "Bearer") && token != ""
}

// unauthorized keeps the reason of a refused token apart from a database that does not answer.
func unauthorized(err error) error {
	switch errs.CodeOf(err) {
	case errs.CodeUnauthenticated, errs.CodeInvalid, errs.CodeNotFound:
		if strings.Contains(err.Error(), "has expired") {
			return &statusError{status: http.StatusUnauthorized, detail: "Token has expired"}
		}
		return &statusError{status: http.StatusUnauthorized, detail: "Invalid user name or password"}
	}
	return err
}

// baseURL is the scheme, host and port the client used: links must begin with them or its paging breaks.
func baseURL(r *http.Request) string {
	host, secure := web.Host(r.Context()), web.Secure(r.Context())
	if host == "" { // served without the middleware that tells proxies apart
		host, secure = r.Host, r.TLS != nil
	}
	if secure {
		return "https://" + host
	}
	return "http://" + host
}

// Slashes joins doubled slashes in the paths of this wire, which clients send and a mux would answer with a redirect.
func Slashes(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clean := "/" + cleanPath(r.URL.Path)
		if clean == r.URL.Path || !strings.HasPrefix(clean+"/", prefix) {
			next.ServeHTTP(w, r)
			return
		}
		r = r.Clone(r.Context())
		r.URL.Path, r.URL.RawPath = clean, ""
		next.ServeHTTP(w, r)
	})
}
