// Package v1 is our own API, the one the web client uses and programs may use. Its OpenAPI document comes out of the
// types of the handlers, so it cannot disagree with them.
//
// A resource is one file: wire types, conversions, handlers. What is reachable stands in routes.go and nowhere else.
package v1

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/web"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// API is the facade with everything it calls.
type API struct {
	Deps
	huma   huma.API
	mux    *http.ServeMux
	strict *web.Limiter
	docs   func() ([]byte, error)
}

// The pace at which one address may knock at routes open to strangers.
const (
	strangerRate  = 10
	strangerBurst = 100
)

// apiTime bounds the work of one request.
const apiTime = 60 * time.Second

// New puts the facade together. With empty Deps it can still describe itself.
func New(d Deps) *API {
	replaceErrors()
	a := &API{Deps: d, mux: http.NewServeMux(), strict: web.NewLimiter(strangerRate, strangerBurst)}
	a.docs = sync.OnceValues(a.renderDocs)
	a.huma = humago.New(a.mux, config(d.Version))
	a.huma.UseMiddleware(a.bound, a.identify, a.once)
	for _, r := range a.routes() {
		r.register(a)
	}
	describeUploads(a.huma.OpenAPI())
	tidyDocument(a.huma.OpenAPI())
	a.mux.HandleFunc("GET "+Prefix+"/openapi.json", a.serveDocument)
	a.mux.HandleFunc("GET "+Prefix+"/docs", a.serveDocs)
	a.mux.HandleFunc("GET "+Prefix+"/docs.css", serveDocsStyle)
	a.mux.HandleFunc(nowhere, a.serveNowhere)
	return a
}

// nowhere is the pattern that takes what no route wants.
const nowhere = Prefix + "/"

// serveNowhere tells an address that does not exist from one that does not take this method.
func (a *API) serveNowhere(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if _, pattern := a.mux.Handler(other); pattern != nowhere && pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		WriteError(w, r, errs.NotFound("there is nothing at this address, see %s", Prefix+"/docs"))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	WriteError(w, r, wrongMethod(allowed))
}

// ServeHTTP serves everything under Prefix.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !plainURL(r) {
		WriteError(w, r, errs.Invalid("", "the address holds characters that no text has"))
		return
	}
	web.Deadline(apiTime)(a.mux).ServeHTTP(w, r)
}

func config(version string) huma.Config {
	if version == "" {
		version = "1"
	}
	c := huma.DefaultConfig("Voronka", version)
	c.Info.Description = "Money is in minor units of the account's currency, times are unix seconds. " +
		"Lists are pages: ask for the next one with `after`. Errors have a code and, per field, a sentence in your language. " +
		"A change sent with a header `Idempotency-Key` (1 to 100 characters of your choice) is done once: sent again within seven days it is answered as it was the first time."
	c.CreateHooks = nil // they would add $schema to every body
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{"application/json": {Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: decode}}
	c.DefaultFormat = "application/json"
	c.RejectUnknownQueryParameters = true
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A long-lived token of your profile."},
		"session": {Type: "apiKey", In: "cookie", Name: SessionCookie, Description: "Set by signing in."},
	}
	return c
}

// bound limits what a request may send: the operation says how much.
func (a *API) bound(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	op := ctx.Operation()
	web.SetPattern(ctx.Context(), op.Method+" "+op.Path)
	if r.Body != nil && r.Body != http.NoBody {
		if r.ContentLength > op.MaxBodyBytes {
			w.Header().Set("Connection", "close")
			WriteError(w, r, tooLarge(op.MaxBodyBytes))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, op.MaxBodyBytes)
	}
	next(ctx)
}

func (a *API) serveDocument(w http.ResponseWriter, r *http.Request) {
	raw, err := a.Document()
	if err != nil {
		WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
	_, _ = w.Write(raw)
}
