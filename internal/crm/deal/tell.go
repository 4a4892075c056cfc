package deal

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
)

// tell writes the events of the deals, and links into the histories of cards that were there before.
func (b *batch) tell(ctx context.Context, tx *db.Tx, _ *Service) error {
	var entries []timeline.Entry
	var links []entity.Linked
	for i := range b.deals {
		if b.failed[i] != nil {
			continue
		}
		d := &b.deals[i]
		entries = append(entries, timeline.Entry{Ref: d.Ref, Changes: []timeline.Change{{Kind: "deal.created", After: d.snapshot()}}})
		for _, p := range d.Contacts {
			if o, ok := b.knownContacts[p.ID]; ok && !o.IsNew {
				links = append(links, entity.Linked{To: crm.Ref{Kind: crm.Contact, ID: p.ID}, From: d.Ref, Name: d.Name, What: "linked"})
			}
		}
		if id := b.items[i].CompanyID; id != 0 && !b.knownCompanies[id].IsNew {
			links = append(links, entity.Linked{To: crm.Ref{Kind: crm.Company, ID: id}, From: d.Ref, Name: d.Name, What: "linked"})
		}
	}
	if err := timeline.AppendAll(ctx, tx, b.who, entries); err != nil {
		return err
	}
	return entity.TellOthers(ctx, tx, b.who, links)
}

func (d Deal) snapshot() map[string]any {
	out := d.Snapshot(d.Tags)
	out["price"], out["pipeline_id"], out["status_id"] = d.Price, d.PipelineID, d.StatusID
	if d.LossReasonID != nil {
		out["loss_reason_id"] = *d.LossReasonID
	}
	if d.CompanyID != nil {
		out["company_id"] = *d.CompanyID
	}
	if len(d.Contacts) > 0 {
		ids := make([]crm.ContactID, len(d.Contacts))
		for i, p := range d.Contacts {
			ids[i] = p.ID
		}
		out["contacts"] = ids
	}
	return out
}
