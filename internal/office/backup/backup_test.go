package backup_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/office/backup"
	"voronka/internal/schema/dbtest"
)

var engines = []db.Engine{db.SQLite, db.Postgres}

// Everything comes back, on the same engine and on the other one.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, from := range engines {
		for _, to := range engines {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, from, 300)
				path, sum := w.backup(t)
				target := emptyTarget(t, to)
				got, err := backup.Restore(t.Context(), target, path)
				if err != nil {
					t.Fatal(err)
				}
				if got.Rows != sum.Rows || got.Files != 1 || sum.Missing != 1 || got.Rows < 3000 || got.Tables != sum.Tables {
					t.Errorf("wrote %+v, brought back %+v", sum, got)
				}
				compare(t, w, target)
			})
		}
	}
}

func compare(t *testing.T, w *world, target backup.Target) {
	t.Helper()
	d := dbtest.Open(t, target.DB)
	before := tables(t, w.DB)
	if len(before) < 30 || len(before) != len(tables(t, d)) {
		t.Fatalf("%d tables and %d", len(before), len(tables(t, d)))
	}
	for _, table := range before {
		was, is := rows(t, w.DB, table), rows(t, d, table)
		if len(was) != len(is) {
			t.Errorf("%s: %d rows became %d", table.Name, len(was), len(is))
			continue
		}
		for i := range was {
			if was[i] != is[i] {
				t.Fatalf("%s differs:\n%s\n%s", table.Name, was[i], is[i])
			}
		}
	}
	comparePlaces(t, w, d, before)
	compareFolder(t, target, d)
	compareSearch(t, w, d)
}

// comparePlaces: new rows go on after everything that ever was.
func comparePlaces(t *testing.T, w *world, d *db.DB, list []db.Table) {
	t.Helper()
	for _, table := range list {
		if !table.Counted {
			continue
		}
		was, err := db.LastID(t.Context(), w.DB, table.Name)
		if err != nil {
			t.Fatal(err)
		}
		is, err := db.LastID(t.Context(), d, table.Name)
		// A sequence that nobody has drawn from says 0 on one engine and its start on the other.
		if err != nil || is != was && max(is, was) != 1000 {
			t.Errorf("%s: the last id was %d, is %d, %v", table.Name, was, is, err)
		}
	}
	last, err := db.LastID(t.Context(), w.DB, "events")
	if err != nil {
		t.Fatal(err)
	}
	var id int64
	err = d.Write(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `INSERT INTO events (account_id, kind, entity_kind, entity_id, actor_kind, actor_id, at, change_id)
			VALUES (1, 'x', 'deal', 1, 'user', 1, 1, 1) RETURNING id`).Scan(&id)
	})
	if err != nil || id != last+1 {
		t.Errorf("the next event is %d after %d, %v", id, last, err)
	}
}

