package file_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"voronka/internal/crm"
	"voronka/internal/crm/bin"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// moved is a clock that runs ahead of the machine's.
type moved struct{ ahead atomic.Int64 }

func (m *moved) now() time.Time      { return time.Now().Add(time.Duration(m.ahead.Load())) }
func (m *moved) add(d time.Duration) { m.ahead.Add(int64(d)) }
func (m *moved) option() dbtest.Option {
	return dbtest.Configure(func(c *db.Config) { c.Clock = m.now })
}

// frail is a store one can kill the program at.
type frail struct {
	blob.Store
	stored  func() error
	deletes func() error
}

func (f *frail) Put(ctx context.Context, key string, r io.Reader) (blob.Info, error) {
	info, err := f.Store.Put(ctx, key, r)
	if err == nil && f.stored != nil {
		err = f.stored()
	}
	return info, err
}

func (f *frail) Delete(ctx context.Context, key string) error {
	if f.deletes != nil {
		if err := f.deletes(); err != nil {
			return err
		}
	}
	return f.Store.Delete(ctx, key)
}

func stores(t *testing.T) map[string]blob.Store {
	t.Helper()
	disk, err := blob.OpenDisk(filepath.Join(t.TempDir(), "store"), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	s3, err := blob.OpenS3(t.Context(), blob.S3Config{
		Endpoint: server.URL, Region: "us-east-1", Bucket: "files", Prefix: "a/b", AccessKey: "key", Secret: "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]blob.Store{"disk": disk, "s3": s3}
}

// keys is what the store holds, without the mark of its owner.
func keys(t *testing.T, s blob.Store) (list []string) {
	t.Helper()
	err := s.Walk(t.Context(), "files", func(page []blob.Info) error {
		for _, i := range page {
			if i.Key != "files/owner" {
				list = append(list, i.Key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

var errKilled = errors.New("the program was killed")

// TestPurgedCard: whatever hung on a purged card is gone, rows and bytes, also when the store was away at first.
func TestPurgedCard(t *testing.T) {
	t.Parallel()
	clock := &moved{}
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		for name, inner := range stores(t) {
			store := &frail{Store: inner}
			d := newDesk(t, base, func(c *file.Config) { c.Store = store })
			ctx, who := t.Context(), d.Admin
			stays := d.Deal(t, who, deal.New{})
			kept, err := d.files.Upload(ctx, who, file.New{Ref: stays.Ref, Name: "kept.png"}, strings.NewReader(picture(t, 9, 9)))
			if err != nil {
				t.Fatal(err)
			}
			d.prepare(t)
			before := keys(t, store)
			f := d.upload(t, who, "a.png", picture(t, 7, 7))
			if _, err := d.files.AddVersion(ctx, who, f.ID, "b.png", 0, strings.NewReader(picture(t, 8, 8))); err != nil {
				t.Fatal(err)
			}
			link, err := d.files.AddLink(ctx, who, f.ID, file.NewLink{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.files.Upload(ctx, who, file.New{Ref: d.ref, Name: "s", Staged: true}, strings.NewReader("s")); err != nil {
				t.Fatal(err)
			}
			if _, err := d.files.Delete(ctx, who, d.upload(t, who, "binned", "x").ID); err != nil {
				t.Fatal(err)
			}
			d.prepare(t)
			if got := len(keys(t, store)); got != len(before)+6 {
				t.Fatal(name, "stored:", got)
			}
			if err := d.Deals.Delete(ctx, who, d.ref.ID); err != nil {
				t.Fatal(err)
			}
			cards := bin.New(base, d.Contacts.Fields)
			cards.OnPurge(d.files.CardsGone)
			if _, err := cards.Purge(ctx, who, crm.Deal, []crm.ID{d.ref.ID}, 1); err != nil {
				t.Fatal(err)
			}
			// The program dies here, or the store cannot be reached: the work waits and is done later.
			store.deletes = func() error { return errKilled }
			d.prepare(t)
			if _, err := d.files.Visit(ctx, link.Word); err == nil {
				t.Error("the link leads somewhere")
			}
			store.deletes = nil
			clock.add(2 * time.Hour)
			d.prepare(t)
			if got := keys(t, store); !slices.Equal(got, before) {
				t.Error(name, "left in the store:", got, "want", before)
			}
			for table, want := range map[string]int{"files": 1, "file_versions": 1, "file_previews": 1, "file_links": 0} {
				if n, err := db.Column[int](ctx, base, `SELECT COUNT(*) FROM `+table+` WHERE account_id = $1`, who.AccountID); err != nil || n[0] != want {
					t.Error(name, table, n, err)
				}
			}
			if s, err := d.files.Space(ctx, who); err != nil || s.Total.Versions != 1 || s.Total.Bytes != kept.Current.Size {
				t.Errorf("%s: %+v %v", name, s.Total, err)
			}
		}
	}, clock.option())
}

// TestOrphans: bytes whose upload never came to its commit go after a day; all others stay.
func TestOrphans(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, base *db.DB) {
		for name, inner := range stores(t) {
			t.Run(name, func(t *testing.T) { orphans(t, base, inner) })
		}
	})
}

func orphans(t *testing.T, base *db.DB, inner blob.Store) {
	store := &frail{Store: inner}
	d := newDesk(t, base, func(c *file.Config) { c.Store = store })
	ctx, who := t.Context(), d.Admin
	sweep := func(ahead time.Duration) {
		t.Helper()
		if err := d.files.SweepOrphansAt(ctx, time.Now().Add(ahead)); err != nil {
			t.Fatal(err)
		}
	}
	sweep(0)
	f := d.upload(t, who, "a.png", picture(t, 9, 9))
	d.prepare(t)
	living := keys(t, store)
	if len(living) != 2 {
		t.Fatal("a version and its preview:", living)
	}
	// Killed between the bytes and the commit: nobody cleans up.
	store.stored, store.deletes = func() error { return errKilled }, func() error { return errKilled }
	for i := range 3 {
		if _, err := d.files.Upload(ctx, who, file.New{Ref: d.ref, Name: "b"}, strings.NewReader("bytes")); !errors.Is(err, errKilled) {
			t.Fatal(i, err)
		}
	}
	store.stored, store.deletes = nil, nil
	for _, key := range []string{"files/strange", fmt.Sprintf("files/%d/deeper/x", who.AccountID), "exports/1/x"} { // not of files of cards
		if _, err := store.Put(ctx, key, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	sweep(23 * time.Hour)
	if got := keys(t, store); len(got) != 2+3+2 {
		t.Error("too early:", got)
	}
	sweep(25 * time.Hour)
	if got := keys(t, store); len(got) != 2+2 || !slices.Contains(got, living[0]) || !slices.Contains(got, living[1]) {
		t.Error(got, "want", living, "and what is not of files")
	}
	// An upload in flight: its bytes are there, its row is not yet.
	store.stored = func() error { sweep(23 * time.Hour); return nil }
	late := d.upload(t, who, "late", "late")
	store.stored = nil
	for id, want := range map[crm.FileID]string{f.ID: picture(t, 9, 9), late.ID: "late"} {
		c, err := d.files.Open(ctx, who, id, 0)
		if got := read(t, c, err); got != want {
			t.Error(got)
		}
	}
	// Somebody else's records: another installation looks at the same store.
	if other := newDesk(t, dbtest.One(t), func(c *file.Config) { c.Store = inner }); true {
		if err := other.files.SweepOrphansAt(ctx, time.Now().Add(25*time.Hour)); err != nil {
			t.Error(err)
		}
	}
	c, err := d.files.Open(ctx, who, late.ID, 0)
	if got := read(t, c, err); got != "late" {
		t.Error("another installation swept ours:", got)
	}
}
