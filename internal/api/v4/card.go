package v4

import (
	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/tenant"
)

// entityLink is a card named inside another one.
type entityLink struct {
	ID     int64 `json:"id"`
	IsMain *bool `json:"is_main,omitempty"`
	Links  links `json:"_links"`
}

func (c *call) linkTo(kind crm.Kind, id crm.ID) entityLink {
	return entityLink{ID: int64(id), Links: c.self(plural[kind], int64(id))}
}

// deletedCard is an entry of with=only_deleted.
type deletedCard struct {
	ID        int64 `json:"id"`
	UpdatedAt int64 `json:"updated_at"`
	IsDeleted bool  `json:"is_deleted"`
	Links     links `json:"_links"`
}

func (c *call) wireDeleted(card entity.Card) deletedCard {
	return deletedCard{int64(card.ID), card.UpdatedAt, true, c.self(plural[card.Kind], int64(card.ID))}
}

var cardSorts = map[string]string{"created_at": "created_at", "updated_at": "updated_at", "id": "id", "closest_task_at": "next_task"}

// cardQuery is a page of cards as the request asks for it.
func (c *call) cardQuery(kind crm.Kind, w world) (entity.Query, page, error) {
	p := pageOf(c.query)
	r := reader{pipelines: w.pipelines, fields: w.fields, zone: w.env.Location(), currency: w.env.Currency}
	filter, err := r.cards(kind, c.query)
	if err != nil {
		return entity.Query{}, p, err
	}
	if c.wants("only_deleted") {
		filter = entity.All(filter, entity.Leaf("deleted", "eq", true))
	}
	q := entity.Query{Filter: filter, Sort: orderOf(c.query, cardSorts, "id"), Limit: p.limit}
	q.After, q.Offset = c.place(p)
	return q, p, nil
}

// written is what an item says of the properties all cards share.
type written struct {
	name        *string
	responsible *tenant.UserID
	values      entity.Values
	createdAt   int64
	tags        tagWishes
	author      tenant.Actor
}

// common is what it says as any card.
func (w written) common() written { return w }

// readCard reads the shared properties. A name of spaces only counts as none.
func (c *call) readCard(it *item, w world) (out written, err error) {
	if name, found := it.text("name"); found {
		out.name = &name
	}
	if id, found := w.user(it.object, "responsible_user_id"); found {
		out.responsible = &id
	}
	out.createdAt, _ = it.int("created_at")
	out.tags = readTags(it.object)
	out.author = w.author(c, it.object)
	out.values, err = it.values(w.fields, w.env)
	return out, err
}

// draft is the shared part of a new card.
func (w written) draft(c *call, names map[int64]string) entity.New {
	n := entity.New{ResponsibleID: c.who.UserID, Fields: rawValues(w.values), CreatedAt: w.createdAt}
	if w.name != nil {
		n.Name = *w.name
	}
	if w.responsible != nil {
		n.ResponsibleID = *w.responsible
	}
	if w.tags.set != nil {
		n.Tags = namesOf(*w.tags.set, names)
	}
	n.Tags = append(n.Tags, namesOf(w.tags.add, names)...)
	return n
}

// patch is the shared part of a change.
func (w written) patch(names map[int64]string) entity.Patch {
	p := entity.Patch{Name: w.name, ResponsibleID: w.responsible, Fields: rawValues(w.values)}
	if w.tags.set != nil {
		p.Tags = new(namesOf(*w.tags.set, names))
	}
	p.AddTags, p.RemoveTags = namesOf(w.tags.add, names), namesOf(w.tags.remove, names)
	return p
}

// rawValues are canonical values as verbs take them; an empty list takes a value away.
func rawValues(values entity.Values) map[crm.FieldID]any {
	if values == nil {
		return nil
	}
	out := make(map[crm.FieldID]any, len(values))
	for id, list := range values {
		out[id] = list
	}
	return out
}

// failures turns the slots of a batch into the error of the request.
func (c *call) failures(items []item, slots []error) error {
	var out []failedItem
	for i, err := range slots {
		if err == nil {
			continue
		}
		failed, isItem := c.fail(items[i], err).(*invalidItems) //nolint:errorlint // made right here
		if !isItem {
			return err
		}
		out = append(out, failed.items...)
	}
	if out == nil {
		return nil
	}
	return &invalidItems{out}
}
