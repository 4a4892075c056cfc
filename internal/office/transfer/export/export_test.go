package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/office/transfer/export"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// exported runs an export and reads its file back.
func (f *fixture) exported(who tenant.Actor, n export.New) (rows [][]string, raw []byte) {
	f.t.Helper()
	e, err := f.Start(f.t.Context(), who, n)
	if err != nil {
		f.t.Fatal(err)
	}
	if _, _, err := f.Open(f.t.Context(), who, e.ID); !errs.Is(err, errs.CodeConflict) {
		f.t.Errorf("a file that is being made: %v", err)
	}
	f.drain()
	e, file, err := f.Open(f.t.Context(), who, e.ID)
	if err != nil {
		f.t.Fatalf("open export: %v %v", err, e.Error)
	}
	defer file.Close()
	if raw, err = io.ReadAll(file); err != nil || int64(len(raw)) != e.FileSize {
		f.t.Fatal(err, e.FileSize)
	}
	book, err := sheet.Inspect(f.t.Context(), bytes.NewReader(raw), int64(len(raw)), e.FileName)
	if err != nil {
		f.t.Fatalf("%v: %q", err, raw)
	}
	defer book.Close()
	for row, err := range book.Rows(f.t.Context(), 0, 1) {
		if err != nil {
			f.t.Fatal(err)
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		rows = append(rows, cells)
	}
	if int(e.Rows) != len(rows)-1 {
		f.t.Errorf("%d rows are told, %d are there", e.Rows, len(rows)-1)
	}
	return rows, raw
}

func TestExportDeals(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		area := f.Field(t, crm.Deal, "number", "Площадь")
		day := f.Field(t, crm.Deal, "date", "День")
		f.Deal(t, f.Admin, deal.New{
			New: entity.New{Name: "=1+1", Fields: map[crm.FieldID]any{area.ID: "12.50", day.ID: "2026-03-01"}, Tags: []string{"vip"}}, Price: 125050,
			Contacts: []deal.NewPerson{{New: &contact.New{New: entity.New{Name: "Анна"}, Phone: "+79161234567"}}},
		})
		f.Deal(t, f.Admin, deal.New{New: entity.New{Name: "другая"}, Price: 5})
		n := export.New{
			Kind: crm.Deal, Filter: entity.Leaf("price", "gt", 1000),
			Columns: []string{"name", "price", "status", "contact", "phone", "tags", fmt.Sprintf("cf.%d", area.ID), fmt.Sprintf("cf.%d", day.ID)},
		}
		want := []string{"=1+1", "1250.50", f.Pipeline.Statuses[0].Name, "Анна", "+79161234567", "vip", "12.50", "2026-03-01"}
		for _, format := range []string{"csv", "xlsx"} {
			n.Format = format
			rows, raw := f.exported(f.Admin, n)
			if len(rows) != 2 || rows[0][1] != "Бюджет" {
				t.Fatalf("%s: %q", format, rows)
			}
			got := slices.Clone(rows[1])
			got[1], got[6] = strings.Replace(got[1], ",", ".", 1), strings.Replace(got[6], ",", ".", 1)
			if format == "xlsx" {
				want[1], want[6] = "1250.5", "12.5"
			} else if !bytes.HasPrefix(raw, []byte("\xef\xbb\xbfНазвание;Бюджет;")) || !bytes.Contains(raw, []byte("01.03.2026")) {
				t.Errorf("%q", raw[:100])
			} else {
				got[7] = "2026-03-01"
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", format, got, want)
			}
		}
	})
}

