package timeline

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

const noteColumns = `id, entity_kind, entity_id, kind, text, params, is_pinned, created_by, updated_by, created_at, updated_at`

func scanNote(r db.Row) (n Note, err error) {
	var params string
	err = r.Scan(&n.ID, &n.Ref.Kind, &n.Ref.ID, &n.Kind, &n.Text, &params, &n.IsPinned,
		&n.CreatedBy, &n.UpdatedBy, &n.CreatedAt, &n.UpdatedAt)
	if params != "{}" {
		n.Params = []byte(params)
	}
	return n, err
}

// paramsText is how details are stored: none are an empty object.
func paramsText(n Note) string {
	if len(n.Params) == 0 {
		return "{}"
	}
	return string(n.Params)
}

func insertNote(ctx context.Context, tx *db.Tx, account tenant.AccountID, n Note) (id crm.NoteID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO notes (account_id, entity_kind, entity_id, kind, text, params, is_pinned,
			created_by, updated_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, FALSE, $7, $8, $9, $10)
		RETURNING id`,
		account, string(n.Ref.Kind), n.Ref.ID, n.Kind, n.Text, paramsText(n),
		n.CreatedBy, n.UpdatedBy, n.CreatedAt, n.UpdatedAt).Scan(&id)
	return id, err
}

func findNote(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.NoteID) (Note, error) {
	return scanNote(q.QueryRow(ctx, `
		SELECT `+noteColumns+`
		FROM notes
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`, account, id))
}

func updateNote(ctx context.Context, tx *db.Tx, account tenant.AccountID, n Note) error {
	_, err := tx.Exec(ctx, `
		UPDATE notes
		SET text = $3, params = $4, is_pinned = $5, updated_by = $6, updated_at = $7
		WHERE account_id = $1
			AND id = $2`, account, n.ID, n.Text, paramsText(n), n.IsPinned, n.UpdatedBy, n.UpdatedAt)
	return err
}

func deleteNote(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.NoteID) error {
	_, err := tx.Exec(ctx, `
		UPDATE notes
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

func notesByID(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]*Note, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, noteColumns, ` FROM notes WHERE account_id = `, b.Arg(account), ` AND deleted_at IS NULL AND `)
	b.Add(db.In(b, "id", ids))
	return noteMap(q.Query(ctx, b.SQL(), b.Args()...))
}

func noteMap(rows db.Rows, err error) (map[int64]*Note, error) {
	list, err := collectNotes(rows, err)
	out := make(map[int64]*Note, len(list))
	for i := range list {
		out[int64(list[i].ID)] = &list[i]
	}
	return out, err
}

func collectNotes(rows db.Rows, err error) ([]Note, error) {
	return db.Collect(rows, err, func(r db.Rows) (Note, error) { return scanNote(r) })
}

func pinnedNotes(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) ([]Note, error) {
	return collectNotes(q.Query(ctx, `
		SELECT `+noteColumns+`
		FROM notes
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3
			AND is_pinned
			AND deleted_at IS NULL
		ORDER BY id DESC
		LIMIT $4`, account, string(ref.Kind), ref.ID, maxPinned))
}

func notesOf(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref, after crm.NoteID, limit int) ([]Note, error) {
	return collectNotes(q.Query(ctx, `
		SELECT `+noteColumns+`
		FROM notes
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3
			AND id > $4
			AND deleted_at IS NULL
		ORDER BY id
		LIMIT $5`, account, string(ref.Kind), ref.ID, after, limit))
}
