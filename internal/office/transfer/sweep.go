package transfer

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// The time files are kept, in seconds.
const (
	draftKept  = 7 * 24 * 3600
	importKept = 90 * 24 * 3600
)

// sweepRows bounds one round of Sweep; the next one takes the rest.
const sweepRows = 500

// Sweep removes old files: uploads nobody started after a week, imported files after three months. What is known of an
// import stays.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.DB.Now().Unix()
	drafts := s.sweep(ctx, `state = 'draft' AND created_at < $1`, now-draftKept)
	imports := s.sweep(ctx, `state IN ('done', 'cancelled', 'undone') AND finished_at < $1`, now-importKept)
	return errors.Join(drafts, imports)
}

// keptFile is a file that is to be removed.
type keptFile struct {
	account tenant.AccountID
	id      ImportID
	key     string
}

func (s *Service) sweep(ctx context.Context, where string, before int64) error {
	rows, err := s.DB.Query(ctx, `
		SELECT account_id, id, file_key
		FROM imports
		WHERE file_key <> ''
			AND `+where+`
		LIMIT $2`, before, sweepRows)
	list, err := db.Collect(rows, err, func(r db.Rows) (f keptFile, err error) {
		err = r.Scan(&f.account, &f.id, &f.key)
		return f, err
	})
	if err != nil {
		return fmt.Errorf("find old files of imports: %w", err)
	}
	for _, f := range list {
		if err := s.Files.Delete(ctx, f.key); err != nil {
			return err
		}
		if err := s.DB.Write(ctx, func(tx *db.Tx) error { return f.forget(ctx, tx) }); err != nil {
			return fmt.Errorf("forget the file of import %d: %w", f.id, err)
		}
	}
	return nil
}

// forget notes that a file is gone. A draft without its file is worth nothing.
func (f keptFile) forget(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE imports
		SET file_key = ''
		WHERE account_id = $1
			AND id = $2`, f.account, f.id)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM imports
		WHERE account_id = $1
			AND id = $2
			AND state = 'draft'`, f.account, f.id)
	return err
}
