package v4

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// ourTypes are the types a new field may be given. A few of the wire's types that hold plain text become one; the
// field then says so when it is read.
var ourTypes = map[string]string{
	"text": "text", "textarea": "textarea", "numeric": "number", "monetary": "money", "checkbox": "checkbox", "select": "list",
	"radiobutton": "list", "multiselect": "multilist", "date": "date", "date_time": "datetime", "birthday": "birthday", "url": "url",
	"multitext": "phone", "smart_address": "address", "streetaddress": "textarea", "tracking_data": "tracking_data",
	"org_legal_name": "text", "legal_entity": "legal_entity", "linked_entity": "link", "file": "file", "formula": "formula",
}

func createFields(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		fields, pipelines, err := a.fieldWorld(c, kind)
		if err != nil {
			return nothing, err
		}
		drafts, options := make([]field.Draft, len(items)), make([][]field.Option, len(items))
		for i, it := range items {
			drafts[i], options[i] = readField(it.object, kind, fields, pipelines, c.account.Currency)
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		out := make([]fieldBody, len(items))
		err = a.changeEach(c, items, func(ctx context.Context, tx *db.Tx, i int) error {
			f, err := a.createField(ctx, tx, c, drafts[i], options[i])
			out[i] = c.wireField(f, pipelines)
			out[i].RequestID = items[i].requestID
			return err
		})
		if err != nil {
			return nothing, err
		}
		result := whole(c, "custom_fields", out)
		result.status = 201
		return result, nil
	}
}

// createField makes the field, and gives its choices the codes a draft cannot hold.
func (a *API) createField(ctx context.Context, tx *db.Tx, c *call, d field.Draft, options []field.Option) (field.Field, error) {
	f, err := a.Fields.CreateTx(ctx, tx, c.who, d)
	coded := slices.ContainsFunc(options, func(o field.Option) bool { return o.Code != "" })
	if err != nil || !coded || len(f.Options) != len(options) {
		return f, err
	}
	for i := range options {
		options[i].ID = f.Options[i].ID
	}
	return a.Fields.UpdateTx(ctx, tx, c.who, f.ID, field.Patch{Options: &options})
}

func readField(o object, kind crm.Kind, fields field.Set, pipelines pipeline.Set, money string) (d field.Draft, options []field.Option) {
	o.require("name", "type")
	d.Kind = kind
	d.Name, _ = o.text("name")
	d.Code, _ = o.text("code")
	word, _ := o.text("type")
	typ, known := ourTypes[word]
	if word != "" && !known {
		o.fault(notSupportedChoice, "type", saidChoice)
	}
	if word == "multitext" && strings.Contains(strings.ToUpper(d.Code), field.CodeEmail) {
		typ = "email"
	}
	d.Type = typ
	d.IsAPIOnly, _ = o.bool("is_api_only")
	d.GroupID, _ = readGroupID(o, kind, fields)
	if typ == "list" || typ == "multilist" {
		options, _ = readEnums(o, field.Field{})
		for _, x := range options {
			d.Options = append(d.Options, x.Name)
		}
	}
	if list, _ := readRequired(o, pipelines); kind == crm.Deal {
		d.Requirements = list
	}
	d.Type, d.Settings = readSettings(o, d.Type, money)
	return d, options
}

// readSettings reads what the newer types must be told. An amount with a currency other than the account's own is a type
// of its own here.
func readSettings(o object, typ, money string) (string, field.Settings) {
	var s field.Settings
	switch typ {
	case "money":
		if code, ok := o.text("currency"); ok && code != "" && !strings.EqualFold(code, money) {
			typ, s.Currency = "monetary", strings.ToUpper(code)
		}
	case "link":
		word, _ := o.text("search_in")
		switch word {
		case "contacts":
			s.LinkKinds = []string{string(crm.Contact)}
		case "companies":
			s.LinkKinds = []string{string(crm.Company)}
		default:
			s.LinkKinds = []string{string(crm.Contact), string(crm.Company)}
		}
	case field.Formula:
		settings, _ := o.m["settings"].(map[string]any)
		s.Formula, _ = settings["formula"].(string)
	}
	return typ, s
}

// readEnums reads the choices in the order of their sort; an id keeps a choice.
func readEnums(o object, f field.Field) ([]field.Option, bool) {
	list, found := o.objects("enums")
	if !found {
		return nil, false
	}
	type sorted struct {
		field.Option
		sort int64
	}
	all := make([]sorted, 0, len(list))
	for i, e := range list {
		e.require("value")
		x := sorted{sort: int64(i)}
		x.Name, _ = e.text("value")
		x.Code, _ = e.text("code")
		if id, found := e.int("id"); found && id != 0 {
			if _, known := f.Option(crm.OptionID(id)); !known {
				e.fault(notSupportedChoice, "id", saidChoice)
			}
			x.ID = crm.OptionID(id)
		}
		if sort, found := e.int("sort"); found {
			x.sort = sort
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b sorted) int { return int(min(max(a.sort-b.sort, -1), 1)) })
	return mapTo(all, func(x sorted) field.Option { return x.Option }), true
}

