package v4

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// linkBody is a link between two cards, told from one of them.
type linkBody struct {
	EntityID     int64         `json:"entity_id"`
	EntityType   string        `json:"entity_type"`
	ToEntityID   int64         `json:"to_entity_id"`
	ToEntityType string        `json:"to_entity_type"`
	Metadata     *linkMetadata `json:"metadata"`
}

type linkMetadata struct {
	MainContact bool `json:"main_contact"`
}

func cardLink(from crm.Ref, to crm.Ref) linkBody {
	return linkBody{EntityID: int64(from.ID), EntityType: plural[from.Kind], ToEntityID: int64(to.ID), ToEntityType: plural[to.Kind]}
}

// linksOf gathers the links of some cards of one kind that the actor may see.
func (a *API) linksOf(c *call, kind crm.Kind, ids []crm.ID) ([]linkBody, error) {
	switch kind {
	case crm.Deal:
		deals, err := a.Deals.FindMany(c.ctx(), c.who, ids)
		if err != nil {
			return nil, err
		}
		var out []linkBody
		for _, d := range deals {
			out = append(out, linksOfDeal(d)...)
		}
		return out, nil
	case crm.Contact:
		return a.linksOfContacts(c, ids)
	}
	return a.linksOfCompanies(c, ids)
}

func linksOfDeal(d deal.Deal) []linkBody {
	var out []linkBody
	for _, p := range d.Contacts {
		l := cardLink(d.Ref, crm.Ref{Kind: crm.Contact, ID: p.ID})
		l.Metadata = &linkMetadata{MainContact: p.IsMain}
		out = append(out, l)
	}
	if d.CompanyID != nil && d.CompanyName != "" {
		out = append(out, cardLink(d.Ref, crm.Ref{Kind: crm.Company, ID: *d.CompanyID}))
	}
	return out
}

func (a *API) linksOfContacts(c *call, ids []crm.ID) ([]linkBody, error) {
	people, err := a.Contacts.FindMany(c.ctx(), c.who, ids)
	if err != nil {
		return nil, err
	}
	seen := mapTo(people, func(p contact.Contact) crm.ID { return p.ID })
	deals, err := a.dealsOf(c, "contact", seen)
	if err != nil {
		return nil, err
	}
	asked := map[crm.ID]bool{}
	for _, id := range seen {
		asked[id] = true
	}
	var out []linkBody
	for _, d := range deals {
		for _, p := range d.Contacts {
			if asked[p.ID] {
				l := cardLink(crm.Ref{Kind: crm.Contact, ID: p.ID}, d.Ref)
				l.Metadata = &linkMetadata{MainContact: p.IsMain}
				out = append(out, l)
			}
		}
	}
	for _, p := range people {
		if p.CompanyID != nil && p.CompanyName != "" {
			out = append(out, cardLink(p.Ref, crm.Ref{Kind: crm.Company, ID: *p.CompanyID}))
		}
	}
	return out, nil
}

func (a *API) linksOfCompanies(c *call, ids []crm.ID) ([]linkBody, error) {
	firms, err := a.Companies.FindMany(c.ctx(), c.who, ids)
	if err != nil {
		return nil, err
	}
	seen := mapTo(firms, func(f contact.Company) crm.ID { return f.ID })
	deals, err := a.dealsOf(c, "company", seen)
	if err != nil {
		return nil, err
	}
	people, err := a.peopleOf(c, seen)
	if err != nil {
		return nil, err
	}
	var out []linkBody
	for _, d := range deals {
		out = append(out, cardLink(crm.Ref{Kind: crm.Company, ID: *d.CompanyID}, d.Ref))
	}
	for _, p := range people {
		out = append(out, cardLink(crm.Ref{Kind: crm.Company, ID: *p.CompanyID}, p.Ref))
	}
	return out, nil
}

// listLinks lists the links of one card, or of those in filter[entity_id].
func listLinks(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		in := c.query.at("filter")
		ids, err := idsOf[crm.ID](in, "entity_id")
		if err != nil {
			return nothing, err
		}
		if _, inPath := c.vars["id"]; inPath {
			ids = []crm.ID{crm.ID(c.id("id"))}
		}
		if len(ids) == 0 {
			return nothing, errs.Invalid("filter.entity_id", "name the cards whose links you want")
		}
		if len(ids) > maxItems {
			return nothing, errs.Invalid("filter.entity_id", "too many ids, give at most %d", maxItems)
		}
		found, err := a.linksOf(c, kind, ids)
		if err != nil {
			return nothing, err
		}
		found, err = narrowLinks(found, in)
		return whole(c, "links", found), err
	}
}

func narrowLinks(list []linkBody, in *param) ([]linkBody, error) {
	to, err := in.at("to_entity_id").numbers("filter.to_entity_id")
	if err != nil {
		return nil, err
	}
	types := in.at("to_entity_type").words()
	var out []linkBody
	for _, l := range list {
		if (len(to) == 0 || has(to, l.ToEntityID)) && (len(types) == 0 || has(types, l.ToEntityType)) {
			out = append(out, l)
		}
	}
	return out, nil
}

