package contact

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Reach tells the first phone and e-mail of people.
type Reach struct {
	phone, email field.Field
	env          field.Env
}

// Reach looks up in which fields phones and e-mails stand.
func (s *Contacts) Reach(ctx context.Context, q db.Querier, who tenant.Actor) (Reach, error) {
	set, err := s.Fields.AllForTx(ctx, q, who, crm.Contact)
	if err != nil {
		return Reach{}, err
	}
	var r Reach
	r.phone, _ = set.FirstOf("phone")
	r.email, _ = set.FirstOf("email")
	return r, nil
}

// Phone is the first phone as people read it, or empty.
func (r Reach) Phone(data entity.Values) string { return first(r.phone, data, r.env) }

// Email is the first e-mail address, or empty.
func (r Reach) Email(data entity.Values) string { return first(r.email, data, r.env) }

func first(f field.Field, data entity.Values, env field.Env) string {
	if f.ID == 0 || !data.Has(f.ID) {
		return ""
	}
	return f.ToText(data[f.ID][:1], env)
}
