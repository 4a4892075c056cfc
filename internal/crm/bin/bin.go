// Package bin is the recycle bin: what was deleted, by whom, its way back with its links, and its end. After Days a card
// leaves the bin for ever, unless the account keeps its bin.
package bin

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Days is how long a card waits in the bin.
const Days = 30

// MaxCards is the most cards one verb takes.
const MaxCards = 500

// Service looks after the bin.
type Service struct {
	db      *db.DB
	fields  *field.Service
	onPurge []Leave
}

// Leave lets go of what a package keeps of cards that are being deleted for ever, in the same transaction.
type Leave func(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID) error

// New makes the service.
func New(d *db.DB, fields *field.Service) *Service { return &Service{db: d, fields: fields} }

// OnPurge adds who lets go of what hangs on purged cards; call it before the first request.
func (s *Service) OnPurge(leave ...Leave) { s.onPurge = append(s.onPurge, leave...) }

// Filter chooses deleted cards of one kind; what is empty does not narrow.
type Filter struct {
	Kind crm.Kind
	// By are those who deleted.
	By []tenant.UserID
	// FromAt and ToAt are in unix seconds, both included.
	FromAt, ToAt *int64
	// Text is a part of the name.
	Text  string
	After string
	Limit int
}

// Item is a card in the bin.
type Item struct {
	Ref           crm.Ref
	Name          string
	ResponsibleID tenant.UserID
	DeletedAt     int64
	DeletedBy     *tenant.UserID
	// MergedInto and MergeID are of a card that is here because it was merged: it comes back by undoing the merge.
	MergedInto *crm.ID
	MergeID    *int64
}

// Page is a part of the bin. Next is the After of the following part, empty at the end.
type Page struct {
	Items []Item
	Next  string
}

// List is a page of the bin, the last deleted first: the cards the actor may delete, and so restore.
func (s *Service) List(ctx context.Context, who tenant.Actor, f Filter) (Page, error) {
	table, err := tableOf(f.Kind)
	if err != nil {
		return Page{}, err
	}
	limit := f.Limit
	if limit < 1 || limit > 200 {
		limit = 50
	}
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT c.id, c.name, c.responsible_id, c.deleted_at, c.deleted_by, m.into_id, m.merge_id
		FROM `, table, ` c
		LEFT JOIN merged_cards m ON m.account_id = c.account_id AND m.entity_kind = '`, string(f.Kind), `' AND m.entity_id = c.id
		WHERE c.account_id = `, b.Arg(who.AccountID), ` AND c.deleted_at IS NOT NULL AND `, access.Where(b, who, f.Kind, access.Delete, "c"))
	if err := f.narrow(b); err != nil {
		return Page{}, err
	}
	b.Add(` ORDER BY c.deleted_at DESC, c.id DESC LIMIT `, b.Arg(limit+1))
	rows, err := s.db.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (i Item, err error) {
		i.Ref.Kind = f.Kind
		err = r.Scan(&i.Ref.ID, &i.Name, &i.ResponsibleID, &i.DeletedAt, &i.DeletedBy, &i.MergedInto, &i.MergeID)
		return i, err
	})
	if err != nil {
		return Page{}, fmt.Errorf("list the recycle bin: %w", err)
	}
	page := Page{Items: list}
	if len(list) > limit {
		page.Items = list[:limit]
		last := list[limit-1]
		page.Next = strconv.FormatInt(last.DeletedAt, 10) + "." + strconv.FormatInt(int64(last.Ref.ID), 10)
	}
	return page, nil
}

func (f Filter) narrow(b *db.Builder) error {
	if len(f.By) > 0 {
		b.Add(` AND `, db.In(b, "c.deleted_by", f.By))
	}
	if f.FromAt != nil {
		b.Add(` AND c.deleted_at >= `, b.Arg(*f.FromAt))
	}
	if f.ToAt != nil {
		b.Add(` AND c.deleted_at <= `, b.Arg(*f.ToAt))
	}
	if text := lang.Fold(strings.TrimSpace(f.Text)); text != "" {
		if len(text) > 400 {
			return errs.Invalid("q", "is longer than %d characters, shorten it", 400)
		}
		b.Add(` AND c.name_key LIKE `, b.Arg(db.Like(text)), ` ESCAPE '\'`)
	}
	if f.After == "" {
		return nil
	}
	at, id, _ := strings.Cut(f.After, ".")
	moment, e1 := strconv.ParseInt(at, 10, 64)
	last, e2 := strconv.ParseInt(id, 10, 64)
	if e1 != nil || e2 != nil {
		return errs.Invalid("after", "is not a place in this list, take it from next")
	}
	b.Add(` AND (c.deleted_at, c.id) < (`, b.Arg(moment), `, `, b.Arg(last), `)`)
	return nil
}

func tableOf(kind crm.Kind) (string, error) {
	table, ok := entity.Table(kind)
	if !ok {
		return "", errs.Invalid("kind", "must be deal, contact or company")
	}
	return table, nil
}

// Keeps tells whether the account keeps its bin for ever.
func (s *Service) Keeps(ctx context.Context, who tenant.Actor) (keeps bool, err error) {
	err = s.db.QueryRow(ctx, `SELECT keeps_bin FROM accounts WHERE id = $1`, who.AccountID).Scan(&keeps)
	return keeps, err
}

// Keep makes the account keep its bin, or not. It asks for an administrator.
func (s *Service) Keep(ctx context.Context, who tenant.Actor, keeps bool) error {
	if err := access.RequireAdmin(who); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE accounts SET keeps_bin = $2 WHERE id = $1 AND keeps_bin <> $2`, who.AccountID, keeps)
		if err != nil || n == 0 {
			return err
		}
		return tellKeep(ctx, tx, who, keeps)
	})
}
