package v4

import (
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
)

// tagBody is a tag; only those of leads have a colour.
type tagBody struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	Color     *string `json:"color"`
	RequestID string  `json:"request_id,omitempty"`
}

func wireTag(kind crm.Kind, t entity.Tag) tagBody {
	body := tagBody{ID: int64(t.ID), Name: t.Name}
	if color := colorAt(tagColors, t.Hue); kind == crm.Deal && color != "" {
		body.Color = &color
	}
	return body
}

func wireTags(kind crm.Kind, tags []entity.Tag) []tagBody {
	out := make([]tagBody, len(tags))
	for i, t := range tags {
		out[i] = wireTag(kind, t)
	}
	return out
}

func listTags(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		p := pageOf(c.query)
		ids, err := idsOf[crm.TagID](c.query.at("filter"), "id")
		if err != nil {
			return nothing, err
		}
		f := entity.TagFilter{IDs: ids, Text: c.query.at("query").text(), Limit: p.limit, Offset: p.offset()}
		if names := c.query.at("filter", "name").list(); len(names) > 0 {
			f.Names = names
		}
		tags, more, err := entity.FindTags(c.ctx(), a.DB, c.who.AccountID, kind, f)
		if err != nil {
			return nothing, err
		}
		return list(c, "tags", wireTags(kind, tags), p, more), nil
	}
}

func createTags(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		for _, it := range items {
			it.require("name")
			readTagColor(it.object)
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		out := make([]tagBody, len(items))
		err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
			for i, it := range items {
				name, _ := it.text("name")
				t, err := entity.EnsureTagTx(c.ctx(), tx, c.who, kind, name, readTagColor(it.object))
				if err != nil {
					return c.fail(it, err)
				}
				out[i] = wireTag(kind, t)
				out[i].RequestID = it.requestID
			}
			return nil
		})
		if err != nil {
			return nothing, err
		}
		return whole(c, "tags", out), nil
	}
}

func readTagColor(o object) int {
	color, found := o.text("color")
	if !found || color == "" {
		return 0
	}
	hue, known := hueOf(tagColors, otherTagColors, color)
	if !known {
		o.fault(notSupportedChoice, "color", saidChoice)
	}
	return hue
}

func updateTags(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		ids, patches := make([]crm.TagID, len(items)), make([]entity.TagPatch, len(items))
		for i, it := range items {
			ids[i] = crm.TagID(it.needID())
			if name, found := it.text("name"); found {
				patches[i].Name = &name
			}
			if it.given("color") {
				patches[i].Hue = new(readTagColor(it.object))
			}
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		out := make([]tagBody, len(items))
		err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
			for i, it := range items {
				t, err := entity.UpdateTagTx(c.ctx(), tx, c.who, kind, ids[i], patches[i])
				if err != nil {
					return c.fail(it, err)
				}
				out[i] = wireTag(kind, t)
				out[i].RequestID = it.requestID
			}
			return nil
		})
		if err != nil {
			return nothing, err
		}
		return whole(c, "tags", out), nil
	}
}

// tagWish is a tag a request names by id or by name.
type tagWish struct {
	object
	id   int64
	name string
}

// tagWishes are what an item asks of the tags of a card: set replaces all (nil: not asked), the others change some.
type tagWishes struct {
	set         *[]tagWish
	add, remove []tagWish
}

func readTags(o object) (w tagWishes) {
	embedded, _ := o.object("_embedded")
	if list, found := embedded.objects("tags"); found {
		w.set = new(readWishes(list))
	}
	add, _ := o.objects("tags_to_add")
	remove, _ := o.objects("tags_to_delete")
	w.add, w.remove = readWishes(add), readWishes(remove)
	return w
}

func readWishes(list []object) []tagWish {
	out := []tagWish{}
	for _, o := range list {
		t := tagWish{object: o}
		t.id, _ = o.int("id")
		t.name, _ = o.text("name")
		if t.id == 0 && t.name == "" {
			o.fault(fieldMissing, "name", saidMissing)
			continue
		}
		out = append(out, t)
	}
	return out
}

func (w tagWishes) all() []tagWish {
	out := append([]tagWish{}, w.add...)
	out = append(out, w.remove...)
	if w.set != nil {
		out = append(out, *w.set...)
	}
	return out
}

// nameTags finds the names of the tags that items name by id, all at once. An id of no tag is a fault.
func (a *API) nameTags(c *call, kind crm.Kind, wishes []tagWishes) (map[int64]string, error) {
	ids := []crm.TagID{}
	for _, w := range wishes {
		for _, t := range w.all() {
			if t.id != 0 {
				ids = append(ids, crm.TagID(t.id))
			}
		}
	}
	names := map[int64]string{}
	if len(ids) == 0 {
		return names, nil
	}
	if len(ids) > maxItems*4 {
		return nil, &statusError{status: 400, detail: "Request names more than " + strconv.Itoa(maxItems*4) + " tags"}
	}
	tags, _, err := entity.FindTags(c.ctx(), a.DB, c.who.AccountID, kind, entity.TagFilter{IDs: ids})
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		names[int64(t.ID)] = t.Name
	}
	for _, w := range wishes {
		for _, t := range w.all() {
			if _, known := names[t.id]; t.id != 0 && !known {
				t.fault(notSupportedChoice, "id", saidChoice)
			}
		}
	}
	return names, nil
}

func namesOf(list []tagWish, names map[int64]string) []string {
	out := []string{}
	for _, t := range list {
		if t.id != 0 {
			out = append(out, names[t.id])
			continue
		}
		out = append(out, t.name)
	}
	return out
}
