package bulk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

const bulkColumns = `id, entity_kind, action, params, selection, filter, last_id, run_automation, state, counts, place, error, job_id,
	created_by, created_at, finished_at, undone_at`

func scanBulk(r db.Row) (b Bulk, err error) {
	var params, counts string
	var selection, filter, failure *string
	err = r.Scan(&b.ID, &b.Kind, &b.Action, &params, &selection, &filter, &b.lastID, &b.RunAutomation, &b.State, &counts, &b.place,
		&failure, &b.jobID, &b.CreatedBy, &b.CreatedAt, &b.FinishedAt, &b.UndoneAt)
	if err != nil {
		return b, err
	}
	if selection != nil {
		err = json.Unmarshal([]byte(*selection), &b.selection)
	}
	if filter != nil {
		err = errors.Join(err, json.Unmarshal([]byte(*filter), &b.filter))
	}
	var failed error
	b.Error, failed = lang.LoadSentences(failure)
	return b, errors.Join(err, failed, json.Unmarshal([]byte(params), &b.Params), json.Unmarshal([]byte(counts), &b.Counts))
}

func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("bulk: a value does not marshal: " + err.Error())
	}
	return string(raw)
}

func insertBulk(ctx context.Context, tx *db.Tx, account tenant.AccountID, b Bulk, byFilter bool) (id ID, err error) {
	var selection, filter *string
	if text := jsonText(b.selection); len(b.selection) > 0 {
		selection = &text
	}
	if text := b.filter.String(); byFilter {
		filter = &text
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO bulks (account_id, entity_kind, action, params, selection, filter, last_id, run_automation, state, counts, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		RETURNING id`,
		account, string(b.Kind), b.Action, jsonText(b.Params), selection, filter, b.lastID, b.RunAutomation, string(b.State),
		jsonText(b.Counts), b.CreatedBy, b.CreatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store bulk: %w", err)
	}
	return id, nil
}

// saveBulk writes what may change of a locked bulk.
func saveBulk(ctx context.Context, tx *db.Tx, account tenant.AccountID, b Bulk) error {
	var failure *string
	if len(b.Error) > 0 {
		text := jsonText(b.Error)
		failure = &text
	}
	_, err := tx.Exec(ctx, `
		UPDATE bulks
		SET state = $3, counts = $4, place = $5, error = $6, job_id = $7, finished_at = $8, undone_at = $9
		WHERE account_id = $1
			AND id = $2`,
		account, b.ID, string(b.State), jsonText(b.Counts), b.place, failure, b.jobID, b.FinishedAt, b.UndoneAt)
	if err != nil {
		return fmt.Errorf("change bulk %d: %w", b.ID, err)
	}
	return nil
}

// findBulk reads a bulk the actor may know of; lock is a clause such as FOR UPDATE, or empty.
func findBulk(ctx context.Context, q db.Querier, who tenant.Actor, id ID, lock string) (Bulk, error) {
	b, err := scanBulk(q.QueryRow(ctx, `
		SELECT `+bulkColumns+`
		FROM bulks
		WHERE account_id = $1
			AND id = $2`+lock, who.AccountID, id))
	switch {
	case errors.Is(err, db.ErrNoRows), err == nil && !who.Admin && b.CreatedBy != who.UserID:
		return Bulk{}, errs.NotFound("there is no change of many cards %d", id)
	case err != nil:
		return Bulk{}, fmt.Errorf("find bulk %d: %w", id, db.Translate(err))
	}
	return b, nil
}

func listBulks(ctx context.Context, q db.Querier, who tenant.Actor, before ID, limit int) ([]Bulk, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, bulkColumns, ` FROM bulks WHERE account_id = `, b.Arg(who.AccountID), ` AND created_by = `, b.Arg(who.UserID))
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (Bulk, error) { return scanBulk(r) })
	if err != nil {
		return nil, fmt.Errorf("list bulks: %w", db.Translate(err))
	}
	return list, nil
}

func listItems(ctx context.Context, q db.Querier, account tenant.AccountID, of Bulk, outcome Outcome, after crm.ID, limit int) ([]Item, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT entity_id, outcome, before, reason
		FROM bulk_items
		WHERE account_id = `, b.Arg(account), `
			AND bulk_id = `, b.Arg(of.ID), `
			AND entity_id > `, b.Arg(after))
	if outcome != "" {
		b.Add(`
			AND outcome = `, b.Arg(string(outcome)))
	}
	b.Add(`
		ORDER BY entity_id
		LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (it Item, err error) {
		var reason *string
		it.Ref.Kind = of.Kind
		if err = r.Scan(&it.Ref.ID, &it.Outcome, &it.before, &reason); err == nil {
			it.Reason, err = lang.LoadSentences(reason)
		}
		return it, err
	})
	if err != nil {
		return nil, fmt.Errorf("list the cards of bulk %d: %w", of.ID, db.Translate(err))
	}
	return list, nil
}

// insertItems writes what became of the cards of a batch.
func insertItems(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID, list []Item) error {
	if len(list) == 0 {
		return nil
	}
	args := make([]any, 0, len(list)*6)
	for _, it := range list {
		args = append(args, account, id, it.Ref.ID, string(it.Outcome), it.before, reasonText(it.Reason))
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO bulk_items (account_id, bulk_id, entity_id, outcome, before, reason)
		VALUES `+db.Values(len(list), 6)+`
		ON CONFLICT (account_id, bulk_id, entity_id) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason`, args...)
	if err != nil {
		return fmt.Errorf("store the cards of bulk %d: %w", id, err)
	}
	return nil
}

func reasonText(list []lang.Sentence) *string {
	if len(list) == 0 {
		return nil
	}
	text := jsonText(list)
	return &text
}
