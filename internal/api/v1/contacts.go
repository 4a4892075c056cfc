package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/tenant"
)

// ContactView is a person.
type ContactView struct {
	CardView
	FirstName string      `json:"first_name"`
	LastName  string      `json:"last_name"`
	Company   *LinkedCard `json:"company,omitempty"`
}

// LinkedCard is a card another one points at.
type LinkedCard struct {
	ID   crm.ID `json:"id"`
	Name string `json:"name" doc:"Empty when you may not see it"`
}

func linked(id *crm.ID, name string) *LinkedCard {
	if id == nil {
		return nil
	}
	return &LinkedCard{*id, name}
}

func toContact(who tenant.Actor) func(contact.Contact) ContactView {
	return func(c contact.Contact) ContactView {
		return ContactView{toCard(who, c.Card, 0), c.FirstName, c.LastName, linked(c.CompanyID, c.CompanyName)}
	}
}

func (a *API) listContacts(ctx context.Context, who tenant.Actor, in *cardListInput) (Page[ContactView], error) {
	query, err := in.query()
	if err != nil {
		return Page[ContactView]{}, err
	}
	p, err := a.Contacts.List(ctx, who, query)
	return Page[ContactView]{convertAll(p.Items, toContact(who)), p.Next}, err
}

func (a *API) countContacts(ctx context.Context, who tenant.Actor, in *countInput) (Total, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return Total{}, err
	}
	t, err := a.Contacts.Count(ctx, who, filter, maxCount)
	return Total(t), err
}

func (a *API) findContact(ctx context.Context, who tenant.Actor, in *IDInput) (ContactView, error) {
	c, err := a.Contacts.Find(ctx, who, crm.ID(in.ID))
	return toContact(who)(c), err
}

// ContactBody describes a new person.
type ContactBody struct {
	CardBody
	FirstName string        `json:"first_name,omitempty"`
	LastName  string        `json:"last_name,omitempty"`
	CompanyID crm.CompanyID `json:"company_id,omitempty"`
	Phone     string        `json:"phone,omitempty" doc:"Goes into the first phone field"`
	Email     string        `json:"email,omitempty" doc:"Goes into the first e-mail field"`
}

func (b ContactBody) contact() (contact.New, error) {
	n, err := b.CardBody.new()
	return contact.New{
		New: n, FirstName: b.FirstName, LastName: b.LastName, CompanyID: given(b.CompanyID), Phone: b.Phone, Email: b.Email,
	}, err
}

// given is nil for the id that is not one.
func given[T ~int64](id T) *T {
	if id == 0 {
		return nil
	}
	return &id
}

type contactInput struct{ Body ContactBody }

func (a *API) createContact(ctx context.Context, who tenant.Actor, in *contactInput) (ContactView, error) {
	n, err := in.Body.contact()
	if err != nil {
		return ContactView{}, err
	}
	c, err := a.Contacts.Create(ctx, who, n)
	return toContact(who)(c), err
}

// ContactPatch is a change of a person.
type ContactPatch struct {
	CardPatch
	FirstName *string        `json:"first_name,omitempty"`
	LastName  *string        `json:"last_name,omitempty"`
	CompanyID *crm.CompanyID `json:"company_id,omitempty" doc:"0 takes the company away"`
	Base      *ContactBase   `json:"base,omitempty"`
}

// ContactBase is what you saw of the properties you change.
type ContactBase struct {
	CardPatch
	FirstName *string        `json:"first_name,omitempty"`
	LastName  *string        `json:"last_name,omitempty"`
	CompanyID *crm.CompanyID `json:"company_id,omitempty"`
}

func (p ContactPatch) contact() (contact.Patch, error) {
	card, err := p.CardPatch.patch()
	if err != nil {
		return contact.Patch{}, err
	}
	out := contact.Patch{Patch: card, FirstName: p.FirstName, LastName: p.LastName, CompanyID: p.CompanyID}
	if b := p.Base; b != nil {
		seen, err := b.CardPatch.patch()
		if err != nil {
			return out, err
		}
		out.Base = &contact.Patch{Patch: seen, FirstName: b.FirstName, LastName: b.LastName, CompanyID: b.CompanyID}
	}
	return out, nil
}

type contactPatchInput struct {
	IDInput
	Body ContactPatch
}

func (a *API) updateContact(ctx context.Context, who tenant.Actor, in *contactPatchInput) (ContactView, error) {
	p, err := in.Body.contact()
	if err != nil {
		return ContactView{}, err
	}
	c, err := a.Contacts.Update(ctx, who, crm.ID(in.ID), p)
	return toContact(who)(c), err
}

func (a *API) deleteContact(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Contacts.Delete(ctx, who, crm.ID(in.ID))
}

func (a *API) restoreContact(ctx context.Context, who tenant.Actor, in *IDInput) (ContactView, error) {
	c, err := a.Contacts.Restore(ctx, who, crm.ID(in.ID))
	return toContact(who)(c), err
}
