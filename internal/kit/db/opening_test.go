package db_test

import (
	"context"
	"errors"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

func TestOpeningGoesWithTheFirstCommit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		set := func(name string) func(context.Context, *db.Tx) error {
			return func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO install_settings (name, value) VALUES ($1, $2)`, name, "x")
				return err
			}
		}
		names := func() (n int) {
			if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM install_settings WHERE name LIKE 'opening%'`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		ctx, opening := db.WithOpening(t.Context(), set("opening"))
		broken := errors.New("broken")
		if err := d.Write(ctx, func(*db.Tx) error { return broken }); !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if opening.IsDone() || names() != 0 {
			t.Fatal("what failed took the opening with it")
		}
		for _, name := range []string{"opening.a", "opening.b"} {
			if err := d.Write(ctx, func(tx *db.Tx) error { return set(name)(ctx, tx) }); err != nil {
				t.Fatal(err)
			}
		}
		if !opening.IsDone() || names() != 3 {
			t.Errorf("%d names, done: %v", names(), opening.IsDone())
		}
		refused, opening := db.WithOpening(t.Context(), func(context.Context, *db.Tx) error { return broken })
		err := d.Write(refused, func(tx *db.Tx) error { return set("opening.c")(refused, tx) })
		if !errors.Is(err, broken) || opening.IsDone() || names() != 3 {
			t.Errorf("%v, %d names", err, names())
		}
	})
}
