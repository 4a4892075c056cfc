package file_test

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

// TestHugeUpload: a gigabyte that is refused leaves nothing on the disk, and what passes is never held in memory. It does
// not run beside others: it looks at what the whole program allocates.
func TestHugeUpload(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "huge")
	store, err := blob.OpenDisk(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	d := newDesk(t, dbtest.One(t), func(c *file.Config) { c.Store, c.MaxFile = store, 64<<20 })
	left := func() (n int) {
		err := fs.WalkDir(os.DirFS(dir), ".", func(_ string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	upload := func(size, told int64) error {
		_, err := d.files.Upload(t.Context(), d.Admin, file.New{Ref: d.ref, Name: "huge.bin", Size: told}, io.LimitReader(&endless{}, size))
		return err
	}
	for name, told := range map[string]int64{"told": 1 << 30, "not_told": 0, "lied": 5} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := upload(1<<30, told); code(err) != errs.CodeLimit {
			t.Error(name, err)
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 {
			t.Errorf("%s: %d MB were allocated", name, got>>20)
		}
		if n := left(); n != 0 {
			t.Errorf("%s: %d files are left", name, n)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := upload(60<<20, 0); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 || left() != 1 {
		t.Errorf("%d MB were allocated for what passes, %d files", got>>20, left())
	}
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.One(t))
	for name, want := range map[string]string{
		"../../../etc/passwd": "passwd", `..\..\windows\win.ini`: "win.ini", "/abs/a.txt": "a.txt", "a/../b.txt": "b.txt",
		"invoice\u202efdp.exe": "invoicefdp.exe", "\u200fa\u2066b\u2069.txt": "ab.txt", "a\x00b\r\nSet-Cookie: x.txt": "abSet-Cookie: x.txt",
		"  Счёт №5.pdf\t": "Счёт №5.pdf", "bad\xffutf.txt": "bad\ufffdutf.txt", strings.Repeat("я", 200): strings.Repeat("я", 200),
	} {
		f, err := d.files.Upload(t.Context(), d.Admin, file.New{Ref: d.ref, Name: name}, strings.NewReader("x"))
		if err != nil || f.Name != want {
			t.Errorf("%q became %q, want %q: %v", name, f.Name, want, err)
		}
	}
}

// TestVersionsAtOnce: versions that come together all stay, each with its own number and bytes, and the limit of space
// holds for them together.
func TestVersionsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		f := d.upload(t, d.Admin, "a", "0")
		atOnce := func(id crm.FileID, n int) (passed int) {
			var wg sync.WaitGroup
			var mu sync.Mutex
			for i := range n {
				wg.Go(func() {
					_, err := d.files.AddVersion(ctx, d.Admin, id, "a", 0, strings.NewReader(fmt.Sprint(i)))
					mu.Lock()
					defer mu.Unlock()
					switch {
					case err == nil:
						passed++
					case code(err) != errs.CodeLimit:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			return passed
		}
		if got := atOnce(f.ID, 6); got != 6 {
			t.Error("versions that passed:", got)
		}
		list, err := d.files.Versions(ctx, d.Admin, f.ID)
		if err != nil || len(list) != 7 || d.bytes(t) != 7 {
			t.Fatal(list, err, d.bytes(t))
		}
		seen := map[string]bool{}
		for i, v := range list {
			if v.Number != 7-i {
				t.Error("numbers:", list)
			}
			c, err := d.files.Open(ctx, d.Admin, f.ID, v.ID)
			seen[read(t, c, err)] = true
		}
		if len(seen) != 6 {
			t.Error("each has bytes of its own:", seen)
		}
		if now, err := d.files.Find(ctx, d.Admin, f.ID); err != nil || now.Current.ID != list[0].ID || now.Versions != 7 {
			t.Error(now, err)
		}
		if err := d.files.SetLimits(ctx, d.Admin, file.Limits{Space: 9}); err != nil {
			t.Fatal(err)
		}
		if got := atOnce(f.ID, 6); got != 2 || d.bytes(t) != 9 {
			t.Error("past the limit together:", got, d.bytes(t))
		}
		if got := len(keys(t, d.files.Store)); got != 9 {
			t.Error("bytes of those refused are left:", got)
		}
	})
}
