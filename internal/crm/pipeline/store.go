package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

func loadPipelines(ctx context.Context, q db.Querier, account tenant.AccountID) ([]Pipeline, error) {
	rows, err := q.Query(ctx, `
		SELECT p.id, p.name, p.position, p.is_main, p.created_at, p.card_fields,
			s.id, s.name, s.hue, s.kind, s.description, s.position, s.stale_days, s.probability
		FROM pipelines p
		JOIN statuses s ON s.account_id = p.account_id AND s.pipeline_id = p.id AND s.deleted_at IS NULL
		WHERE p.account_id = $1
			AND p.deleted_at IS NULL
		ORDER BY p.position, p.id, s.position, s.id`, account)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Pipeline
	for rows.Next() {
		var p Pipeline
		var s Status
		var shown string
		if err := rows.Scan(&p.ID, &p.Name, &p.Position, &p.IsMain, &p.CreatedAt, &shown,
			&s.ID, &s.Name, &s.Hue, &s.Kind, &s.Description, &s.Position, &s.StaleDays, &s.Probability); err != nil {
			return nil, err
		}
		if len(list) == 0 || list[len(list)-1].ID != p.ID {
			if err := json.Unmarshal([]byte(shown), &p.CardFields); err != nil {
				return nil, fmt.Errorf("read the card fields of pipeline %d: %w", p.ID, err)
			}
			list = append(list, p)
		}
		last := &list[len(list)-1]
		s.PipelineID = last.ID
		last.Statuses = append(last.Statuses, s)
	}
	return list, rows.Err()
}

// touch makes every node forget the pipelines; fields are forgotten with them.
func touch(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := tx.Exec(ctx, `UPDATE accounts SET fields_version = fields_version + 1 WHERE id = $1`, account)
	return err
}

// lockPipelines locks every pipeline of the account, in one order for all.
func lockPipelines(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := db.Column[int64](ctx, tx, `
		SELECT id
		FROM pipelines
		WHERE account_id = $1
		ORDER BY id`+db.ForUpdate(tx.Engine()), account)
	return err
}

