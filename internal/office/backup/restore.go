package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/schema"
)

// Target is the empty installation a backup is brought back into.
type Target struct {
	DB db.Config
	// Data is the data folder, SecretKey the master key when it does not live there.
	Data      string
	SecretKey string
	// Files, when given, takes the stored files instead of the data folder: a bucket. What it took stays there when the
	// rest fails; it is overwritten by the next try.
	Files blob.Store
}

// Restore brings a backup back, whole or not at all. The target must be empty and no server may run on it.
func Restore(ctx context.Context, t Target, path string) (Summary, error) {
	m, sum, err := Read(path)
	if err != nil {
		return Summary{}, err
	}
	r := &restorer{target: t, path: path, manifest: m, folder: folder{t.Data}}
	if err := r.prepare(ctx); err != nil {
		return Summary{}, err
	}
	defer r.folder.discard()
	if t.DB.URL == "" {
		err = r.aside(ctx)
	} else {
		err = r.inPlace(ctx)
	}
	return sum, err
}

type restorer struct {
	target   Target
	path     string
	manifest Manifest
	folder   folder
	key      []byte
}

// prepare refuses what cannot be, before anything is written.
func (r *restorer) prepare(ctx context.Context) error {
	known, err := schema.Known(r.target.engine())
	if err != nil {
		return err
	}
	if r.manifest.Schema != known {
		return fmt.Errorf("the backup was made by version %s with schema %d, this program has %d: restore it with that version and start the newer one on it",
			r.manifest.Program, r.manifest.Schema, known)
	}
	if err := r.folder.checkEmpty(); err != nil {
		return err
	}
	if err := r.readKey(); err != nil {
		return err
	}
	return r.target.checkEmpty(ctx, known)
}

// readKey finds the key that opens the backup: that of the configuration, or the one in the file.
func (r *restorer) readKey() error {
	if strings.TrimSpace(r.target.SecretKey) != "" {
		return r.tryKey([]byte(r.target.SecretKey), "the backup was made with another master key than the one of --secret-key: give that one")
	}
	if !r.manifest.HasKey {
		return errors.New("the backup does not hold its master key: give the key of the installation it was made of as --secret-key or VORONKA_SECRET_KEY")
	}
	stop := errors.New("found")
	_, err := walkFile(r.path, func(name string, size int64, body io.Reader) (err error) {
		if name != keyPart {
			return nil
		}
		if r.key, err = readPart(size, body); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		return errors.Join(err, damaged("the master key is missing"))
	}
	text := r.key
	return r.tryKey(text, "the master key in the backup does not open what is sealed in it")
}

func (r *restorer) tryKey(text []byte, otherwise string) error {
	box, err := secret.Parse(text)
	if err != nil {
		return err
	}
	if plain, err := box.Open(r.manifest.Sealed, sealedPlace); err != nil || string(plain) != sealedWord {
		return errors.New(otherwise)
	}
	return nil
}

// inPlace loads a database server in one transaction, and moves the folder's files as its last step.
func (r *restorer) inPlace(ctx context.Context) error {
	if err := schema.Migrate(ctx, r.target.DB); err != nil {
		return err
	}
	d, err := db.Open(ctx, r.target.DB)
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Write(ctx, func(tx *db.Tx) error {
		if err := clear(ctx, tx); err != nil {
			return err
		}
		if err := r.load(ctx, tx, func(fn func(q db.Querier) error) error { return fn(tx) }); err != nil {
			return err
		}
		return r.folder.place(r.key)
	})
	if err != nil {
		r.folder.undo()
	}
	return err
}

// aside loads a new file, in many transactions, and moves it into place when it is whole.
func (r *restorer) aside(ctx context.Context) error {
	into := db.Config{Path: r.folder.newDatabase()}
	if err := schema.Migrate(ctx, into); err != nil {
		return err
	}
	if err := r.fill(ctx, into); err != nil {
		return err
	}
	if err := r.folder.place(r.key); err != nil {
		r.folder.undo()
		return err
	}
	if err := replaceDatabase(ctx, into.Path, r.target.DB.Path); err != nil {
		r.folder.undo()
		return err
	}
	return nil
}

func (r *restorer) fill(ctx context.Context, into db.Config) error {
	d, err := db.Open(ctx, into)
	if err != nil {
		return err
	}
	err = d.Write(ctx, func(tx *db.Tx) error { return clear(ctx, tx) })
	if err == nil {
		err = r.load(ctx, d, func(fn func(q db.Querier) error) error {
			return d.Write(ctx, func(tx *db.Tx) error { return fn(tx) })
		})
	}
	return errors.Join(err, d.Close())
}

// clear removes what migrations and a first start have put into an empty installation.
func clear(ctx context.Context, tx *db.Tx) error {
	tables, err := db.Tables(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := tx.Exec(ctx, `DELETE FROM `+t.Name); err != nil {
			return err
		}
	}
	return nil
}

// load brings rows and files back; write is how a part of rows is written.
func (r *restorer) load(ctx context.Context, q db.Querier, write func(func(q db.Querier) error) error) error {
	tables, err := db.Tables(ctx, q)
	if err != nil {
		return err
	}
	p, err := match(r.manifest, tables)
	if err != nil {
		return err
	}
	store, err := r.folder.store()
	if err != nil {
		return err
	}
	defer store.Close()
	files := blob.Store(store)
	if r.target.Files != nil {
		files = r.target.Files
	}
	_, err = walkFile(r.path, func(name string, size int64, body io.Reader) error {
		if key, ok := strings.CutPrefix(name, filePrefix); ok {
			_, err := files.Put(ctx, key, body)
			return err
		}
		rest, ok := strings.CutPrefix(name, tablePrefix)
		if !ok {
			return nil
		}
		table, _, _ := strings.Cut(rest, "/")
		l, ok := p[table]
		if !ok {
			return damaged("part %q belongs to no table", name)
		}
		raw, err := readPart(size, body)
		if err != nil {
			return err
		}
		if err := write(func(q db.Querier) error { return l.load(ctx, q, raw) }); err != nil {
			return fmt.Errorf("restore %s: %w", name, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return write(func(q db.Querier) error { return p.setLastIDs(ctx, q) })
}

// load inserts the rows of a part, many to a statement.
func (l loader) load(ctx context.Context, q db.Querier, part []byte) error {
	most := min(200, db.ParamLimit(q.Engine())/len(l.columns))
	args := make([]any, 0, most*len(l.columns))
	n := 0
	flush := func() error {
		if n == 0 {
			return nil
		}
		_, err := q.Exec(ctx, l.insert()+db.Values(n, len(l.columns)), args...)
		args, n = args[:0], 0
		return err
	}
	for line := range bytes.Lines(part) {
		values, err := decode(line, l.columns)
		if err != nil {
			return damaged("a row of %s cannot be read (%v)", l.name, err)
		}
		args = append(args, values...)
		if n++; n == most {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// setLastIDs makes new rows go on after everything that ever was, deleted rows too.
func (p plan) setLastIDs(ctx context.Context, q db.Querier) error {
	for _, l := range p {
		if !l.counted {
			continue
		}
		var last int64
		if err := q.QueryRow(ctx, `SELECT COALESCE(MAX(id), 0) FROM `+l.name).Scan(&last); err != nil {
			return err
		}
		if last = max(last, l.lastID); last == 0 {
			continue
		}
		if err := db.SetLastID(ctx, q, l.name, last); err != nil {
			return fmt.Errorf("sequence of %s: %w", l.name, err)
		}
	}
	return nil
}
