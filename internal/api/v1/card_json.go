package v1

import (
	"context"
	"encoding/json"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// CardJSON is a card in the shape of this API, as the actor sees it: for webhooks. It is nil for a card that is gone, in
// the recycle bin or not theirs to see, and for what has no card.
func (a *API) CardJSON(ctx context.Context, _ db.Querier, who tenant.Actor, ref crm.Ref) (json.RawMessage, error) {
	var view any
	var deleted *int64
	var err error
	switch ref.Kind {
	case crm.Deal:
		d, findErr := a.Deals.Find(ctx, who, ref.ID)
		view, deleted, err = toDeal(who)(d), d.DeletedAt, findErr
	case crm.Contact:
		c, findErr := a.Contacts.Find(ctx, who, ref.ID)
		view, deleted, err = toContact(who)(c), c.DeletedAt, findErr
	case crm.Company:
		c, findErr := a.Companies.Find(ctx, who, ref.ID)
		view, deleted, err = toCompany(who)(c), c.DeletedAt, findErr
	default:
		return nil, nil
	}
	if errs.Is(err, errs.CodeNotFound) || err == nil && deleted != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(view)
}
