package v4

import (
	"context"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// groupBody is a tab of a card with the fields on it.
type groupBody struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	IsPredefined bool    `json:"is_predefined"`
	Type         string  `json:"type"`
	EntityType   string  `json:"entity_type"`
	Sort         int     `json:"sort"`
	Fields       []int64 `json:"fields"`
	RequestID    string  `json:"request_id,omitempty"`
	Links        links   `json:"_links"`
}

func (c *call) wireGroup(kind crm.Kind, id string, name string, sort int, fields []int64) groupBody {
	if fields == nil {
		fields = []int64{}
	}
	return groupBody{
		ID: id, Name: name, IsPredefined: id == mainGroup, Type: "custom_field_group", EntityType: plural[kind], Sort: sort,
		Fields: fields, Links: c.self(plural[kind], "custom_fields", "groups", id),
	}
}

// groupsOf are the tabs of a kind, the main one first.
func (c *call) groupsOf(kind crm.Kind, set field.Set) []groupBody {
	on := map[crm.FieldGroupID][]int64{}
	for _, f := range set.Ordered() {
		group := crm.FieldGroupID(0)
		if f.GroupID != nil {
			group = *f.GroupID
		}
		on[group] = append(on[group], int64(f.ID))
	}
	out := []groupBody{c.wireGroup(kind, mainGroup, lang.Text(lang.Locale(c.account.Language), "Main"), 0, on[0])}
	for _, g := range set.Groups() {
		out = append(out, c.wireGroup(kind, groupID(kind, g.ID), g.Name, g.Position, on[g.ID]))
	}
	return out
}

func listFieldGroups(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		set, err := a.Fields.AllFor(c.ctx(), c.who, kind)
		if err != nil {
			return nothing, err
		}
		return whole(c, "custom_field_groups", c.groupsOf(kind, set)), nil
	}
}

// groupInPath is the tab of the path; a missing one is 404.
func (a *API) groupInPath(c *call, kind crm.Kind) (field.Set, groupBody, crm.FieldGroupID, error) {
	set, err := a.Fields.AllFor(c.ctx(), c.who, kind)
	if err != nil {
		return set, groupBody{}, 0, err
	}
	for i, g := range c.groupsOf(kind, set) {
		if g.ID != c.vars["gid"] {
			continue
		}
		if i == 0 {
			return set, g, 0, nil
		}
		return set, g, set.Groups()[i-1].ID, nil
	}
	return set, groupBody{}, 0, errs.NotFound("there is no such group of fields")
}

func getFieldGroup(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		_, g, _, err := a.groupInPath(c, kind)
		return ok(g), err
	}
}

func createFieldGroups(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		set, err := a.Fields.AllFor(c.ctx(), c.who, kind)
		if err != nil {
			return nothing, err
		}
		moved := make([][]crm.FieldID, len(items))
		for i, it := range items {
			it.require("name")
			moved[i] = readGroupFields(it.object, set)
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		out := make([]groupBody, len(items))
		err = a.changeEach(c, items, func(ctx context.Context, tx *db.Tx, i int) error {
			name, _ := items[i].text("name")
			g, err := a.Fields.CreateGroupTx(ctx, tx, c.who, kind, name)
			if err != nil {
				return err
			}
			out[i] = c.wireGroup(kind, groupID(kind, g.ID), g.Name, g.Position, mapTo(moved[i], func(id crm.FieldID) int64 { return int64(id) }))
			out[i].RequestID = items[i].requestID
			return a.moveFields(ctx, tx, c, moved[i], g.ID)
		})
		if err != nil {
			return nothing, err
		}
		result := whole(c, "custom_field_groups", out)
		result.status = 201
		return result, nil
	}
}

// readGroupFields are the fields a request moves onto a tab.
func readGroupFields(o object, set field.Set) []crm.FieldID {
	list, _ := o.m["fields"].([]any)
	var out []crm.FieldID
	for _, v := range list {
		id, isNumber := wholeOf(v)
		if _, known := set.ByID(crm.FieldID(id)); !isNumber || !known {
			o.fault(notSupportedChoice, "fields", saidChoice)
			continue
		}
		if !slices.Contains(out, crm.FieldID(id)) {
			out = append(out, crm.FieldID(id))
		}
	}
	return out
}

func (a *API) moveFields(ctx context.Context, tx *db.Tx, c *call, ids []crm.FieldID, to crm.FieldGroupID) error {
	for _, id := range ids { // a settings page, a handful of fields
		if _, err := a.Fields.UpdateTx(ctx, tx, c.who, id, field.Patch{GroupID: &to}); err != nil {
			return err
		}
	}
	return nil
}

func updateFieldGroup(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		set, _, id, err := a.groupInPath(c, kind)
		if err != nil {
			return nothing, err
		}
		it, err := c.one()
		if err != nil {
			return nothing, err
		}
		name, renamed := it.text("name")
		moved := readGroupFields(it.object, set)
		if err := refused([]item{it}); err != nil {
			return nothing, err
		}
		err = a.changeEach(c, []item{it}, func(ctx context.Context, tx *db.Tx, _ int) error {
			if renamed && id != 0 {
				if _, err := a.Fields.RenameGroupTx(ctx, tx, c.who, id, name); err != nil {
					return err
				}
			}
			return a.moveFields(ctx, tx, c, moved, id)
		})
		if err != nil {
			return nothing, err
		}
		_, g, _, err := a.groupInPath(c, kind)
		return ok(g), err
	}
}

func deleteFieldGroup(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		_, g, id, err := a.groupInPath(c, kind)
		if err != nil {
			return nothing, err
		}
		if g.IsPredefined {
			return nothing, errs.Invalid("id", "the main group cannot be deleted")
		}
		return nothing, a.Fields.DeleteGroup(c.ctx(), c.who, id)
	}
}
