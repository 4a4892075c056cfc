package v1_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/company/letter"
	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm/access"
	"voronka/internal/crm/bin"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/file"
	"voronka/internal/crm/merge"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/crm/view"
	"voronka/internal/crm/watch"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/kit/web"
	"voronka/internal/office/bulk"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/export"
	"voronka/internal/office/webhook"
	"voronka/internal/process/action"
	"voronka/internal/process/robot"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/once"
	"voronka/internal/tenant/user"
)

// server is the API over real services, spoken to over HTTP.
type server struct {
	t     testing.TB
	url   string
	deps  v1.Deps
	scene *seed.Scene
}

func newServer(t testing.TB, d *db.DB) *server {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	scene := seed.CRM(t, d)
	accounts := account.NewService(d, "")
	accounts.OnSetup(user.FoundTx)
	deps := v1.Deps{
		DB: d, Accounts: accounts, Users: user.NewService(d, accounts, box, user.Address{Host: "crm.test"}), Roles: access.New(d),
		Fields: scene.Fields, Pipelines: scene.Pipelines, Tasks: scene.Tasks, Timeline: scene.Timeline,
		Contacts: scene.Contacts, Companies: scene.Companies, Deals: scene.Deals, Search: scene.Search,
		Merges: merge.New(d, scene.Deals, scene.Contacts, scene.Companies), Bin: bin.New(d, scene.Fields),
	}
	deps.Once = once.New(d)
	deps.Roles.CheckStatuses(pipeline.Known)
	deps.Roles.CheckFields(field.Known)
	deps.Webhooks = webhook.NewService(webhook.Config{DB: d, Box: box, Log: slog.New(slog.DiscardHandler)})
	files, err := blob.OpenDisk(filepath.Join(t.TempDir(), "files"), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	deps.Files = file.NewService(file.Config{
		DB: d, Store: files, Cards: entity.Cards{}, Box: box, Log: slog.New(slog.DiscardHandler), MaxFile: 8 << 20, StoreName: "disk",
	})
	deps.Watch = watch.New(d, entity.Cards{}, deps.Users.Actors)
	deps.Timeline = timeline.New(d, entity.Cards{}, timeline.Lookup{
		Users: user.Names, Tasks: task.ForFeed, Files: file.ForFeed, NoteFiles: file.ForNotes, Attach: deps.Files.Attach, Detach: deps.Files.Detach,
	})
	deps.Transfers = transfer.NewService(transfer.Config{
		DB: d, Files: files, Fields: scene.Fields, Pipelines: scene.Pipelines, Contacts: scene.Contacts,
		Companies: scene.Companies, Deals: scene.Deals, Timeline: scene.Timeline,
	})
	deps.Bulks = bulk.NewService(bulk.Config{
		DB: d, Fields: deps.Fields, Deals: deps.Deals, Contacts: deps.Contacts, Companies: deps.Companies, Tasks: deps.Tasks,
	})
	deps.Views = view.New(d, deps.Deals.Lists, deps.Bulks.Scope)
	deps.Exports = export.NewService(export.Config{
		DB: d, Files: files, Fields: scene.Fields, Contacts: scene.Contacts, Companies: scene.Companies, Deals: scene.Deals, Tasks: scene.Tasks, Timeline: scene.Timeline,
	})
	log := slog.New(slog.DiscardHandler)
	deps.Letters = letter.NewService(letter.Config{DB: d, Box: box, Log: log})
	deps.Users.UsePostman(deps.Letters)
	deps.Pushes = push.NewService(push.Config{DB: d, Box: box, Contact: "postmaster@crm.test"})
	deps.Notices = notice.NewService(notice.Config{DB: d, Log: log, Users: deps.Users, Letters: deps.Letters, Pushes: deps.Pushes})
	deps.Rules = robot.NewService(d, action.NewCatalogue(action.Services{
		Deals: scene.Deals, Contacts: scene.Contacts, Companies: scene.Companies, Tasks: scene.Tasks,
		Timeline: scene.Timeline, Fields: scene.Fields, Pipelines: scene.Pipelines, Webhooks: deps.Webhooks,
	}), scene.Contacts.Lists, scene.Fields)
	return serveDeps(t, deps, scene)
}

// emptyServer has no account yet.
func emptyServer(t testing.TB, d *db.DB) *server {
	t.Helper()
	box, err := secret.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.NewService(d, "")
	accounts.OnSetup(user.FoundTx)
	return serveDeps(t, v1.Deps{
		DB: d, Accounts: accounts, Users: user.NewService(d, accounts, box, user.Address{Host: "crm.test"}), Roles: access.New(d),
	}, nil)
}

func serveDeps(t testing.TB, deps v1.Deps, scene *seed.Scene) *server {
	t.Helper()
	broken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { v1.WriteError(w, r, errors.New("panic")) })
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	h := httptest.NewServer(web.Chain(v1.New(deps), web.Identify(nil), web.Observe(log, nil, broken)))
	t.Cleanup(h.Close)
	return &server{t, h.URL, deps, scene}
}

// caller is somebody who speaks to the server.
type caller struct {
	*server
	http  *http.Client
	token string
	lang  string
}

func (s *server) stranger() *caller {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &caller{server: s, http: &http.Client{Jar: jar}, lang: "en"}
}

// as is a caller with a token of the actor.
func (s *server) as(who tenant.Actor) *caller {
	s.t.Helper()
	c := s.stranger()
	_, text, err := s.deps.Users.CreateToken(s.t.Context(), who, "test", 1)
	if err != nil {
		s.t.Fatal(err)
	}
	c.token = text
	return c
}

// answer is what came back.
type answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   string
}

// do sends a request; a body that is a string goes as it is, anything else as JSON.
func (c *caller) do(method, path string, body any) answer {
	c.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+"/api/v1"+path, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", c.lang)
	r.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	w, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{c.t, w.StatusCode, w.Header, string(raw)}
}

// want checks the status and reads the body into v (may be nil).
func (a answer) want(status int, v any) answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	if v != nil {
		if err := json.Unmarshal([]byte(a.Body), v); err != nil {
			a.t.Fatalf("%v: %s", err, a.Body)
		}
	}
	return a
}

// refused checks the status and the paths of the problem.
func (a answer) refused(status int, paths ...string) v1.Problem {
	a.t.Helper()
	var p v1.Problem
	a.want(status, &p)
	if p.Status != status || p.Code == "" || p.Message == "" || p.Request == "" || p.Fields == nil {
		a.t.Errorf("not a whole problem: %s", a.Body)
	}
	var got []string
	for _, f := range p.Fields {
		got = append(got, f.Path)
	}
	if strings.Join(got, " ") != strings.Join(paths, " ") {
		a.t.Errorf("fields %v, want %v: %s", got, paths, a.Body)
	}
	return p
}
