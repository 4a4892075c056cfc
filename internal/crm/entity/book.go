package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Book is the verbs that are the same for every kind of card: reading, listing, deleting. The service of a kind embeds it.
type Book[T any] struct {
	DB     *db.DB
	Fields *field.Service
	Lists  *Lists
	Shape  Shape[T]
	// Dress fills what does not stand in the rows (names of linked cards), for all cards at once; nil when there is nothing.
	// Tags are filled by the book.
	Dress func(ctx context.Context, q db.Querier, who tenant.Actor, list []T) error
}

// PageOf is a page of cards. Next is the After of the following page, empty at the end.
type PageOf[T any] struct {
	Items []T
	Next  string
}

// Find is one card the actor may see.
func (b *Book[T]) Find(ctx context.Context, who tenant.Actor, id crm.ID) (T, error) {
	return b.FindTx(ctx, b.DB, who, id)
}

// FindTx is Find inside the caller's transaction or snapshot.
func (b *Book[T]) FindTx(ctx context.Context, q db.Querier, who tenant.Actor, id crm.ID) (T, error) {
	v, err := b.Shape.Find(ctx, q, who, id, access.View)
	if err != nil {
		return v, err
	}
	list := []T{v}
	err = b.Fill(ctx, q, who, list)
	return list[0], err
}

// FindMany are those of the cards that exist and that the actor may see, in the order of ids.
func (b *Book[T]) FindMany(ctx context.Context, who tenant.Actor, ids []crm.ID) ([]T, error) {
	list, err := b.load(ctx, b.DB, who, ids, access.View)
	if err != nil {
		return nil, err
	}
	seen := list[:0]
	for i := range list {
		if b.Shape.Card(&list[i]).DeletedAt == nil {
			seen = append(seen, list[i])
		}
	}
	return seen, nil
}

// load reads cards in the order of ids and leaves out those the actor has no right to: a page was found a moment before.
func (b *Book[T]) load(ctx context.Context, q db.Querier, who tenant.Actor, ids []crm.ID, action string) ([]T, error) {
	list, err := b.Shape.Load(ctx, q, who.AccountID, ids)
	if err != nil {
		return nil, err
	}
	list = Arrange(ids, list, func(v T) crm.ID { return b.Shape.Card(&v).ID })
	seen := list[:0]
	for i := range list {
		if b.Shape.Allow(who, &list[i], action) == nil {
			seen = append(seen, list[i])
		}
	}
	return seen, b.Fill(ctx, q, who, seen)
}

// Fill gives loaded cards their tags and what Dress adds.
func (b *Book[T]) Fill(ctx context.Context, q db.Querier, who tenant.Actor, list []T) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]crm.ID, len(list))
	for i := range list {
		ids[i] = b.Shape.Card(&list[i]).ID
	}
	tags, err := TagsOf(ctx, q, who.AccountID, b.Shape.Kind, ids)
	if err != nil {
		return fmt.Errorf("read tags: %w", err)
	}
	for i := range list {
		card := b.Shape.Card(&list[i])
		card.Tags = tags[card.ID]
	}
	if err := b.dressValues(ctx, q, who, list); err != nil {
		return err
	}
	if b.Dress == nil {
		return nil
	}
	return b.Dress(ctx, q, who, list)
}

func (b *Book[T]) dressValues(ctx context.Context, q db.Querier, who tenant.Actor, list []T) error {
	cards := make([]*Card, len(list))
	for i := range list {
		cards[i] = b.Shape.Card(&list[i])
	}
	return Dress(ctx, q, who, cards)
}

// Scope is the scope of a filter for the actor.
func (b *Book[T]) Scope(ctx context.Context, who tenant.Actor) (Scope, error) {
	set, err := b.Fields.AllFor(ctx, who, b.Shape.Kind)
	if err != nil {
		return Scope{}, err
	}
	env, err := EnvOf(ctx, b.DB, who)
	env.Now = b.DB.Now()
	linked := func(kind crm.Kind) (field.Set, error) { return b.Fields.AllFor(ctx, who, kind) }
	return Scope{Who: who, Kind: b.Shape.Kind, Fields: set, Linked: linked, Env: env}, err
}

// List is a page of the cards the actor may see.
func (b *Book[T]) List(ctx context.Context, who tenant.Actor, query Query) (PageOf[T], error) {
	return b.ListFor(ctx, who, access.View, query)
}

// ListFor is List of the cards the actor may do the action with (export).
func (b *Book[T]) ListFor(ctx context.Context, who tenant.Actor, action string, query Query) (PageOf[T], error) {
	scope, err := b.Scope(ctx, who)
	if err != nil {
		return PageOf[T]{}, err
	}
	scope.Action = action
	page, err := b.Lists.Page(ctx, b.DB, scope, query)
	if err != nil {
		return PageOf[T]{}, err
	}
	list, err := b.load(ctx, b.DB, who, page.IDs, action)
	return PageOf[T]{Items: list, Next: page.Next}, err
}

// Count counts the cards of a filter that the actor may see, stopping at most.
func (b *Book[T]) Count(ctx context.Context, who tenant.Actor, filter Node, most int) (Total, error) {
	scope, err := b.Scope(ctx, who)
	if err != nil {
		return Total{}, err
	}
	return b.Lists.Count(ctx, b.DB, scope, filter, most)
}

// Delete puts a card into the recycle bin. Its links, tags and tasks stay for the day it comes back.
func (b *Book[T]) Delete(ctx context.Context, who tenant.Actor, id crm.ID) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error { return b.Shape.Delete(ctx, tx, who, id) })
}

// DeleteTx is Delete inside the caller's transaction.
func (b *Book[T]) DeleteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID) error {
	return b.Shape.Delete(ctx, tx, who, id)
}

// Restore takes a card out of the recycle bin, with its links.
func (b *Book[T]) Restore(ctx context.Context, who tenant.Actor, id crm.ID) (v T, err error) {
	err = b.DB.Write(ctx, func(tx *db.Tx) error {
		v, err = b.RestoreTx(ctx, tx, who, id)
		return err
	})
	return v, err
}

// RestoreTx is Restore inside the caller's transaction.
func (b *Book[T]) RestoreTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ID) (T, error) {
	v, err := b.Shape.Restore(ctx, tx, who, id)
	if err != nil {
		return v, err
	}
	d, err := OpenDesk(ctx, tx, b.Fields, who, b.Shape.Kind)
	if err != nil {
		return v, err
	}
	taken, err := d.Taken(ctx, tx, nil, []*Card{b.Shape.Card(&v)})
	if err == nil {
		err = taken[0] // somebody else has its value meanwhile
	}
	if err != nil {
		return v, err
	}
	list := []T{v}
	err = b.Fill(ctx, tx, who, list)
	return list[0], err
}
