package contact

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Contacts is what can be done with people.
type Contacts struct {
	*entity.Book[Contact]
}

// NewContacts makes the service.
func NewContacts(d *db.DB, fields *field.Service, lists *entity.Lists) *Contacts {
	return &Contacts{Book: &entity.Book[Contact]{DB: d, Fields: fields, Lists: lists, Shape: contactShape, Dress: nameCompanies}}
}

// nameCompanies fills the names of the companies the actor may see.
func nameCompanies(ctx context.Context, q db.Querier, who tenant.Actor, list []Contact) error {
	var refs []crm.Ref
	for _, c := range list {
		if c.CompanyID != nil {
			refs = append(refs, crm.Ref{Kind: crm.Company, ID: *c.CompanyID})
		}
	}
	if len(refs) == 0 {
		return nil
	}
	names, err := entity.Cards{}.Visible(ctx, q, who, refs)
	for i := range list {
		if id := list[i].CompanyID; id != nil {
			list[i].CompanyName = names[crm.Ref{Kind: crm.Company, ID: *id}]
		}
	}
	return err
}

// Create adds a person.
func (s *Contacts) Create(ctx context.Context, who tenant.Actor, n New) (Contact, error) {
	return write(ctx, s.DB, func(tx *db.Tx) (Contact, error) { return s.CreateTx(ctx, tx, who, n) })
}

// CreateTx is Create inside the caller's transaction.
func (s *Contacts) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n New) (Contact, error) {
	list, failed, err := s.CreateMany(ctx, tx, who, []New{n})
	return only(ctx, tx, who, contactShape, list, failed, err)
}

// CreateMany adds many people with few statements. What is wrong with one is in its slot of failed and leaves its slot
// of the list empty; the others are written. err is for what stops the whole batch.
func (s *Contacts) CreateMany(ctx context.Context, tx *db.Tx, who tenant.Actor, items []New) (list []Contact, failed []error, err error) {
	batch, err := s.Prepare(ctx, tx, who, items)
	if err == nil {
		err = batch.Write(ctx, tx)
	}
	if err != nil {
		return nil, nil, err
	}
	return batch.Cards, batch.Failed, nil
}

// Batch is new people who were checked and not yet written. A caller may give a person a company that was written
// meanwhile.
type Batch struct{ Made[Contact] }

// Prepare checks new people.
func (s *Contacts) Prepare(ctx context.Context, tx *db.Tx, who tenant.Actor, items []New) (*Batch, error) {
	made, err := prepare(ctx, tx, s.Book, who, items, func(d *entity.Desk, n New) (Contact, []string, error) {
		c, err := n.contact(ctx, tx, d)
		return c, n.Tags, err
	})
	if err != nil {
		return nil, err
	}
	b := &Batch{made}
	if err := b.checkCompanies(ctx, tx); err != nil {
		return nil, err
	}
	return b, b.failTaken(ctx, tx)
}

func (n New) contact(ctx context.Context, tx *db.Tx, d *entity.Desk) (Contact, error) {
	var c errs.Collect
	out := Contact{
		FirstName: entity.CleanName(&c, "first_name", n.FirstName),
		LastName:  entity.CleanName(&c, "last_name", n.LastName),
		CompanyID: n.CompanyID,
	}
	if n.Name == "" {
		n.Name = fullName(out.FirstName, out.LastName)
	}
	n.Fields = withReach(d, n.Fields, n.Phone, n.Email)
	card, err := d.Draft(ctx, tx, n.New)
	if err != nil && !c.Err("", err) {
		return out, err
	}
	out.Card = card
	if err := c.Result(); err != nil {
		return out, err
	}
	return out, nameless(d, &out.Card)
}

// checkCompanies fails those whose company is not there.
func (b *Batch) checkCompanies(ctx context.Context, tx *db.Tx) error {
	found, err := entity.Others(ctx, tx, b.desk.Who, crm.Company, b.companies())
	if err != nil {
		return err
	}
	for i, c := range b.Cards {
		if b.Failed[i] != nil || c.CompanyID == nil {
			continue
		}
		company, ok := found[*c.CompanyID]
		if !ok {
			b.Failed[i] = entity.NoCompany(*c.CompanyID)
		}
		b.Cards[i].CompanyName = company.Name
	}
	return nil
}

func (b *Batch) companies() []crm.CompanyID {
	var ids []crm.CompanyID
	for i, c := range b.Cards {
		if b.Failed[i] == nil && c.CompanyID != nil {
			ids = append(ids, *c.CompanyID)
		}
	}
	return ids
}

// Write inserts the people who did not fail, with their events.
func (b *Batch) Write(ctx context.Context, tx *db.Tx) error {
	found, err := entity.Others(ctx, tx, b.desk.Who, crm.Company, b.companies())
	if err != nil {
		return err
	}
	rows, err := b.insert(ctx, tx)
	if err != nil {
		return err
	}
	return b.tell(ctx, tx, rows, found)
}

func (b *Batch) tell(ctx context.Context, tx *db.Tx, rows []*Contact, companies map[crm.CompanyID]entity.Other) error {
	entries := make([]timeline.Entry, len(rows))
	var links []entity.Linked
	for i, c := range rows {
		snapshot := c.Snapshot(c.Tags)
		if c.CompanyID != nil {
			company := companies[*c.CompanyID]
			c.CompanyName = company.Name
			snapshot["company_id"] = *c.CompanyID
			if !company.IsNew {
				links = append(links, entity.Linked{
					To: crm.Ref{Kind: crm.Company, ID: *c.CompanyID}, From: c.Ref, Name: c.Name, What: "linked",
				})
			}
		}
		entries[i] = timeline.Entry{Ref: c.Ref, Changes: []timeline.Change{{Kind: "contact.created", After: snapshot}}}
	}
	if err := timeline.AppendAll(ctx, tx, b.desk.Who, entries); err != nil {
		return err
	}
	return entity.TellOthers(ctx, tx, b.desk.Who, links)
}
