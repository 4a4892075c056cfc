package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/secret"
	"voronka/internal/schema"
)

const (
	filesFolder = "files"
	// newSuffix marks what is being restored and not yet in its place.
	newSuffix = ".restoring"
)

func (t Target) engine() db.Engine {
	if t.DB.URL == "" {
		return db.SQLite
	}
	return db.Postgres
}

// checkEmpty refuses a database with an account, or of another version of the program.
func (t Target) checkEmpty(ctx context.Context, known int64) error {
	if t.DB.URL == "" {
		if _, err := os.Stat(t.DB.Path); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	applied, _, err := schema.Version(ctx, t.DB)
	if err != nil {
		return fmt.Errorf("look into the database: %w", err)
	}
	if applied == 0 {
		return nil
	}
	if applied != known {
		return fmt.Errorf("the database is not empty and has version %d: give an empty --data or --db", applied)
	}
	d, err := db.Open(ctx, t.DB)
	if err != nil {
		return err
	}
	defer d.Close()
	var accounts int
	if err := d.QueryRow(ctx, `SELECT COUNT(*) FROM accounts`).Scan(&accounts); err != nil {
		return err
	}
	if accounts > 0 {
		return errors.New("there is an account in the database: a backup is restored only into an empty one, give another --data or --db")
	}
	return nil
}

// folder is the data folder while a backup is brought back.
type folder struct{ dir string }

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f folder) newDatabase() string { return f.path("voronka.db" + newSuffix) }

// checkEmpty refuses a folder with stored files.
func (f folder) checkEmpty() error {
	f.discard()
	err := filepath.WalkDir(f.path(filesFolder), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			return errors.New("there are files in " + f.path(filesFolder) + " already: give an empty --data")
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// store takes files aside.
func (f folder) store() (*blob.Disk, error) {
	if err := os.RemoveAll(f.path(filesFolder + newSuffix)); err != nil {
		return nil, err
	}
	return blob.OpenDisk(f.path(filesFolder+newSuffix), 0)
}

// place moves the files and the key where they belong. A nil key lives elsewhere.
func (f folder) place(key []byte) error {
	if err := os.RemoveAll(f.path(filesFolder)); err != nil { // holds no file, see checkEmpty
		return err
	}
	if err := os.Rename(f.path(filesFolder+newSuffix), f.path(filesFolder)); err != nil {
		return err
	}
	if key == nil {
		return nil
	}
	if err := writeSynced(f.path(secret.KeyFile+newSuffix), key); err != nil {
		return err
	}
	return os.Rename(f.path(secret.KeyFile+newSuffix), f.path(secret.KeyFile))
}

func writeSynced(path string, raw []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(raw)
	return errors.Join(err, file.Sync(), file.Close())
}

// undo takes placed files away again: there were none before. A key of an installation without an account seals nothing.
func (f folder) undo() {
	_ = os.RemoveAll(f.path(filesFolder))
}

// discard removes what was not moved into place.
func (f folder) discard() {
	_ = os.RemoveAll(f.path(filesFolder + newSuffix))
	for _, name := range []string{f.newDatabase(), f.path(secret.KeyFile + newSuffix)} {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal", ".lock", ".lock-wal", ".lock-shm"} {
			_ = os.Remove(name + suffix)
		}
	}
}

// replaceDatabase moves a whole SQLite file into the place of an empty one, or of none.
func replaceDatabase(ctx context.Context, from, to string) error {
	if err := db.Detach(ctx, from); err != nil {
		return err
	}
	if _, err := os.Stat(to); err == nil {
		if err := db.Detach(ctx, to); err != nil {
			return fmt.Errorf("another program uses the database, stop the server and try again: %w", err)
		}
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer dir.Close()
	_ = dir.Sync() // file systems that cannot flush a folder do it by themselves
	return nil
}
