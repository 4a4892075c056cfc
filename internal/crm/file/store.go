package file

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const fileColumns = `f.id, f.entity_kind, f.entity_id, f.note_id, f.field_id, f.name, f.versions, f.is_staged, f.created_by, f.created_at,
	f.updated_at, f.deleted_by, f.deleted_at, COALESCE(v.id, 0), COALESCE(v.number, 0), COALESCE(v.name, ''),
	COALESCE(v.size, 0), COALESCE(v.sha256, ''), COALESCE(v.media_type, ''), COALESCE(v.width, 0), COALESCE(v.height, 0),
	COALESCE(v.preview, 'none'), COALESCE(v.scan, 'infected'), COALESCE(v.virus, ''), COALESCE(v.created_by, 0),
	COALESCE(v.created_at, 0), COALESCE(v.file_key, '')`

const fileTables = `
		FROM files f
		LEFT JOIN file_versions v ON v.account_id = f.account_id AND v.id = f.version_id`

func scanFile(r db.Row) (f File, err error) {
	v := &f.Current
	err = r.Scan(&f.ID, &f.Ref.Kind, &f.Ref.ID, &f.NoteID, &f.FieldID, &f.Name, &f.Versions, &f.IsStaged, &f.CreatedBy, &f.CreatedAt,
		&f.UpdatedAt, &f.DeletedBy, &f.DeletedAt, &v.ID, &v.Number, &v.Name, &v.Size, &v.SHA256, &v.MediaType, &v.Width,
		&v.Height, &v.Preview, &v.Scan, &v.Virus, &v.CreatedBy, &v.CreatedAt, &v.key)
	v.FileID = f.ID
	return f, err
}

func scanFiles(r db.Rows) (File, error) { return scanFile(r) }

// findFile reads one file; lock is db.ForUpdate or nothing.
func findFile(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.FileID, lock string) (File, error) {
	if lock != "" {
		if _, err := q.Exec(ctx, `UPDATE files SET updated_at = updated_at WHERE account_id = $1 AND id = $2`, account, id); err != nil {
			return File{}, fmt.Errorf("lock file %d: %w", id, err)
		}
	}
	f, err := scanFile(q.QueryRow(ctx, `
		SELECT `+fileColumns+fileTables+`
		WHERE f.account_id = $1
			AND f.id = $2`, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return File{}, missing(id)
	}
	if err != nil {
		return File{}, fmt.Errorf("find file %d: %w", id, err)
	}
	return f, nil
}

func listFiles(ctx context.Context, q db.Querier, who tenant.Actor, f Filter) ([]File, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, fileColumns, fileTables, ` WHERE f.account_id = `, b.Arg(who.AccountID))
	b.Add(` AND f.entity_kind = `, b.Arg(string(f.Ref.Kind)), ` AND f.entity_id = `, b.Arg(f.Ref.ID), ` AND f.is_staged = FALSE`)
	if f.Deleted {
		b.Add(` AND f.deleted_at IS NOT NULL`)
	} else {
		b.Add(` AND f.deleted_at IS NULL`)
	}
	if hidden := who.HiddenFields(); len(hidden) > 0 {
		b.Add(` AND NOT `, db.In(b, "f.field_id", hidden))
	}
	if f.Before > 0 {
		b.Add(` AND f.id < `, b.Arg(f.Before))
	}
	b.Add(` ORDER BY f.id DESC LIMIT `, b.Arg(f.Limit+1))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	files, err := db.Collect(rows, err, scanFiles)
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", f.Ref, err)
	}
	return files, nil
}

// filesWhere reads files by ids of one column.
func filesWhere[T ~int64](ctx context.Context, q db.Querier, account tenant.AccountID, column string, ids []T, more string) ([]File, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, fileColumns, fileTables, ` WHERE f.account_id = `, b.Arg(account), ` AND `, db.In(b, column, ids), more, ` ORDER BY f.id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, scanFiles)
}

const versionColumns = `id, file_id, number, name, size, sha256, media_type, width, height, preview, scan, virus, created_by, created_at, file_key`

func scanVersion(r db.Row) (v Version, err error) {
	err = r.Scan(&v.ID, &v.FileID, &v.Number, &v.Name, &v.Size, &v.SHA256, &v.MediaType, &v.Width, &v.Height, &v.Preview,
		&v.Scan, &v.Virus, &v.CreatedBy, &v.CreatedAt, &v.key)
	return v, err
}

func listVersions(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.FileID) ([]Version, error) {
	rows, err := q.Query(ctx, `
		SELECT `+versionColumns+`
		FROM file_versions
		WHERE account_id = $1
			AND file_id = $2
		ORDER BY number DESC`, account, id)
	list, err := db.Collect(rows, err, func(r db.Rows) (Version, error) { return scanVersion(r) })
	if err != nil {
		return nil, fmt.Errorf("versions of file %d: %w", id, err)
	}
	return list, nil
}

func findVersion(ctx context.Context, q db.Querier, account tenant.AccountID, id VersionID) (Version, error) {
	v, err := scanVersion(q.QueryRow(ctx, `
		SELECT `+versionColumns+`
		FROM file_versions
		WHERE account_id = $1
			AND id = $2`, account, id))
	if errors.Is(err, db.ErrNoRows) {
		return Version{}, errs.NotFound("there is no such version of the file")
	}
	return v, err
}

func insertFile(ctx context.Context, tx *db.Tx, account tenant.AccountID, f File) (id crm.FileID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO files (account_id, entity_kind, entity_id, name, is_staged, created_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
		RETURNING id`, account, string(f.Ref.Kind), f.Ref.ID, f.Name, f.IsStaged, f.CreatedBy, tx.Unix()).Scan(&id)
	return id, err
}

func insertVersion(ctx context.Context, tx *db.Tx, account tenant.AccountID, v Version) (id VersionID, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO file_versions (account_id, file_id, number, name, file_key, size, sha256, media_type, width, height, preview, scan, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		RETURNING id`, account, v.FileID, v.Number, v.Name, v.key, v.Size, v.SHA256, v.MediaType, v.Width, v.Height, v.Preview, v.Scan,
		v.CreatedBy, v.CreatedAt).Scan(&id)
	return id, err
}

func updateFile(ctx context.Context, tx *db.Tx, account tenant.AccountID, f File) error {
	_, err := tx.Exec(ctx, `
		UPDATE files
		SET name = $3, version_id = $4, versions = $5, deleted_by = $6, deleted_at = $7, updated_at = $8
		WHERE account_id = $1
			AND id = $2`, account, f.ID, f.Name, f.Current.ID, f.Versions, f.DeletedBy, f.DeletedAt, tx.Unix())
	return err
}
