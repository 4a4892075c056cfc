package file_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/file"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

func TestSweep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		d := newDesk(t, base)
		ctx := t.Context()
		keep := d.upload(t, d.Admin, "keep.txt", "keep")
		old := d.upload(t, d.Admin, "old.txt", "old")
		staged, err := d.files.Upload(ctx, d.Admin, file.New{Ref: d.ref, Name: "s", Staged: true}, strings.NewReader("s"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.files.Delete(ctx, d.Admin, old.ID); err != nil {
			t.Fatal(err)
		}
		if err := d.files.Sweep(ctx); err != nil || d.bytes(t) != 8 {
			t.Error("too early:", err, d.bytes(t))
		}
		for _, text := range []string{`UPDATE files SET deleted_at = 1 WHERE deleted_at IS NOT NULL`, `UPDATE files SET created_at = 1 WHERE is_staged`} {
			if _, err := base.Exec(ctx, text); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.files.Sweep(ctx); err != nil || d.bytes(t) != 4 {
			t.Error(err, d.bytes(t))
		}
		for _, id := range []crm.FileID{old.ID, staged.ID} {
			if _, err := d.files.Find(ctx, d.Admin, id); code(err) != errs.CodeNotFound {
				t.Error(err)
			}
		}
		c, err := d.files.Open(ctx, d.Admin, keep.ID, 0)
		if got := read(t, c, err); got != "keep" {
			t.Error(got)
		}
	})
}

func TestUpload_brokenOff(t *testing.T) {
	t.Parallel()
	d := newDesk(t, dbtest.One(t))
	broken := io.MultiReader(strings.NewReader("abc"), errReader{})
	if _, err := d.files.Upload(t.Context(), d.Admin, file.New{Ref: d.ref, Name: "a"}, broken); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if d.bytes(t) != 0 {
		t.Error("it counts")
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
