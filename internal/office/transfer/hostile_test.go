package transfer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer"
	"voronka/internal/schema/dbtest"
)

// people is a table of n people.
func people(n int) string {
	var b strings.Builder
	b.WriteString("ФИО;Телефон\n")
	for i := range n {
		fmt.Fprintf(&b, "Клиент %d;+7916%07d\n", i, i)
	}
	return b.String()
}

// What is no table is refused with one sentence, and nothing of it is kept.
func TestNoTable(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t))
	for name, tt := range map[string]struct {
		file io.Reader
		code errs.Code
		says string
	}{
		"truncated":     {f.sample("broken-truncated.xlsx"), errs.CodeInvalid, "damaged"},
		"not a table":   {f.sample("broken-not-a-table.csv"), errs.CodeInvalid, "not a table"},
		"empty":         {f.sample("empty.csv"), errs.CodeInvalid, "the file is empty"},
		"only titles":   {strings.NewReader("ФИО;Телефон\n"), errs.CodeInvalid, ""},
		"zip bomb":      {zipBomb(t), errs.CodeLimit, "unpacks to more"},
		"2,000 columns": {strings.NewReader(strings.Repeat("a;", 1999) + "a\n" + strings.Repeat("1;", 1999) + "1\n"), errs.CodeLimit, "2000 columns"},
		"too large":     {io.LimitReader(zeros{}, transfer.MaxFile+2), errs.CodeLimit, "larger than 100 MB"},
		"too many rows": {strings.NewReader("a;b\n" + strings.Repeat("1;2\n", 1_048_576)), errs.CodeLimit, "more than 1048576 rows"},
	} {
		_, err := f.Upload(t.Context(), f.Admin, "t.xlsx", tt.file)
		if errs.CodeOf(err) != tt.code || !strings.Contains(lang.Error(lang.EN, err), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if list, _, err := f.List(t.Context(), f.Admin, 0, 10); err != nil || len(list) != 0 {
		t.Errorf("%d imports are kept, %v", len(list), err)
	}
	if left := countFiles(t, f.folder); left != 0 {
		t.Errorf("%d files are kept", left)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// zipBomb is a workbook of a megabyte that unpacks to gigabytes.
func zipBomb(t *testing.T) io.Reader {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`)
	chunk := bytes.Repeat([]byte("a"), 1<<20)
	for range 1200 {
		w.Write(chunk)
	}
	io.WriteString(w, `</t></is></c></row></sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

// A long table is written in batches; memory does not grow with it.
func TestManyRows(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	f := newFixture(t, dbtest.One(t))
	const rows = 30_000
	i := f.send(f.Admin, "t.csv", strings.NewReader(people(rows)))
	runtime.GC()
	peak := watchMemory()
	i = f.run(f.Admin, i.ID)
	if mb := peak() >> 20; mb > 200 || i.Counts.Created[crm.Contact] != rows {
		t.Errorf("%d MB, %+v %v", mb, i.Counts, i.Error)
	}
}

// killAfter runs a node and stops it without mercy as soon as the condition holds.
func (f *fixture) killAfter(condition func() bool) {
	f.t.Helper()
	r := f.runner()
	if err := r.Start(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for !condition() && time.Now().Before(deadline) {
		runtime.Gosched()
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	r.Stop(stopped)
}

// A node that dies in the middle of an import is followed by another one: every row is there once.
func TestKilled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, batches(20))
		i := f.send(f.Admin, "t.csv", strings.NewReader(people(400)))
		if _, err := f.Start(t.Context(), f.Admin, i.ID); err != nil {
			t.Fatal(err)
		}
		for n := range 3 {
			f.killAfter(func() bool {
				now := f.find(f.Admin, i.ID)
				return now.Counts.Rows > n*60 || now.State != transfer.Running
			})
		}
		if middle := f.find(f.Admin, i.ID); middle.State != transfer.Running || middle.Counts.Rows == 0 {
			t.Logf("the import ended before it was killed: %s %+v", middle.State, middle.Counts)
		}
		f.drain()
		i = f.find(f.Admin, i.ID)
		people := f.people(f.Admin, entity.Node{})
		names := map[string]bool{}
		for _, p := range people {
			names[p.Name] = true
		}
		if i.State != transfer.Done || i.Counts.Rows != 400 || i.Counts.Created[crm.Contact] != 400 || len(people) != 400 || len(names) != 400 {
			t.Errorf("%s %+v, %d people, %d names", i.State, i.Counts, len(people), len(names))
		}
	})
}

// A cancelled import keeps what was written, with its report.
func TestCancelled(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t), batches(10))
	i := f.send(f.Admin, "t.csv", strings.NewReader(people(3000)))
	if _, err := f.Start(t.Context(), f.Admin, i.ID); err != nil {
		t.Fatal(err)
	}
	r := f.runner()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for f.find(f.Admin, i.ID).Counts.Rows == 0 {
		runtime.Gosched()
	}
	i, err := f.Cancel(t.Context(), f.Admin, i.ID)
	r.Stop(t.Context())
	if err != nil || i.State != transfer.Cancelled || i.Counts.Rows == 0 || i.Counts.Rows == 3000 {
		t.Fatalf("%s %+v %v", i.State, i.Counts, err)
	}
	i = f.find(f.Admin, i.ID)
	if n := len(f.people(f.Admin, entity.Node{})); n != i.Counts.Rows || n%10 != 0 {
		t.Errorf("%d people, %+v", n, i.Counts)
	}
	if i = f.takeBack(f.Admin, i.ID); i.State != transfer.Undone || len(f.people(f.Admin, entity.Node{})) != 0 {
		t.Errorf("%s %+v", i.State, i.Counts.Undo)
	}
}

