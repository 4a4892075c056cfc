package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Service finds cards.
type Service struct {
	db     *db.DB
	fields *field.Service
}

// New makes the service.
func New(d *db.DB, fields *field.Service) *Service { return &Service{db: d, fields: fields} }

// batch is how many events one transaction of the reader handles.
const batch = 500

// Reader rewrites the entries of the cards that events touched.
func (s *Service) Reader() event.Reader {
	return event.Reader{Name: "search", Batch: batch, Handle: s.handle}
}

// indifferent are the events after which a card is found as before.
var indifferent = []string{
	".note_added", ".note_changed", ".note_deleted", ".note_pinned",
	".task_added", ".task_changed", ".task_completed", ".task_reopened", ".task_deleted",
	".tag_added", ".tag_removed", ".linked", ".unlinked", ".main_contact_changed", ".budget_changed", ".loss_reason_changed",
}

type shelf struct {
	account tenant.AccountID
	kind    crm.Kind
}

func (s *Service) handle(ctx context.Context, tx *db.Tx, events []event.Event) error {
	touched := map[shelf][]crm.ID{}
	for _, e := range events {
		at := shelf{tenant.AccountID(e.AccountID), crm.Kind(e.EntityKind)}
		changes := func(suffix string) bool { return strings.HasSuffix(e.Kind, suffix) }
		if at.kind.HasCard() && !slices.ContainsFunc(indifferent, changes) {
			touched[at] = append(touched[at], crm.ID(e.EntityID))
		}
	}
	for at, ids := range touched { // one round for each account and kind of the batch
		slices.Sort(ids)
		if err := s.rewrite(ctx, tx, at, slices.Compact(ids)); err != nil {
			return fmt.Errorf("search entries of %ss: %w", at.kind, err)
		}
	}
	return nil
}

// rewrite brings the entries of cards up to date. Those of deleted cards vanish.
func (s *Service) rewrite(ctx context.Context, tx *db.Tx, at shelf, ids []crm.ID) error {
	list, err := shapes[at.kind].Load(ctx, tx, at.account, ids)
	if err != nil {
		return err
	}
	fields, err := s.fields.AllTx(ctx, tx, at.account, at.kind)
	if err != nil {
		return err
	}
	live := make(map[crm.ID]bool, len(list))
	var entries []any
	for _, c := range list {
		if c.DeletedAt == nil {
			live[c.ID] = true
			entries = append(entries, at.account, string(at.kind), c.ID, c.ResponsibleID, c.status, lang.Fold(c.Name), textOf(c.Card, fields))
		}
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id crm.ID) bool { return live[id] })
	if err := remove(ctx, tx, at, gone); err != nil {
		return err
	}
	if err := learn(ctx, tx, at.account, nameWords(list)); err != nil {
		return err
	}
	return upsert(ctx, tx, entries)
}

// row is what a card is found by.
type row struct {
	entity.Card
	status *crm.StatusID
}

var shapes = map[crm.Kind]entity.Shape[row]{
	crm.Deal:    shapeOf(crm.Deal, "status_id"),
	crm.Contact: shapeOf(crm.Contact),
	crm.Company: shapeOf(crm.Company),
}

func shapeOf(kind crm.Kind, own ...string) entity.Shape[row] {
	return entity.Shape[row]{
		Kind: kind, Own: own,
		Card: func(r *row) *entity.Card { return &r.Card },
		Dest: func(r *row) []any { return []any{&r.status}[:len(own)] },
	}
}

func upsert(ctx context.Context, tx *db.Tx, args []any) error {
	const width = 7
	for len(args) > 0 {
		n := rowsAtOnce(len(args) / width)
		err := tx.Later(ctx, `
			INSERT INTO search_entries (account_id, entity_kind, entity_id, responsible_id, status_id, name_key, text)
			VALUES `+db.Values(n, width)+`
			ON CONFLICT (account_id, entity_kind, entity_id) DO UPDATE
			SET responsible_id = excluded.responsible_id, status_id = excluded.status_id,
				name_key = excluded.name_key, text = excluded.text`, args[:n*width]...)
		if err != nil {
			return err
		}
		args = args[n*width:]
	}
	return nil
}

// rowsAtOnce is how many of n entries one statement writes: of a few fixed numbers, so that its plan stays in the cache.
func rowsAtOnce(n int) int {
	for _, size := range []int{100, 32, 8} {
		if n >= size {
			return size
		}
	}
	return n
}

func remove(ctx context.Context, tx *db.Tx, at shelf, ids []crm.ID) error {
	if len(ids) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`DELETE FROM search_entries WHERE account_id = `, b.Arg(at.account), ` AND entity_kind = `, b.Arg(string(at.kind)))
	b.Add(` AND `, db.In(b, "entity_id", ids))
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}
