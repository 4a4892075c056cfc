package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// What people and companies have in common on this wire.

// pair is one of the two kinds: how its cards are read, and put into words beside what the query asks for.
type pair[T, B any] struct {
	kind  crm.Kind
	card  func(T) entity.Card
	list  func(ctx context.Context, who tenant.Actor, q entity.Query) (entity.PageOf[T], error)
	find  func(ctx context.Context, who tenant.Actor, id crm.ID) (T, error)
	words func(c *call, w world, list []T) ([]B, error)
}

// listPair answers with a page of cards.
func listPair[T, B any](a *API, c *call, p pair[T, B]) (answer, error) {
	w, err := a.world(c, p.kind)
	if err != nil {
		return nothing, err
	}
	q, at, err := c.cardQuery(p.kind, w)
	if err != nil {
		return nothing, err
	}
	found, err := p.list(c.ctx(), c.who, q)
	if err != nil {
		return nothing, err
	}
	if c.wants("only_deleted") {
		return listFrom(c, plural[p.kind], mapTo(found.Items, func(v T) deletedCard { return c.wireDeleted(p.card(v)) }), at, found.Next), nil
	}
	list, err := p.words(c, w, found.Items)
	if err != nil {
		return nothing, err
	}
	return listFrom(c, plural[p.kind], list, at, found.Next), nil
}

// getPair answers with the card of the path.
func getPair[T, B any](a *API, c *call, p pair[T, B]) (answer, error) {
	v, err := p.find(c.ctx(), c.who, crm.ID(c.id("id")))
	if errs.Is(err, errs.CodeNotFound) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, p.kind)
	if err != nil {
		return nothing, err
	}
	list, err := p.words(c, w, []T{v})
	if err != nil {
		return nothing, err
	}
	return ok(list[0]), nil
}

// readPair reads what items say of cards, with the names of the tags they mention. What is wrong with any refuses all.
func readPair[W any](a *API, c *call, kind crm.Kind, items []item, read func(*item, world) (W, error), common func(W) written) ([]W, map[int64]string, error) {
	w, err := a.world(c, kind)
	if err != nil {
		return nil, nil, err
	}
	list := make([]W, len(items))
	for i := range items {
		if list[i], err = read(&items[i], w); err != nil {
			return nil, nil, err
		}
	}
	names, err := a.nameTags(c, kind, mapTo(list, func(v W) tagWishes { return common(v).tags }))
	if err != nil {
		return nil, nil, err
	}
	return list, names, refused(items)
}

// createPair makes the cards of a request: create is given the drafts of one author.
func createPair[W, N, T any](a *API, c *call, kind crm.Kind, read func(*item, world) (W, error), common func(W) written, draft func(W, map[int64]string) N,
	create func(ctx context.Context, tx *db.Tx, who tenant.Actor, drafts []N) ([]T, []error, error), id func(T) crm.ID,
) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	list, names, err := readPair(a, c, kind, items, read, common)
	if err != nil {
		return nothing, err
	}
	drafts := mapTo(list, func(v W) N { return draft(v, names) })
	runs := byAuthor(list, func(v W) tenant.Actor { return common(v).author })
	made, err := writeAll(a, c, items, runs, func(tx *db.Tx, r run) ([]T, []error, error) {
		return create(c.ctx(), tx, r.who, drafts[r.from:r.to])
	})
	if err != nil {
		return nothing, err
	}
	out := make([]createdContact, len(items))
	for i, v := range made {
		out[i] = createdContact{ID: int64(id(v)), RequestID: items[i].requestID, Links: c.self(plural[kind], int64(id(v)))}
	}
	return bulk(c, plural[kind], out), nil
}

// patchPair changes cards, each named by id, in one transaction.
func patchPair[W any](a *API, c *call, kind crm.Kind, items []item, id func(item) int64, read func(*item, world) (W, error), common func(W) written,
	update func(ctx context.Context, tx *db.Tx, id crm.ID, v W, names map[int64]string) (entity.Card, error),
) ([]updatedContact, error) {
	ids := mapTo(items, func(it item) crm.ID { return crm.ID(id(it)) })
	list, names, err := readPair(a, c, kind, items, read, common)
	if err != nil {
		return nil, err
	}
	out := make([]updatedContact, len(items))
	err = a.changeEach(c, items, func(ctx context.Context, tx *db.Tx, i int) error {
		now, err := update(ctx, tx, ids[i], list[i], names)
		out[i] = c.updatedCard(now)
		return err
	})
	return out, err
}