// A store of files that breaks pauses the import with a clear sentence; it goes on when asked.
func TestFilesFail(t *testing.T) {
	t.Parallel()
	store := &failing{}
	f := newFixture(t, dbtest.One(t), func(c *transfer.Config) { store.Store = c.Files; c.Files = store })
	store.put = true
	if _, err := f.Upload(t.Context(), f.Admin, "t.csv", strings.NewReader(people(3))); !errs.Is(err, errs.CodeUnavailable) {
		t.Errorf("upload: %v", err)
	}
	store.put = false
	i := f.send(f.Admin, "t.csv", strings.NewReader(people(3)))
	store.open = true
	f.pausedRun(i.ID)
	store.open = false
	if i = f.run(f.Admin, i.ID); i.State != transfer.Done || i.Counts.Created[crm.Contact] != 3 || len(i.Error) != 0 {
		t.Errorf("%s %+v %v", i.State, i.Counts, i.Error)
	}
}

// pausedRun runs an import that cannot go on, past all attempts.
func (f *fixture) pausedRun(id transfer.ImportID) transfer.Import {
	f.t.Helper()
	i := f.run(f.Admin, id)
	for range 10 {
		if i.State != transfer.Running {
			break
		}
		f.hurry()
		f.drain()
		i = f.find(f.Admin, id)
	}
	if i.State != transfer.Paused || len(i.Error) == 0 || !strings.Contains(i.Error[0].Text(lang.EN), "free some") {
		f.t.Fatalf("%s %v", i.State, i.Error)
	}
	return i
}

// hurry makes the next attempt of every job due.
func (f *fixture) hurry() {
	f.t.Helper()
	if _, err := f.DB.Exec(f.t.Context(), `UPDATE jobs SET run_at = 0 WHERE state = 'ready'`); err != nil {
		f.t.Fatal(err)
	}
}

// A full disk in the middle of an import: the whole batches stay, the rest follows when there is room again.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	f := newFixture(t, d, batches(50))
	i := f.send(f.Admin, "t.csv", strings.NewReader(people(2000)))
	var pages int
	if err := d.QueryRow(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limitPages(t, d, pages+60)
	if _, err := f.Start(t.Context(), f.Admin, i.ID); err != nil {
		t.Fatal(err)
	}
	f.drain()
	middle := f.find(f.Admin, i.ID)
	if n := len(f.people(f.Admin, entity.Node{})); n != middle.Counts.Rows || n == 2000 || n%50 != 0 {
		t.Errorf("%d people, %+v", n, middle.Counts)
	}
	limitPages(t, d, 1<<30)
	for range 10 {
		f.hurry()
		f.drain()
	}
	if i = f.find(f.Admin, i.ID); i.State == transfer.Paused {
		i = f.run(f.Admin, i.ID)
	}
	if n := len(f.people(f.Admin, entity.Node{})); i.State != transfer.Done || n != 2000 || i.Counts.Created[crm.Contact] != 2000 {
		t.Errorf("%s %+v, %d people", i.State, i.Counts, n)
	}
}

// limitPages lets the database grow to so many pages.
func limitPages(t *testing.T, d *db.DB, n int) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		var now int
		return tx.QueryRow(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, n)).Scan(&now)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func countFiles(t *testing.T, dir string) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

var _ blob.Store = (*failing)(nil)

// Files are removed after their time; what is known of an import stays.
func TestSweep(t *testing.T) {
	t.Parallel()
	clock := time.Now()
	f := newFixture(t, dbtest.One(t, dbtest.Configure(func(c *db.Config) { c.Clock = func() time.Time { return clock } })))
	done := f.csv(f.Admin, people(2))
	draft := f.send(f.Admin, "t.csv", strings.NewReader(people(2)))
	for _, step := range []struct{ days, files int }{{6, 2}, {2, 1}, {90, 0}} {
		clock = clock.Add(time.Duration(step.days) * 24 * time.Hour)
		if err := f.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := countFiles(t, f.folder); n != step.files {
			t.Errorf("%d files after %d more days, want %d", n, step.days, step.files)
		}
	}
	if _, err := f.Find(t.Context(), f.Admin, draft.ID); !errs.Is(err, errs.CodeNotFound) {
		t.Errorf("the draft: %v", err)
	}
	if i := f.find(f.Admin, done.ID); i.HasFile() || i.Counts.Rows != 2 {
		t.Errorf("%+v", i)
	}
}
