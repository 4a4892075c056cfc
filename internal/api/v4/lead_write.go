package v4

import (
	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// writtenLead is what an item says of a lead.
type writtenLead struct {
	written
	price      *crm.Money
	pipeline   *int64
	status     *int64
	lossReason *int64
	closedAt   int64
	company    crm.CompanyID
	people     []deal.NewPerson
}

func (c *call) readLead(it *item, w world) (out writtenLead, err error) {
	if out.written, err = c.readCard(it, w); err != nil {
		return out, err
	}
	if price, found := c.minorPrice(it.object, "price_with_minor_units"); found {
		out.price = &price
	} else if price, found := c.minorPrice(it.object, "price"); found {
		out.price = &price
	}
	if id, found := it.int("pipeline_id"); found && id != 0 {
		out.pipeline = &id
	}
	if id, found := it.int("status_id"); found && id != 0 {
		out.status = &id
	}
	if id, found := it.int("loss_reason_id"); found && id != 0 {
		out.lossReason = &id
	}
	out.closedAt, _ = it.int("closed_at")
	embedded, _ := it.object.object("_embedded")
	companies, _ := embedded.objects("companies")
	for _, o := range companies {
		if id, found := o.int("id"); found {
			out.company = crm.CompanyID(id)
		}
	}
	people, _ := embedded.objects("contacts")
	for _, o := range people {
		id, found := o.int("id")
		if !found {
			continue
		}
		isMain, _ := o.bool("is_main")
		out.people = append(out.people, deal.NewPerson{ID: crm.ContactID(id), IsMain: isMain})
	}
	return out, nil
}

// draftLead is the lead as a deal to be created; a wrong place is a fault.
func (l writtenLead) draftLead(c *call, it item, set pipeline.Set, names map[int64]string) deal.New {
	to, fault := place(set, l.pipeline, l.status, 0)
	if fault != "" {
		it.fault(notSupportedChoice, fault, saidChoice)
	}
	n := deal.New{
		New: l.draft(c, names), PipelineID: to.PipelineID, StatusID: to.ID, ClosedAt: l.closedAt, CompanyID: l.company, Contacts: l.people,
	}
	if l.price != nil {
		n.Price = *l.price
	}
	if l.lossReason != nil && to.Kind == pipeline.Lost {
		n.LossReasonID = crm.LossReasonID(*l.lossReason)
	}
	return n
}

func (a *API) createLeads(c *call) (answer, error) {
	items, err := c.items()
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
	}
	drafts, err := a.draftLeads(c, items, leads, w)
	if err != nil {
		return nothing, err
	}
	deals, err := a.writeLeads(c, items, leads, drafts)
	if err != nil {
		return nothing, err
	}
	out := make([]createdItem, len(items))
	for i, d := range deals {
		out[i] = createdItem{int64(d.ID), items[i].requestID, c.self("leads", int64(d.ID))}
	}
	return bulk(c, "leads", out), nil
}

func (a *API) draftLeads(c *call, items []item, leads []writtenLead, w world) ([]deal.New, error) {
	names, err := a.nameTags(c, crm.Deal, mapTo(leads, func(l writtenLead) tagWishes { return l.tags }))
	if err != nil {
		return nil, err
	}
	drafts := make([]deal.New, len(items))
	for i := range items {
		drafts[i] = leads[i].draftLead(c, items[i], w.pipelines, names)
	}
	return drafts, refused(items)
}

// writeLeads creates all leads, those of one author together.
func (a *API) writeLeads(c *call, items []item, leads []writtenLead, drafts []deal.New) ([]deal.Deal, error) {
	runs := byAuthor(leads, func(l writtenLead) tenant.Actor { return l.author })
	return writeAll(a, c, items, runs, func(tx *db.Tx, r run) ([]deal.Deal, []error, error) {
		return a.Deals.CreateMany(c.ctx(), tx, r.who, drafts[r.from:r.to])
	})
}

// run is a stretch of items of one author.
type run struct {
	who      tenant.Actor
	from, to int
}

// byAuthor cuts items into stretches of one author: nearly always one.
func byAuthor[T any](list []T, author func(T) tenant.Actor) []run {
	var out []run
	for i, v := range list {
		who := author(v)
		if last := len(out) - 1; last >= 0 && out[last].who.UserID == who.UserID {
			out[last].to = i + 1
			continue
		}
		out = append(out, run{who, i, i + 1})
	}
	return out
}

