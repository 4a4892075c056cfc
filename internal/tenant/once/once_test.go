package once_test

import (
	"context"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
	"voronka/internal/tenant/once"
)

var who = tenant.Actor{AccountID: 1, UserID: 2}

// begin claims a key and does some work under it.
func begin(t *testing.T, d *db.DB, s *once.Service, who tenant.Actor, key, print string) (*once.Claim, once.Answer) {
	t.Helper()
	ctx, c, a, err := s.Claim(t.Context(), who, key, print)
	if err != nil {
		t.Fatal(err)
	}
	if c == nil {
		return nil, a
	}
	if err := d.Write(ctx, func(*db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return c, a
}

func TestKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := once.New(d)
		c, _ := begin(t, d, s, who, "k", "p")
		if err := c.Keep(t.Context(), once.Answer{Status: 201, Body: []byte(`{"id":1}`)}); err != nil {
			t.Fatal(err)
		}
		if c, a := begin(t, d, s, who, "k", "p"); c != nil || a.Status != 201 || string(a.Body) != `{"id":1}` {
			t.Errorf("again: %v %+v", c, a)
		}
		if _, _, _, err := s.Claim(t.Context(), who, "k", "other"); !errs.Is(err, errs.CodeConflict) {
			t.Errorf("another request: %v", err)
		}
		for _, other := range []tenant.Actor{{AccountID: 1, UserID: 3}, {AccountID: 9, UserID: 2}} {
			if c, _ := begin(t, d, s, other, "k", "other"); c == nil {
				t.Errorf("%+v got the answer of somebody else", other)
			}
		}
		c, _ = begin(t, d, s, who, "dropped", "p")
		if err := c.Drop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c, _ := begin(t, d, s, who, "dropped", "changed"); c == nil {
			t.Error("a dropped key is not free")
		}
	})
}

// The second of two with one key finds the key taken inside its transaction, and its work is undone.
func TestSecondOfTwo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := once.New(d)
		ctx1, first, _, err1 := s.Claim(t.Context(), who, "two", "p")
		ctx2, second, _, err2 := s.Claim(t.Context(), who, "two", "p")
		if err1 != nil || err2 != nil || first == nil || second == nil {
			t.Fatal(err1, err2)
		}
		work := func(ctx context.Context, name string) error {
			return d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO install_settings (name, value) VALUES ($1, $2)`, name, "x")
				return err
			})
		}
		if err := work(ctx1, "one"); err != nil {
			t.Fatal(err)
		}
		if err := work(ctx2, "two"); !errs.Is(err, errs.CodeConflict) {
			t.Fatalf("the second: %v", err)
		}
		if taken, err := second.IsTaken(t.Context()); err != nil || !taken {
			t.Fatal(taken, err)
		}
		if err := first.Keep(t.Context(), once.Answer{Status: 200, Body: []byte("1")}); err != nil {
			t.Fatal(err)
		}
		if a, err := second.Await(t.Context()); err != nil || string(a.Body) != "1" {
			t.Errorf("%+v %v", a, err)
		}
		var n int
		if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM install_settings WHERE name IN ('one', 'two')`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d works, %v", n, err)
		}
	})
}

func TestSweepForgetsOldKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := once.New(d)
		if c, _ := begin(t, d, s, who, "old", "p"); c == nil {
			t.Fatal("taken")
		}
		count := func() (n int) {
			if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM request_keys`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if err := s.Sweep(t.Context()); err != nil || count() != 1 {
			t.Fatalf("a young key went: %v", err)
		}
		if _, err := d.Exec(t.Context(), `UPDATE request_keys SET expires_at = $1`, d.Now().Unix()-1); err != nil {
			t.Fatal(err)
		}
		// An expired one is free, and goes.
		if c, _ := begin(t, d, s, who, "old", "another"); c == nil {
			t.Error("an expired key is not free")
		}
		if _, err := d.Exec(t.Context(), `UPDATE request_keys SET expires_at = $1`, d.Now().Unix()-1); err != nil {
			t.Fatal(err)
		}
		if err := s.Sweep(t.Context()); err != nil || count() != 0 {
			t.Errorf("%d left, %v", count(), err)
		}
	})
}