func compareFolder(t *testing.T, target backup.Target, d *db.DB) {
	t.Helper()
	files, err := blob.OpenDisk(filepath.Join(target.Data, "files"), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if got := readAll(t, files, "imports/1/KEY"); got != content {
		t.Errorf("the file is %q", got)
	}
	var sealed string
	if err := d.QueryRow(t.Context(), `SELECT value FROM install_settings WHERE name = 'sealed'`).Scan(&sealed); err != nil {
		t.Fatal(err)
	}
	box, err := secret.Load(target.Data, "")
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := hex.DecodeString(sealed)
	if plain, err := box.Open(raw, "test"); err != nil || string(plain) != "password" {
		t.Errorf("the sealed value does not open: %v", err)
	}
	for _, name := range names(t, target.Data) {
		if strings.Contains(name, "restoring") {
			t.Errorf("%s was left behind", name)
		}
	}
}

// compareSearch: what was found is found.
func compareSearch(t *testing.T, w *world, d *db.DB) {
	t.Helper()
	text := `SELECT COUNT(*) FROM search_entries WHERE text LIKE '%строка%'`
	if d.Engine() == db.SQLite {
		text = `SELECT COUNT(*) FROM search_fts WHERE text MATCH '"строка"'`
	}
	var n int
	if err := d.QueryRow(t.Context(), text).Scan(&n); err != nil || n != 1 {
		t.Errorf("found %d, %v", n, err)
	}
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// untouched: nothing of a refused backup stays.
func untouched(t *testing.T, target backup.Target) {
	t.Helper()
	if target.DB.URL == "" {
		if left := names(t, target.Data); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
		return
	}
	if left := names(t, target.Data); len(left) > 1 || len(left) == 1 && left[0] != secret.KeyFile {
		t.Errorf("left behind: %v", left)
	}
	d := dbtest.Open(t, target.DB)
	for _, table := range tables(t, d) {
		if n := rows(t, d, table); len(n) != 0 {
			t.Errorf("%s has %d rows", table.Name, len(n))
		}
	}
}

func refused(t *testing.T, target backup.Target, path, want string) {
	t.Helper()
	_, err := backup.Restore(t.Context(), target, path)
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("want %q in one line, got %v", want, err)
	}
}

func TestRestore_refusesDamage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, db.SQLite, 20)
	path, _ := w.backup(t)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	target := emptyTarget(t, db.SQLite)
	bad := filepath.Join(t.TempDir(), "bad")
	try := func(raw []byte, want string) {
		t.Helper()
		if err := os.WriteFile(bad, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, target, bad, want)
	}
	for _, at := range []int{0, 1, 9, 10, 100, len(raw) / 3, len(raw) / 2, len(raw) - 100, len(raw) - 9, len(raw) - 1} {
		try(raw[:at], "nothing was restored")
	}
	for i := range 60 {
		altered := bytes.Clone(raw)
		altered[len(raw)*i/60] ^= 0x10
		if _, _, err := backup.Read(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(bad, altered, 0o600); err != nil {
			t.Fatal(err)
		}
		// Some bits of the compression's head mean nothing; what is read must then be the same.
		if _, sum, err := backup.Read(bad); err == nil && sum.Rows < 200 || err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("byte %d altered: %+v, %v", len(raw)*i/60, sum, err)
		}
	}
	try([]byte("this is a text"), "not a backup")
	plain := unzip(t, raw)
	for _, cut := range []string{"end.json", "tables/deals/000001.jsonl.sha256"} { // well packed, and less than it was
		before, _, ok := bytes.Cut(plain, []byte(cut))
		if !ok {
			t.Fatal("no", cut)
		}
		try(zip(t, before), "cut off")
	}
	try(zip(t, bytes.Replace(plain, []byte("Строка"), []byte("Сторка"), 1)), "is not what was written")
	refused(t, target, filepath.Join(t.TempDir(), "none"), "--file")
	untouched(t, target)
}

