package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"voronka/internal/kit/db"
)

// Read looks through a file and answers what it is, when it is whole. It touches nothing else.
func Read(path string) (Manifest, Summary, error) {
	c := &checker{}
	done, err := walkFile(path, c.visit)
	if err != nil {
		return c.manifest, Summary{}, err
	}
	if done.Rows != c.rows || done.Files != c.files {
		return c.manifest, Summary{}, damaged("it tells of %d rows and %d files and holds %d and %d", done.Rows, done.Files, c.rows, c.files)
	}
	return c.manifest, Summary{Tables: len(c.manifest.Tables), Rows: c.rows, Files: c.files, HasKey: c.key}, nil
}

func walkFile(path string, fn visit) (end, error) {
	f, err := os.Open(path)
	if err != nil {
		return end{}, fmt.Errorf("cannot read the backup, give another --file: %w", err)
	}
	defer f.Close()
	return walk(f, fn)
}

type checker struct {
	manifest Manifest
	key      bool
	rows     int64
	files    int
}

func (c *checker) visit(name string, size int64, body io.Reader) error {
	switch {
	case c.manifest.Format == "" && name == manifestPart:
		m, err := readManifest(size, body)
		c.manifest = m
		return err
	case c.manifest.Format == "":
		return errors.New("the file is not a backup of Voronka")
	case name == keyPart:
		c.key = true
		return nil
	case strings.HasPrefix(name, tablePrefix):
		return c.countRows(size, body)
	case strings.HasPrefix(name, filePrefix):
		c.files++
		return nil
	}
	return damaged("part %q is unknown", name)
}

func (c *checker) countRows(size int64, body io.Reader) error {
	if size > maxPart {
		return damaged("a part of rows is too large")
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := body.Read(buf)
		c.rows += int64(bytes.Count(buf[:n], []byte{'\n'}))
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func readManifest(size int64, body io.Reader) (m Manifest, err error) {
	if size > 1<<20 {
		return m, damaged("its first part is too large")
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(raw, &m); err != nil || m.Format != formatName {
		return m, errors.New("the file is not a backup of Voronka")
	}
	if m.Version != formatVersion {
		return m, fmt.Errorf("the backup has format %d, this program reads %d: restore it with version %s of the program or newer",
			m.Version, formatVersion, m.Program)
	}
	return m, nil
}

// readPart takes a whole part into memory.
func readPart(size int64, body io.Reader) ([]byte, error) {
	if size > maxPart {
		return nil, damaged("a part is too large")
	}
	raw := make([]byte, size)
	_, err := io.ReadFull(body, raw)
	return raw, err
}

// plan is how the tables of a backup meet those of a database.
type plan map[string]loader

type loader struct {
	name    string
	columns []db.TableColumn
	lastID  int64
	counted bool
}

// match finds for every table and column of the backup that of the database. The schema versions are equal, so a
// difference is a fault; it is told rather than half a table brought back.
func match(m Manifest, tables []db.Table) (plan, error) {
	have := map[string]db.Table{}
	for _, t := range tables {
		have[t.Name] = t
	}
	p := plan{}
	for _, t := range m.Tables {
		target, ok := have[t.Name]
		if !ok {
			return nil, fmt.Errorf("the backup has a table %q that this program does not know", t.Name)
		}
		l := loader{name: t.Name, lastID: t.LastID, counted: target.Counted}
		for _, name := range t.Columns {
			c, ok := column(target, name)
			if !ok {
				return nil, fmt.Errorf("the backup has a column %q in %s that this program does not know", name, t.Name)
			}
			l.columns = append(l.columns, c)
		}
		p[t.Name] = l
	}
	return p, nil
}

func column(t db.Table, name string) (db.TableColumn, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return db.TableColumn{}, false
}

func (l loader) insert() string {
	names := make([]string, len(l.columns))
	for i, c := range l.columns {
		names[i] = c.Name
	}
	return "INSERT INTO " + l.name + " (" + strings.Join(names, ", ") + ") VALUES "
}
