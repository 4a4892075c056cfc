package deal

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Link makes a contact one of the deal's people, as the main one when asked or when there is none yet. One who is
// linked already may be made the main one this way.
func (s *Service) Link(ctx context.Context, who tenant.Actor, id crm.DealID, person crm.ContactID, isMain bool) (d Deal, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.LinkTx(ctx, tx, who, id, person, isMain)
		return err
	})
	return d, err
}

// LinkTx is Link inside the caller's transaction.
func (s *Service) LinkTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.DealID, person crm.ContactID, isMain bool) (Deal, error) {
	return s.relink(ctx, tx, who, id, person, func(now *Deal, people []crm.ContactID, found map[crm.ID]entity.Other) (string, error) {
		linked := slices.Contains(people, person)
		other, ok := found[person]
		switch {
		case !ok:
			return "", errs.Invalid("contact_id", "there is no contact %d, choose another one", person)
		case !linked && len(people) >= MaxContacts:
			return "", errs.Limit("the deal has %d contacts already, the most it may have: unlink one first", MaxContacts)
		}
		if isMain || now.MainContactID == nil {
			now.MainContactID = &person
		}
		if linked {
			return "", nil
		}
		now.Contacts = []Person{{ID: person, Name: other.Name}}
		return "linked", insertLink(ctx, tx, who.AccountID, id, person, len(people))
	})
}

// Unlink takes a contact off the deal. The main one is followed by the next.
func (s *Service) Unlink(ctx context.Context, who tenant.Actor, id crm.DealID, person crm.ContactID) (d Deal, err error) {
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		d, err = s.UnlinkTx(ctx, tx, who, id, person)
		return err
	})
	return d, err
}

// UnlinkTx is Unlink inside the caller's transaction.
func (s *Service) UnlinkTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.DealID, person crm.ContactID) (Deal, error) {
	return s.relink(ctx, tx, who, id, person, func(now *Deal, people []crm.ContactID, found map[crm.ID]entity.Other) (string, error) {
		at := slices.Index(people, person)
		if at < 0 {
			return "", nil
		}
		people = slices.Delete(slices.Clone(people), at, at+1)
		if now.MainContactID != nil && *now.MainContactID == person {
			now.MainContactID = nil
			if len(people) > 0 {
				now.MainContactID = &people[0]
			}
		}
		now.Contacts = []Person{{ID: person, Name: found[person].Name}}
		return "unlinked", deleteLink(ctx, tx, who.AccountID, id, person)
	})
}

// relink locks the deal and the contact, lets change write the link, and stores what came of it. change answers with
// the event's word, empty when the link stayed as it was.
func (s *Service) relink(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.DealID, person crm.ContactID,
	change func(now *Deal, people []crm.ContactID, found map[crm.ID]entity.Other) (string, error),
) (Deal, error) {
	old, err := shape.Lock(ctx, tx, who, id, access.Edit)
	if err != nil {
		return Deal{}, err
	}
	found, err := entity.Others(ctx, tx, who, crm.Contact, []crm.ContactID{person})
	if err != nil {
		return Deal{}, err
	}
	people, err := peopleOf(ctx, tx, who.AccountID, id)
	if err != nil {
		return Deal{}, fmt.Errorf("read contacts of deal %d: %w", id, err)
	}
	now := old
	what, err := change(&now, people, found)
	if err != nil {
		return Deal{}, err
	}
	ref := crm.Ref{Kind: crm.Contact, ID: person}
	var own []timeline.Change
	var links []entity.Linked
	if what != "" {
		own = append(own, entity.Link(crm.Deal, what, ref, now.Contacts[0].Name))
		if _, ok := found[person]; ok {
			links = append(links, entity.Linked{To: ref, From: now.Ref, Name: now.Name, What: what})
		}
	}
	if orZero(old.MainContactID) != orZero(now.MainContactID) {
		own = append(own, timeline.Change{
			Kind:   "deal.main_contact_changed",
			Before: map[string]any{"contact_id": old.MainContactID}, After: map[string]any{"contact_id": now.MainContactID},
		})
	}
	d := &entity.Desk{Who: who, Kind: crm.Deal, Now: tx.Unix()}
	if _, err := shape.Save(ctx, tx, d, &old, &now, entity.Patch{}, own); err != nil {
		return Deal{}, err
	}
	if err := entity.TellOthers(ctx, tx, who, links); err != nil {
		return Deal{}, err
	}
	list := []Deal{now}
	err = s.Fill(ctx, tx, who, list)
	return list[0], err
}
