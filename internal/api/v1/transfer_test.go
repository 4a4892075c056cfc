package v1_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	v1 "voronka/internal/api/v1"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
)

// upload sends a table as a browser does.
func (c *caller) upload(name string, file io.Reader) answer {
	c.t.Helper()
	return c.uploadTo("/imports", name, file)
}

// uploadTo sends a file to an address.
func (c *caller) uploadTo(path, name string, file io.Reader) answer {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := io.Copy(part, file); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), "POST", c.url+"/api/v1"+path, &body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Accept-Language", c.lang)
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

// drain runs the transfers that wait.
func (s *server) drain() {
	s.t.Helper()
	runner := job.NewRunner(s.deps.DB, slog.New(slog.DiscardHandler))
	for _, k := range slices.Concat(s.deps.Transfers.JobKinds(), s.deps.Files.JobKinds(), []job.Kind{s.deps.Exports.JobKind()}) {
		runner.Add(k)
	}
	if err := runner.Drain(context.WithoutCancel(s.t.Context())); err != nil {
		s.t.Fatal(err)
	}
}

func read[T any](t testing.TB, a answer, status int) (v T) {
	t.Helper()
	if a.Status != status {
		t.Fatalf("%d, want %d: %s", a.Status, status, a.Body)
	}
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// An import from the upload to the undo, over HTTP.
func TestImportStory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		c := s.as(s.scene.Admin)
		file := "ФИО;Телефон;Сделка;Сумма\nАнна;+79161111111;Окна;сто\n;;;5\n" + strings.Repeat("x", 300) + "@;;;\n"
		i := read[v1.ImportDetail](t, c.upload("клиенты.csv", strings.NewReader(file)), 201)
		if i.FileName != "клиенты.csv" || len(i.Columns) != 4 || len(i.Targets) < 20 || !i.Can.Start || i.Plan.Columns[3].Target != "deal.price" {
			t.Fatalf("%+v", i)
		}
		at := fmt.Sprintf("/imports/%d", i.ID)
		i.Plan.Duplicates.Contact = "phone"
		read[v1.ImportDetail](t, c.do("PUT", at+"/plan", i.Plan), 200)
		c.do("PUT", at+"/plan", `{"columns":[{"index":0,"target":"soul"}],"duplicates":{},"tag":{}}`).refused(422, "columns.0.target")
		rows := read[v1.Items[v1.PreviewRow]](t, c.do("GET", at+"/preview", nil), 200)
		if len(rows.Items) != 3 || len(rows.Items[0].Cells[3].Problems) != 1 || len(rows.Items[0].Cards) != 2 || !rows.Items[0].Cards[0].IsNew {
			t.Errorf("%+v", rows)
		}
		read[v1.ImportView](t, c.do("POST", at+"/start", nil), 202)
		s.drain()
		done := read[v1.ImportDetail](t, c.do("GET", at, nil), 200)
		if done.State != "done" || done.Progress.Created["contact"] != 2 || !done.Can.Undo || done.Tags[0] != done.Plan.Tag.AutoName {
			t.Errorf("%+v", done.ImportView)
		}
		problems := read[v1.Page[v1.ImportProblem]](t, c.do("GET", at+"/problems?limit=1", nil), 200)
		if len(problems.Items) != 1 || problems.Items[0].Column != "Сумма" || problems.Next == "" {
			t.Errorf("%+v", problems)
		}
		c.do("GET", at+"/rejected.xlsx", nil).refused(404)
		c.do("POST", at+"/cancel", nil).refused(409)
		read[v1.ImportView](t, c.do("POST", at+"/undo", nil), 202)
		s.drain()
		if list := read[v1.Page[v1.ImportView]](t, c.do("GET", "/imports", nil), 200); len(list.Items) != 1 || list.Items[0].State != "undone" {
			t.Errorf("%+v", list)
		}
	})
}

func TestImportRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	c.upload("a.csv", strings.NewReader("")).refused(422, "file")
	c.upload("a.csv", io.LimitReader(zeros{}, 102<<20)).refused(413)
	c.do("POST", "/imports", `{"file":"x"}`).refused(422)
	s.as(s.scene.User(t)).upload("a.csv", strings.NewReader("a;b\n1;2\n")).refused(403)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestRejectedFile(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	i := read[v1.ImportDetail](t, c.upload("a.csv", strings.NewReader("ФИО;Телефон;Должность\nАнна;+79161111111;\n;;шофёр\n")), 201)
	at := fmt.Sprintf("/imports/%d", i.ID)
	read[v1.ImportView](t, c.do("POST", at+"/start", nil), 202)
	s.drain()
	w := c.do("GET", at+"/rejected.xlsx", nil)
	if w.Status != 200 || !strings.HasPrefix(w.Body, "PK") || w.Header.Get("Content-Disposition") != "attachment; filename=rejected.xlsx" {
		t.Errorf("%d %v %.80q", w.Status, w.Header, w.Body)
	}
	if again := read[v1.ImportDetail](t, c.upload("rejected.xlsx", strings.NewReader(w.Body)), 201); len(again.Columns) != 4 || again.Progress.Total != 1 {
		t.Errorf("%+v", again)
	}
}

func TestExportStory(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	read[v1.DealView](t, c.do("POST", "/deals", map[string]any{"name": "Окна", "price": 100}), 201)
	columns := read[v1.Items[struct{ Column, Name string }]](t, c.do("GET", "/exports/columns?kind=deal", nil), 200)
	if len(columns.Items) < 10 || columns.Items[1].Column != "name" {
		t.Errorf("%+v", columns)
	}
	e := read[v1.ExportView](t, c.do("POST", "/exports", map[string]any{
		"kind": "deal", "format": "csv", "columns": []string{"name", "price"}, "filter": map[string]any{"field": "price", "op": "gt", "value": 1},
	}), 202)
	at := fmt.Sprintf("/exports/%d", e.ID)
	c.do("GET", at+"/file", nil).refused(409)
	s.drain()
	if e = read[v1.ExportView](t, c.do("GET", at, nil), 200); e.State != "done" || e.Rows != 1 {
		t.Errorf("%+v", e)
	}
	w := c.do("GET", at+"/file", nil)
	if w.Status != 200 || !strings.Contains(w.Body, "Окна") || !strings.Contains(w.Header.Get("Content-Disposition"), "filename*=utf-8''") {
		t.Errorf("%d %v %q", w.Status, w.Header, w.Body)
	}
	s.as(s.scene.User(t)).do("GET", at, nil).refused(404)
	c.do("POST", "/exports", `{"kind":"task","format":"csv","filter":{"field":"price","op":"gt","value":1}}`).refused(422, "filter")
	c.do("POST", "/exports", `{"kind":"deal","format":"csv","filter":{"field":"soul","op":"gt","value":1}}`).refused(422, "filter.field")
}
