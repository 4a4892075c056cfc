package webhook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

const deliveryColumns = `id, webhook_id, event_id, event_kind, entity_kind, entity_id, trigger_id, replay_of, state, attempt,
	next_at, status_code, response, error, duration_ms, created_at, finished_at`

func scanDelivery(r db.Row) (d Delivery, err error) {
	var problems *string
	err = r.Scan(&d.ID, &d.WebhookID, &d.EventID, &d.EventKind, &d.Ref.Kind, &d.Ref.ID, &d.TriggerID, &d.ReplayOf,
		&d.State, &d.Attempt, &d.NextAt, &d.StatusCode, &d.Response, &problems, &d.DurationMs, &d.CreatedAt, &d.FinishedAt)
	if err == nil && problems != nil {
		err = json.Unmarshal([]byte(*problems), &d.Errors)
	}
	return d, err
}

func findDelivery(ctx context.Context, q db.Querier, account tenant.AccountID, id DeliveryID) (Delivery, error) {
	return findDeliveryWith(ctx, q, account, id, "")
}

func lockDelivery(ctx context.Context, tx *db.Tx, account tenant.AccountID, id DeliveryID) (Delivery, error) {
	return findDeliveryWith(ctx, tx, account, id, db.ForUpdate(tx.Engine()))
}

func findDeliveryWith(ctx context.Context, q db.Querier, account tenant.AccountID, id DeliveryID, suffix string) (Delivery, error) {
	d, err := scanDelivery(q.QueryRow(ctx, `
		SELECT `+deliveryColumns+`
		FROM webhook_deliveries
		WHERE account_id = $1
			AND id = $2`+suffix, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return d, errs.NotFound("there is no delivery %d", id)
	}
	if err != nil {
		return d, fmt.Errorf("find delivery %d: %w", id, err)
	}
	return d, nil
}

func listDeliveries(ctx context.Context, q db.Querier, account tenant.AccountID, f DeliveryFilter, before int64, limit int) ([]Delivery, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, deliveryColumns, ` FROM webhook_deliveries WHERE account_id = `, b.Arg(account))
	b.Add(` AND webhook_id = `, b.Arg(f.WebhookID))
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	if f.State != "" {
		b.Add(` AND state = `, b.Arg(string(f.State)))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (Delivery, error) { return scanDelivery(r) })
}

// added is a stored delivery.
type added struct {
	id      DeliveryID
	webhook ID
}

// insertDeliveries stores those that are not there yet and returns them in the order given.
func insertDeliveries(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Delivery) ([]added, error) {
	const most = 100
	var out []added
	for chunk := range slices.Chunk(list, most) {
		part, err := insertChunk(ctx, tx, account, chunk)
		if err != nil {
			return nil, fmt.Errorf("add %d deliveries: %w", len(chunk), err)
		}
		out = append(out, part...)
	}
	return out, nil
}

func insertChunk(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []Delivery) ([]added, error) {
	const width = 11
	args := make([]any, 0, len(list)*width)
	for _, d := range list {
		args = append(args, account, d.WebhookID, d.EventID, d.EventKind, string(d.Ref.Kind), d.Ref.ID, d.TriggerID, d.ReplayOf,
			string(d.State), d.NextAt, d.CreatedAt)
	}
	rows, err := tx.Query(ctx, `
		INSERT INTO webhook_deliveries (account_id, webhook_id, event_id, event_kind, entity_kind, entity_id, trigger_id,
			replay_of, state, next_at, created_at)
		VALUES `+db.Values(len(list), width)+`
		ON CONFLICT DO NOTHING
		RETURNING id, webhook_id`, args...)
	out, err := db.Collect(rows, err, func(r db.Rows) (a added, err error) {
		err = r.Scan(&a.id, &a.webhook)
		return a, err
	})
	slices.SortFunc(out, func(a, b added) int { return cmp.Compare(a.id, b.id) })
	return out, err
}

func updateDelivery(ctx context.Context, tx *db.Tx, account tenant.AccountID, d Delivery) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhook_deliveries
		SET state = $3, attempt = $4, next_at = $5, status_code = $6, response = $7, error = $8, duration_ms = $9, finished_at = $10
		WHERE account_id = $1
			AND id = $2`,
		account, d.ID, string(d.State), d.Attempt, d.NextAt, d.StatusCode, d.Response, sentencesText(d.Errors), d.DurationMs, d.FinishedAt)
	return err
}

// forgetCard takes the card out of a delivery; the event still leads to it.
func forgetCard(ctx context.Context, tx *db.Tx, account tenant.AccountID, id DeliveryID) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhook_deliveries
		SET entity_kind = '', entity_id = 0
		WHERE account_id = $1
			AND id = $2`, account, id)
	return err
}

func cancelWaiting(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhook_deliveries
		SET state = $3, next_at = NULL, finished_at = $4
		WHERE account_id = $1
			AND webhook_id = $2
			AND state = $5`, account, id, string(Cancelled), tx.Unix(), string(Waiting))
	return err
}

func sentencesText(list []lang.Sentence) any {
	if len(list) == 0 {
		return nil
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic("webhook: sentences do not marshal: " + err.Error())
	}
	return string(raw)
}
