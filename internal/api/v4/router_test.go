package v4_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	v4 "voronka/internal/api/v4"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

func TestRouter(t *testing.T) {
	t.Parallel()
	r := v4.NewRouter("leads", "leads/{id}", "leads/pipelines", "leads/{id}/notes", "leads/notes/{id}", "events/{ulid:}", "events/types")
	for path, want := range map[string]string{
		"leads": "leads", "leads/12": "leads/{id}", "leads/pipelines": "leads/pipelines", "leads/12/notes": "leads/{id}/notes",
		"leads/notes/12": "leads/notes/{id}", "leads/abc": "", "leads/-1": "", "": "", "leads/1/2/3": "",
		"events/01abc": "events/{ulid:}", "leads/１": "", // digits of another script are no id
	} {
		if got, _, _ := r.Match(http.MethodGet, path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
	if _, _, known := r.Match(http.MethodDelete, "leads/12"); !known {
		t.Error("a known path under another method is not told apart from an unknown one")
	}
}

// TestRoutes: no two rows answer the same request, and every row says what it does and who may.
func TestRoutes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, row := range v4.Routes() {
		method, pattern, right, doc, handled := row.Show()
		key := method + " " + pattern
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if right == "" || doc == "" || !handled {
			t.Errorf("%s: right %q, doc %q, handled %v", key, right, doc, handled)
		}
	}
}

func TestCleanPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/api/v4/leads": "api/v4/leads", "/api/v4/leads/": "api/v4/leads", "//api//v4///leads//": "api/v4/leads", "/": "",
	} {
		if got := v4.CleanPath(path); got != want {
			t.Errorf("%q: got %q, want %q", path, got, want)
		}
	}
}

func TestEventID(t *testing.T) {
	t.Parallel()
	for _, id := range []int64{1, 42, 1<<53 + 7, 1<<63 - 1} {
		text := v4.EventID(id, 1_800_000_000)
		if len(text) != 26 {
			t.Errorf("%d: %q has %d characters", id, text, len(text))
		}
		if back, ok := v4.ParseEventID(text); !ok || back != id {
			t.Errorf("%d came back as %d, %v", id, back, ok)
		}
	}
	if a, b := v4.EventID(1, 100), v4.EventID(2, 200); a >= b {
		t.Errorf("a later event sorts first: %s, %s", a, b)
	}
	for _, bad := range []string{"", "x", "zzzzzzzzzzzzzzzzzzzzzzzzzzz", "uuuuuuuuuuuuuuuuuuuuuuuuuu", "00000000000000000000000000", "1"} {
		if id, ok := v4.ParseEventID(bad); ok {
			t.Errorf("%q was read as %d", bad, id)
		}
	}
}

func TestProblemOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err    error
		status int
		title  string
	}{
		"invalid":     {errs.Invalid("price", "must not be negative"), 400, "Bad Request"},
		"forbidden":   {errs.Forbidden("only an administrator may do this"), 403, "Forbidden"},
		"not found":   {errs.NotFound("there is no such deal"), 404, "Not Found"},
		"conflict":    {errs.Conflict("someone changed the task meanwhile, look at it again"), 422, "Unprocessable Entity"},
		"unavailable": {errs.Unavailable("the database does not answer: nothing was saved, try again in a minute"), 503, "Service Unavailable"},
		"internal":    {http.ErrBodyNotAllowed, 500, "ErrInternalServer"},
	} {
		p := v4.ProblemOf(lang.EN, c.err)
		if p.Status != c.status || p.Title != c.title || p.Detail == "" {
			t.Errorf("%s: %+v", name, p)
		}
		if name == "internal" && p.Detail == c.err.Error() {
			t.Error("an internal error shows its text")
		}
		if name == "invalid" && (len(p.ValidationErrors) != 1 || p.ValidationErrors[0].Errors[0].Path != "price") {
			t.Errorf("the place is lost: %+v", p)
		}
	}
}

// TestSlashes: behind a mux, which would redirect them, doubled slashes lead to the same place; other paths stay as they are.
func TestSlashes(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v4/", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.URL.Path)) })
	for path, direct := range map[string]bool{"//api//v4//leads/": true, "/api/v4/leads": true, "/files//x": false} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "http://host/", nil)
		r.URL.Path = path
		v4.Slashes(mux).ServeHTTP(w, r)
		if got := w.Code == http.StatusOK; got != direct {
			t.Errorf("%s: answered with %d", path, w.Code)
		}
	}
}