func has[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// join is a link a request asks for.
type join struct {
	from, to crm.Ref
	isMain   bool
}

// readJoin reads one; from is the card of the path, zero when the item names it itself.
func readJoin(o object, kind crm.Kind, from crm.ID) (j join) {
	j.from = crm.Ref{Kind: kind, ID: from}
	if from == 0 {
		o.require("entity_id")
		id, _ := o.int("entity_id")
		j.from.ID = crm.ID(id)
	}
	o.require("to_entity_id", "to_entity_type")
	id, _ := o.int("to_entity_id")
	word, _ := o.text("to_entity_type")
	to, known := kinds[word]
	if word != "" && (!known || to == kind) {
		o.fault(notSupportedChoice, "to_entity_type", saidChoice)
	}
	j.to = crm.Ref{Kind: to, ID: crm.ID(id)}
	metadata, _ := o.object("metadata")
	j.isMain, _ = metadata.bool("is_main")
	if main, found := metadata.bool("main_contact"); found {
		j.isMain = main
	}
	return j
}

// ends puts the two cards into the order deal, contact, company: whichever side a link is told from, it is the same.
func (j join) ends() (a, b crm.Ref) {
	rank := map[crm.Kind]int{crm.Deal: 0, crm.Contact: 1, crm.Company: 2}
	if rank[j.from.Kind] <= rank[j.to.Kind] {
		return j.from, j.to
	}
	return j.to, j.from
}

func (a *API) joinTx(ctx context.Context, tx *db.Tx, c *call, j join, on bool) error {
	first, second := j.ends()
	switch {
	case first.Kind == crm.Deal && second.Kind == crm.Contact && on:
		_, err := a.Deals.LinkTx(ctx, tx, c.who, first.ID, second.ID, j.isMain)
		return err
	case first.Kind == crm.Deal && second.Kind == crm.Contact:
		_, err := a.Deals.UnlinkTx(ctx, tx, c.who, first.ID, second.ID)
		return err
	case first.Kind == crm.Deal:
		return a.joinDealCompany(ctx, tx, c, first.ID, second.ID, on)
	}
	return a.joinContactCompany(ctx, tx, c, first.ID, second.ID, on)
}

// joinDealCompany gives a deal its one company, or takes that very company away.
func (a *API) joinDealCompany(ctx context.Context, tx *db.Tx, c *call, id crm.DealID, company crm.CompanyID, on bool) error {
	if !on {
		d, err := a.Deals.FindTx(ctx, tx, c.who, id)
		if err != nil || d.CompanyID == nil || *d.CompanyID != company {
			return err
		}
		company = 0
	}
	_, err := a.Deals.UpdateTx(ctx, tx, c.who, id, deal.Patch{CompanyID: &company})
	return err
}

func (a *API) joinContactCompany(ctx context.Context, tx *db.Tx, c *call, id crm.ContactID, company crm.CompanyID, on bool) error {
	if !on {
		p, err := a.Contacts.FindTx(ctx, tx, c.who, id)
		if err != nil || p.CompanyID == nil || *p.CompanyID != company {
			return err
		}
		company = 0
	}
	_, err := a.Contacts.UpdateTx(ctx, tx, c.who, id, contact.Patch{CompanyID: &company})
	return err
}

// failJoin says which end of a link is not there. A verb answers NotFound for the card it changes, the first of ends,
// and names the other one.
func (c *call) failJoin(it item, j join, err error) error {
	if first, _ := j.ends(); errs.Is(err, errs.CodeNotFound) && first == j.from {
		return c.fail(it, err)
	}
	if code := errs.CodeOf(err); code == errs.CodeNotFound || code == errs.CodeInvalid {
		return &invalidItems{[]failedItem{{it.requestID, []fault{{notSupportedChoice, "to_entity_id", saidChoice}}}}}
	}
	return err
}

// changeLinks links or unlinks cards; linking answers with the links, unlinking with nothing.
func changeLinks(kind crm.Kind, on bool) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		from := crm.ID(0)
		if _, inPath := c.vars["id"]; inPath {
			from = crm.ID(c.id("id"))
		}
		joins := make([]join, len(items))
		for i, it := range items {
			joins[i] = readJoin(it.object, kind, from)
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
			for i, it := range items {
				if err := a.joinTx(c.ctx(), tx, c, joins[i], on); err != nil {
					return c.failJoin(it, joins[i], err)
				}
			}
			return nil
		})
		if err != nil || !on {
			return nothing, err
		}
		return a.answerLinks(c, kind, joins)
	}
}

// answerLinks tells the links that were made as they are now: who is the main contact may have been decided meanwhile.
func (a *API) answerLinks(c *call, kind crm.Kind, joins []join) (answer, error) {
	ids := mapTo(joins, func(j join) crm.ID { return j.from.ID })
	now, err := a.linksOf(c, kind, ids)
	if err != nil {
		return nothing, err
	}
	out := make([]linkBody, len(joins))
	for i, j := range joins {
		out[i] = cardLink(j.from, j.to)
		for _, l := range now {
			if l.EntityID == out[i].EntityID && l.ToEntityID == out[i].ToEntityID && l.ToEntityType == out[i].ToEntityType {
				out[i] = l
			}
		}
	}
	return whole(c, "links", out), nil
}
