package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/tenant"
)

type tagListInput struct {
	Kind  crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	Query string   `query:"query" doc:"A part of the name"`
	Limit int      `query:"limit" minimum:"1" maximum:"250"`
}

func (a *API) listTags(ctx context.Context, who tenant.Actor, in *tagListInput) (Items[entity.Tag], error) {
	if err := access.Any(who, in.Kind, access.View); err != nil {
		return Items[entity.Tag]{}, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	tags, err := entity.TagList(ctx, a.DB, who.AccountID, in.Kind, in.Query, limit)
	return items(tags, same[entity.Tag]), err
}