func (a *API) updateLeads(c *call) (answer, error) {
	items, err := c.items()
	if err != nil {
		return nothing, err
	}
	out, err := a.patchLeads(c, items, func(it item) int64 { return it.needID() })
	if err != nil {
		return nothing, err
	}
	for i := range out {
		out[i].RequestID = items[i].requestID
	}
	return bulk(c, "leads", out), nil
}

func (a *API) updateLead(c *call) (answer, error) {
	it, err := c.one()
	if err != nil {
		return nothing, err
	}
	out, err := a.patchLeads(c, []item{it}, func(item) int64 { return c.id("id") })
	if err != nil {
		return nothing, err
	}
	return ok(out[0]), nil
}

func (a *API) patchLeads(c *call, items []item, id func(item) int64) ([]updatedItem, error) {
	w, err := a.world(c, crm.Deal)
	if err != nil {
		return nil, err
	}
	ids, leads := make([]crm.DealID, len(items)), make([]writtenLead, len(items))
	for i := range items {
		ids[i] = crm.DealID(id(items[i]))
		if leads[i], err = c.readLead(&items[i], w); err != nil {
			return nil, err
		}
	}
	names, err := a.nameTags(c, crm.Deal, mapTo(leads, func(l writtenLead) tagWishes { return l.tags }))
	if err != nil {
		return nil, err
	}
	now, err := a.leadsByID(c, ids)
	if err != nil {
		return nil, err
	}
	patches := make([]deal.Patch, len(items))
	for i, it := range items {
		d, found := now[ids[i]]
		if _, inPath := c.vars["id"]; inPath && !found {
			return nil, access.NotFound(crm.Deal)
		}
		if !found {
			if len(*it.faults) == 0 {
				it.fault(notSupportedChoice, "id", saidChoice)
			}
			continue
		}
		patches[i] = leads[i].patchLead(c, it, w.pipelines, names, d)
	}
	if err := refused(items); err != nil {
		return nil, err
	}
	out := make([]updatedItem, len(items))
	err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			d, err := a.Deals.UpdateTx(c.ctx(), tx, c.who, ids[i], patches[i])
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = updatedItem{ID: int64(d.ID), UpdatedAt: d.UpdatedAt, Links: c.self("leads", int64(d.ID))}
		}
		return nil
	})
	return out, err
}

func (a *API) leadsByID(c *call, ids []crm.DealID) (map[crm.DealID]deal.Deal, error) {
	list, err := a.Deals.FindMany(c.ctx(), c.who, ids)
	out := make(map[crm.DealID]deal.Deal, len(list))
	for _, d := range list {
		out[d.ID] = d
	}
	return out, err
}

// patchLead is the item as a change of the lead. A price that is the lead's own without its kopecks was read from us
// and is no change.
func (l writtenLead) patchLead(c *call, it item, set pipeline.Set, names map[int64]string, d deal.Deal) deal.Patch {
	p := deal.Patch{Patch: l.patch(names), Price: l.price}
	if whole, exact := c.majorPrice(d.Price); l.price != nil && exact != nil && !it.has("price_with_minor_units") {
		if sent, _ := c.majorPrice(*l.price); sent == whole {
			p.Price = nil
		}
	}
	if l.pipeline == nil && l.status == nil {
		return l.withReason(p, set, d.StatusID)
	}
	if l.status == nil && crm.PipelineID(*l.pipeline) == d.PipelineID {
		return l.withReason(p, set, d.StatusID)
	}
	to, fault := place(set, l.pipeline, l.status, d.PipelineID)
	if fault != "" {
		it.fault(notSupportedChoice, fault, saidChoice)
		return p
	}
	p.StatusID = &to.ID
	return l.withReason(p, set, to.ID)
}

// withReason adds the loss reason, which counts only in the lost status.
func (l writtenLead) withReason(p deal.Patch, set pipeline.Set, status crm.StatusID) deal.Patch {
	if s, ok := set.Status(status); ok && s.Kind == pipeline.Lost && l.lossReason != nil {
		p.LossReasonID = new(crm.LossReasonID(*l.lossReason))
	}
	return p
}
