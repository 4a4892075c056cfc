// Package public is what people outside the account see without signing in: the page of a file somebody gave them a link
// to. It needs no scripts.
package public

import (
	"embed"
	"html/template"
	"net/http"
	"time"

	"voronka/internal/crm/file"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/kit/web"
)

//go:embed page.html
var pages embed.FS

var page = template.Must(template.ParseFS(pages, "page.html"))

// Files serves the links /f/{word}.
type Files struct {
	files  *file.Service
	strict *web.Limiter
	mux    *http.ServeMux
}

// The pace at which one address may knock.
const (
	rate  = 5
	burst = 60
	// formSize bounds the form with the password.
	formSize = 4 << 10
)

// NewFiles makes the handler.
func NewFiles(files *file.Service) *Files {
	f := &Files{files: files, strict: web.NewLimiter(rate, burst), mux: http.NewServeMux()}
	f.mux.HandleFunc("GET /f/{word}", f.show)
	f.mux.HandleFunc("POST /f/{word}", f.send)
	return f
}

// policy lets the page style itself and send its one form.
const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP serves the pages.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	web.SetPattern(r.Context(), r.Method+" /f/{word}")
	if ok, _ := f.strict.Allow(web.ClientIP(r.Context())); !ok {
		f.fail(w, r, errs.Limit("too many requests, try again in %d s", 10), nil)
		return
	}
	f.mux.ServeHTTP(w, r)
}

// shown is what the page is drawn of.
type shown struct {
	Lang, Title, Size, Until, Error, Password, Download string
	Guarded, Found                                      bool
}

// words are the texts of the page.
var words = map[lang.Locale]map[string]string{
	lang.RU: {"password": "Пароль", "download": "Скачать", "until": "Ссылка действует до ", "none": "Файл недоступен"},
	lang.EN: {"password": "Password", "download": "Download", "until": "The link works until ", "none": "The file is not available"},
}

func (f *Files) show(w http.ResponseWriter, r *http.Request) {
	g, err := f.files.Visit(r.Context(), r.PathValue("word"))
	if err != nil {
		f.fail(w, r, err, nil)
		return
	}
	f.draw(w, r, http.StatusOK, &g, nil)
}

func (f *Files) send(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, formSize)
	if err := r.ParseForm(); err != nil {
		f.fail(w, r, errs.Invalid("password", "is too long"), nil)
		return
	}
	c, err := f.files.OpenLink(r.Context(), r.PathValue("word"), r.PostForm.Get("password"))
	if err != nil {
		g, gone := f.files.Look(r.Context(), r.PathValue("word"))
		if gone != nil {
			f.fail(w, r, gone, nil)
			return
		}
		f.fail(w, r, err, &g)
		return
	}
	defer c.Close()
	web.StoredFile(w.Header(), c.Name, c.Version.MediaType, false)
	http.ServeContent(w, r, "", time.Unix(c.Version.CreatedAt, 0), c)
}

var statuses = map[errs.Code]int{
	errs.CodeNotFound: http.StatusNotFound, errs.CodeForbidden: http.StatusForbidden, errs.CodeLimit: http.StatusTooManyRequests,
	errs.CodeConflict: http.StatusConflict, errs.CodeInvalid: http.StatusUnprocessableEntity, errs.CodeUnavailable: http.StatusServiceUnavailable,
}

func (f *Files) fail(w http.ResponseWriter, r *http.Request, err error, g *file.Guest) {
	status, ok := statuses[errs.CodeOf(err)]
	if !ok {
		status = http.StatusInternalServerError
	}
	f.draw(w, r, status, g, err)
}

func (f *Files) draw(w http.ResponseWriter, r *http.Request, status int, g *file.Guest, err error) {
	loc := lang.Negotiate(r.Header.Get("Accept-Language"), lang.EN)
	say := words[loc]
	v := shown{Lang: string(loc), Title: say["none"], Password: say["password"], Download: say["download"]}
	if err != nil {
		v.Error = lang.Error(loc, err)
	}
	if g != nil {
		v.Found, v.Title, v.Size, v.Guarded = true, g.Name, lang.Bytes(loc, g.Size), g.Link.HasPassword
		if g.Link.ExpiresAt != nil {
			v.Until = say["until"] + time.Unix(*g.Link.ExpiresAt, 0).UTC().Format("2006-01-02 15:04 UTC")
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = page.Execute(w, v) // whoever went away needs no page
}
