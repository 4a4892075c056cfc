package export_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
	"voronka/internal/office/transfer/export"
	"voronka/internal/schema/dbtest"
)

// TestExportFiles: a field of files is written by names, with the addresses they are taken from by who may see them.
func TestExportFiles(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.One(t), func(c *export.Config) { c.URL = "https://crm.test" })
	store, err := blob.OpenDisk(filepath.Join(t.TempDir(), "files"), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	files := file.NewService(file.Config{DB: f.DB, Store: store, Cards: entity.Cards{}, Log: slog.New(slog.DiscardHandler)})
	scans := f.Field(t, crm.Deal, "file", "Сканы")
	card := f.Deal(t, f.Admin, deal.New{})
	var ids []any
	for _, name := range []string{"=1+1.pdf", "б.png"} {
		made, err := files.Upload(t.Context(), f.Admin, file.New{Ref: card.Ref, Name: name, Staged: true}, strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, int64(made.ID))
	}
	put := deal.Patch{Patch: entity.Patch{Fields: map[crm.FieldID]any{scans.ID: ids}}}
	if _, err := f.Deals.Update(t.Context(), f.Admin, crm.DealID(card.ID), put); err != nil {
		t.Fatal(err)
	}
	rows, _ := f.exported(f.Admin, export.New{Kind: crm.Deal, Format: "xlsx", Columns: []string{fmt.Sprintf("cf.%d", scans.ID)}})
	want := fmt.Sprintf("=1+1.pdf (https://crm.test/api/v1/files/%d/content); б.png (https://crm.test/api/v1/files/%d/content)", ids...)
	if rows[1][0] != want {
		t.Errorf("%q, want %q", rows[1][0], want)
	}
}
