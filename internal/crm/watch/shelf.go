package watch

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The most recent cards that are remembered, and the most starred ones.
const (
	MaxRecent = 50
	MaxStars  = 200
)

// Kept is a card a person keeps at hand.
type Kept struct {
	Ref  crm.Ref
	Name string
	// At is when it was opened or starred.
	At int64
}

// Open remembers that the actor looked at a card.
func (s *Service) Open(ctx context.Context, who tenant.Actor, ref crm.Ref) error {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO recents (account_id, user_id, entity_kind, entity_id, opened_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (account_id, user_id, entity_kind, entity_id) DO UPDATE SET opened_at = $5`,
			who.AccountID, who.UserID, string(ref.Kind), ref.ID, tx.Unix())
		if err != nil {
			return fmt.Errorf("remember %s: %w", ref, err)
		}
		_, err = tx.Exec(ctx, `
			DELETE FROM recents
			WHERE account_id = $1
				AND user_id = $2
				AND (entity_kind, entity_id) IN (
					SELECT entity_kind, entity_id
					FROM recents
					WHERE account_id = $1
						AND user_id = $2
					ORDER BY opened_at DESC, entity_id DESC
					LIMIT 1000 OFFSET $3)`, who.AccountID, who.UserID, MaxRecent)
		return err
	})
}

// Recent are the cards the actor opened last that they may still see, the last one first.
func (s *Service) Recent(ctx context.Context, who tenant.Actor, limit int) ([]Kept, error) {
	if limit < 1 || limit > MaxRecent {
		limit = MaxRecent
	}
	list, err := s.kept(ctx, who, `
		SELECT entity_kind, entity_id, opened_at
		FROM recents
		WHERE account_id = $1
			AND user_id = $2
		ORDER BY opened_at DESC, entity_id DESC
		LIMIT $3`, MaxRecent)
	return list[:min(limit, len(list))], err
}

// Starred are the starred cards of the actor that they may still see, the last one first.
func (s *Service) Starred(ctx context.Context, who tenant.Actor) ([]Kept, error) {
	return s.kept(ctx, who, `
		SELECT entity_kind, entity_id, starred_at
		FROM stars
		WHERE account_id = $1
			AND user_id = $2
		ORDER BY starred_at DESC, entity_id DESC
		LIMIT $3`, MaxStars)
}

func (s *Service) kept(ctx context.Context, who tenant.Actor, text string, limit int) ([]Kept, error) {
	rows, err := s.db.Query(ctx, text, who.AccountID, who.UserID, limit)
	list, err := db.Collect(rows, err, func(r db.Rows) (k Kept, err error) {
		err = r.Scan(&k.Ref.Kind, &k.Ref.ID, &k.At)
		return k, err
	})
	if err != nil {
		return nil, fmt.Errorf("cards at hand: %w", err)
	}
	refs := make([]crm.Ref, len(list))
	for i, k := range list {
		refs[i] = k.Ref
	}
	names, err := s.cards.Visible(ctx, s.db, who, refs)
	if err != nil {
		return nil, err
	}
	out := make([]Kept, 0, len(list))
	for _, k := range list {
		if name, ok := names[k.Ref]; ok {
			k.Name = name
			out = append(out, k)
		}
	}
	return out, nil
}

// Star puts a card among the actor's favourites, or takes it out.
func (s *Service) Star(ctx context.Context, who tenant.Actor, ref crm.Ref, on bool) error {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if !on {
			_, err := tx.Exec(ctx, `
				DELETE FROM stars
				WHERE account_id = $1
					AND user_id = $2
					AND entity_kind = $3
					AND entity_id = $4`, who.AccountID, who.UserID, string(ref.Kind), ref.ID)
			return err
		}
		var n int
		err := tx.QueryRow(ctx, `
			SELECT COUNT(*)
			FROM stars
			WHERE account_id = $1
				AND user_id = $2`, who.AccountID, who.UserID).Scan(&n)
		if err != nil {
			return err
		}
		if n >= MaxStars {
			return errs.Limit("you have %d starred cards, take the star off some first", MaxStars)
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO stars (account_id, user_id, entity_kind, entity_id, starred_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT DO NOTHING`, who.AccountID, who.UserID, string(ref.Kind), ref.ID, tx.Unix())
		return err
	})
}

// IsStarred reports whether the card is among the actor's favourites.
func (s *Service) IsStarred(ctx context.Context, who tenant.Actor, ref crm.Ref) (bool, error) {
	var n int
	err := s.db.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM stars
		WHERE account_id = $1
			AND user_id = $2
			AND entity_kind = $3
			AND entity_id = $4`, who.AccountID, who.UserID, string(ref.Kind), ref.ID).Scan(&n)
	return n > 0, err
}