// lockStatuses waits for everybody who holds one of the statuses and keeps others from holding it.
func lockStatuses(ctx context.Context, tx *db.Tx, ids []crm.StatusID) error {
	for _, id := range slices.Sorted(slices.Values(ids)) { // at most those of a pipeline, in one order for all
		if err := tx.HoldAlone(ctx, statusShelf, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// statusShelf is where statuses are held.
const statusShelf db.Shelf = 4129

func holdStatus(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.StatusID) (bool, error) {
	if err := tx.Hold(ctx, statusShelf, int64(id)); err != nil {
		return false, err
	}
	found, err := db.Column[int64](ctx, tx, statusThere, account, id)
	return len(found) == 1, err
}

const statusThere = `
		SELECT id
		FROM statuses
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`

func knownStatuses(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.StatusID) ([]crm.StatusID, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT id FROM statuses WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	return db.Column[crm.StatusID](ctx, q, b.SQL(), b.Args()...)
}

func insertPipeline(ctx context.Context, tx *db.Tx, account tenant.AccountID, p *Pipeline) error {
	err := tx.QueryRow(ctx, `
		INSERT INTO pipelines (account_id, name, position, is_main, created_at)
		VALUES ($1, $2, $3, $4, $5)
		RETURNING id`, account, p.Name, p.Position, p.IsMain, p.CreatedAt).Scan(&p.ID)
	if err != nil {
		return err
	}
	for i := range p.Statuses { // once in a pipeline's life
		p.Statuses[i].PipelineID = p.ID
		if err := insertStatus(ctx, tx, account, &p.Statuses[i]); err != nil {
			return err
		}
	}
	return nil
}

func insertStatus(ctx context.Context, tx *db.Tx, account tenant.AccountID, s *Status) error {
	return tx.QueryRow(ctx, `
		INSERT INTO statuses (account_id, pipeline_id, name, hue, kind, description, position, stale_days, probability)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		RETURNING id`,
		account, s.PipelineID, s.Name, s.Hue, string(s.Kind), s.Description, s.Position, s.StaleDays, s.Probability).Scan(&s.ID)
}

func updatePipeline(ctx context.Context, tx *db.Tx, account tenant.AccountID, p Pipeline) error {
	shown, err := json.Marshal(p.CardFields)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE pipelines
		SET name = $3, is_main = $4, card_fields = $5
		WHERE account_id = $1
			AND id = $2`, account, p.ID, p.Name, p.IsMain, string(shown))
	return err
}

func clearMain(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := tx.Exec(ctx, `
		UPDATE pipelines
		SET is_main = FALSE
		WHERE account_id = $1
			AND is_main`, account)
	return err
}

// passMainOn makes the first pipeline that is left the main one.
func passMainOn(ctx context.Context, tx *db.Tx, account tenant.AccountID) error {
	_, err := tx.Exec(ctx, `
		UPDATE pipelines
		SET is_main = TRUE
		WHERE account_id = $1
			AND id = (
				SELECT id
				FROM pipelines
				WHERE account_id = $1
					AND deleted_at IS NULL
				ORDER BY position, id
				LIMIT 1)`, account)
	return err
}

func removePipeline(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.PipelineID) error {
	if _, err := tx.Exec(ctx, `
		UPDATE statuses
		SET deleted_at = $3
		WHERE account_id = $1
			AND pipeline_id = $2
			AND deleted_at IS NULL`, account, id, tx.Unix()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE pipelines
		SET deleted_at = $3, is_main = FALSE
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

func updateStatus(ctx context.Context, tx *db.Tx, account tenant.AccountID, s Status) error {
	_, err := tx.Exec(ctx, `
		UPDATE statuses
		SET name = $3, hue = $4, description = $5, stale_days = $6, probability = $7
		WHERE account_id = $1
			AND id = $2`, account, s.ID, s.Name, s.Hue, s.Description, s.StaleDays, s.Probability)
	return err
}

func removeStatus(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.StatusID) error {
	_, err := tx.Exec(ctx, `
		UPDATE statuses
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

func loadReasons(ctx context.Context, q db.Querier, account tenant.AccountID) ([]LossReason, error) {
	rows, err := q.Query(ctx, `
		SELECT id, name, position, created_at
		FROM loss_reasons
		WHERE account_id = $1
			AND deleted_at IS NULL
		ORDER BY position, id`, account)
	return db.Collect(rows, err, func(r db.Rows) (lr LossReason, err error) {
		err = r.Scan(&lr.ID, &lr.Name, &lr.Position, &lr.CreatedAt)
		return lr, err
	})
}

func insertReason(ctx context.Context, tx *db.Tx, account tenant.AccountID, r *LossReason) error {
	return tx.QueryRow(ctx, `
		INSERT INTO loss_reasons (account_id, name, position, created_at)
		VALUES ($1, $2, $3, $4)
		RETURNING id`, account, r.Name, r.Position, r.CreatedAt).Scan(&r.ID)
}

func updateReason(ctx context.Context, tx *db.Tx, account tenant.AccountID, r LossReason) error {
	_, err := tx.Exec(ctx, `
		UPDATE loss_reasons
		SET name = $3
		WHERE account_id = $1
			AND id = $2`, account, r.ID, r.Name)
	return err
}

func removeReason(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.LossReasonID) error {
	_, err := tx.Exec(ctx, `
		UPDATE loss_reasons
		SET deleted_at = $3
		WHERE account_id = $1
			AND id = $2`, account, id, tx.Unix())
	return err
}

// setPositions numbers the rows of one of the package's tables by their place in ids.
func setPositions[T ~int64](ctx context.Context, tx *db.Tx, account tenant.AccountID, table string, ids []T) error {
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE `, table, ` SET position = CASE id`)
	for i, id := range ids {
		b.Add(` WHEN CAST(`, b.Arg(id), ` AS BIGINT) THEN CAST(`, b.Arg(i+1), ` AS INTEGER)`)
	}
	b.Add(` END WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}
