package bulk_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/office/bulk"
	"voronka/internal/schema/dbtest"
)

// TestManyCards kills a change of many cards after a third of them, lets the next attempt go on, cancels that after two
// thirds, and takes it back. VORONKA_BULK_CARDS=100000 does it with so many, prints the pace and takes some minutes.
func TestManyCards(t *testing.T) {
	t.Parallel()
	n := 240
	if asked, err := strconv.Atoi(os.Getenv("VORONKA_BULK_CARDS")); err == nil && asked > 0 {
		n = asked
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d)
		if n < 10_000 {
			f.BatchTime = 1 // a card a transaction: who comes between has dozens of turns
		}
		f.copies(n)
		b, err := f.Start(t.Context(), f.Admin, bulk.New{Kind: crm.Deal, Action: "tags", Params: bulk.Params{AddTags: []string{"x"}}, Filter: all()})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		b = f.killedThenCancelled(b.ID, n)
		f.checkReport(b, n)
		t.Logf("%d cards in %.1f s, %.0f a second", b.Counts.Done, time.Since(began).Seconds(), float64(b.Counts.Done)/time.Since(began).Seconds())

		done := b.Counts.Done
		began = time.Now()
		b = f.takeBack(f.Admin, b.ID)
		t.Logf("%d taken back in %.1f s, %.0f a second", b.Counts.Undone, time.Since(began).Seconds(), float64(b.Counts.Undone)/time.Since(began).Seconds())
		if b.State != bulk.Undone || b.Counts.Undone != done || b.Counts.Kept != 0 {
			t.Errorf("%s %+v", b.State, b.Counts)
		}
		if left := f.tagged(); left != 0 {
			t.Errorf("%d deals keep the tag after all is taken back", left)
		}
	})
}

// copies makes n deals out of one.
func (f *fixture) copies(n int) {
	f.t.Helper()
	first := f.Deal(f.t, f.Admin, deal.New{})
	err := f.DB.Write(f.t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(f.t.Context(), `
			WITH RECURSIVE more(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM more WHERE i < $1)
			INSERT INTO deals (account_id, name, name_key, price, pipeline_id, status_id, is_closed, responsible_id, data,
				status_changed_at, created_by, updated_by, created_at, updated_at)
			SELECT d.account_id, d.name, d.name_key, d.price, d.pipeline_id, d.status_id, d.is_closed, d.responsible_id, d.data,
				d.status_changed_at, d.created_by, d.updated_by, d.created_at, d.updated_at
			FROM deals d, more
			WHERE d.account_id = $2 AND d.id = $3`, n, f.Admin.AccountID, first.ID)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// killedThenCancelled runs the job with two ends that come from outside.
func (f *fixture) killedThenCancelled(id bulk.ID, n int) bulk.Bulk {
	f.t.Helper()
	when := func(handled int) {
		for f.look(f.Admin, id).Counts.Handled < handled {
			runtime.Gosched()
		}
	}
	r := job.NewRunner(f.DB, slog.New(slog.DiscardHandler))
	for _, k := range f.JobKinds() {
		run := k.Remote
		if k.Name == "bulk.run" {
			k.Remote = func(ctx context.Context, j job.Job, p *job.Progress) error {
				var outside sync.WaitGroup
				defer outside.Wait()
				dying, kill := context.WithCancel(ctx)
				outside.Go(func() { when(n / 3); kill() })
				if err := run(dying, j, p); !errors.Is(err, context.Canceled) {
					f.t.Errorf("killed: %v", err)
				}
				if at := f.look(f.Admin, id); at.State != bulk.Running || at.Counts.Handled >= n {
					f.t.Errorf("killed: %s %+v", at.State, at.Counts)
				}
				outside.Go(func() {
					when(2 * n / 3)
					if _, err := f.Cancel(f.t.Context(), f.Admin, id); err != nil {
						f.t.Error(err)
					}
				})
				return run(ctx, j, p)
			}
		}
		r.Add(k)
	}
	if err := r.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	return f.look(f.Admin, id)
}

// checkReport asks whether the counts of a cancelled run tell the truth: what is done and what is untouched are all, and
// no card was changed twice.
func (f *fixture) checkReport(b bulk.Bulk, n int) {
	f.t.Helper()
	c := b.Counts
	if b.State != bulk.Cancelled || c.Total != n || c.Done != c.Handled || c.Done < 2*n/3 || c.Done >= n || c.Refused+c.Unchanged != 0 {
		f.t.Fatalf("%s %+v", b.State, c)
	}
	without, err := f.Deals.Count(f.t.Context(), f.Admin, entity.Leaf("tags", "empty", nil), entity.MaxCount)
	if err != nil {
		f.t.Fatal(err)
	}
	if tagged := f.tagged(); tagged != c.Done || tagged+without.Count != n {
		f.t.Errorf("%d are tagged and %d are not, the report says %d of %d", tagged, without.Count, c.Done, n)
	}
	var events int
	err = f.DB.QueryRow(f.t.Context(), "SELECT COUNT(*) FROM events WHERE account_id = $1 AND kind = 'deal.tag_added'", f.Admin.AccountID).Scan(&events)
	if err != nil || events != c.Done {
		f.t.Errorf("%d changes were told, want %d: %v", events, c.Done, err)
	}
}

func (f *fixture) tagged() int {
	f.t.Helper()
	total, err := f.Deals.Count(f.t.Context(), f.Admin, entity.Leaf("tags", "eq", "x"), entity.MaxCount)
	if err != nil {
		f.t.Fatal(err)
	}
	return total.Count
}
