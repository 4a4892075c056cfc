package contact

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Update changes a person. Nothing changed, nothing written.
func (s *Contacts) Update(ctx context.Context, who tenant.Actor, id crm.ContactID, p Patch) (Contact, error) {
	return write(ctx, s.DB, func(tx *db.Tx) (Contact, error) { return s.UpdateTx(ctx, tx, who, id, p) })
}

// UpdateTx is Update inside the caller's transaction.
func (s *Contacts) UpdateTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.ContactID, p Patch) (Contact, error) {
	old, err := contactShape.Lock(ctx, tx, who, id, access.Edit)
	if err != nil {
		return Contact{}, err
	}
	d, err := entity.OpenDesk(ctx, tx, s.Fields, who, crm.Contact)
	if err != nil {
		return Contact{}, err
	}
	now, err := p.apply(ctx, tx, d, old)
	if err != nil {
		return Contact{}, err
	}
	own, links, err := entity.Relink(ctx, tx, who, now.Ref, now.Name, orZero(old.CompanyID), orZero(now.CompanyID))
	if err != nil {
		return Contact{}, err
	}
	if old.FirstName != now.FirstName || old.LastName != now.LastName {
		own = append(own, partsChanged(old, now)...)
	}
	if _, err := contactShape.Save(ctx, tx, d, &old, &now, p.Patch, own); err != nil {
		return Contact{}, err
	}
	if err := entity.TellOthers(ctx, tx, who, links); err != nil {
		return Contact{}, err
	}
	list := []Contact{now}
	err = s.Fill(ctx, tx, who, list)
	return list[0], err
}

// apply is the person after the patch. A new first or last name makes a new name, and a new name given whole makes the
// parts that no longer fit it vanish.
func (p Patch) apply(ctx context.Context, tx *db.Tx, d *entity.Desk, old Contact) (Contact, error) {
	var c errs.Collect
	now := old
	if p.FirstName != nil {
		now.FirstName = entity.CleanName(&c, "first_name", *p.FirstName)
	}
	if p.LastName != nil {
		now.LastName = entity.CleanName(&c, "last_name", *p.LastName)
	}
	whole := fullName(now.FirstName, now.LastName)
	if p.Name == nil && whole != "" && whole != fullName(old.FirstName, old.LastName) {
		p.Name = &whole
	}
	var base Patch
	if p.Base != nil {
		base = *p.Base
	}
	card, clashes, err := d.Apply(ctx, tx, old.Card, p.Patch, base.Patch)
	if err != nil && !c.Err("", err) {
		return now, err
	}
	now.Card = card
	if p.Name != nil && now.Name != whole && p.FirstName == nil && p.LastName == nil {
		now.FirstName, now.LastName = "", ""
	}
	if p.CompanyID != nil {
		now.CompanyID = nil
		if *p.CompanyID != 0 {
			now.CompanyID = p.CompanyID
		}
	}
	if p.Stale(old.Card) {
		clashes = entity.Collides(clashes, "first_name", old.FirstName, now.FirstName, base.FirstName)
		clashes = entity.Collides(clashes, "last_name", old.LastName, now.LastName, base.LastName)
		clashes = entity.Collides(clashes, "company_id", orZero(old.CompanyID), orZero(now.CompanyID), base.CompanyID)
	}
	if err := c.Result(); err != nil {
		return now, err
	}
	return now, entity.Conflict(old.Card, clashes)
}

func orZero(id *crm.CompanyID) crm.CompanyID {
	if id == nil {
		return 0
	}
	return *id
}

// partsChanged tells a change of the parts of a name that left the name as it was.
func partsChanged(old, now Contact) []timeline.Change {
	if old.Name != now.Name {
		return nil
	}
	parts := func(c Contact) map[string]string {
		return map[string]string{"name": c.Name, "first_name": c.FirstName, "last_name": c.LastName}
	}
	return []timeline.Change{{Kind: "contact.name_changed", Before: parts(old), After: parts(now)}}
}
