package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// companyBody is a company.
type companyBody struct {
	ID                 int64           `json:"id"`
	Name               string          `json:"name"`
	ResponsibleUserID  int64           `json:"responsible_user_id"`
	GroupID            int64           `json:"group_id"`
	CreatedBy          int64           `json:"created_by"`
	UpdatedBy          int64           `json:"updated_by"`
	CreatedAt          int64           `json:"created_at"`
	UpdatedAt          int64           `json:"updated_at"`
	ClosestTaskAt      *int64          `json:"closest_task_at"`
	IsDeleted          bool            `json:"is_deleted"`
	CustomFieldsValues []fieldValues   `json:"custom_fields_values"`
	AccountID          int64           `json:"account_id"`
	Links              links           `json:"_links"`
	Embedded           companyEmbedded `json:"_embedded"`
}

type companyEmbedded struct {
	Tags            []tagBody     `json:"tags"`
	Contacts        *[]entityLink `json:"contacts,omitempty"`
	Leads           *[]entityLink `json:"leads,omitempty"`
	Customers       *[]struct{}   `json:"customers,omitempty"`
	CatalogElements *[]struct{}   `json:"catalog_elements,omitempty"`
}

// belongings are what companies have, by company.
type belongings struct{ people, leads map[crm.ID][]entityLink }

func (c *call) wireCompany(f contact.Company, w world, has belongings) companyBody {
	body := companyBody{
		ID: int64(f.ID), Name: f.Name, ResponsibleUserID: int64(f.ResponsibleID), GroupID: w.group(f.ResponsibleID),
		CreatedBy: int64(f.CreatedBy), UpdatedBy: int64(f.UpdatedBy), CreatedAt: f.CreatedAt, UpdatedAt: f.UpdatedAt,
		ClosestTaskAt: f.NextTaskAt, IsDeleted: f.DeletedAt != nil, CustomFieldsValues: readValues(w.fields, f.Data, w.env),
		AccountID: int64(c.who.AccountID), Links: c.self("companies", int64(f.ID)),
		Embedded: companyEmbedded{Tags: wireTags(crm.Company, f.Tags)},
	}
	for _, word := range c.query.at("with").words() {
		switch word {
		case "contacts":
			body.Embedded.Contacts = linksOr(has.people[f.ID])
		case "leads":
			body.Embedded.Leads = linksOr(has.leads[f.ID])
		case "customers":
			body.Embedded.Customers = &[]struct{}{}
		case "catalog_elements":
			body.Embedded.CatalogElements = &[]struct{}{}
		}
	}
	return body
}

// belongings gathers the people and leads of companies, when the answer names them.
func (a *API) belongings(c *call, ids []crm.ID) (has belongings, err error) {
	if c.wants("contacts") {
		people, err := a.peopleOf(c, ids)
		if err != nil {
			return has, err
		}
		has.people = map[crm.ID][]entityLink{}
		for _, p := range people {
			has.people[*p.CompanyID] = append(has.people[*p.CompanyID], c.linkTo(crm.Contact, p.ID))
		}
	}
	if c.wants("leads") {
		deals, err := a.dealsOf(c, "company", ids)
		if err != nil {
			return has, err
		}
		has.leads = map[crm.ID][]entityLink{}
		for _, d := range deals {
			has.leads[*d.CompanyID] = append(has.leads[*d.CompanyID], c.linkTo(crm.Deal, d.ID))
		}
	}
	return has, nil
}

// peopleOf are the people of companies that the actor may see.
func (a *API) peopleOf(c *call, companies []crm.ID) ([]contact.Contact, error) {
	return gather(c.ctx(), companies, "company", func(ctx context.Context, q entity.Query) (entity.PageOf[contact.Contact], error) {
		return a.Contacts.List(ctx, c.who, q)
	})
}