func unzip(t *testing.T, raw []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func zip(t *testing.T, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRestore_refusesForgery(t *testing.T) {
	t.Parallel()
	w := newWorld(t, db.SQLite, 20)
	path, _ := w.backup(t)
	parts := backup.Parts(t, path)
	with := func(change func(p *backup.Part)) []backup.Part {
		out := make([]backup.Part, len(parts))
		for i, p := range parts {
			out[i] = backup.Part{Name: p.Name, Body: bytes.Clone(p.Body)}
			change(&out[i])
		}
		return out
	}
	manifest := func(change func(m map[string]any)) []backup.Part {
		return with(func(p *backup.Part) {
			if p.Name == "manifest.json" {
				m := map[string]any{}
				_ = json.Unmarshal(p.Body, &m)
				change(m)
				p.Body, _ = json.Marshal(m)
			}
		})
	}
	rename := func(from, to string) []backup.Part {
		return with(func(p *backup.Part) { p.Name = strings.Replace(p.Name, from, to, 1) })
	}
	twice := with(func(p *backup.Part) {
		if strings.HasPrefix(p.Name, "tables/tasks/") {
			p.Body = append(p.Body, p.Body...)
		}
	})
	for name, tt := range map[string]struct {
		parts []backup.Part
		want  string
	}{
		"format":          {manifest(func(m map[string]any) { m["version"] = 2 }), "format 2"},
		"schema":          {manifest(func(m map[string]any) { m["schema"] = 99 }), "schema 99"},
		"foreign":         {manifest(func(m map[string]any) { m["format"] = "other" }), "not a backup of Voronka"},
		"headless":        {parts[1:], "not a backup of Voronka"},
		"another key":     {with(func(p *backup.Part) { p.Body = forgeKey(p) }), "does not open"},
		"no key":          {append(bytesOf(parts, "manifest.json"), without(parts, "manifest.json", "secret.key")...), "master key is missing"},
		"unknown part":    {rename("tables/tasks", "things/tasks"), "is unknown"},
		"unknown table":   {rename("tables/tasks", "tables/users_2"), "belongs to no table"},
		"path upwards":    {rename("files/imports", "files/../../imports"), "key"},
		"rows twice":      {twice, "tables/tasks"},
		"not JSON":        {with(func(p *backup.Part) { breakRows(p, "[1,") }), "cannot be read"},
		"columns missing": {with(func(p *backup.Part) { breakRows(p, "[1]\n") }), "cannot be read"},
		"hostile table": {manifest(func(m map[string]any) {
			m["tables"] = []any{map[string]any{"name": "users; DROP TABLE users", "columns": []string{"id"}}}
		}), "does not know"},
		"hostile column": {manifest(func(m map[string]any) {
			m["tables"] = []any{map[string]any{"name": "users", "columns": []string{"id) VALUES (1); --"}}}
		}), "does not know"},
	} {
		for _, engine := range engines {
			t.Run(name+"/"+string(engine), func(t *testing.T) {
				t.Parallel()
				forged := filepath.Join(t.TempDir(), "forged")
				backup.Forge(t, forged, tt.parts)
				target := emptyTarget(t, engine)
				refused(t, target, forged, tt.want)
				untouched(t, target)
			})
		}
	}
}

func forgeKey(p *backup.Part) []byte {
	if p.Name == "secret.key" {
		return bytes.Repeat([]byte{7}, 32)
	}
	return p.Body
}

func breakRows(p *backup.Part, with string) {
	if strings.HasPrefix(p.Name, "tables/users/") {
		p.Body = append(p.Body, with...)
	}
}

func bytesOf(parts []backup.Part, name string) (out []backup.Part) {
	for _, p := range parts {
		if p.Name == name {
			out = append(out, p)
		}
	}
	return out
}

func without(parts []backup.Part, names ...string) (out []backup.Part) {
	for _, p := range parts {
		if p.Name != names[0] && p.Name != names[1] {
			out = append(out, p)
		}
	}
	return out
}

func TestRestore_refusesUsedTarget(t *testing.T) {
	t.Parallel()
	w := newWorld(t, db.SQLite, 20)
	path, _ := w.backup(t)
	for _, engine := range engines {
		t.Run("account/"+string(engine), func(t *testing.T) {
			t.Parallel()
			used := newWorld(t, engine, 5)
			target := backup.Target{DB: used.cfg, Data: t.TempDir()}
			refused(t, target, path, "there is an account")
			if n := rows(t, used.DB, db.Table{Name: "deals", Columns: []db.TableColumn{{Name: "id", Type: db.Integer}}}); len(n) != 6 {
				t.Errorf("%d deals are left", len(n))
			}
		})
		t.Run("files/"+string(engine), func(t *testing.T) {
			t.Parallel()
			target := emptyTarget(t, engine)
			files, err := blob.OpenDisk(filepath.Join(target.Data, "files"), 0)
			if err != nil {
				t.Fatal(err)
			}
			defer files.Close()
			if _, err := files.Put(t.Context(), "a/b", strings.NewReader("x")); err != nil {
				t.Fatal(err)
			}
			refused(t, target, path, "there are files")
			if readAll(t, files, "a/b") != "x" {
				t.Error("the file is gone")
			}
		})
	}
	t.Run("server running", func(t *testing.T) {
		t.Parallel()
		target := emptyTarget(t, db.SQLite)
		target.DB = dbtest.Config(t, db.SQLite)
		running := dbtest.Open(t, target.DB)
		refused(t, target, path, "stop the server")
		if err := running.QueryRow(t.Context(), `SELECT COUNT(*) FROM accounts`).Scan(new(int)); err != nil {
			t.Error(err)
		}
	})
	t.Run("started once", func(t *testing.T) {
		t.Parallel()
		target := emptyTarget(t, db.SQLite)
		target.DB = dbtest.Config(t, db.SQLite)
		if _, err := secret.Load(target.Data, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Restore(t.Context(), target, path); err != nil {
			t.Fatal(err)
		}
		compare(t, w, target)
	})
}

// A key that lives outside stays outside: without it nothing is restored, with it everything opens.
func TestRestore_keyOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, db.SQLite, 5)
	key, err := os.ReadFile(filepath.Join(w.data, secret.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "b")
	source := w.source()
	source.KeyFile = ""
	if _, err := backup.Write(t.Context(), source, path); err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(path)
	if bytes.Contains(raw, key) {
		t.Error("the key is in the file")
	}
	target := emptyTarget(t, db.SQLite)
	refused(t, target, path, "--secret-key")
	target.SecretKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	refused(t, target, path, "another master key")
	untouched(t, target)
	target.SecretKey = string(key)
	if _, err := backup.Restore(t.Context(), target, path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(target.Data, secret.KeyFile)); err == nil {
		t.Error("a key was written although it lives outside")
	}
}

// A backup made while others write is one moment: every deal in it has its event and its contact.
func TestWrite_besideWriters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.DB) {
		engine := db.Engine(filepath.Base(t.Name()))
		w := newWorld(t, engine, 200)
		stop := make(chan struct{})
		var writers sync.WaitGroup
		for range 3 {
			writers.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-stop:
						return
					default:
					}
					_, err := w.Deals.Create(t.Context(), w.Admin, deal.New{
						New: entity.New{Name: fmt.Sprint("Deal ", n)}, Price: crm.Money(n),
						Contacts: []deal.NewPerson{{New: &contact.New{FirstName: "A", Phone: fmt.Sprintf("+7916%07d", n)}}},
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		path, _ := w.backup(t)
		close(stop)
		writers.Wait()
		target := emptyTarget(t, engine)
		if _, err := backup.Restore(t.Context(), target, path); err != nil {
			t.Fatal(err)
		}
		d := dbtest.Open(t, target.DB)
		for what, text := range map[string]string{
			"deals without an event": `SELECT COUNT(*) FROM deals d WHERE NOT EXISTS (SELECT 1 FROM events e
				WHERE e.account_id = d.account_id AND e.entity_kind = 'deal' AND e.entity_id = d.id AND e.kind = 'deal.created')`,
			"contacts that are missing": `SELECT COUNT(*) FROM deal_contacts l WHERE NOT EXISTS (SELECT 1 FROM contacts c
				WHERE c.account_id = l.account_id AND c.id = l.contact_id)`,
		} {
			var n int
			if err := d.QueryRow(t.Context(), text).Scan(&n); err != nil || n > 1 { // newWorld drops the newest event
				t.Errorf("%d %s, %v", n, what, err)
			}
		}
	})
}

// A disk that fills up, or a place that cannot be written, leaves the older backup as it was.
func TestWrite_keepsOlder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, db.SQLite, 5)
	path, _ := w.backup(t)
	before, _ := os.ReadFile(path)
	source := w.source()
	source.KeyFile = filepath.Join(t.TempDir(), "none")
	if _, err := backup.Write(t.Context(), source, path); err == nil {
		t.Error("a backup without the key it promises was written")
	}
	after, _ := os.ReadFile(path)
	if !bytes.Equal(before, after) || len(names(t, filepath.Dir(path))) != 1 {
		t.Error("the older backup was touched, or pieces are left")
	}
	if _, err := backup.Write(t.Context(), w.source(), filepath.Join(t.TempDir(), "no", "such")); err == nil || !strings.Contains(err.Error(), "--file") {
		t.Error(err)
	}
}
