package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/secret"
)

// Source is the installation a backup is made of.
type Source struct {
	DB      *db.DB
	Files   blob.Store
	Box     *secret.Box
	Schema  int64
	Program string
	// KeyFile is the file of the master key; empty when the key lives elsewhere and stays there.
	KeyFile string
}

// Write makes a backup at path: aside first, then in one step in the place of what stood there.
func Write(ctx context.Context, s Source, path string) (Summary, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // 0600: it holds everything, and the key
	if err != nil {
		return Summary{}, fmt.Errorf("cannot write there, give another --file: %w", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	sum, err := s.write(ctx, f)
	if err != nil {
		return sum, fmt.Errorf("write the backup: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return sum, fmt.Errorf("write the backup: %w", err)
	}
	return sum, os.Rename(f.Name(), path)
}

func (s Source) write(ctx context.Context, w io.Writer) (sum Summary, err error) {
	err = s.DB.Snapshot(ctx, func(q db.Querier) error {
		sum, err = s.dump(ctx, q, w)
		return err
	})
	return sum, err
}

func (s Source) dump(ctx context.Context, q db.Querier, w io.Writer) (Summary, error) {
	sum := Summary{HasKey: s.KeyFile != ""}
	a, err := newArchive(w, s.DB.Now())
	if err != nil {
		return sum, err
	}
	tables, err := db.Tables(ctx, q)
	if err != nil {
		return sum, err
	}
	if err := s.head(ctx, q, a, tables); err != nil {
		return sum, err
	}
	for _, t := range tables {
		d := dumper{archive: a, table: t}
		if err := d.run(ctx, q); err != nil {
			return sum, fmt.Errorf("table %s: %w", t.Name, err)
		}
		sum.Rows += d.rows
	}
	if sum.Missing, err = s.files(ctx, q, a, tables); err != nil {
		return sum, err
	}
	a.end.Rows, sum.Tables, sum.Files = sum.Rows, len(tables), a.end.Files
	return sum, a.finish()
}

func (s Source) head(ctx context.Context, q db.Querier, a *archive, tables []db.Table) error {
	m := Manifest{
		Format: formatName, Version: formatVersion, Schema: s.Schema, Program: s.Program, CreatedAt: a.now.Unix(),
		Sealed: s.Box.Seal([]byte(sealedWord), sealedPlace), HasKey: s.KeyFile != "",
	}
	for _, t := range tables {
		entry := table{Name: t.Name}
		for _, c := range t.Columns {
			entry.Columns = append(entry.Columns, c.Name)
		}
		if t.Counted {
			last, err := db.LastID(ctx, q, t.Name)
			if err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
			entry.LastID = last
		}
		m.Tables = append(m.Tables, entry)
	}
	if err := a.json(manifestPart, m); err != nil || s.KeyFile == "" {
		return err
	}
	key, err := os.ReadFile(s.KeyFile)
	if err != nil {
		return fmt.Errorf("read the master key: %w", err)
	}
	return a.part(keyPart, int64(len(key)), bytes.NewReader(key))
}

// keyColumn is the column in which a table names a stored file.
const keyColumn = "file_key"

// files writes the stored files that rows name. One that is gone meanwhile is counted, not an error: exports expire.
func (s Source) files(ctx context.Context, q db.Querier, a *archive, tables []db.Table) (missing int, err error) {
	for _, t := range tables {
		if !hasColumn(t, keyColumn) {
			continue
		}
		rows, err := q.Query(ctx, `SELECT DISTINCT `+keyColumn+` FROM `+t.Name+` WHERE `+keyColumn+` <> ''`)
		if err != nil {
			return missing, err
		}
		n, err := s.filesOf(ctx, rows, a)
		missing += n
		if err != nil {
			return missing, fmt.Errorf("files of %s: %w", t.Name, err)
		}
	}
	return missing, nil
}

func (s Source) filesOf(ctx context.Context, rows db.Rows, a *archive) (missing int, err error) {
	defer rows.Close()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return missing, err
		}
		err := s.file(ctx, key, a)
		if errs.Is(err, errs.CodeNotFound) || errors.Is(err, fs.ErrNotExist) {
			missing++
		} else if err != nil {
			return missing, err
		}
	}
	return missing, rows.Err()
}

func (s Source) file(ctx context.Context, key string, a *archive) error {
	r, info, err := s.Files.Open(ctx, key)
	if err != nil {
		return err
	}
	defer r.Close()
	a.end.Files++
	return a.part(filePrefix+key, info.Size, r)
}

func hasColumn(t db.Table, name string) bool {
	for _, c := range t.Columns {
		if c.Name == name {
			return true
		}
	}
	return false
}

// dumper writes the rows of one table.
type dumper struct {
	archive *archive
	table   db.Table
	buf     bytes.Buffer
	parts   int
	rows    int64
}

func (d *dumper) run(ctx context.Context, q db.Querier) error {
	rows, err := q.Query(ctx, d.statement())
	if err != nil {
		return err
	}
	defer rows.Close()
	r := newRow(d.table.Columns)
	for rows.Next() {
		if err := rows.Scan(r.dest...); err != nil {
			return err
		}
		if err := r.encode(&d.buf); err != nil {
			return err
		}
		d.rows++
		if d.buf.Len() >= partSize {
			if err := d.flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return d.flush()
}

func (d *dumper) statement() string {
	columns := make([]string, len(d.table.Columns))
	for i, c := range d.table.Columns {
		columns[i] = c.Name
		if c.Type == db.JSON {
			columns[i] = "CAST(" + c.Name + " AS TEXT)"
		}
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + d.table.Name
}

func (d *dumper) flush() error {
	if d.buf.Len() == 0 {
		return nil
	}
	d.parts++
	name := fmt.Sprintf("%s%s/%06d.jsonl", tablePrefix, d.table.Name, d.parts)
	err := d.archive.part(name, int64(d.buf.Len()), &d.buf)
	d.buf.Reset()
	return err
}
