package backup_test

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/office/backup"
	"voronka/internal/schema"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/seed/demo"
)

// world is an installation with everything a backup must carry.
type world struct {
	*seed.Scene
	data  string
	cfg   db.Config
	box   *secret.Box
	files *blob.Disk
}

const (
	hostile = "Строка «ё» 'q' \"q\" \\ <b>&\u2028\n\t🙂"
	content = "the bytes of an uploaded table"
)

func newWorld(t *testing.T, engine db.Engine, deals int) *world {
	t.Helper()
	w := &world{data: t.TempDir(), cfg: dbtest.Config(t, engine)}
	d := dbtest.Open(t, w.cfg)
	w.Scene = seed.CRM(t, d)
	var err error
	if w.box, err = secret.Load(w.data, ""); err != nil {
		t.Fatal(err)
	}
	if w.files, err = blob.OpenDisk(filepath.Join(w.data, "files"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.files.Close() })
	w.fill(t, deals)
	return w
}

func (w *world) fill(t *testing.T, deals int) {
	t.Helper()
	s := demo.Services{
		DB: w.DB, Fields: w.Fields, Pipelines: w.Pipelines, Contacts: w.Contacts, Companies: w.Companies, Deals: w.Deals,
		Tasks: w.Tasks, Timeline: w.Timeline,
	}
	if err := demo.Fill(t.Context(), s, w.Admin, deals, 1, func(int) {}); err != nil {
		t.Fatal(err)
	}
	w.Deal(t, w.Admin, deal.New{New: entity.New{Name: strings.Join(strings.Fields(hostile), " ")}, Price: 987_654_321_01})
	w.Drain(t)
	if _, err := w.files.Put(t.Context(), "imports/1/KEY", strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `INSERT INTO install_settings (name, value) VALUES ('sealed', $1)`, hexOf(w.box.Seal([]byte("password"), "test")))
	w.exec(t, `INSERT INTO imports (account_id, file_name, file_key, file_size, state, created_by, created_at)
		VALUES ($1, $2, 'imports/1/KEY', 30, 'done', 1, 1), ($1, 'gone.xlsx', 'imports/1/GONE', 30, 'done', 1, 1)`, w.Admin.AccountID, hostile)
	w.exec(t, `UPDATE deals SET price = 9007199254740993 WHERE id = (SELECT MAX(id) FROM deals)`) // no float holds it
	// The newest event is gone, as after a clean-up: its id must not come again.
	w.exec(t, `DELETE FROM events WHERE id = (SELECT MAX(id) FROM events)`)
}

func hexOf(raw []byte) string { return fmt.Sprintf("%x", raw) }

func (w *world) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	err := w.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(t.Context(), sql, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) source() backup.Source {
	known, _ := schema.Known(w.DB.Engine())
	return backup.Source{
		DB: w.DB, Files: w.files, Box: w.box, Schema: known, Program: "test", KeyFile: filepath.Join(w.data, secret.KeyFile),
	}
}

func (w *world) backup(t *testing.T) (path string, sum backup.Summary) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "voronka.tar.gz")
	sum, err := backup.Write(t.Context(), w.source(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal("a backup holds secrets:", info.Mode(), err)
	}
	return path, sum
}

// emptyTarget is a place without an account.
func emptyTarget(t *testing.T, engine db.Engine) backup.Target {
	t.Helper()
	target := backup.Target{Data: t.TempDir()}
	if engine == db.Postgres {
		target.DB = dbtest.Config(t, engine)
	} else {
		target.DB = db.Config{Path: filepath.Join(target.Data, "voronka.db")}
	}
	return target
}

// rows is all of a table, each row as one text that does not depend on the engine, in order.
func rows(t *testing.T, d *db.DB, table db.Table) []string {
	t.Helper()
	columns := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		columns[i] = c.Name
		if c.Type == db.Bool { // SQLite keeps a number
			columns[i] = "CASE WHEN " + c.Name + " THEN 'yes' ELSE 'no' END"
		} else if c.Type != db.Float {
			columns[i] = "CAST(" + c.Name + " AS TEXT)"
		}
	}
	r, err := d.Query(t.Context(), `SELECT `+strings.Join(columns, ", ")+` FROM `+table.Name)
	out, err := db.Collect(r, err, func(r db.Rows) (string, error) { return rowText(r, table) })
	if err != nil {
		t.Fatal(table.Name, err)
	}
	slices.Sort(out)
	return out
}

func rowText(r db.Rows, table db.Table) (string, error) {
	dest := make([]any, len(table.Columns))
	for i, c := range table.Columns {
		if dest[i] = any(new(*string)); c.Type == db.Float {
			dest[i] = new(*float64)
		}
	}
	if err := r.Scan(dest...); err != nil {
		return "", err
	}
	var b strings.Builder
	for i, d := range dest {
		switch v := d.(type) {
		case **string:
			if *v != nil {
				fmt.Fprintf(&b, "%s=%s|", table.Columns[i].Name, canonical(**v))
			}
		case **float64:
			if *v != nil {
				fmt.Fprintf(&b, "%s=%v|", table.Columns[i].Name, **v)
			}
		}
	}
	return b.String(), nil
}

// canonical is a JSON text in the one form, any other text as it is.
func canonical(s string) string {
	if !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
		return s
	}
	var v any
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return s
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

func tables(t *testing.T, d *db.DB) []db.Table {
	t.Helper()
	list, err := db.Tables(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func readAll(t *testing.T, s blob.Store, key string) string {
	t.Helper()
	f, _, err := s.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
