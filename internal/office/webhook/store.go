package webhook

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const columns = `id, name, url, secret, kinds, is_on, failures, failing_since, rest_until, created_by, author_id, paused,
	created_at, updated_at`

func scan(r db.Row) (w Webhook, err error) {
	var kinds string
	var paused *string
	err = r.Scan(&w.ID, &w.Name, &w.URL, &w.sealed, &kinds, &w.IsOn, &w.failures, &w.FailingSince, &w.RestUntil,
		&w.CreatedBy, &w.AuthorID, &paused, &w.CreatedAt, &w.UpdatedAt)
	if err == nil {
		err = json.Unmarshal([]byte(kinds), &w.Kinds)
	}
	if err == nil && paused != nil {
		err = json.Unmarshal([]byte(*paused), &w.Paused)
	}
	return w, err
}

func list(ctx context.Context, q db.Querier, account tenant.AccountID) ([]Webhook, error) {
	rows, err := q.Query(ctx, `
		SELECT `+columns+`
		FROM webhooks
		WHERE account_id = $1
			AND deleted_at IS NULL
		ORDER BY id
		LIMIT $2`, account, maxWebhooks)
	return db.Collect(rows, err, func(r db.Rows) (Webhook, error) { return scan(r) })
}

func count(ctx context.Context, q db.Querier, account tenant.AccountID) (n int, err error) {
	err = q.QueryRow(ctx, `
		SELECT count(*)
		FROM webhooks
		WHERE account_id = $1
			AND deleted_at IS NULL`, account).Scan(&n)
	return n, err
}

func find(ctx context.Context, q db.Querier, account tenant.AccountID, id ID) (Webhook, error) {
	return findWith(ctx, q, account, id, "")
}

func lock(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID) (Webhook, error) {
	return findWith(ctx, tx, account, id, db.ForUpdate(tx.Engine()))
}

func findWith(ctx context.Context, q db.Querier, account tenant.AccountID, id ID, suffix string) (Webhook, error) {
	w, err := scan(q.QueryRow(ctx, `
		SELECT `+columns+`
		FROM webhooks
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`+suffix, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return w, errs.NotFound("there is no webhook %d: it may have been deleted", id)
	}
	if err != nil {
		return w, fmt.Errorf("find webhook %d: %w", id, err)
	}
	return w, nil
}

func insert(ctx context.Context, tx *db.Tx, account tenant.AccountID, w Webhook) (id ID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO webhooks (account_id, name, url, secret, kinds, is_on, created_by, author_id, created_at, updated_at)
		VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9)
		RETURNING id`,
		account, w.Name, w.URL, kindsText(w.Kinds), w.IsOn, w.CreatedBy, w.AuthorID, w.CreatedAt, w.UpdatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("add webhook: %w", err)
	}
	return id, nil
}

func update(ctx context.Context, tx *db.Tx, account tenant.AccountID, w Webhook) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhooks
		SET name = $3, url = $4, kinds = $5, is_on = $6, failures = $7, failing_since = $8, rest_until = $9, updated_at = $10,
			author_id = $11, paused = $12
		WHERE account_id = $1
			AND id = $2`,
		account, w.ID, w.Name, w.URL, kindsText(w.Kinds), w.IsOn, w.failures, w.FailingSince, w.RestUntil, w.UpdatedAt,
		w.AuthorID, sentencesText(w.Paused))
	return err
}

func setSecret(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID, sealed string) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhooks
		SET secret = $3, updated_at = $4
		WHERE account_id = $1
			AND id = $2`, account, id, sealed, tx.Unix())
	return err
}

func setHealth(ctx context.Context, tx *db.Tx, account tenant.AccountID, w Webhook) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhooks
		SET failures = $3, failing_since = $4, rest_until = $5
		WHERE account_id = $1
			AND id = $2`, account, w.ID, w.failures, w.FailingSince, w.RestUntil)
	return err
}

func remove(ctx context.Context, tx *db.Tx, account tenant.AccountID, id ID) error {
	_, err := tx.Exec(ctx, `
		UPDATE webhooks
		SET deleted_at = $3, secret = ''
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

// listOn returns the working webhooks of several accounts.
func listOn(ctx context.Context, q db.Querier, accounts []int64) (map[int64][]Webhook, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT account_id, id, kinds FROM webhooks WHERE `, db.In(b, "account_id", accounts))
	b.Add(` AND deleted_at IS NULL AND is_on ORDER BY account_id, id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	out := map[int64][]Webhook{}
	_, err = db.Collect(rows, err, func(r db.Rows) (struct{}, error) {
		var account int64
		var w Webhook
		var kinds string
		if err := r.Scan(&account, &w.ID, &kinds); err != nil {
			return struct{}{}, err
		}
		err := json.Unmarshal([]byte(kinds), &w.Kinds)
		out[account] = append(out[account], w)
		return struct{}{}, err
	})
	return out, err
}

func kindsText(kinds []string) string {
	raw, err := json.Marshal(append([]string{}, kinds...))
	if err != nil {
		panic("webhook: kinds do not marshal: " + err.Error())
	}
	return string(raw)
}

// place binds a sealed secret to its row.
func place(id ID) string { return fmt.Sprintf("webhook/%d/secret", id) }

func (s *Service) seal(id ID, key string) string {
	return base64.StdEncoding.EncodeToString(s.box.Seal([]byte(key), place(id)))
}

func (s *Service) open(w Webhook) (string, error) {
	sealed, err := base64.StdEncoding.DecodeString(w.sealed)
	if err != nil {
		return "", fmt.Errorf("read the secret of webhook %d: %w", w.ID, err)
	}
	key, err := s.box.Open(sealed, place(w.ID))
	if err != nil {
		return "", fmt.Errorf("open the secret of webhook %d: %w", w.ID, err)
	}
	return string(key), nil
}
