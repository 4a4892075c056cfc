package blob_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/blob/blobtest"
	"voronka/internal/kit/errs"
)

func disk(t *testing.T, dir string, maxSize int64) *blob.Disk {
	t.Helper()
	d, err := blob.OpenDisk(dir, maxSize)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestDisk(t *testing.T) {
	t.Parallel()
	blobtest.Run(t, disk(t, filepath.Join(t.TempDir(), "made", "here"), 0))
}

func TestDisk_limit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := disk(t, dir, 1<<20)
	if _, err := d.Put(t.Context(), "fits", strings.NewReader(strings.Repeat("x", 1<<20))); err != nil {
		t.Error(err)
	}
	_, err := d.Put(t.Context(), "a/big", strings.NewReader(strings.Repeat("x", 1<<20+1)))
	if errs.CodeOf(err) != errs.CodeLimit {
		t.Error(err)
	}
	left, _ := fs.Glob(os.DirFS(dir), ".unfinished/*")
	if len(left) != 0 {
		t.Error("left behind:", left)
	}
}

func TestDisk_linksDoNotLeadOut(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	d := disk(t, dir, 0)
	if f, _, err := d.Open(t.Context(), "link/secret"); err == nil {
		f.Close()
		t.Error("a link led out of the folder")
	}
	if _, err := d.Put(t.Context(), "link/new", strings.NewReader("x")); err == nil {
		t.Error("written outside the folder")
	}
}

func TestDisk_sweepsLeftovers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := disk(t, dir, 0)
	left := filepath.Join(dir, ".unfinished", "left")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Tidy(t.Context(), time.Now().Add(-time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Error("a file being written was taken away:", err)
	}
	if err := d.Tidy(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a leftover stays:", err)
	}
}

func TestDiskError(t *testing.T) {
	t.Parallel()
	for in, want := range map[error]errs.Code{
		&fs.PathError{Op: "write", Err: syscall.ENOSPC}:                    errs.CodeUnavailable,
		fmt.Errorf("x: %w", syscall.EDQUOT):                                errs.CodeUnavailable,
		&fs.PathError{Op: "open", Err: syscall.EROFS}:                      errs.CodeUnavailable,
		&fs.PathError{Op: "open", Err: fs.ErrPermission}:                   errs.CodeInternal,
		errs.Limit("the file is larger than %d MB, send a smaller one", 1): errs.CodeLimit,
	} {
		if got := errs.CodeOf(blob.DiskError(in)); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}

// TestDisk_full fills a device that is always full, where the system has one.
func TestDisk_full(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	_, err = full.Write([]byte("x"))
	if errs.CodeOf(blob.DiskError(err)) != errs.CodeUnavailable {
		t.Error(err)
	}
}
