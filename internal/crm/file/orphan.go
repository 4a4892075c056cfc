package file

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"voronka/internal/kit/blob"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

const (
	// orphanAge is how old stored bytes without a row must be to be removed. An upload lasts two hours at most.
	orphanAge = 24 * time.Hour
	folder    = "files"
	// ownerKey holds whose store it is.
	ownerKey     = folder + "/owner"
	ownerSetting = "files_owner"
)

// SweepOrphans removes stored bytes that no row names and that are older than a day: what a crash left between the
// storing of an upload and its commit, and what the removal of purged files gave up on. A store that another
// installation wrote into first is left alone: its files have their rows elsewhere.
func (s *Service) SweepOrphans(ctx context.Context) error {
	return s.sweepOrphans(ctx, s.DB.Now().Add(-orphanAge))
}

func (s *Service) sweepOrphans(ctx context.Context, before time.Time) error {
	ours, err := s.own(ctx)
	if err != nil {
		return fmt.Errorf("sweep stored files: %w", err)
	}
	if !ours {
		s.Log.WarnContext(ctx, "the storage of files belongs to another installation: stored files without a record are not swept")
		return nil
	}
	removed := 0
	err = s.Store.Walk(ctx, folder, func(page []blob.Info) error {
		orphans, err := s.orphans(ctx, page, before)
		for _, key := range orphans {
			err = errors.Join(err, s.Store.Delete(ctx, key))
		}
		removed += len(orphans)
		return err
	})
	if removed > 0 {
		s.Log.InfoContext(ctx, "stored files without a record were removed", "files", removed)
	}
	if err = errors.Join(err, s.Store.Tidy(ctx, before)); err != nil {
		return fmt.Errorf("sweep stored files: %w", err)
	}
	return nil
}

// own says whether the store is this installation's; one without an owner becomes so.
func (s *Service) own(ctx context.Context) (bool, error) {
	var me string
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO install_settings (name, value)
			VALUES ($1, $2)
			ON CONFLICT (name) DO NOTHING`, ownerSetting, rand.Text())
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT value FROM install_settings WHERE name = $1`, ownerSetting).Scan(&me)
	})
	if err != nil {
		return false, err
	}
	r, _, err := s.Store.Open(ctx, ownerKey)
	if errs.Is(err, errs.CodeNotFound) {
		_, err = s.Store.Put(ctx, ownerKey, strings.NewReader(me))
		return err == nil, err
	}
	if err != nil {
		return false, err
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, 100))
	return string(raw) == me, err
}

// orphans are the keys of a page that are old and that no row names. Two statements for each account of the page, of
// which there is mostly one.
func (s *Service) orphans(ctx context.Context, page []blob.Info, before time.Time) (keys []string, err error) {
	old := map[tenant.AccountID][]string{}
	for _, i := range page {
		account, ok := accountOf(i.Key)
		if ok && i.UpdatedAt.Before(before) {
			old[account] = append(old[account], i.Key)
		}
	}
	for account, list := range old {
		known, err := s.known(ctx, account, list)
		if err != nil {
			return keys, err
		}
		for _, key := range list {
			if !known[key] {
				keys = append(keys, key)
			}
		}
	}
	return keys, nil
}

// accountOf reads "files/<account>/<word>"; what looks otherwise is not of files of cards.
func accountOf(key string) (tenant.AccountID, bool) {
	parts := strings.Split(key, "/")
	if len(parts) != 3 {
		return 0, false
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	return tenant.AccountID(id), err == nil
}

// known are those keys that a version or a preview stands behind. The bytes of an infected version are to be gone.
func (s *Service) known(ctx context.Context, account tenant.AccountID, keys []string) (map[string]bool, error) {
	var versions []string
	for _, key := range keys {
		versions = append(versions, strings.TrimSuffix(key, small))
	}
	b := db.NewBuilder(s.DB.Engine())
	b.Add(`SELECT v.file_key FROM file_versions v WHERE v.account_id = `, b.Arg(account), ` AND v.scan <> 'infected' AND `, db.InText(b, "v.file_key", versions))
	b.Add(` UNION ALL SELECT p.file_key FROM file_versions v JOIN file_previews p ON p.account_id = v.account_id AND p.version_id = v.id`)
	b.Add(` WHERE v.account_id = `, b.Arg(account), ` AND v.scan <> 'infected' AND `, db.InText(b, "v.file_key", versions))
	list, err := db.Column[string](ctx, s.DB, b.SQL(), b.Args()...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]bool, len(list))
	for _, key := range list {
		out[key] = true
	}
	return out, nil
}
