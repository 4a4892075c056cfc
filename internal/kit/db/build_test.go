package db_test

import (
	"errors"
	"strings"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

func TestUniqueIsNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		insert := func() error {
			_, err := d.Exec(t.Context(), `INSERT INTO roles (account_id, name, rights, created_at) VALUES (1, 'x', '{}', 0)`)
			return err
		}
		if err := insert(); err != nil {
			t.Fatal(err)
		}
		name, ok := db.IsUnique(insert())
		if !ok || !strings.Contains(name, "roles") || !strings.Contains(name, "name") {
			t.Errorf("%q, %v", name, ok)
		}
		if _, ok := db.IsUnique(errors.New("roles_name")); ok {
			t.Error("any error is a violation")
		}
	})
}

// Lists of ids and words go through one placeholder, whatever their content.
func TestBuilder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		hostile := []string{"a", "'; DROP TABLE install_settings; --", `back\slash "quoted"`, "кириллица"}
		for _, n := range hostile {
			if err := put(t.Context(), d, n, "1"); err != nil {
				t.Fatal(err)
			}
		}
		b := db.NewBuilder(d.Engine())
		b.Add(`SELECT count(*) FROM install_settings WHERE `, db.InText(b, "name", append(hostile, "missing")),
			` AND value = `, b.Arg("1"), ` AND `, db.In(b, "1", []int64{1, 2}))
		var n int
		if err := d.QueryRow(t.Context(), b.SQL(), b.Args()...).Scan(&n); err != nil || n != len(hostile) {
			t.Errorf("found %d, %v", n, err)
		}
		b = db.NewBuilder(d.Engine())
		b.Add(`SELECT value FROM `, db.Words(b, hostile), ` ORDER BY value`)
		words, err := db.Column[string](t.Context(), d, b.SQL(), b.Args()...)
		if err != nil || len(words) != len(hostile) {
			t.Errorf("words %v, %v", words, err)
		}
		b = db.NewBuilder(d.Engine())
		b.Add(`SELECT count(*) FROM `, db.Words[string](b, nil), ` WHERE `, db.In[int64](b, "1", nil), ` OR `, db.InText[string](b, "'a'", nil))
		if err := d.QueryRow(t.Context(), b.SQL(), b.Args()...).Scan(&n); err != nil || n != 0 {
			t.Errorf("nothing is found among nothing: %d, %v", n, err)
		}
		b = db.NewBuilder(d.Engine())
		b.Add(`SELECT count(*) FROM `, db.Words[string](b, nil))
		if err := d.QueryRow(t.Context(), b.SQL(), b.Args()...).Scan(&n); err != nil || n != 0 {
			t.Errorf("no words are no rows: %d, %v", n, err)
		}
		for pattern, want := range map[string]int{"кирил": 1, "%": 0, "_": 1, `\`: 1} {
			err := d.QueryRow(t.Context(), `SELECT count(*) FROM install_settings WHERE name LIKE $1 ESCAPE '\'`, db.Like(pattern)).Scan(&n)
			if err != nil || n != want {
				t.Errorf("LIKE %q: %d, %v; want %d", pattern, n, err, want)
			}
		}
	})
}

func TestNoRows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var s string
		if err := d.QueryRow(t.Context(), `SELECT name FROM install_settings`).Scan(&s); !errors.Is(err, db.ErrNoRows) {
			t.Errorf("reader: %v", err)
		}
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `SELECT name FROM install_settings`).Scan(&s)
		})
		if !errors.Is(err, db.ErrNoRows) {
			t.Errorf("writer: %v", err)
		}
	})
}
