package entity

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/expr"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Shape says how a kind of card stands in its table: the shared columns and its own. With it reading and writing rows
// is written once for all kinds.
type Shape[T any] struct {
	Kind crm.Kind
	// Own are the columns beside the shared ones.
	Own []string
	// Card is the shared part of a value; it must point into it.
	Card func(*T) *Card
	// Dest and Args are where Own is scanned to and what is written into it, in the same order.
	Dest func(*T) []any
	Args func(*T) []any
	// Status is the status rights depend on; nil for kinds without one.
	Status func(*T) crm.StatusID
	// Facts are what formulas may use beside what every card has; nil for nothing.
	Facts func(v *T, env field.Env) field.Facts
}

// Compute brings the computed values of cards that are about to be written up to date.
func (s Shape[T]) Compute(d *Desk, list ...*T) {
	if !d.Fields.HasFormulas() {
		return
	}
	for _, v := range list {
		c := s.Card(v)
		facts := field.Facts{}
		if s.Facts != nil {
			facts = s.Facts(v, d.Env)
		}
		facts["name"], facts["created_at"] = expr.TextOf(c.Name), expr.MomentOf(c.CreatedAt)
		c.Data = d.Fields.Compute(c.Data, facts, d.Env)
	}
}

func (s Shape[T]) columns() string {
	out := Columns("c")
	for _, name := range s.Own {
		out += ", c." + name
	}
	return out
}

func (s Shape[T]) scan(r db.Rows) (v T, err error) {
	card := s.Card(&v)
	card.Kind = s.Kind
	err = r.Scan(append(card.Dest(), s.Dest(&v)...)...)
	return v, err
}

// Load reads cards by id, those in the recycle bin too, in no order. The caller has checked the rights.
func (s Shape[T]) Load(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.ID) ([]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT `, s.columns(), ` FROM `, tables[s.Kind], ` c WHERE c.account_id = `, b.Arg(account), ` AND `, db.In(b, "c.id", ids))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, s.scan)
	if err != nil {
		return nil, fmt.Errorf("load cards: %w", err)
	}
	return list, nil
}

// Find reads one card the actor may do the action with (see Cards.Check). One in the recycle bin is NotFound with the
// reason "deleted" and a Gone for those who could see it.
func (s Shape[T]) Find(ctx context.Context, q db.Querier, who tenant.Actor, id crm.ID, action string) (T, error) {
	return s.find(ctx, q, who, id, action, "")
}

// Lock is Find for a card that is about to be changed: nobody else changes it before the transaction ends.
func (s Shape[T]) Lock(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID, action string) (T, error) {
	return s.find(ctx, tx, who, id, action, db.ForUpdate(tx.Engine()))
}

func (s Shape[T]) find(ctx context.Context, q db.Querier, who tenant.Actor, id crm.ID, action, lock string) (T, error) {
	v, err := s.row(ctx, q, who.AccountID, id, lock)
	if err != nil {
		return v, err
	}
	if err := s.Allow(who, &v, action); err != nil {
		return v, err
	}
	if s.Card(&v).DeletedAt != nil {
		return v, s.inBin(ctx, q, who, &v)
	}
	return v, nil
}

func (s Shape[T]) row(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.ID, lock string) (v T, err error) {
	rows, err := q.Query(ctx, `
		SELECT `+s.columns()+`
		FROM `+tables[s.Kind]+` c
		WHERE c.account_id = $1
			AND c.id = $2`+lock, account, id)
	list, err := db.Collect(rows, err, s.scan)
	switch {
	case err != nil:
		return v, fmt.Errorf("read %s: %w", crm.Ref{Kind: s.Kind, ID: id}, err)
	case len(list) == 0:
		return v, access.NotFound(s.Kind)
	}
	return list[0], nil
}

// Allow asks for the right to do the action with the card as it is.
func (s Shape[T]) Allow(who tenant.Actor, v *T, action string) error {
	responsible := s.Card(v).ResponsibleID
	if s.Status != nil {
		return access.CheckDeal(who, action, responsible, s.Status(v))
	}
	return access.Check(who, s.Kind, action, responsible)
}

// shared are the columns of a new row that every kind has.
var shared = []string{"id", "account_id", "name", "name_key", "responsible_id", "data", "created_by", "updated_by", "created_at", "updated_at"}

// Expect says before the first statement of a transaction that about n new rows will be inserted.
func (s Shape[T]) Expect(tx *db.Tx, n int) { tx.Expect(tables[s.Kind], n) }

// Insert gives the cards their ids and writes new rows, many to a statement.
func (s Shape[T]) Insert(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []*T) error {
	if len(list) == 0 {
		return nil
	}
	ids, err := tx.IDs(ctx, tables[s.Kind], len(list))
	if err != nil {
		return fmt.Errorf("ids of new cards: %w", err)
	}
	columns := slices.Concat(shared, s.Own)
	args := make([]any, 0, len(list)*len(columns))
	for i, v := range list {
		c := s.Card(v)
		c.Ref, c.Version = crm.Ref{Kind: s.Kind, ID: crm.ID(ids[i])}, 1
		args = append(args, int64(c.ID), account, c.Name, lang.Fold(c.Name), c.ResponsibleID, c.Data.JSON(),
			c.CreatedBy, c.UpdatedBy, c.CreatedAt, c.UpdatedAt)
		args = append(args, s.Args(v)...)
	}
	if err := tx.Insert(ctx, tables[s.Kind], columns, args); err != nil {
		return fmt.Errorf("insert cards: %w", err)
	}
	return nil
}

// Update writes the whole row of a locked card, except its next task and the recycle bin.
func (s Shape[T]) Update(ctx context.Context, tx *db.Tx, account tenant.AccountID, v *T) error {
	c := s.Card(v)
	args := append([]any{
		account, c.ID, c.Name, lang.Fold(c.Name), c.ResponsibleID, c.Data.JSON(), c.UpdatedBy, c.UpdatedAt, c.Version,
	}, s.Args(v)...)
	own := ""
	for i, name := range s.Own {
		own += ", " + name + " = $" + strconv.Itoa(10+i)
	}
	_, err := tx.Exec(ctx, `
		UPDATE `+tables[s.Kind]+`
		SET name = $3, name_key = $4, responsible_id = $5, data = $6, updated_by = $7, updated_at = $8, version = $9`+own+`
		WHERE account_id = $1
			AND id = $2`, args...)
	if err != nil {
		return fmt.Errorf("update %s: %w", c.Ref, err)
	}
	return nil
}
