package file

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Limits are what an account may store, in bytes; 0: no limit.
type Limits struct {
	// File bounds one file, Space all files of the account, User those of one person.
	File, Space, User int64
	// Forbidden are the endings of names that nobody may upload, without their points: "exe".
	Forbidden []string
}

// Usage is the space somebody's files take, older versions and the bin included.
type Usage struct {
	UserID   tenant.UserID
	Versions int64
	Bytes    int64
}

// room is what is left for a new version.
type room struct {
	Limits
	all, own int64
}

// allow says whether so many bytes more fit.
func (r room) allow(size int64) error {
	switch {
	case r.File > 0 && size > r.File:
		return errs.With(errs.Limit("the file is larger than %d MB, send a smaller one", max(1, r.File>>20)), "file_too_large", map[string]int64{"limit": r.File})
	case r.Space > 0 && r.all+size > r.Space:
		return errs.With(errs.Limit("the space of the account for files is full (%d MB), delete some or ask an administrator", r.Space>>20), "space_full", map[string]int64{"limit": r.Space})
	case r.User > 0 && r.own+size > r.User:
		return errs.With(errs.Limit("your space for files is full (%d MB), delete some or ask an administrator", r.User>>20), "space_full", map[string]int64{"limit": r.User})
	}
	return nil
}

// Room says early whether a body of so many bytes will be refused.
func (s *Service) Room(ctx context.Context, who tenant.Actor, size int64) error {
	r, err := s.room(ctx, who)
	if err != nil {
		return err
	}
	return r.allow(size)
}

func (s *Service) room(ctx context.Context, who tenant.Actor) (room, error) {
	limits, err := s.limits(ctx, s.DB, who.AccountID)
	if err != nil {
		return room{}, err
	}
	r := room{Limits: limits}
	err = s.DB.QueryRow(ctx, `
		SELECT CAST(COALESCE(SUM(CASE WHEN user_id = 0 THEN bytes END), 0) AS BIGINT),
			CAST(COALESCE(SUM(CASE WHEN user_id <> 0 THEN bytes END), 0) AS BIGINT)
		FROM file_space
		WHERE account_id = $1
			AND user_id IN (0, $2)`, who.AccountID, who.UserID).Scan(&r.all, &r.own)
	return r, err
}

// limits are the account's own, within those of the installation.
func (s *Service) limits(ctx context.Context, q db.Querier, account tenant.AccountID) (l Limits, err error) {
	var forbidden string
	err = q.QueryRow(ctx, `
		SELECT max_file, max_space, max_user, forbidden
		FROM file_limits
		WHERE account_id = $1`, account).Scan(&l.File, &l.Space, &l.User, &forbidden)
	l.Forbidden = split(forbidden)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return l, fmt.Errorf("limits of files: %w", err)
	}
	l.File, l.Space = smaller(l.File, s.MaxFile), smaller(l.Space, s.MaxSpace)
	return l, nil
}

// smaller is the narrower of two bounds, of which 0 is none.
func smaller(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// reserve counts a version in. It locks the account's total, so that uploads at the same time do not pass the limit together.
func (s *Service) reserve(ctx context.Context, tx *db.Tx, who tenant.Actor, size int64) error {
	limits, err := s.limits(ctx, tx, who.AccountID)
	if err != nil {
		return err
	}
	r := room{Limits: limits}
	if r.all, err = count(ctx, tx, who.AccountID, 0, 1, size); err != nil {
		return err
	}
	r.all -= size
	if who.UserID != 0 {
		if r.own, err = count(ctx, tx, who.AccountID, who.UserID, 1, size); err != nil {
			return err
		}
		r.own -= size
	}
	return r.allow(size)
}

func count(ctx context.Context, tx *db.Tx, account tenant.AccountID, user tenant.UserID, versions, bytes int64) (now int64, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO file_space (account_id, user_id, versions, bytes)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, user_id) DO UPDATE SET
			versions = file_space.versions + EXCLUDED.versions,
			bytes = file_space.bytes + EXCLUDED.bytes
		RETURNING bytes`, account, user, versions, bytes).Scan(&now)
	if err != nil {
		return 0, fmt.Errorf("count the space of files: %w", err)
	}
	return now, nil
}

// release counts versions out that are gone.
func release(ctx context.Context, tx *db.Tx, account tenant.AccountID, gone []Version) error {
	sums := map[tenant.UserID]Usage{}
	for _, v := range gone {
		for _, user := range []tenant.UserID{0, v.CreatedBy} {
			u := sums[user]
			sums[user] = Usage{user, u.Versions + 1, u.Bytes + v.Size}
			if v.CreatedBy == 0 {
				break
			}
		}
	}
	for _, u := range sums { // a handful of uploaders
		if _, err := count(ctx, tx, account, u.UserID, -u.Versions, -u.Bytes); err != nil {
			return err
		}
	}
	return nil
}

// Space is what the account stores: in all, by person (largest first), and the limits. Others than administrators are
// told of themselves.
type Space struct {
	Limits  Limits
	Total   Usage
	Users   []Usage
	Store   string
	Scanned bool
	// Ceiling is the limit of one file that the installation sets, SpaceCeiling that of all files of the account; 0: none.
	Ceiling, SpaceCeiling int64
	// Place is where the files are, Scanner how the virus scanner is: administrators are told.
	Place   string
	Scanner string
}

// How the virus scanner is.
const (
	ScannerOff  = "off"
	ScannerOK   = "ok"
	ScannerAway = "away"
)

// Space reads what the account stores.
func (s *Service) Space(ctx context.Context, who tenant.Actor) (Space, error) {
	out := Space{Store: s.StoreName, Scanned: s.Scanner != nil, Ceiling: s.MaxFile, SpaceCeiling: s.MaxSpace}
	if who.Admin {
		out.Place, out.Scanner = s.StorePlace, s.scannerState(ctx)
	}
	var err error
	if out.Limits, err = s.limits(ctx, s.DB, who.AccountID); err != nil {
		return out, err
	}
	rows, err := s.DB.Query(ctx, `
		SELECT user_id, versions, bytes
		FROM file_space
		WHERE account_id = $1
		ORDER BY bytes DESC, user_id
		LIMIT 1000`, who.AccountID)
	list, err := db.Collect(rows, err, func(r db.Rows) (u Usage, err error) {
		err = r.Scan(&u.UserID, &u.Versions, &u.Bytes)
		return u, err
	})
	if err != nil {
		return out, fmt.Errorf("space of files: %w", err)
	}
	for _, u := range list {
		switch {
		case u.UserID == 0:
			out.Total = u
		case who.Admin || u.UserID == who.UserID:
			out.Users = append(out.Users, u)
		}
	}
	return out, nil
}

// SetLimits bounds what the account stores.
func (s *Service) SetLimits(ctx context.Context, who tenant.Actor, l Limits) error {
	if err := access.RequireAdmin(who); err != nil {
		return err
	}
	var c errs.Collect
	l.Forbidden = cleanEndings(&c, l.Forbidden)
	for path, v := range map[string]int64{"max_file": l.File, "max_space": l.Space, "max_user": l.User} {
		if v < 0 || v > 1<<50 {
			c.Add(path, "must be from 0 (no limit) to %d bytes", int64(1)<<50)
		}
	}
	if err := c.Result(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO file_limits (account_id, max_file, max_space, max_user, forbidden)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (account_id) DO UPDATE SET max_file = $2, max_space = $3, max_user = $4, forbidden = $5`,
			who.AccountID, l.File, l.Space, l.User, strings.Join(l.Forbidden, ","))
		return err
	})
}
