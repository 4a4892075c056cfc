package contact

import (
	"context"

	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Made is new cards of one kind that were checked and not yet written.
type Made[T any] struct {
	// Cards and Failed have a slot for each item: a card, or what is wrong with it. A caller may fail more.
	Cards  []T
	Failed []error
	shape  entity.Shape[T]
	desk   *entity.Desk
	tags   [][]string
}

// prepare checks new cards: draft makes the card of an item, with the names of its tags.
func prepare[T, N any](ctx context.Context, tx *db.Tx, book *entity.Book[T], who tenant.Actor, items []N, draft func(*entity.Desk, N) (T, []string, error)) (Made[T], error) {
	d, err := entity.OpenDesk(ctx, tx, book.Fields, who, book.Shape.Kind)
	if err != nil {
		return Made[T]{}, err
	}
	m := Made[T]{Cards: make([]T, len(items)), Failed: make([]error, len(items)), shape: book.Shape, desk: d, tags: make([][]string, len(items))}
	for i, n := range items {
		var v T
		if v, m.tags[i], err = draft(d, n); err == nil {
			err = access.Check(who, book.Shape.Kind, access.Create, book.Shape.Card(&v).ResponsibleID)
		}
		if err != nil {
			if err = entity.Failed(m.Failed, i, err); err != nil {
				return Made[T]{}, err
			}
			continue
		}
		m.Cards[i] = v
	}
	return m, nil
}

// failTaken fails those with a value that is unique and taken.
func (m *Made[T]) failTaken(ctx context.Context, tx *db.Tx) error {
	cards := make([]*entity.Card, len(m.Cards))
	for i := range m.Cards {
		cards[i] = m.shape.Card(&m.Cards[i])
	}
	return m.desk.FailTaken(ctx, tx, cards, m.Failed)
}

// insert writes the cards that did not fail, with their values and tags, and returns them. The slots of the others are empty.
func (m *Made[T]) insert(ctx context.Context, tx *db.Tx) ([]*T, error) {
	var rows []*T
	var fresh []entity.Fresh
	for i := range m.Cards {
		if m.Failed[i] != nil {
			m.Cards[i] = *new(T)
			continue
		}
		rows = append(rows, &m.Cards[i])
		fresh = append(fresh, entity.Fresh{Card: m.shape.Card(&m.Cards[i]), Tags: m.tags[i]})
	}
	m.shape.Compute(m.desk, rows...)
	if err := m.shape.Insert(ctx, tx, m.desk.Who.AccountID, rows); err != nil {
		return nil, err
	}
	return rows, entity.WriteFresh(ctx, tx, m.desk, fresh)
}

// only is the one card of a batch, as its maker may see it.
func only[T any](ctx context.Context, tx *db.Tx, who tenant.Actor, shape entity.Shape[T], list []T, failed []error, err error) (none T, _ error) {
	switch {
	case err != nil:
		return none, err
	case failed[0] != nil:
		return none, failed[0]
	}
	return list[0], entity.Dress(ctx, tx, who, []*entity.Card{shape.Card(&list[0])})
}

// write runs a verb in a transaction of its own.
func write[T any](ctx context.Context, d *db.DB, verb func(tx *db.Tx) (T, error)) (v T, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		v, err = verb(tx)
		return err
	})
	return v, err
}
