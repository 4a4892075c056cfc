package merge

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Gone is a card that was merged into another one.
type Gone struct {
	ID crm.ID
	// Name is as it was last; empty when the card was purged from the recycle bin.
	Name string
	// MergeID is for the undo, IsPurged says that there is none any more.
	MergeID  int64
	IsPurged bool
	By       tenant.UserID
	At       int64
}

// maxGone is the most cards told of one that stays.
const maxGone = 200

// From are the cards that were merged into one the actor may see, the latest merge first; a merge that was undone is none.
func (s *Service) From(ctx context.Context, who tenant.Actor, ref crm.Ref) ([]Gone, error) {
	if err := (entity.Cards{}).Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	table, _ := entity.Table(ref.Kind)
	rows, err := s.db.Query(ctx, `
		SELECT g.entity_id, c.name, g.merge_id, m.created_by, m.created_at
		FROM merged_cards g
		JOIN merges m ON m.account_id = g.account_id AND m.id = g.merge_id
		LEFT JOIN `+table+` c ON c.account_id = g.account_id AND c.id = g.entity_id
		WHERE g.account_id = $1
			AND g.entity_kind = $2
			AND g.into_id = $3
		ORDER BY g.merge_id DESC, g.entity_id
		LIMIT $4`, who.AccountID, string(ref.Kind), ref.ID, maxGone)
	list, err := db.Collect(rows, err, func(r db.Rows) (g Gone, err error) {
		var name *string
		err = r.Scan(&g.ID, &name, &g.MergeID, &g.By, &g.At)
		if g.IsPurged = name == nil; name != nil {
			g.Name = *name
		}
		return g, err
	})
	if err != nil {
		return nil, fmt.Errorf("read what was merged into %s: %w", ref, err)
	}
	return list, nil
}