func (a *API) listCompanies(c *call) (answer, error) {
	w, err := a.world(c, crm.Company)
	if err != nil {
		return nothing, err
	}
	q, p, err := c.cardQuery(crm.Company, w)
	if err != nil {
		return nothing, err
	}
	found, err := a.Companies.List(c.ctx(), c.who, q)
	if err != nil {
		return nothing, err
	}
	if c.wants("only_deleted") {
		return listFrom(c, "companies", mapTo(found.Items, func(f contact.Company) deletedCard { return c.wireDeleted(f.Card) }), p, found.Next), nil
	}
	has, err := a.belongings(c, mapTo(found.Items, func(f contact.Company) crm.ID { return f.ID }))
	if err != nil {
		return nothing, err
	}
	return listFrom(c, "companies", mapTo(found.Items, func(f contact.Company) companyBody { return c.wireCompany(f, w, has) }), p, found.Next), nil
}

func (a *API) getCompany(c *call) (answer, error) {
	f, err := a.Companies.Find(c.ctx(), c.who, crm.CompanyID(c.id("id")))
	if errs.Is(err, errs.CodeNotFound) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Company)
	if err != nil {
		return nothing, err
	}
	has, err := a.belongings(c, []crm.ID{f.ID})
	return ok(c.wireCompany(f, w, has)), err
}

func (a *API) createCompanies(c *call) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Company)
	if err != nil {
		return nothing, err
	}
	firms := make([]written, len(items))
	for i := range items {
		if firms[i], err = c.readCard(&items[i], w); err != nil {
			return nothing, err
		}
	}
	names, err := a.nameTags(c, crm.Company, mapTo(firms, func(f written) tagWishes { return f.tags }))
	if err != nil {
		return nothing, err
	}
	if err := refused(items); err != nil {
		return nothing, err
	}
	drafts := mapTo(firms, func(f written) contact.NewCompany { return contact.NewCompany{New: f.draft(c, names)} })
	runs := byAuthor(firms, func(f written) tenant.Actor { return f.author })
	made, err := writeAll(a, c, items, runs, func(tx *db.Tx, r run) ([]contact.Company, []error, error) {
		return a.Companies.CreateMany(c.ctx(), tx, r.who, drafts[r.from:r.to])
	})
	if err != nil {
		return nothing, err
	}
	out := make([]createdContact, len(items))
	for i, f := range made {
		out[i] = createdContact{ID: int64(f.ID), RequestID: items[i].requestID, Links: c.self("companies", int64(f.ID))}
	}
	return bulk(c, "companies", out), nil
}

func (a *API) updateCompanies(c *call) (answer, error) {
	return bulkUpdate(c, "companies", func(items []item, id func(item) int64) ([]updatedContact, error) {
		return a.patchCompanies(c, items, id)
	})
}

func (a *API) updateCompany(c *call) (answer, error) {
	return oneUpdate(c, func(items []item, id func(item) int64) ([]updatedContact, error) {
		return a.patchCompanies(c, items, id)
	})
}

func (a *API) patchCompanies(c *call, items []item, id func(item) int64) ([]updatedContact, error) {
	w, err := a.world(c, crm.Company)
	if err != nil {
		return nil, err
	}
	ids, firms := make([]crm.CompanyID, len(items)), make([]written, len(items))
	for i := range items {
		ids[i] = crm.CompanyID(id(items[i]))
		if firms[i], err = c.readCard(&items[i], w); err != nil {
			return nil, err
		}
	}
	names, err := a.nameTags(c, crm.Company, mapTo(firms, func(f written) tagWishes { return f.tags }))
	if err != nil {
		return nil, err
	}
	if err := refused(items); err != nil {
		return nil, err
	}
	out := make([]updatedContact, len(items))
	err = a.changeEach(c, items, func(ctx context.Context, tx *db.Tx, i int) error {
		now, err := a.Companies.UpdateTx(ctx, tx, c.who, ids[i], contact.CompanyPatch{Patch: firms[i].patch(names)})
		out[i] = c.updatedCard(now.Card)
		return err
	})
	return out, err
}
