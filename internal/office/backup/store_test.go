package backup_test

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/office/backup"
	"voronka/internal/schema/dbtest"
)

// bucket is an empty bucket of a server that speaks S3.
func bucket(t *testing.T) blob.Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	s, err := blob.OpenS3(t.Context(), blob.S3Config{
		Endpoint: server.URL, Region: "us-east-1", Bucket: "files", Prefix: "voronka", AccessKey: "key", Secret: "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func disk(t *testing.T, dir string) blob.Store {
	t.Helper()
	d, err := blob.OpenDisk(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func (w *world) service(d *db.DB, store blob.Store) *file.Service {
	return file.NewService(file.Config{DB: d, Store: store, Cards: entity.Cards{}, Box: w.box, Log: slog.New(slog.DiscardHandler)})
}

// TestFilesBetweenStores: files of cards with their versions, previews and links go from a bucket to a disk and back.
func TestFilesBetweenStores(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		from, to db.Engine
		bucket   bool // the files are in a bucket and go to a disk; else the other way round
	}{
		{"bucket_to_disk", db.SQLite, db.SQLite, true},
		{"disk_to_bucket", db.SQLite, db.SQLite, false},
		{"bucket_to_disk_and_engine", db.SQLite, db.Postgres, true},
		{"disk_to_bucket_and_engine", db.Postgres, db.SQLite, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.from, 3)
			target := emptyTarget(t, c.to)
			var store blob.Store = w.files
			if c.bucket {
				store = bucket(t)
			} else {
				target.Files = bucket(t)
			}
			id, word := w.uploads(t, w.service(w.DB, store))
			src := w.source()
			src.Files = store
			path := filepath.Join(t.TempDir(), "b.tar.gz")
			if _, err := backup.Write(t.Context(), src, path); err != nil {
				t.Fatal(err)
			}
			sum, err := backup.Restore(t.Context(), target, path)
			if err != nil || sum.Files < 3 {
				t.Fatal(sum, err)
			}
			into := target.Files
			if into == nil {
				into = disk(t, filepath.Join(target.Data, "files"))
			}
			w.comes(t, w.service(dbtest.Open(t, target.DB), into), id, word)
		})
	}
}

const firstText = "первая версия"

// uploads stores a text that became a picture, with its preview and a link.
func (w *world) uploads(t *testing.T, s *file.Service) (crm.FileID, string) {
	t.Helper()
	card := w.Deal(t, w.Admin, deal.New{})
	f, err := s.Upload(t.Context(), w.Admin, file.New{Ref: card.Ref, Name: "файл.txt"}, strings.NewReader(firstText))
	if err != nil {
		t.Fatal(err)
	}
	var picture strings.Builder
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 900, 300))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddVersion(t.Context(), w.Admin, f.ID, "a.png", 0, strings.NewReader(picture.String())); err != nil {
		t.Fatal(err)
	}
	link, err := s.AddLink(t.Context(), w.Admin, f.ID, file.NewLink{})
	if err != nil {
		t.Fatal(err)
	}
	r := job.NewRunner(w.DB, slog.New(slog.DiscardHandler))
	for _, k := range s.JobKinds() {
		r.Add(k)
	}
	if err := r.Drain(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	return f.ID, link.Word
}

func (w *world) comes(t *testing.T, s *file.Service, id crm.FileID, word string) {
	t.Helper()
	ctx, who := t.Context(), w.Admin
	versions, err := s.Versions(ctx, who, id)
	if err != nil || len(versions) != 2 {
		t.Fatal(versions, err)
	}
	c, err := s.Open(ctx, who, id, versions[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := io.ReadAll(c); string(raw) != firstText || c.Close() != nil {
		t.Error(string(raw), err)
	}
	for name, open := range map[string]func() (file.Content, error){
		"newest":  func() (file.Content, error) { return s.Open(ctx, who, id, 0) },
		"preview": func() (file.Content, error) { return s.OpenPreview(ctx, who, id, 0) },
		"link":    func() (file.Content, error) { return s.OpenLink(ctx, word, "") },
	} {
		c, err := open()
		if err != nil {
			t.Error(name, err)
			continue
		}
		p, _, err := image.DecodeConfig(c)
		if want := map[bool]int{true: 640, false: 900}[name == "preview"]; err != nil || p.Width != want {
			t.Error(name, fmt.Sprint(p.Width), err)
		}
		c.Close()
	}
	if err := s.SweepOrphans(ctx); err != nil {
		t.Error(err)
	}
	if c, err := s.Open(ctx, who, id, 0); err != nil {
		t.Error("swept:", err)
	} else {
		c.Close()
	}
}
