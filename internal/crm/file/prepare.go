package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// PrepareKind is the job that shows a new version to the scanner and draws its preview.
const PrepareKind = "file.prepare"

// prepare is the payload of such a job.
type prepare struct {
	VersionID VersionID `json:"version_id"`
}

// JobKinds is the work done after an upload and after the end of files.
func (s *Service) JobKinds() []job.Kind {
	return []job.Kind{
		{Name: PrepareKind, Remote: s.prepare, Concurrency: 2, Timeout: 10 * time.Minute, MaxAttempts: 12},
		{Name: PurgeKind, Remote: s.purgeCards, Concurrency: 1},
		{Name: DropKind, Remote: s.dropStored, Concurrency: 2, MaxAttempts: 20},
	}
}

func (s *Service) prepare(ctx context.Context, j job.Job, _ *job.Progress) error {
	var p prepare
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return job.Permanent(err)
	}
	account := tenant.AccountID(j.AccountID)
	v, err := findVersion(ctx, s.DB, account, p.VersionID)
	if errs.Is(err, errs.CodeNotFound) {
		return nil // purged meanwhile
	}
	if err == nil && v.Scan == Waiting {
		v, err = s.scan(ctx, account, v)
	}
	if err != nil || v.Scan != Clean || v.Preview != Waiting {
		return err
	}
	return s.draw(ctx, account, v)
}

// scan asks the scanner. Without one (it was switched off since) the version passes.
func (s *Service) scan(ctx context.Context, account tenant.AccountID, v Version) (Version, error) {
	if s.Scanner != nil {
		r, _, err := s.Store.Open(ctx, v.key)
		if err != nil {
			return v, err
		}
		defer r.Close()
		if v.Virus, err = s.Scanner.Scan(ctx, r); err != nil {
			return v, fmt.Errorf("scan version %d: %w", v.ID, err)
		}
	}
	if v.Virus != "" {
		return s.refuse(ctx, account, v)
	}
	v.Scan = Clean
	return v, s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE file_versions
			SET scan = 'clean'
			WHERE account_id = $1
				AND id = $2`, account, v.ID)
		return err
	})
}

// scanner is who says what was found.
func scanner(account tenant.AccountID) tenant.Actor { return tenant.RobotOf(account, tenant.Cause{}) }

// small is what the key of a preview ends with, after that of its version.
const small = "-small"

// refuse lets go of the bytes of an infected version, shows the newest clean one instead, and tells the card.
func (s *Service) refuse(ctx context.Context, account tenant.AccountID, v Version) (Version, error) {
	v.Scan, v.Preview = Infected, NoPreview
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE file_versions
			SET scan = 'infected', preview = 'none', virus = $3, size = 0
			WHERE account_id = $1
				AND id = $2
				AND scan = 'waiting'`, account, v.ID, v.Virus)
		if err != nil || n == 0 {
			return err
		}
		if err := release(ctx, tx, account, []Version{v}); err != nil {
			return err
		}
		f, err := findFile(ctx, tx, account, v.FileID, "lock")
		if err != nil {
			return err
		}
		if err := letGo(ctx, tx, account, []string{v.key}); err != nil {
			return err
		}
		if err := showNewest(ctx, tx, account, &f); err != nil || f.IsStaged {
			return err
		}
		after := map[string]any{"name": f.Name, "virus": v.Virus, "version": v.Number, "uploaded_by": v.CreatedBy}
		return s.event(ctx, tx, scanner(account), f, "file_refused", nil, after)
	})
	return v, err
}

// showNewest makes the newest version that was not refused the one that is shown.
func showNewest(ctx context.Context, tx *db.Tx, account tenant.AccountID, f *File) error {
	err := tx.QueryRow(ctx, `
		SELECT id
		FROM file_versions
		WHERE account_id = $1
			AND file_id = $2
			AND scan <> 'infected'
		ORDER BY number DESC
		LIMIT 1`, account, f.ID).Scan(&f.Current.ID)
	if errors.Is(err, db.ErrNoRows) {
		f.Current.ID, err = 0, nil
	}
	if err != nil {
		return err
	}
	return updateFile(ctx, tx, account, *f)
}

// draw makes the preview of a picture. One that cannot be decoded, or is too large to be, has none and is only saved,
// never shown.
func (s *Service) draw(ctx context.Context, account tenant.AccountID, v Version) error {
	r, _, err := s.Store.Open(ctx, v.key)
	if err != nil {
		return err
	}
	defer r.Close()
	picture, width, height, err := thumbnail(r)
	if err != nil {
		s.Log.DebugContext(ctx, "no preview of a picture", "version", v.ID, "err", err)
		return s.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `
				UPDATE file_versions
				SET preview = 'none'
				WHERE account_id = $1
					AND id = $2`, account, v.ID)
			return err
		})
	}
	key := v.key + small
	info, err := s.Store.Put(ctx, key, picture)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE file_versions
			SET preview = 'ready', width = $3, height = $4
			WHERE account_id = $1
				AND id = $2`, account, v.ID, width, height)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO file_previews (account_id, version_id, file_key, size)
			VALUES ($1, $2, $3, $4)
			ON CONFLICT (account_id, version_id) DO UPDATE SET file_key = $3, size = $4`, account, v.ID, key, info.Size)
		return err
	})
}
