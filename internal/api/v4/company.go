package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
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

func (a *API) firms() pair[contact.Company, companyBody] {
	return pair[contact.Company, companyBody]{
		kind: crm.Company, card: func(f contact.Company) entity.Card { return f.Card }, list: a.Companies.List, find: a.Companies.Find,
		words: func(c *call, w world, list []contact.Company) ([]companyBody, error) {
			has, err := a.belongings(c, mapTo(list, func(f contact.Company) crm.ID { return f.ID }))
			return mapTo(list, func(f contact.Company) companyBody { return c.wireCompany(f, w, has) }), err
		},
	}
}

func (a *API) listCompanies(c *call) (answer, error) { return listPair(a, c, a.firms()) }

func (a *API) getCompany(c *call) (answer, error) { return getPair(a, c, a.firms()) }

func (a *API) createCompanies(c *call) (answer, error) {
	draft := func(f written, names map[int64]string) contact.NewCompany {
		return contact.NewCompany{New: f.draft(c, names)}
	}
	return createPair(a, c, crm.Company, c.readCard, written.common, draft, a.Companies.CreateMany, func(f contact.Company) crm.ID { return f.ID })
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
	return patchPair(a, c, crm.Company, items, id, c.readCard, written.common,
		func(ctx context.Context, tx *db.Tx, id crm.ID, f written, names map[int64]string) (entity.Card, error) {
			now, err := a.Companies.UpdateTx(ctx, tx, c.who, id, contact.CompanyPatch{Patch: f.patch(names)})
			return now.Card, err
		})
}
