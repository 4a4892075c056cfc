package deal

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// dress fills people, company and next task of deals, each read in one statement for all of them.
func (s *Service) dress(ctx context.Context, q db.Querier, who tenant.Actor, list []Deal) error {
	if err := s.fillPeople(ctx, q, who, list); err != nil {
		return err
	}
	if err := fillCompanies(ctx, q, who, list); err != nil {
		return err
	}
	return fillTasks(ctx, q, who, list)
}

func idsOf(list []Deal) []crm.DealID {
	ids := make([]crm.DealID, len(list))
	for i, d := range list {
		ids[i] = d.ID
	}
	return ids
}

// fillPeople fills the contacts that are not in the recycle bin. Who may see the deal sees their names; phones and
// e-mails only those who may see the contact.
func (s *Service) fillPeople(ctx context.Context, q db.Querier, who tenant.Actor, list []Deal) error {
	links, err := linksOf(ctx, q, who.AccountID, idsOf(list))
	if err != nil {
		return fmt.Errorf("read contacts of deals: %w", err)
	}
	people, err := s.people(ctx, q, who, links)
	if err != nil {
		return err
	}
	byDeal := map[crm.DealID][]Person{}
	for _, l := range links {
		if p, ok := people[l.contact]; ok {
			byDeal[l.deal] = append(byDeal[l.deal], p)
		}
	}
	for i := range list {
		d := &list[i]
		main := orZero(d.MainContactID)
		d.Contacts = nil
		for _, p := range byDeal[d.ID] {
			p.IsMain = p.ID == main
			d.Contacts = append(d.Contacts, p)
		}
		d.mainFirst()
	}
	return nil
}

// mainFirst puts the main contact first; when it is in the recycle bin the next one stands for it.
func (d *Deal) mainFirst() {
	for i, p := range d.Contacts {
		if p.IsMain {
			copy(d.Contacts[1:i+1], d.Contacts[:i])
			d.Contacts[0] = p
			return
		}
	}
	if len(d.Contacts) > 0 {
		d.Contacts[0].IsMain = true
	}
}

func (s *Service) people(ctx context.Context, q db.Querier, who tenant.Actor, links []link) (map[crm.ContactID]Person, error) {
	out := map[crm.ContactID]Person{}
	if len(links) == 0 {
		return out, nil
	}
	ids := make([]crm.ContactID, len(links))
	for i, l := range links {
		ids[i] = l.contact
	}
	rows, err := s.contacts.Shape.Load(ctx, q, who.AccountID, ids)
	if err != nil {
		return nil, err
	}
	reach, err := s.contacts.Reach(ctx, q, who)
	if err != nil {
		return nil, err
	}
	for _, c := range rows {
		if c.DeletedAt == nil {
			out[c.ID] = s.toPerson(who, c, reach)
		}
	}
	return out, nil
}

func (s *Service) toPerson(who tenant.Actor, c contact.Contact, reach contact.Reach) Person {
	p := Person{ID: c.ID, Name: c.Name}
	if s.contacts.Shape.Allow(who, &c, access.View) == nil {
		p.Phone, p.Email = reach.Phone(c.Data), reach.Email(c.Data)
	}
	return p
}

func fillCompanies(ctx context.Context, q db.Querier, who tenant.Actor, list []Deal) error {
	var refs []crm.Ref
	for _, d := range list {
		if d.CompanyID != nil {
			refs = append(refs, crm.Ref{Kind: crm.Company, ID: *d.CompanyID})
		}
	}
	if len(refs) == 0 {
		return nil
	}
	names, err := entity.Cards{}.Names(ctx, q, who.AccountID, refs)
	for i := range list {
		if id := list[i].CompanyID; id != nil {
			list[i].CompanyName = names[crm.Ref{Kind: crm.Company, ID: *id}]
		}
	}
	return err
}

func fillTasks(ctx context.Context, q db.Querier, who tenant.Actor, list []Deal) error {
	var ids []crm.DealID
	for _, d := range list {
		if d.NextTaskAt != nil {
			ids = append(ids, d.ID)
		}
	}
	tasks, err := entity.NextTasks(ctx, q, who.AccountID, crm.Deal, ids)
	for i := range list {
		if t, ok := tasks[list[i].ID]; ok {
			list[i].NextTask = &t
		}
	}
	return err
}

// fillCards fills what a card of the board shows: tags, the names of the main contact and the company, the next task.
func fillCards(ctx context.Context, q db.Querier, who tenant.Actor, list []Deal) error {
	tags, err := entity.TagsOf(ctx, q, who.AccountID, crm.Deal, idsOf(list))
	if err != nil {
		return fmt.Errorf("read tags of deals: %w", err)
	}
	var refs []crm.Ref
	for _, d := range list {
		if d.MainContactID != nil {
			refs = append(refs, crm.Ref{Kind: crm.Contact, ID: *d.MainContactID})
		}
	}
	var names map[crm.Ref]string
	if len(refs) > 0 {
		if names, err = (entity.Cards{}).Names(ctx, q, who.AccountID, refs); err != nil {
			return err
		}
	}
	for i := range list {
		d := &list[i]
		d.Tags = tags[d.ID]
		if d.MainContactID != nil {
			name := names[crm.Ref{Kind: crm.Contact, ID: *d.MainContactID}]
			d.Contacts = []Person{{ID: *d.MainContactID, Name: name, IsMain: true}}
		}
	}
	if err := fillCompanies(ctx, q, who, list); err != nil {
		return err
	}
	return fillTasks(ctx, q, who, list)
}
