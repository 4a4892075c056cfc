package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"voronka/internal/kit/errs"
)

// unfinished is the folder of files being written; staleAfter is when what lies there was left by a crash.
const (
	unfinished = ".unfinished"
	staleAfter = 24 * time.Hour
)

// Disk keeps files in a folder. Nothing outside the folder can be reached through it, not even by symbolic links.
type Disk struct {
	root *os.Root
	max  int64
}

var _ Store = (*Disk)(nil)

// OpenDisk opens the store in dir, which is made when absent. maxSize bounds one file in bytes; 0 means no bound.
func OpenDisk(dir string, maxSize int64) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder of files: %w", err)
	}
	if err := root.MkdirAll(unfinished, 0o700); err != nil {
		root.Close()
		return nil, fmt.Errorf("make folder of unfinished files: %w", err)
	}
	d := &Disk{root: root, max: maxSize}
	// A failure is harmless: it will be tried at the next start.
	_ = d.Tidy(context.Background(), time.Now().Add(-staleAfter))
	return d, nil
}

// Close releases the folder; files opened before stay readable.
func (d *Disk) Close() error { return d.root.Close() }

// Tidy removes what a crash left half written.
func (d *Disk) Tidy(ctx context.Context, before time.Time) error {
	var failed error
	err := d.folder(ctx, unfinished, func(entries []fs.DirEntry) error {
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.ModTime().Before(before) {
				failed = errors.Join(failed, d.root.Remove(path.Join(unfinished, e.Name())))
			}
		}
		return nil
	})
	return errors.Join(err, failed)
}

// Walk goes through the folder and those in it.
func (d *Disk) Walk(ctx context.Context, below string, fn func(page []Info) error) error {
	if err := CheckKey(below); err != nil {
		return err
	}
	var folders []string
	err := d.folder(ctx, below, func(entries []fs.DirEntry) error {
		var page []Info
		for _, e := range entries {
			key := path.Join(below, e.Name())
			switch {
			case CheckKey(key) != nil: // not ours
			case e.IsDir():
				folders = append(folders, key)
			case e.Type().IsRegular():
				if info, err := e.Info(); err == nil { // else it has just been deleted
					page = append(page, Info{Key: key, Size: info.Size(), UpdatedAt: info.ModTime()})
				}
			}
		}
		if len(page) == 0 {
			return nil
		}
		return fn(page)
	})
	if err != nil {
		return err
	}
	for _, f := range folders {
		if err := d.Walk(ctx, f, fn); err != nil {
			return err
		}
	}
	return nil
}

// folder reads a folder piece by piece; one that is not there is empty.
func (d *Disk) folder(ctx context.Context, name string, fn func([]fs.DirEntry) error) error {
	f, err := d.root.Open(name)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list files in %s: %w", name, err)
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(WalkPage)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return fmt.Errorf("list files in %s: %w", name, err)
		}
		if err := fn(entries); err != nil {
			return err
		}
	}
}

// Put writes a file: aside first, then flushed to the disk, then moved into place. It fails with Limit when r is
// longer than allowed and with Unavailable when the disk is full; the file of before stays then.
func (d *Disk) Put(ctx context.Context, key string, r io.Reader) (Info, error) {
	if err := CheckKey(key); err != nil {
		return Info{}, err
	}
	temp := path.Join(unfinished, rand.Text())
	info, err := d.write(ctx, temp, r)
	if err == nil {
		err = d.place(temp, key)
	}
	if err != nil {
		_ = d.root.Remove(temp)
		return Info{}, fmt.Errorf("store file %s: %w", key, diskError(err))
	}
	info.Key = key
	return info, nil
}

func (d *Disk) write(ctx context.Context, name string, r io.Reader) (Info, error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Info{}, err
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, hash), d.bounded(ctx, r))
	if err != nil {
		return Info{}, err
	}
	if d.max > 0 && size > d.max {
		return Info{}, errs.Limit("the file is larger than %d MB, send a smaller one", d.max>>20)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return Info{}, err
	}
	return Info{Size: size, SHA256: hex.EncodeToString(hash.Sum(nil)), UpdatedAt: time.Now()}, nil
}

// bounded stops reading one byte past the limit and when the context ends.
func (d *Disk) bounded(ctx context.Context, r io.Reader) io.Reader {
	r = contextReader{ctx, r}
	if d.max > 0 {
		r = io.LimitReader(r, d.max+1)
	}
	return r
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

func (d *Disk) place(temp, key string) error {
	dir := path.Dir(key)
	if err := d.root.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := d.root.Rename(temp, key); err != nil {
		return err
	}
	return d.syncFolder(dir)
}

// syncFolder makes the name itself survive a loss of power. Systems that cannot flush a folder answer with an error
// that does not matter.
func (d *Disk) syncFolder(dir string) error {
	f, err := d.root.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); isDiskFull(err) || errors.Is(err, syscall.EIO) {
		return err
	}
	return nil
}

// Open opens a file for reading. The caller closes it. Info.SHA256 is empty.
func (d *Disk) Open(ctx context.Context, key string) (io.ReadSeekCloser, Info, error) {
	if err := errors.Join(ctx.Err(), CheckKey(key)); err != nil {
		return nil, Info{}, err
	}
	f, err := d.root.Open(key)
	if isMissing(err) {
		return nil, Info{}, errs.NotFound("the file is not in the storage any more")
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("open file %s: %w", key, err)
	}
	st, err := f.Stat()
	if err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, Info{}, errors.Join(errs.NotFound("the file is not in the storage any more"), err)
	}
	return f, Info{Key: key, Size: st.Size(), UpdatedAt: st.ModTime()}, nil
}

// Delete removes a file; a missing one is no error.
func (d *Disk) Delete(ctx context.Context, key string) error {
	if err := errors.Join(ctx.Err(), CheckKey(key)); err != nil {
		return err
	}
	if err := d.root.Remove(key); err != nil && !isMissing(err) {
		return fmt.Errorf("delete file %s: %w", key, diskError(err))
	}
	return nil
}

// isMissing also knows the answer for a key below another file.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// diskError tells a full or read-only disk from a fault of ours.
func diskError(err error) error {
	switch {
	case isDiskFull(err):
		return errs.Unavailable("the server has no free space for files, free some and try again")
	case errors.Is(err, syscall.EROFS):
		return errs.Unavailable("the storage of files is read-only now, make it writable and try again")
	}
	return err
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
