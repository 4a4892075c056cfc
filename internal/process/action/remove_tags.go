package action

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
)

// removeTags takes tags away from the card; those it has not got do not matter.
type removeTags struct{ Services }

func (removeTags) Kind() string      { return "remove_tags" }
func (removeTags) IsRemote() bool    { return false }
func (removeTags) Cards() []crm.Kind { return anyCard() }
func (removeTags) Schema() Schema    { return tagSchema() }

func (removeTags) Check(_ context.Context, _ Env, raw json.RawMessage) error { return checkTags(raw) }

func (a removeTags) Run(ctx context.Context, tx *db.Tx, env Env, raw json.RawMessage) (Outcome, error) {
	p, err := decode[tagParams](raw)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{}, a.edit(ctx, tx, env, entity.Patch{RemoveTags: p.Tags})
}
