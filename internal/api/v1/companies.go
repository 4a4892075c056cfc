package v1

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/tenant"
)

// CompanyView is a company.
type CompanyView struct {
	CardView
}

func toCompany(who tenant.Actor) func(contact.Company) CompanyView {
	return func(c contact.Company) CompanyView { return CompanyView{toCard(who, c.Card, 0)} }
}

func (a *API) listCompanies(ctx context.Context, who tenant.Actor, in *cardListInput) (Page[CompanyView], error) {
	query, err := in.query()
	if err != nil {
		return Page[CompanyView]{}, err
	}
	p, err := a.Companies.List(ctx, who, query)
	return Page[CompanyView]{convertAll(p.Items, toCompany(who)), p.Next}, err
}

func (a *API) countCompanies(ctx context.Context, who tenant.Actor, in *countInput) (Total, error) {
	filter, err := parseFilter(in.Filter)
	if err != nil {
		return Total{}, err
	}
	t, err := a.Companies.Count(ctx, who, filter, maxCount)
	return Total(t), err
}

func (a *API) findCompany(ctx context.Context, who tenant.Actor, in *IDInput) (CompanyView, error) {
	c, err := a.Companies.Find(ctx, who, crm.ID(in.ID))
	return toCompany(who)(c), err
}

// CompanyBody describes a new company.
type CompanyBody struct {
	CardBody
	Phone string `json:"phone,omitempty" doc:"Goes into the first phone field"`
	Email string `json:"email,omitempty" doc:"Goes into the first e-mail field"`
}

type companyInput struct{ Body CompanyBody }

func (a *API) createCompany(ctx context.Context, who tenant.Actor, in *companyInput) (CompanyView, error) {
	n, err := in.Body.CardBody.new()
	if err != nil {
		return CompanyView{}, err
	}
	c, err := a.Companies.Create(ctx, who, contact.NewCompany{New: n, Phone: in.Body.Phone, Email: in.Body.Email})
	return toCompany(who)(c), err
}

// CompanyPatch is a change of a company.
type CompanyPatch struct {
	CardPatch
	Base *CardPatch `json:"base,omitempty" doc:"What you saw of the properties you change"`
}

func (p CompanyPatch) company() (contact.CompanyPatch, error) {
	card, err := p.CardPatch.patch()
	if err != nil || p.Base == nil {
		return contact.CompanyPatch{Patch: card}, err
	}
	seen, err := p.Base.patch()
	return contact.CompanyPatch{Patch: card, Base: &seen}, err
}

type companyPatchInput struct {
	IDInput
	Body CompanyPatch
}

func (a *API) updateCompany(ctx context.Context, who tenant.Actor, in *companyPatchInput) (CompanyView, error) {
	p, err := in.Body.company()
	if err != nil {
		return CompanyView{}, err
	}
	c, err := a.Companies.Update(ctx, who, crm.ID(in.ID), p)
	return toCompany(who)(c), err
}

func (a *API) deleteCompany(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Companies.Delete(ctx, who, crm.ID(in.ID))
}

func (a *API) restoreCompany(ctx context.Context, who tenant.Actor, in *IDInput) (CompanyView, error) {
	c, err := a.Companies.Restore(ctx, who, crm.ID(in.ID))
	return toCompany(who)(c), err
}
