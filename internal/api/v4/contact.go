package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
)

// contactBody is a person.
type contactBody struct {
	ID                 int64           `json:"id"`
	Name               string          `json:"name"`
	FirstName          string          `json:"first_name"`
	LastName           string          `json:"last_name"`
	ResponsibleUserID  int64           `json:"responsible_user_id"`
	GroupID            int64           `json:"group_id"`
	CreatedBy          int64           `json:"created_by"`
	UpdatedBy          int64           `json:"updated_by"`
	CreatedAt          int64           `json:"created_at"`
	UpdatedAt          int64           `json:"updated_at"`
	ClosestTaskAt      *int64          `json:"closest_task_at"`
	IsDeleted          bool            `json:"is_deleted"`
	IsUnsorted         bool            `json:"is_unsorted"`
	CustomFieldsValues []fieldValues   `json:"custom_fields_values"`
	AccountID          int64           `json:"account_id"`
	Links              links           `json:"_links"`
	Embedded           contactEmbedded `json:"_embedded"`
}

type contactEmbedded struct {
	Tags            []tagBody     `json:"tags"`
	Companies       []entityLink  `json:"companies"`
	Leads           *[]entityLink `json:"leads,omitempty"`
	Customers       *[]struct{}   `json:"customers,omitempty"`
	CatalogElements *[]struct{}   `json:"catalog_elements,omitempty"`
	SocialProfiles  *[]struct{}   `json:"social_profiles,omitempty"`
}

func (c *call) wireContact(p contact.Contact, w world, leads map[crm.ID][]entityLink) contactBody {
	body := contactBody{
		ID: int64(p.ID), Name: p.Name, FirstName: p.FirstName, LastName: p.LastName, ResponsibleUserID: int64(p.ResponsibleID),
		GroupID: w.group(p.ResponsibleID), CreatedBy: int64(p.CreatedBy), UpdatedBy: int64(p.UpdatedBy), CreatedAt: p.CreatedAt,
		UpdatedAt: p.UpdatedAt, ClosestTaskAt: p.NextTaskAt, IsDeleted: p.DeletedAt != nil,
		CustomFieldsValues: readValues(w.fields, p.Data, w.env), AccountID: int64(c.who.AccountID), Links: c.self("contacts", int64(p.ID)),
		Embedded: contactEmbedded{Tags: wireTags(crm.Contact, p.Tags), Companies: c.companyLinks(p.CompanyID, p.CompanyName)},
	}
	for _, word := range c.query.at("with").words() {
		switch word {
		case "leads":
			body.Embedded.Leads = linksOr(leads[p.ID])
		case "customers":
			body.Embedded.Customers = &[]struct{}{}
		case "catalog_elements":
			body.Embedded.CatalogElements = &[]struct{}{}
		case "social_profiles":
			body.Embedded.SocialProfiles = &[]struct{}{}
		}
	}
	return body
}

// linksOr is a list that is there even when it is empty.
func linksOr(list []entityLink) *[]entityLink {
	if list == nil {
		list = []entityLink{}
	}
	return &list
}

// leadsOfContacts are the leads of people, when the answer names them.
func (a *API) leadsOfContacts(c *call, ids []crm.ID) (map[crm.ID][]entityLink, error) {
	if !c.wants("leads") {
		return nil, nil
	}
	deals, err := a.dealsOf(c, "contact", ids)
	if err != nil {
		return nil, err
	}
	out := map[crm.ID][]entityLink{}
	for _, d := range deals {
		for _, p := range d.Contacts {
			out[p.ID] = append(out[p.ID], c.linkTo(crm.Deal, d.ID))
		}
	}
	return out, nil
}

func (a *API) persons() pair[contact.Contact, contactBody] {
	return pair[contact.Contact, contactBody]{
		kind: crm.Contact, card: func(p contact.Contact) entity.Card { return p.Card }, list: a.Contacts.List, find: a.Contacts.Find,
		words: func(c *call, w world, list []contact.Contact) ([]contactBody, error) {
			leads, err := a.leadsOfContacts(c, mapTo(list, func(p contact.Contact) crm.ID { return p.ID }))
			return mapTo(list, func(p contact.Contact) contactBody { return c.wireContact(p, w, leads) }), err
		},
	}
}

func (a *API) listContacts(c *call) (answer, error) { return listPair(a, c, a.persons()) }

func (a *API) getContact(c *call) (answer, error) { return getPair(a, c, a.persons()) }

// writtenContact is what an item says of a person.
type writtenContact struct {
	written
	first, last *string
	company     *crm.CompanyID
}