// An export goes on behind a page and holds what the actor may export, no more.
func TestExportScope(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	rights := seed.ScopedRights(tenant.ScopeAll)
	rights.Entities["contact"]["export"] = tenant.ScopeOwn
	rights.Entities["task"]["export"] = tenant.ScopeOwn
	rights.Entities["deal"]["export"] = tenant.ScopeNone
	who := f.User(t, seed.Rights(rights))
	err := f.DB.Write(t.Context(), func(tx *db.Tx) error {
		items := make([]contact.New, 1203)
		for n := range items {
			items[n].Name = fmt.Sprintf("Контакт %d", n)
		}
		for _, actor := range []tenant.Actor{f.Admin, who} {
			if _, _, err := f.Contacts.CreateMany(t.Context(), tx, actor, items); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, actor := range []tenant.Actor{f.Admin, who} {
		if _, err := f.Tasks.Create(t.Context(), actor, task.New{Text: "позвонить", DueAt: f.DB.Now().Unix() + 3600}); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _ := f.exported(who, export.New{Kind: crm.Contact, Format: "csv"}); len(rows) != 1204 {
		t.Errorf("%d rows of one's own people", len(rows))
	}
	if rows, _ := f.exported(f.Admin, export.New{Kind: crm.Contact, Format: "xlsx", Columns: []string{"id", "name"}}); len(rows) != 2407 {
		t.Errorf("%d rows of everybody's people", len(rows))
	}
	if rows, _ := f.exported(who, export.New{Kind: crm.Task, Format: "csv", Columns: []string{"text", "type", "due_at"}}); len(rows) != 2 {
		t.Errorf("tasks: %q", rows)
	}
	if rows, _ := f.exported(f.Admin, export.New{Kind: crm.Task, Format: "csv"}); len(rows) != 3 {
		t.Errorf("tasks: %q", rows)
	}
	if _, err := f.Start(t.Context(), who, export.New{Kind: crm.Deal, Format: "csv"}); !errs.Is(err, errs.CodeForbidden) {
		t.Error(err)
	}
	if rows, _ := f.exported(f.Admin, export.New{Kind: crm.Company, Format: "csv"}); len(rows) != 1 {
		t.Errorf("companies: %q", rows)
	}
}

func TestExportRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	foreign := f.Another(t)
	for path, n := range map[string]export.New{
		"format":  {Kind: crm.Deal, Format: "pdf"},
		"columns": {Kind: crm.Deal, Format: "csv", Columns: []string{"name", "soul"}},
		"kind":    {Kind: "soul", Format: "csv"},
		"sort":    {Kind: crm.Deal, Format: "csv", Sort: "soul"},
		"filter":  {Kind: crm.Deal, Format: "csv", Filter: entity.Leaf("soul", "eq", 1)},
	} {
		_, err := f.Start(t.Context(), f.Admin, n)
		if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || !strings.HasPrefix(e.Problems[0].Path, path) {
			t.Errorf("%s: %v", path, err)
		}
	}
	e, err := f.Start(t.Context(), f.Admin, export.New{Kind: crm.Deal, Format: "csv"})
	if err != nil {
		t.Fatal(err)
	}
	for name, who := range map[string]tenant.Actor{"a colleague": f.User(t), "another account": foreign.Admin} {
		if _, err := f.Find(t.Context(), who, e.ID); !errs.Is(err, errs.CodeNotFound) {
			t.Errorf("%s finds it: %v", name, err)
		}
		if list, _, err := f.List(t.Context(), who, 0, 10); err != nil || len(list) != 0 {
			t.Errorf("%s lists it: %v", name, err)
		}
	}
}

func TestExportFails(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t), func(c *export.Config) { c.Files = full{c.Files} })
	e, err := f.Start(t.Context(), f.Admin, export.New{Kind: crm.Deal, Format: "csv"})
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		f.drain()
		if _, err := f.DB.Exec(t.Context(), `UPDATE jobs SET run_at = 0 WHERE state = 'ready'`); err != nil {
			t.Fatal(err)
		}
	}
	if e, err = f.Find(t.Context(), f.Admin, e.ID); err != nil || e.State != export.Failed || len(e.Error) == 0 {
		t.Errorf("%+v %v", e, err)
	}
}

// Files are removed after their time; what is known of them stays.
func TestSweep(t *testing.T) {
	t.Parallel()
	clock := time.Now()
	f := newFixture(t, dbtest.One(t, dbtest.Configure(func(c *db.Config) { c.Clock = func() time.Time { return clock } })))
	f.exported(f.Admin, export.New{Kind: crm.Contact, Format: "csv"})
	for days, want := range []int{6: 1, 8: 0} {
		if days != 6 && days != 8 {
			continue
		}
		clock = time.Now().Add(time.Duration(days) * 24 * time.Hour)
		if err := f.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(f.folder, "*", "*", "*"))
		if err != nil || len(files) != want {
			t.Errorf("%d files after %d days, %v", len(files), days, err)
		}
	}
	list, _, err := f.List(t.Context(), f.Admin, 0, 10)
	if err != nil || len(list) != 1 || list[0].State != export.Expired {
		t.Errorf("%+v, %v", list, err)
	}
	if _, _, err := f.Open(t.Context(), f.Admin, list[0].ID); !errs.Is(err, errs.CodeNotFound) {
		t.Error(err)
	}
}

