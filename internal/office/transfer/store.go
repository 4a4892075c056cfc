package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

const importColumns = `id, file_name, file_key, file_size, state, facts, plan, counts, error, next_row, job_id,
	created_by, created_at, started_at, finished_at, undone_at`

func scanImport(r db.Row) (i Import, err error) {
	var facts, plan, counts string
	var failure *string
	err = r.Scan(&i.ID, &i.FileName, &i.fileKey, &i.FileSize, &i.State, &facts, &plan, &counts, &failure, &i.nextRow, &i.jobID,
		&i.CreatedBy, &i.CreatedAt, &i.StartedAt, &i.FinishedAt, &i.UndoneAt)
	if err != nil {
		return i, err
	}
	i.Error, err = lang.LoadSentences(failure)
	return i, errors.Join(err, json.Unmarshal([]byte(facts), &i.Facts), json.Unmarshal([]byte(plan), &i.Plan),
		json.Unmarshal([]byte(counts), &i.Counts))
}

// jsonText is a value as a JSON column is bound.
func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("transfer: a value does not marshal: " + err.Error())
	}
	return string(raw)
}

// findImport reads an import the actor may know of; lock is a clause such as FOR UPDATE, or empty.
func findImport(ctx context.Context, q db.Querier, who tenant.Actor, id ImportID, lock string) (Import, error) {
	i, err := scanImport(q.QueryRow(ctx, `
		SELECT `+importColumns+`
		FROM imports
		WHERE account_id = $1
			AND id = $2`+lock, who.AccountID, id))
	switch {
	case errors.Is(err, db.ErrNoRows):
		return Import{}, noImport(id)
	case err != nil:
		return Import{}, fmt.Errorf("find import %d: %w", id, db.Translate(err))
	case !who.Admin && i.CreatedBy != who.UserID:
		return Import{}, noImport(id)
	}
	return i, nil
}

func listImports(ctx context.Context, q db.Querier, who tenant.Actor, before ImportID, limit int) ([]Import, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, importColumns, ` FROM imports WHERE account_id = `, b.Arg(who.AccountID))
	if !who.Admin {
		b.Add(` AND created_by = `, b.Arg(who.UserID))
	}
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Import, error) { return scanImport(r) })
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", db.Translate(err))
	}
	return list, nil
}

func insertImport(ctx context.Context, tx *db.Tx, account tenant.AccountID, i Import, headings string) (id ImportID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO imports (account_id, file_name, file_key, file_size, state, facts, headings, plan, counts, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		RETURNING id`,
		account, i.FileName, i.fileKey, i.FileSize, string(i.State), jsonText(i.Facts), headings, jsonText(i.Plan),
		jsonText(i.Counts), i.CreatedBy, i.CreatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store import: %w", err)
	}
	return id, nil
}

// updateImport writes what a verb may change of a locked import.
func updateImport(ctx context.Context, tx *db.Tx, account tenant.AccountID, i Import, headings string) error {
	var failure *string
	if len(i.Error) > 0 {
		text := jsonText(i.Error)
		failure = &text
	}
	_, err := tx.Exec(ctx, `
		UPDATE imports
		SET state = $3, facts = $4, headings = $5, plan = $6, counts = $7, error = $8, next_row = $9, job_id = $10,
			started_at = $11, finished_at = $12, undone_at = $13
		WHERE account_id = $1
			AND id = $2`,
		account, i.ID, string(i.State), jsonText(i.Facts), headings, jsonText(i.Plan), jsonText(i.Counts), failure, i.nextRow,
		i.jobID, i.StartedAt, i.FinishedAt, i.UndoneAt)
	if err != nil {
		return fmt.Errorf("change import %d: %w", i.ID, err)
	}
	return nil
}

// rememberedPlan is the plan of the last import that was started from a file with the same headings.
func rememberedPlan(ctx context.Context, q db.Querier, account tenant.AccountID, headings string) (mapping.Plan, ImportID, error) {
	var id ImportID
	var raw string
	err := q.QueryRow(ctx, `
		SELECT id, plan
		FROM imports
		WHERE account_id = $1
			AND headings = $2
			AND headings <> ''
			AND started_at IS NOT NULL
		ORDER BY id DESC
		LIMIT 1`, account, headings).Scan(&id, &raw)
	if errors.Is(err, db.ErrNoRows) {
		return mapping.Plan{}, 0, nil
	}
	if err != nil {
		return mapping.Plan{}, 0, fmt.Errorf("find the plan of an equal file: %w", db.Translate(err))
	}
	var p mapping.Plan
	return p, id, json.Unmarshal([]byte(raw), &p)
}

// item is what a row made of a card. before is what an undo of a joined card needs.
type item struct {
	ref     crm.Ref
	row     int
	outcome string
	before  *string
}

// The outcomes of items.
const (
	created = "created"
	joined  = "joined"
)

func insertItems(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ImportID, items []item) error {
	args := make([]any, 0, len(items)*7)
	for _, it := range items {
		args = append(args, account, id, string(it.ref.Kind), it.ref.ID, it.row, it.outcome, it.before)
	}
	return insertMany(ctx, tx, "import_items", args, "entity_kind", "entity_id", "row_number", "outcome", "before")
}

func insertProblems(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ImportID, list []mapping.Problem) error {
	args := make([]any, 0, len(list)*7)
	for _, p := range list {
		args = append(args, account, id, p.Row, p.Column, p.Value, jsonText(p.Reason), p.IsFatal)
	}
	return insertMany(ctx, tx, "import_problems", args, "row_number", "column_name", "value", "reason", "is_fatal")
}

func insertMany(ctx context.Context, tx *db.Tx, table string, args []any, columns ...string) error {
	if err := tx.Insert(ctx, table, append([]string{"account_id", "import_id"}, columns...), args); err != nil {
		return fmt.Errorf("store the report of an import: %w", err)
	}
	return nil
}

// countItems is how many cards an import touched, each once per row.
func countItems(ctx context.Context, q db.Querier, account tenant.AccountID, id ImportID) (n int, err error) {
	err = q.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM import_items
		WHERE account_id = $1
			AND import_id = $2
			AND (outcome = 'created' OR before IS NOT NULL)`, account, id).Scan(&n)
	return n, err
}