func (c *call) readContact(it *item, w world) (out writtenContact, err error) {
	if out.written, err = c.readCard(it, w); err != nil {
		return out, err
	}
	if first, found := it.text("first_name"); found {
		out.first = &first
	}
	if last, found := it.text("last_name"); found {
		out.last = &last
	}
	embedded, _ := it.object.object("_embedded")
	companies, _ := embedded.objects("companies")
	for _, o := range companies {
		if id, found := o.int("id"); found {
			out.company = new(crm.CompanyID(id))
		}
	}
	return out, nil
}

func (p writtenContact) draftContact(c *call, names map[int64]string) contact.New {
	n := contact.New{New: p.draft(c, names), CompanyID: p.company}
	if p.first != nil {
		n.FirstName = *p.first
	}
	if p.last != nil {
		n.LastName = *p.last
	}
	return n
}

// createdContact answers for a new person or company.
type createdContact struct {
	ID         int64  `json:"id"`
	IsDeleted  bool   `json:"is_deleted"`
	IsUnsorted bool   `json:"is_unsorted"`
	RequestID  string `json:"request_id"`
	Links      links  `json:"_links"`
}

func (a *API) createContacts(c *call) (answer, error) {
	draft := func(p writtenContact, names map[int64]string) contact.New { return p.draftContact(c, names) }
	return createPair(a, c, crm.Contact, c.readContact, writtenContact.common, draft, a.Contacts.CreateMany, func(p contact.Contact) crm.ID { return p.ID })
}

// writeAll creates all items in one transaction; one that fails takes the others with it.
func writeAll[T any](a *API, c *call, items []item, runs []run, create func(*db.Tx, run) ([]T, []error, error)) ([]T, error) {
	out := make([]T, len(items))
	err := a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for _, r := range runs {
			made, failed, err := create(tx, r)
			if err != nil {
				return err
			}
			if err := c.failures(items[r.from:r.to], failed); err != nil {
				return err
			}
			copy(out[r.from:], made)
		}
		return nil
	})
	return out, err
}

// updatedContact answers for a changed person or company.
type updatedContact struct {
	ID         int64  `json:"id"`
	Name       string `json:"name"`
	UpdatedAt  int64  `json:"updated_at"`
	IsDeleted  bool   `json:"is_deleted"`
	IsUnsorted bool   `json:"is_unsorted"`
	RequestID  string `json:"request_id,omitempty"`
	Links      links  `json:"_links"`
}

func (c *call) updatedCard(card entity.Card) updatedContact {
	return updatedContact{
		ID: int64(card.ID), Name: card.Name, UpdatedAt: card.UpdatedAt, Links: c.self(plural[card.Kind], int64(card.ID)),
	}
}

func (a *API) updateContacts(c *call) (answer, error) {
	return bulkUpdate(c, "contacts", func(items []item, id func(item) int64) ([]updatedContact, error) {
		return a.patchContacts(c, items, id)
	})
}

func (a *API) updateContact(c *call) (answer, error) {
	return oneUpdate(c, func(items []item, id func(item) int64) ([]updatedContact, error) {
		return a.patchContacts(c, items, id)
	})
}

// bulkUpdate answers a change of many people or companies; each item names its own id.
func bulkUpdate(c *call, key string, patch func([]item, func(item) int64) ([]updatedContact, error)) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	out, err := patch(items, func(it item) int64 { return it.needID() })
	if err != nil {
		return nothing, err
	}
	for i := range out {
		out[i].RequestID = items[i].requestID
	}
	return bulk(c, key, out), nil
}

// oneUpdate answers a change of the one in the path.
func oneUpdate(c *call, patch func([]item, func(item) int64) ([]updatedContact, error)) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	out, err := patch([]item{it}, func(item) int64 { return c.id("id") })
	if err != nil {
		return nothing, err
	}
	return ok(out[0]), nil
}

func (a *API) patchContacts(c *call, items []item, id func(item) int64) ([]updatedContact, error) {
	return patchPair(a, c, crm.Contact, items, id, c.readContact, writtenContact.common,
		func(ctx context.Context, tx *db.Tx, id crm.ID, p writtenContact, names map[int64]string) (entity.Card, error) {
			now, err := a.Contacts.UpdateTx(ctx, tx, c.who, id, contact.Patch{
				Patch: p.patch(names), FirstName: p.first, LastName: p.last, CompanyID: p.company,
			})
			return now.Card, err
		})
}

// changeEach changes the items one after another in one transaction.
func (a *API) changeEach(c *call, items []item, change func(ctx context.Context, tx *db.Tx, i int) error) error {
	return a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			if err := change(c.ctx(), tx, i); err != nil {
				return c.fail(it, err)
			}
		}
		return nil
	})
}