// fixture is an account that can export.
type fixture struct {
	*seed.Scene
	*export.Service
	DB     *db.DB
	folder string
	t      testing.TB
}

func newFixture(t testing.TB, d *db.DB, change ...func(*export.Config)) *fixture {
	t.Helper()
	scene := seed.CRM(t, d)
	folder := filepath.Join(t.TempDir(), "files")
	files, err := blob.OpenDisk(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	cfg := export.Config{
		DB: d, Files: files, Fields: scene.Fields, Contacts: scene.Contacts, Companies: scene.Companies, Deals: scene.Deals, Tasks: scene.Tasks,
		Timeline: scene.Timeline,
	}
	for _, c := range change {
		c(&cfg)
	}
	return &fixture{Scene: scene, Service: export.NewService(cfg), DB: d, folder: folder, t: t}
}

// drain runs the jobs that are there to their end.
func (f *fixture) drain() {
	f.t.Helper()
	runner := job.NewRunner(f.DB, slog.New(slog.DiscardHandler))
	runner.Add(f.JobKind())
	if err := runner.Drain(context.WithoutCancel(f.t.Context())); err != nil {
		f.t.Fatal(err)
	}
}

// full is a store of files without room.
type full struct{ blob.Store }

func (full) Put(context.Context, string, io.Reader) (blob.Info, error) {
	return blob.Info{}, errs.Unavailable("the server has no free space for files, free some and try again")
}

// The log as a file: what happened in words, what stood before and after, of cards the actor may export.
func TestExportEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		price := crm.Money(250_000)
		made, err := f.Deals.Create(t.Context(), f.Admin, deal.New{New: entity.New{Name: "Договор"}, StatusID: f.Pipeline.Statuses[0].ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Deals.Update(t.Context(), f.Admin, made.ID, deal.Patch{Price: &price}); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Deals.Move(t.Context(), f.Admin, made.ID, deal.Move{StatusID: f.Pipeline.Statuses[1].ID}); err != nil {
			t.Fatal(err)
		}
		only := export.New{
			Kind: export.Event, Format: "csv", Columns: []string{"event", "entity", "before", "after"},
			Events: &export.EventsFilter{Kinds: []string{"deal.budget_changed", "deal.status_changed"}, Kind: crm.Deal},
		}
		rows, _ := f.exported(f.Admin, only)
		want := [][]string{
			{"Изменён этап", "Договор", f.Pipeline.Name + " · " + f.Pipeline.Statuses[0].Name, f.Pipeline.Name + " · " + f.Pipeline.Statuses[1].Name},
			{"Изменён бюджет", "Договор", "0.00", "2500.00"},
		}
		if len(rows) != 3 || !slices.Equal(rows[1], want[0]) || !slices.Equal(rows[2], want[1]) {
			t.Errorf("%q", rows)
		}
		if rows, _ := f.exported(f.Admin, export.New{Kind: export.Event, Format: "xlsx"}); len(rows) < 4 {
			t.Errorf("the whole log: %q", rows)
		}

		rights := seed.ScopedRights(tenant.ScopeAll)
		rights.Entities["deal"]["export"] = tenant.ScopeNone
		reader := f.User(t, seed.Rights(rights))
		_, err = f.Start(t.Context(), reader, only)
		if rights.Extra[access.ExtraEvents] != (err == nil) {
			t.Errorf("extra rights %v: %v", rights.Extra, err)
		}
		if rights.Extra == nil {
			rights.Extra = map[string]bool{}
		}
		rights.Extra[access.ExtraEvents] = true
		if rows, _ := f.exported(f.User(t, seed.Rights(rights)), only); len(rows) != 1 {
			t.Errorf("who may not export deals: %q", rows)
		}
		if rows, _ := f.exported(f.Another(t).Admin, only); len(rows) != 1 {
			t.Errorf("another account: %q", rows)
		}
		if _, err := f.Start(t.Context(), f.Admin, export.New{Kind: export.Event, Format: "csv", Columns: []string{"price"}}); !errs.Is(err, errs.CodeInvalid) {
			t.Error(err)
		}
	})
}
