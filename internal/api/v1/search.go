package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/search"
	"voronka/internal/tenant"
)

// HitView is a card found by a part of its name, phone, e-mail, number or a field.
type HitView struct {
	Kind     crm.Kind      `json:"kind" enum:"deal,contact,company"`
	ID       crm.ID        `json:"id"`
	Name     string        `json:"name"`
	Detail   string        `json:"detail" doc:"What it was found by, else its phone or e-mail"`
	StatusID *crm.StatusID `json:"status_id,omitempty" doc:"Of a deal"`
}

func toHit(h search.Hit) HitView {
	return HitView{h.Ref.Kind, h.Ref.ID, h.Name, h.Detail, h.StatusID}
}

type searchInput struct {
	Query string     `query:"q" required:"true"`
	Kinds []crm.Kind `query:"kinds" doc:"Among these kinds only"`
	Limit int        `query:"limit" minimum:"1" maximum:"50"`
}

func (a *API) search(ctx context.Context, who tenant.Actor, in *searchInput) (Items[HitView], error) {
	hits, err := a.Search.Search(ctx, who, in.Query, in.Kinds, in.Limit)
	return items(hits, toHit), err
}

// DuplicateView is a card that may be the same as one about to be made.
type DuplicateView struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	ID   crm.ID   `json:"id"`
	Name string   `json:"name"`
	By   string   `json:"by" enum:"phone,email,name" doc:"What is the same"`
}

type duplicatesInput struct {
	Kind  crm.Kind `query:"kind" required:"true" enum:"deal,contact,company"`
	Phone []string `query:"phone" doc:"Compared by the last ten digits"`
	Email []string `query:"email"`
	Name  string   `query:"name"`
}

func (a *API) findDuplicates(ctx context.Context, who tenant.Actor, in *duplicatesInput) (Items[DuplicateView], error) {
	found, err := a.Search.FindDuplicates(ctx, who, in.Kind, in.Phone, in.Email, in.Name)
	return items(found, func(d search.Duplicate) DuplicateView {
		return DuplicateView{d.Ref.Kind, d.Ref.ID, d.Name, d.By}
	}), err
}
