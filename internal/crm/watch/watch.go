// Package watch keeps whom a card concerns besides its responsible person: those who watch it and are told of what
// happens to it, and what each person keeps at hand, their starred cards and those they opened last.
package watch

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// MaxWatchers is how many people may watch one card.
const MaxWatchers = 100

// Cards is what the package asks of cards.
type Cards interface {
	// Check says whether the card exists for this actor (else NotFound) and allows the action (else Forbidden).
	Check(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref, action string) error
	// Touch locks the card and makes this moment its last change, without a new version.
	Touch(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref) error
	// Visible are those of the cards that exist and that the actor may view, with their names.
	Visible(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref) (map[crm.Ref]string, error)
}

// Actors builds the actors of users, to ask what they may see. Who may not sign in any more is left out.
type Actors func(ctx context.Context, account tenant.AccountID, users []tenant.UserID) ([]tenant.Actor, error)

// Service keeps watchers, stars and recent cards.
type Service struct {
	db     *db.DB
	cards  Cards
	actors Actors
}

// New makes the service.
func New(d *db.DB, cards Cards, actors Actors) *Service { return &Service{d, cards, actors} }

// Watchers are the users who watch a card, the first ones first.
func (s *Service) Watchers(ctx context.Context, who tenant.Actor, ref crm.Ref) ([]tenant.UserID, error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	return watchers(ctx, s.db, who.AccountID, ref)
}

func watchers(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) ([]tenant.UserID, error) {
	list, err := db.Column[tenant.UserID](ctx, q, `
		SELECT user_id
		FROM watchers
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3
		ORDER BY added_at, user_id
		LIMIT $4`, account, string(ref.Kind), ref.ID, MaxWatchers)
	if err != nil {
		return nil, fmt.Errorf("watchers of %s: %w", ref, err)
	}
	return list, nil
}

// SetWatchers makes exactly these users watch a card. Whoever may see the card may watch it and ask colleagues to; one
// who may not see it is refused.
func (s *Service) SetWatchers(ctx context.Context, who tenant.Actor, ref crm.Ref, users []tenant.UserID) ([]tenant.UserID, error) {
	want, err := distinct(users)
	if err != nil {
		return nil, err
	}
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	now, err := watchers(ctx, s.db, who.AccountID, ref)
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(slices.Clone(want), func(id tenant.UserID) bool { return slices.Contains(now, id) })
	blind, err := s.Blind(ctx, who, ref, fresh)
	if err != nil {
		return nil, err
	}
	if len(blind) > 0 {
		at := slices.Index(users, blind[0])
		return nil, errs.Invalid(fmt.Sprintf("user_ids.%d", at), "this colleague may not see the card, change the rights or the responsible person first")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := s.cards.Check(ctx, tx, who, ref, access.View); err != nil {
			return err
		}
		return s.set(ctx, tx, who, ref, want)
	})
	if err != nil {
		return nil, err
	}
	return watchers(ctx, s.db, who.AccountID, ref)
}

func distinct(users []tenant.UserID) ([]tenant.UserID, error) {
	if len(users) > MaxWatchers {
		return nil, errs.Invalid("user_ids", "names more than %d people, leave some out", MaxWatchers)
	}
	want := slices.Clone(users)
	slices.Sort(want)
	return slices.Compact(want), nil
}

func (s *Service) set(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, want []tenant.UserID) error {
	if err := s.cards.Touch(ctx, tx, who, ref); err != nil {
		return err
	}
	now, err := watchers(ctx, tx, who.AccountID, ref)
	if err != nil {
		return err
	}
	var changes []timeline.Change
	var added, removed []tenant.UserID
	for _, id := range want {
		if !slices.Contains(now, id) {
			added = append(added, id)
			changes = append(changes, change(ref, "watcher_added", id))
		}
	}
	for _, id := range now {
		if !slices.Contains(want, id) {
			removed = append(removed, id)
			changes = append(changes, change(ref, "watcher_removed", id))
		}
	}
	if err := insertWatchers(ctx, tx, who, ref, added); err != nil {
		return err
	}
	if err := deleteWatchers(ctx, tx, who, ref, removed); err != nil {
		return err
	}
	return timeline.Append(ctx, tx, who, ref, changes)
}

// change is the event of a watcher who came or left.
func change(ref crm.Ref, what string, id tenant.UserID) timeline.Change {
	c := timeline.Change{Kind: string(ref.Kind) + "." + what, Object: crm.Ref{Kind: "user", ID: crm.ID(id)}}
	told := map[string]tenant.UserID{"user_id": id}
	if what == "watcher_added" {
		c.After = told
	} else {
		c.Before = told
	}
	return c
}

func insertWatchers(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, users []tenant.UserID) error {
	if len(users) == 0 {
		return nil
	}
	const width = 6
	args := make([]any, 0, len(users)*width)
	for _, id := range users {
		args = append(args, who.AccountID, string(ref.Kind), ref.ID, id, who.UserID, tx.Unix())
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO watchers (account_id, entity_kind, entity_id, user_id, added_by, added_at)
		VALUES `+db.Values(len(users), width)+`
		ON CONFLICT DO NOTHING`, args...)
	if err != nil {
		return fmt.Errorf("add watchers of %s: %w", ref, err)
	}
	return nil
}

func deleteWatchers(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, users []tenant.UserID) error {
	if len(users) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`DELETE FROM watchers WHERE account_id = `, b.Arg(who.AccountID), ` AND entity_kind = `, b.Arg(string(ref.Kind)))
	b.Add(` AND entity_id = `, b.Arg(ref.ID), ` AND `, db.In(b, "user_id", users))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("remove watchers of %s: %w", ref, err)
	}
	return nil
}

// Blind are those of the users who may not see the card, or may not sign in any more.
func (s *Service) Blind(ctx context.Context, who tenant.Actor, ref crm.Ref, users []tenant.UserID) ([]tenant.UserID, error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	if len(users) == 0 {
		return nil, nil
	}
	if len(users) > MaxWatchers {
		return nil, errs.Invalid("user_ids", "names more than %d people, leave some out", MaxWatchers)
	}
	actors, err := s.actors(ctx, who.AccountID, users)
	if err != nil {
		return nil, fmt.Errorf("rights of users: %w", err)
	}
	seeing := map[tenant.UserID]bool{}
	for _, a := range actors { // rights are remembered; the card is one row
		err := s.cards.Check(ctx, s.db, a, ref, access.View)
		if err != nil && !errs.Is(err, errs.CodeNotFound) && !errs.Is(err, errs.CodeForbidden) {
			return nil, err
		}
		seeing[a.UserID] = err == nil
	}
	return slices.DeleteFunc(slices.Clone(users), func(id tenant.UserID) bool { return seeing[id] }), nil
}
