package file

import (
	"context"
	"fmt"
	"slices"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

const (
	// KeptDays is how long the bin keeps a file.
	KeptDays = 30
	// stagedDays is how long an upload waits for its note.
	stagedDays = 7
	sweepChunk = 100
)

type sweepable struct {
	account tenant.AccountID
	id      crm.FileID
}

// Sweep purges files that lay in the bin long enough and uploads whose note never came, and asks the scanner again for
// what it could not be asked.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.sweep(ctx, 0); err != nil {
		return fmt.Errorf("sweep files: %w", err)
	}
	return s.askAgain(ctx, s.DB.Now().Add(-time.Hour))
}

// sweep purges the overdue files of an account; 0: of all.
func (s *Service) sweep(ctx context.Context, account tenant.AccountID) error {
	now := s.DB.Now()
	binned, staged := now.AddDate(0, 0, -KeptDays).Unix(), now.AddDate(0, 0, -stagedDays).Unix()
	for {
		rows, err := s.DB.Query(ctx, `
			SELECT account_id, id
			FROM files
			WHERE deleted_at <= $1
				AND (CAST($4 AS BIGINT) = 0 OR account_id = CAST($4 AS BIGINT))
			UNION
			SELECT account_id, id
			FROM files
			WHERE is_staged
				AND created_at <= $2
				AND (CAST($4 AS BIGINT) = 0 OR account_id = CAST($4 AS BIGINT))
			LIMIT $3`, binned, staged, sweepChunk, account)
		list, err := db.Collect(rows, err, func(r db.Rows) (f sweepable, err error) {
			err = r.Scan(&f.account, &f.id)
			return f, err
		})
		if err != nil {
			return err
		}
		byAccount := map[tenant.AccountID][]crm.FileID{}
		for _, f := range list {
			byAccount[f.account] = append(byAccount[f.account], f.id)
		}
		for account, ids := range byAccount {
			if err := s.purge(ctx, account, ids, binned, staged); err != nil {
				return err
			}
		}
		if len(list) < sweepChunk {
			return nil
		}
	}
}

// purge removes files for good: the rows now, the bytes by a job. The rows of the files go first: who adds a version at
// this moment waits for them, and finds no file.
func (s *Service) purge(ctx context.Context, account tenant.AccountID, ids []crm.FileID, binned, staged int64) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		gone, err := takeFiles(ctx, tx, account, ids, binned, staged)
		if err != nil || len(gone) == 0 {
			return err
		}
		b := db.NewBuilder(tx.Engine())
		b.Add(`SELECT `, versionColumns, ` FROM file_versions WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "file_id", gone))
		rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
		versions, err := db.Collect(rows, err, func(r db.Rows) (Version, error) { return scanVersion(r) })
		if err != nil {
			return err
		}
		counted := slices.DeleteFunc(slices.Clone(versions), func(v Version) bool { return v.Scan == Infected })
		if err := release(ctx, tx, account, counted); err != nil {
			return err
		}
		var of []VersionID
		var keys []string
		for _, v := range versions {
			of = append(of, v.ID)
			keys = append(keys, v.key)
			if isPicture(v.MediaType) {
				keys = append(keys, v.key+small)
			}
		}
		if err := deleteRows(ctx, tx, account, gone, of); err != nil {
			return err
		}
		return letGo(ctx, tx, account, keys)
	})
}

// takeFiles deletes the rows of those files that still are to go: one may have come back from the bin meanwhile.
func takeFiles(ctx context.Context, tx *db.Tx, account tenant.AccountID, ids []crm.FileID, binned, staged int64) ([]crm.FileID, error) {
	b := db.NewBuilder(tx.Engine())
	b.Add(`DELETE FROM files WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids))
	b.Add(` AND (deleted_at <= `, b.Arg(binned), ` OR is_staged AND created_at <= `, b.Arg(staged), `) RETURNING id`)
	return db.Column[crm.FileID](ctx, tx, b.SQL(), b.Args()...)
}

func deleteRows(ctx context.Context, tx *db.Tx, account tenant.AccountID, ids []crm.FileID, versions []VersionID) error {
	if len(versions) > 0 {
		b := db.NewBuilder(tx.Engine())
		b.Add(`DELETE FROM file_previews WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "version_id", versions))
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return err
		}
	}
	for _, from := range []struct{ table, column string }{{"file_versions", "file_id"}, {"file_links", "file_id"}} {
		b := db.NewBuilder(tx.Engine())
		b.Add(`DELETE FROM `, from.table, ` WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, from.column, ids))
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return err
		}
	}
	return nil
}

// askAgain enqueues versions the scanner did not answer for: it was away longer than a job goes on trying.
func (s *Service) askAgain(ctx context.Context, before time.Time) error {
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT v.account_id, v.id, v.file_id
			FROM file_versions v
			WHERE v.scan = 'waiting'
				AND v.created_at <= $1
				AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.queue_key = 'file:' || v.file_id AND j.state IN ('ready', 'waiting', 'running'))
			LIMIT $2`, before.Unix(), sweepChunk)
		type waiting struct {
			account tenant.AccountID
			v       Version
		}
		list, err := db.Collect(rows, err, func(r db.Rows) (w waiting, err error) {
			err = r.Scan(&w.account, &w.v.ID, &w.v.FileID)
			w.v.Scan = Waiting
			return w, err
		})
		if err != nil {
			return err
		}
		for _, w := range list { // at most a chunk, once in six hours
			if err := s.enqueue(ctx, tx, w.account, w.v); err != nil {
				return err
			}
		}
		return nil
	})
}
