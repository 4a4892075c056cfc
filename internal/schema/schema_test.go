package schema_test

import (
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

func TestStartValues(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var id int64
		err := d.QueryRow(t.Context(), `SELECT count(*) FROM events`).Scan(&id)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Write(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), `
				INSERT INTO task_types (account_id, name, position)
				VALUES ($1, $2, $3)
				RETURNING id`, 1, "call", 1).Scan(&id)
		})
		if err != nil || id != 1001 {
			t.Fatalf("first id = %d, %v; want 1001", id, err)
		}
	})
}