// readRequired reads required_statuses: in each pipeline the earliest stage named is the one from which the field is required.
func readRequired(o object, pipelines pipeline.Set) ([]field.Requirement, bool) {
	list, found := o.objects("required_statuses")
	if !found {
		return nil, false
	}
	first := map[crm.PipelineID]pipeline.Status{}
	for _, e := range list {
		in, _ := e.int("pipeline_id")
		wire, _ := e.int("status_id")
		p, known := pipelines.Pipeline(crm.PipelineID(in))
		s, inIt := statusIn(p, wire)
		if !known || !inIt {
			e.fault(notSupportedChoice, "status_id", saidChoice)
			continue
		}
		if earliest, seen := first[p.ID]; s.Kind != pipeline.Lost && (!seen || s.Position < earliest.Position) {
			first[p.ID] = s
		}
	}
	out := []field.Requirement{}
	for _, id := range slices.Sorted(maps.Keys(first)) {
		out = append(out, field.Requirement{PipelineID: id, StatusID: first[id].ID})
	}
	return out, true
}

func updateFields(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		out, err := a.patchFields(c, kind, items, func(it item) int64 { return it.needID() })
		if err != nil {
			return nothing, err
		}
		for i := range out {
			out[i].RequestID = items[i].requestID
		}
		return whole(c, "custom_fields", out), nil
	}
}

func updateField(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		it, err := c.one()
		if err != nil {
			return nothing, err
		}
		fields, err := a.Fields.AllFor(c.ctx(), c.who, kind)
		if err != nil {
			return nothing, err
		}
		if _, found := fields.ByID(crm.FieldID(c.id("id"))); !found {
			return nothing, errs.NotFound("there is no such field")
		}
		out, err := a.patchFields(c, kind, []item{it}, func(item) int64 { return c.id("id") })
		if err != nil {
			return nothing, err
		}
		return ok(out[0]), nil
	}
}

func (a *API) patchFields(c *call, kind crm.Kind, items []item, id func(item) int64) ([]fieldBody, error) {
	fields, pipelines, err := a.fieldWorld(c, kind)
	if err != nil {
		return nil, err
	}
	ids, patches := make([]crm.FieldID, len(items)), make([]field.Patch, len(items))
	for i, it := range items {
		ids[i] = crm.FieldID(id(it))
		f, found := fields.ByID(ids[i])
		if !found {
			if it.has("id") {
				it.fault(notSupportedChoice, "id", saidChoice)
			}
			continue
		}
		patches[i] = readFieldPatch(it.object, f, fields, pipelines)
	}
	if err := refused(items); err != nil {
		return nil, err
	}
	out := make([]fieldBody, len(items))
	err = a.changeEach(c, items, func(ctx context.Context, tx *db.Tx, i int) error {
		f, err := a.Fields.UpdateTx(ctx, tx, c.who, ids[i], patches[i])
		out[i] = c.wireField(f, pipelines)
		return err
	})
	return out, err
}

func readFieldPatch(o object, f field.Field, fields field.Set, pipelines pipeline.Set) (p field.Patch) {
	if name, found := o.text("name"); found {
		p.Name = &name
	}
	if code, found := o.text("code"); found {
		p.Code = &code
	}
	if apiOnly, found := o.bool("is_api_only"); found {
		p.IsAPIOnly = &apiOnly
	}
	if word, found := o.text("type"); found && word != wireType(f.Type) && ourTypes[word] != f.Type {
		o.fault(notSupportedChoice, "type", saidChoice)
	}
	if group, found := readGroupID(o, f.Kind, fields); found {
		if group == nil {
			group = new(crm.FieldGroupID)
		}
		p.GroupID = group
	}
	if f.Type == "list" || f.Type == "multilist" {
		if options, found := readEnums(o, f); found && o.has("enums") {
			p.Options = &options
		}
	}
	if list, found := readRequired(o, pipelines); found && f.Kind == crm.Deal && o.has("required_statuses") {
		p.Requirements = &list
	}
	return p
}

func deleteField(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		fields, err := a.Fields.AllFor(c.ctx(), c.who, kind)
		if err != nil {
			return nothing, err
		}
		f, found := fields.ByID(crm.FieldID(c.id("id")))
		if !found {
			return nothing, errs.NotFound("there is no such field")
		}
		return nothing, a.Fields.Delete(c.ctx(), c.who, f.ID)
	}
}

// groupID is a group's id on this wire: a word.
func groupID(kind crm.Kind, id crm.FieldGroupID) string {
	return plural[kind] + "_" + strconv.FormatInt(int64(id), 10)
}

// mainGroup is the tab of the fields without a group.
const mainGroup = "default"

// readGroupID reads group_id: nil is the main tab.
func readGroupID(o object, kind crm.Kind, fields field.Set) (*crm.FieldGroupID, bool) {
	word, found := o.text("group_id")
	if !found {
		return nil, false
	}
	if word == mainGroup || word == "" {
		return nil, true
	}
	for _, g := range fields.Groups() {
		if groupID(kind, g.ID) == word {
			return &g.ID, true
		}
	}
	o.fault(notSupportedChoice, "group_id", saidChoice)
	return nil, false
}
