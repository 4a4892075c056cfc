package transfer_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/office/transfer"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// samples are the files people might send, shared with the end-to-end tests.
const samples = "../../../testdata/samples"

// fixture is an account that can import and export.
type fixture struct {
	*seed.Scene
	*transfer.Service
	DB     *db.DB
	files  blob.Store
	folder string
	t      testing.TB
}

type option func(*transfer.Config)

func newFixture(t testing.TB, d *db.DB, options ...option) *fixture {
	t.Helper()
	return fixtureOf(t, seed.CRM(t, d), options...)
}

func fixtureOf(t testing.TB, scene *seed.Scene, options ...option) *fixture {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "files")
	files, err := blob.OpenDisk(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	cfg := transfer.Config{
		DB: scene.DB, Files: files, Fields: scene.Fields, Pipelines: scene.Pipelines, Contacts: scene.Contacts,
		Companies: scene.Companies, Deals: scene.Deals, Timeline: scene.Timeline,
	}
	for _, o := range options {
		o(&cfg)
	}
	return &fixture{Scene: scene, Service: transfer.NewService(cfg), DB: scene.DB, files: cfg.Files, folder: folder, t: t}
}

func batches(rows int) option { return func(c *transfer.Config) { c.BatchRows = rows } }

// upload sends a file of the samples.
func (f *fixture) upload(who tenant.Actor, name string) transfer.Import {
	f.t.Helper()
	return f.send(who, name, f.sample(name))
}

// sample is the content of a file of the samples.
func (f *fixture) sample(name string) io.Reader {
	f.t.Helper()
	raw, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		f.t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

func (f *fixture) send(who tenant.Actor, name string, r io.Reader) transfer.Import {
	f.t.Helper()
	i, err := f.Upload(f.t.Context(), who, name, r)
	if err != nil {
		f.t.Fatalf("upload %s: %v", name, err)
	}
	return i
}

// runner is the background of one node.
func (f *fixture) runner() *job.Runner {
	runner := job.NewRunner(f.DB, slog.New(slog.DiscardHandler))
	for _, k := range f.JobKinds() {
		runner.Add(k)
	}
	return runner
}

// drain runs the jobs that are there to their end.
func (f *fixture) drain() {
	f.t.Helper()
	if err := f.runner().Drain(context.WithoutCancel(f.t.Context())); err != nil {
		f.t.Fatal(err)
	}
}

// run starts an import and waits for its end.
func (f *fixture) run(who tenant.Actor, id transfer.ImportID) transfer.Import {
	f.t.Helper()
	if _, err := f.Start(f.t.Context(), who, id); err != nil {
		f.t.Fatalf("start: %v", err)
	}
	f.drain()
	return f.find(who, id)
}

func (f *fixture) find(who tenant.Actor, id transfer.ImportID) transfer.Import {
	f.t.Helper()
	i, err := f.Find(f.t.Context(), who, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return i
}
