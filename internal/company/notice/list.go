package notice

import (
	"context"
	"fmt"
	"strconv"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Filter chooses notices of one person.
type Filter struct {
	Tab      Tab
	IsUnread bool
	// After is the place an earlier page ended at.
	After string
	Limit int
}

// Page is a part of the list, the newest first; Next is the After of the next part.
type Page struct {
	Items []View
	Next  string
}

// MaxPage is the longest page.
const MaxPage = 100

// List returns the notices of who as they may be shown now.
func (s *Service) List(ctx context.Context, who tenant.Actor, f Filter) (page Page, err error) {
	if err := f.Tab.check(); err != nil {
		return page, err
	}
	if f.Limit < 1 || f.Limit > MaxPage {
		f.Limit = MaxPage
	}
	var before int64
	if f.After != "" {
		if before, err = strconv.ParseInt(f.After, 10, 64); err != nil || before <= 0 {
			return page, errs.Invalid("after", "is not a place in this list, start from its beginning")
		}
	}
	err = s.cfg.DB.Snapshot(ctx, func(q db.Querier) error {
		list, err := listed(ctx, q, who, f, before)
		if err != nil {
			return err
		}
		if len(list) > f.Limit {
			list = list[:f.Limit]
			page.Next = strconv.FormatInt(int64(list[f.Limit-1].ID), 10)
		}
		page.Items, err = views(ctx, q, who, list)
		return err
	})
	return page, err
}

func listed(ctx context.Context, q db.Querier, who tenant.Actor, f Filter, before int64) ([]Notice, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, columns, ` FROM notices WHERE account_id = `, b.Arg(who.AccountID), ` AND user_id = `, b.Arg(who.UserID))
	if f.Tab != All {
		b.Add(` AND tab = `, b.Arg(string(f.Tab)))
	}
	if f.IsUnread {
		b.Add(` AND read_at IS NULL`)
	}
	if before > 0 {
		b.Add(` AND id < `, b.Arg(before))
	}
	b.Add(` ORDER BY id DESC LIMIT `, b.Arg(f.Limit+1))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, scan)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return list, nil
}

// maxUnread is how far the badge counts.
const maxUnread = 100

// Unread is how many notices who has not read, up to a hundred.
func (s *Service) Unread(ctx context.Context, who tenant.Actor) (n int, err error) {
	err = s.cfg.DB.QueryRow(ctx, `
		SELECT COUNT(*) FROM (
			SELECT id FROM notices
			WHERE account_id = $1 AND user_id = $2 AND read_at IS NULL AND is_quiet = FALSE
			LIMIT $3) AS unread`, who.AccountID, who.UserID, maxUnread).Scan(&n)
	return n, db.Translate(err)
}

// State is what of somebody's centre can change: when it differs from what it was, their browsers should ask again.
type State struct {
	Unread int64
	Last   ID
}

// States are those of several people, in one statement. Who has nothing unread is not in it.
func (s *Service) States(ctx context.Context, account tenant.AccountID, users []tenant.UserID) (map[tenant.UserID]State, error) {
	b := db.NewBuilder(s.cfg.DB.Engine())
	b.Add(`
		SELECT user_id, COUNT(*), MAX(id)
		FROM notices
		WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "user_id", users), ` AND read_at IS NULL
		GROUP BY user_id`)
	out := map[tenant.UserID]State{}
	rows, err := s.cfg.DB.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (st State, err error) {
		var id tenant.UserID
		err = r.Scan(&id, &st.Unread, &st.Last)
		out[id] = st
		return st, err
	})
	return out, db.Translate(err)
}
