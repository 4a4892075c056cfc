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
func (s *Companies) Create(ctx context.Context, who tenant.Actor, n NewCompany) (Company, error) {
	return write(ctx, s.DB, func(tx *db.Tx) (Company, error) { return s.CreateTx(ctx, tx, who, n) })
}

// CreateTx is Create inside the caller's transaction.
func (s *Companies) CreateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, n NewCompany) (Company, error) {
	list, failed, err := s.CreateMany(ctx, tx, who, []NewCompany{n})
	return only(ctx, tx, who, companyShape, list, failed, err)
}

// CreateMany adds many companies with few statements. What is wrong with one is in its slot of failed and leaves its
// slot of the list empty; the others are written. err is for what stops the whole batch.
func (s *Companies) CreateMany(ctx context.Context, tx *db.Tx, who tenant.Actor, items []NewCompany) (list []Company, failed []error, err error) {
	batch, err := s.Prepare(ctx, tx, who, items)
	if err == nil {
		err = batch.Write(ctx, tx)
	}
	if err != nil {
		return nil, nil, err
	}
	return batch.Cards, batch.Failed, nil
}

// CompanyBatch is new companies that were checked and not yet written.
type CompanyBatch struct{ Made[Company] }

// Prepare checks new companies.
func (s *Companies) Prepare(ctx context.Context, tx *db.Tx, who tenant.Actor, items []NewCompany) (*CompanyBatch, error) {
	made, err := prepare(ctx, tx, s.Book, who, items, func(d *entity.Desk, n NewCompany) (Company, []string, error) {
		n.Fields = withReach(d, n.Fields, n.Phone, n.Email)
		card, err := d.Draft(ctx, tx, n.New)
		if err == nil {
			err = nameless(d, &card)
		}
		return Company{card}, n.Tags, err
	})
	if err != nil {
		return nil, err
	}
	b := &CompanyBatch{made}
	return b, b.failTaken(ctx, tx)
}

// Write inserts the companies that did not fail, with their events.
func (b *CompanyBatch) Write(ctx context.Context, tx *db.Tx) error {
	rows, err := b.insert(ctx, tx)
	if err != nil {
		return err
	}
	entries := make([]timeline.Entry, len(rows))
	for i, c := range rows {
		entries[i] = timeline.Entry{Ref: c.Ref, Changes: []timeline.Change{{Kind: "company.created", After: c.Snapshot(c.Tags)}}}
	}
	return timeline.AppendAll(ctx, tx, b.desk.Who, entries)
}

// Update changes a company. Nothing changed, nothing written.
func (s *Companies) Update(ctx context.Context, who tenant.Actor, id crm.CompanyID, p CompanyPatch) (Company, error) {
	return write(ctx, s.DB, func(tx *db.Tx) (Company, error) { return s.UpdateTx(ctx, tx, who, id, p) })
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
