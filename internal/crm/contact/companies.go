package contact

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Companies is what can be done with companies.
type Companies struct {
	*entity.Book[Company]
}

// NewCompanies makes the service.
func NewCompanies(d *db.DB, fields *field.Service, lists *entity.Lists) *Companies {
	return &Companies{Book: &entity.Book[Company]{DB: d, Fields: fields, Lists: lists, Shape: companyShape}}
}

// Create adds a company.
func (s *Companies) Create(ctx context.Context, who tenant.Actor, n NewCompany) (c Company, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err = s.CreateTx(ctx, tx, who, n)
		return err
	})
	return c, err
}

// CreateTx is Create inside the caller's transaction.
func (s *Companies) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n NewCompany) (Company, error) {
	list, failed, err := s.CreateMany(ctx, tx, who, []NewCompany{n})
	if err != nil {
		return Company{}, err
	}
	if failed[0] != nil {
		return Company{}, failed[0]
	}
	return list[0], entity.Dress(ctx, tx, who, []*entity.Card{&list[0].Card})
}

// CreateMany adds many companies with few statements. What is wrong with one is in its slot of failed and leaves its
// slot of the list empty; the others are written. err is for what stops the whole batch.
func (s *Companies) CreateMany(ctx context.Context, tx *db.Tx, who tenant.Actor, items []NewCompany) (list []Company, failed []error, err error) {
	batch, err := s.Prepare(ctx, tx, who, items)
	if err != nil {
		return nil, nil, err
	}
	if err := batch.Write(ctx, tx); err != nil {
		return nil, nil, err
	}
	return batch.Cards, batch.Failed, nil
}

// CompanyBatch is new companies that were checked and not yet written.
type CompanyBatch struct {
	// Cards and Failed have a slot for each item: a company, or what is wrong with it. A caller may fail more.
	Cards  []Company
	Failed []error
	desk   *entity.Desk
	tags   [][]string
}

// Prepare checks new companies.
func (s *Companies) Prepare(ctx context.Context, tx *db.Tx, who tenant.Actor, items []NewCompany) (*CompanyBatch, error) {
	d, err := entity.OpenDesk(ctx, tx, s.Fields, who, crm.Company)
	if err != nil {
		return nil, err
	}
	b := &CompanyBatch{Cards: make([]Company, len(items)), Failed: make([]error, len(items)), desk: d, tags: make([][]string, len(items))}
	for i, n := range items {
		b.tags[i] = n.Tags
		n.Fields = withReach(d, n.Fields, n.Phone, n.Email)
		card, err := d.Draft(ctx, tx, n.New)
		if err == nil {
			err = nameless(d, &card)
		}
		if err == nil {
			err = access.Check(who, crm.Company, access.Create, card.ResponsibleID)
		}
		if err != nil {
			if err = entity.Failed(b.Failed, i, err); err != nil {
				return nil, err
			}
			continue
		}
		b.Cards[i].Card = card
	}
	cards := make([]*entity.Card, len(b.Cards))
	for i := range b.Cards {
		cards[i] = &b.Cards[i].Card
	}
	return b, d.FailTaken(ctx, tx, cards, b.Failed)
}

// Write inserts the companies that did not fail, with their events.
func (b *CompanyBatch) Write(ctx context.Context, tx *db.Tx) error {
	var rows []*Company
	var fresh []entity.Fresh
	for i := range b.Cards {
		if b.Failed[i] != nil {
			b.Cards[i] = Company{}
			continue
		}
		rows = append(rows, &b.Cards[i])
		fresh = append(fresh, entity.Fresh{Card: &b.Cards[i].Card, Tags: b.tags[i]})
	}
	companyShape.Compute(b.desk, rows...)
	if err := companyShape.Insert(ctx, tx, b.desk.Who.AccountID, rows); err != nil {
		return err
	}
	if err := entity.WriteFresh(ctx, tx, b.desk, fresh); err != nil {
		return err
	}
	entries := make([]timeline.Entry, len(rows))
	for i, c := range rows {
		entries[i] = timeline.Entry{Ref: c.Ref, Changes: []timeline.Change{{Kind: "company.created", After: c.Snapshot(c.Tags)}}}
	}
	return timeline.AppendAll(ctx, tx, b.desk.Who, entries)
}

// Update changes a company. Nothing changed, nothing written.
func (s *Companies) Update(ctx context.Context, who tenant.Actor, id crm.CompanyID, p CompanyPatch) (c Company, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		c, err = s.UpdateTx(ctx, tx, who, id, p)
		return err
	})
	return c, err
}

// UpdateTx is Update inside the caller's transaction.
func (s *Companies) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.CompanyID, p CompanyPatch) (Company, error) {
	old, err := companyShape.Lock(ctx, tx, who, id, access.Edit)
	if err != nil {
		return Company{}, err
	}
	d, err := entity.OpenDesk(ctx, tx, s.Fields, who, crm.Company)
	if err != nil {
		return Company{}, err
	}
	var base entity.Patch
	if p.Base != nil {
		base = *p.Base
	}
	now := old
	var clashes []string
	if now.Card, clashes, err = d.Apply(ctx, tx, old.Card, p.Patch, base); err != nil {
		return Company{}, err
	}
	if err := entity.Conflict(old.Card, clashes); err != nil {
		return Company{}, err
	}
	if _, err := companyShape.Save(ctx, tx, d, &old, &now, p.Patch, nil); err != nil {
		return Company{}, err
	}
	list := []Company{now}
	err = s.Fill(ctx, tx, who, list)
	return list[0], err
}
