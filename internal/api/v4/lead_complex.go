package v4

import (
	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
)

// complexItem answers for one lead created with its contact and company; the answer is a bare array of these.
type complexItem struct {
	ID        int64    `json:"id"`
	ContactID *int64   `json:"contact_id"`
	CompanyID *int64   `json:"company_id"`
	RequestID []string `json:"request_id"`
	Merged    bool     `json:"merged"`
}

// maxComplex bounds leads created with their people.
const maxComplex = 50

func (a *API) createComplex(c *call) (answer, error) {
	items, err := c.itemsUpTo(maxComplex)
	if err != nil {
		return nothing, err
	}
	w, err := a.world(c, crm.Deal)
	if err != nil {
		return nothing, err
	}
	leads := make([]writtenLead, len(items))
	for i := range items {
		if leads[i], err = c.readLead(&items[i], w); err != nil {
			return nothing, err
		}
		leads[i].people, leads[i].company = nil, 0
	}
	parts, people, companies, err := a.readParts(c, items, w)
	if err != nil {
		return nothing, err
	}
	drafts, err := a.draftLeads(c, items, leads, w)
	if err != nil {
		return nothing, err
	}
	for i := range drafts {
		parts[i].into(c, &drafts[i], people, companies)
	}
	deals, err := a.writeLeads(c, items, leads, drafts)
	if err != nil {
		return nothing, err
	}
	out := make([]complexItem, len(items))
	for i, d := range deals {
		out[i] = complexItem{ID: int64(d.ID), CompanyID: optional(d.CompanyID), RequestID: []string{items[i].requestID}}
		if len(d.Contacts) > 0 {
			out[i].ContactID = new(int64(d.Contacts[0].ID))
		}
	}
	return ok(out), nil
}

// parts are the contacts and the company inside an item of leads/complex: new ones, or existing ones by id.
type parts struct {
	people    []part
	companyID crm.CompanyID
	company   *part
}

// part is one of them.
type part struct {
	written
	id          crm.ID
	isMain      bool
	first, last string
}

func (p parts) into(c *call, n *deal.New, people, companies map[int64]string) {
	n.CompanyID = p.companyID
	if p.company != nil {
		n.Company = &contact.NewCompany{New: p.company.draft(c, companies)}
	}
	for _, person := range p.people {
		link := deal.NewPerson{ID: person.id, IsMain: person.isMain}
		if person.id == 0 {
			link.New = &contact.New{New: person.draft(c, people), FirstName: person.first, LastName: person.last}
		}
		n.Contacts = append(n.Contacts, link)
	}
}

// readParts reads them, and the names of the tags they name by id.
func (a *API) readParts(c *call, items []item, w world) (out []parts, people, companies map[int64]string, err error) {
	ofPeople, ofCompanies := w, w
	if ofPeople.fields, err = a.Fields.AllFor(c.ctx(), c.who, crm.Contact); err != nil {
		return nil, nil, nil, err
	}
	if ofCompanies.fields, err = a.Fields.AllFor(c.ctx(), c.who, crm.Company); err != nil {
		return nil, nil, nil, err
	}
	out = make([]parts, len(items))
	var peopleTags, companyTags []tagWishes
	for i, it := range items {
		if out[i], err = c.readItemParts(it.object, ofPeople, ofCompanies); err != nil {
			return nil, nil, nil, err
		}
		for _, p := range out[i].people {
			peopleTags = append(peopleTags, p.tags)
		}
		if out[i].company != nil {
			companyTags = append(companyTags, out[i].company.tags)
		}
	}
	if people, err = a.nameTags(c, crm.Contact, peopleTags); err != nil {
		return nil, nil, nil, err
	}
	companies, err = a.nameTags(c, crm.Company, companyTags)
	return out, people, companies, err
}

func (c *call) readItemParts(o object, people, companies world) (out parts, err error) {
	embedded, _ := o.object("_embedded")
	contacts, _ := embedded.objects("contacts")
	for _, o := range contacts {
		person, err := c.readPart(o, people)
		if err != nil {
			return out, err
		}
		out.people = append(out.people, person)
	}
	firms, _ := embedded.objects("companies")
	for _, o := range firms {
		firm, err := c.readPart(o, companies)
		if err != nil {
			return out, err
		}
		if firm.id != 0 {
			out.companyID = firm.id
		} else {
			out.company = &firm
		}
	}
	return out, nil
}

func (c *call) readPart(o object, w world) (p part, err error) {
	p.isMain, _ = o.bool("is_main")
	if id, found := o.int("id"); found && id != 0 {
		p.id = crm.ID(id)
		return p, nil
	}
	p.first, _ = o.text("first_name")
	p.last, _ = o.text("last_name")
	sub := item{object: o}
	p.written, err = c.readCard(&sub, w)
	return p, err
}
