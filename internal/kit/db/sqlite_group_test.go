package db_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
)

// Of many writers at once each is there whole or not at all, whatever happens to the others: some fail half-way, some
// panic, some go away while they wait.
func TestWritersTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		var acknowledged sync.Map
		for w := range 16 {
			wg.Go(func() {
				for n := range 60 {
					name := fmt.Sprintf("%02d-%03d", w, n)
					if err := oneOf(t.Context(), d, name, n%8); err == nil {
						acknowledged.Store(name, true)
					}
				}
			})
		}
		wg.Wait()
		there := map[string]int{}
		for _, name := range strings.Fields(names(t, d)) {
			base, _, _ := strings.Cut(name, "/")
			there[base]++
		}
		for w := range 16 {
			for n := range 60 {
				name := fmt.Sprintf("%02d-%03d", w, n)
				_, ok := acknowledged.Load(name)
				if got := there[name]; ok && got != 2 || !ok && got != 0 {
					t.Fatalf("%s: acknowledged %v, %d of 2 rows", name, ok, got)
				}
			}
		}
	})
}

// oneOf writes two rows in one of the ways a writer may end.
func oneOf(ctx context.Context, d *db.DB, name string, way int) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if way == 3 {
		cancel()
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return d.Write(ctx, func(tx *db.Tx) error {
		if err := put(ctx, tx, name+"/a", "1"); err != nil {
			return err
		}
		switch way {
		case 1:
			return errors.New("changed my mind")
		case 2:
			panic("fault")
		case 4:
			cancel()
		case 5:
			_ = tx.Try(ctx, func() error { return errors.Join(put(ctx, tx, name+"/c", "1"), errors.New("a part fails")) })
		}
		return put(ctx, tx, name+"/b", "1")
	})
}

// A writer that fills the disk takes down the ones that share its transaction, and they are told.
func TestWritersTogether_diskFull(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		var pages int
		if err := tx.QueryRow(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
			return err
		}
		return tx.QueryRow(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+20)).Scan(&pages)
	})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var told atomic.Int64
	var kept sync.Map
	for w := range 8 {
		wg.Go(func() {
			for n := range 20 {
				name := fmt.Sprintf("%d-%d", w, n)
				err := d.Write(t.Context(), func(tx *db.Tx) error { return put(t.Context(), tx, name, strings.Repeat("x", 100+w*500)) })
				switch {
				case err == nil:
					kept.Store(name, true)
				case errs.Is(err, errs.CodeUnavailable):
					told.Add(1)
				default:
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	wg.Wait()
	there := map[string]bool{}
	for _, name := range strings.Fields(names(t, d)) {
		there[name] = true
	}
	kept.Range(func(name, _ any) bool {
		if !there[name.(string)] {
			t.Errorf("%v was acknowledged and is lost", name)
		}
		delete(there, name.(string))
		return true
	})
	if len(there) > 0 || told.Load() == 0 {
		t.Errorf("refused and there: %v; told: %d", there, told.Load())
	}
}
