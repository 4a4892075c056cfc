package entity

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Tag is a coloured word on cards; tags are shared by all cards of a kind.
type Tag struct {
	ID   crm.TagID `json:"id"`
	Name string    `json:"name"`
	Hue  int       `json:"hue"`
}

// TagChange says which tags a card got and lost.
type TagChange struct{ Added, Removed []Tag }

// SetTagsTx makes the card hold exactly the named tags. New words become tags. The caller has checked the rights.
func SetTagsTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref, names []string) (TagChange, error) {
	return changeTags(ctx, tx, account, ref, names, true, true)
}

// AddTagsTx gives the card the named tags that it has not got yet.
func AddTagsTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref, names []string) (TagChange, error) {
	return changeTags(ctx, tx, account, ref, names, true, false)
}

// RemoveTagsTx takes the named tags away from the card.
func RemoveTagsTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, ref crm.Ref, names []string) (TagChange, error) {
	return changeTags(ctx, tx, account, ref, names, false, true)
}
