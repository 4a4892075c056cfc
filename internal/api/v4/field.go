package v4

import (
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
)

// fieldBody is the definition of a custom field.
type fieldBody struct {
	ID               int64          `json:"id"`
	Name             string         `json:"name"`
	Type             string         `json:"type"`
	AccountID        int64          `json:"account_id"`
	Code             *string        `json:"code"`
	Sort             int            `json:"sort"`
	IsAPIOnly        bool           `json:"is_api_only"`
	Enums            []enumBody     `json:"enums"`
	GroupID          *string        `json:"group_id"`
	RequestID        string         `json:"request_id,omitempty"`
	RequiredStatuses []fieldStatus  `json:"required_statuses"`
	HiddenStatuses   []fieldStatus  `json:"hidden_statuses"`
	IsDeletable      bool           `json:"is_deletable"`
	IsPredefined     bool           `json:"is_predefined"`
	IsComputed       bool           `json:"is_computed"`
	EntityType       string         `json:"entity_type"`
	Remind           *string        `json:"remind"`
	Currency         *string        `json:"currency"`
	ChainedLists     []struct{}     `json:"chained_lists"`
	SearchIn         *string        `json:"search_in"`
	TrackingCallback *string        `json:"tracking_callback"`
	Triggers         []struct{}     `json:"triggers"`
	Settings         map[string]any `json:"settings"`
	Links            links          `json:"_links"`
}

type enumBody struct {
	ID    int64   `json:"id"`
	Value string  `json:"value"`
	Sort  int     `json:"sort"`
	Code  *string `json:"code"`
}

type fieldStatus struct {
	StatusID   int64 `json:"status_id"`
	PipelineID int64 `json:"pipeline_id"`
}

// predefinedCodes are the codes of fields an account begins with; those cannot be deleted here.
var predefinedCodes = []string{field.CodePhone, field.CodeEmail, field.CodePosition, field.CodeWeb, field.CodeAddress}

func (c *call) wireField(f field.Field, set pipeline.Set) fieldBody {
	kind := plural[f.Kind]
	predefined := slices.Contains(predefinedCodes, f.Code)
	body := fieldBody{
		ID: int64(f.ID), Name: f.Name, Type: wireType(f.Type), AccountID: int64(c.who.AccountID), Code: orNull(f.Code), Sort: f.Position,
		IsAPIOnly: f.IsAPIOnly, Enums: wireEnums(f), RequiredStatuses: requiredStatuses(f, set), HiddenStatuses: []fieldStatus{},
		IsDeletable: !predefined, IsPredefined: predefined, EntityType: kind, Triggers: []struct{}{},
		Links: c.self(kind, "custom_fields", int64(f.ID)),
	}
	if f.GroupID != nil {
		body.GroupID = new(groupID(f.Kind, *f.GroupID))
	}
	switch f.Type {
	case "money":
		body.Currency = &c.account.Currency
	case "monetary":
		if body.Currency = orNull(f.Settings.Currency); body.Currency == nil {
			body.Currency = &c.account.Currency
		}
	case "link":
		body.SearchIn = searchIn(f.Settings.LinkKinds)
	case field.Formula:
		body.IsComputed = true
		body.Settings = map[string]any{"formula": f.Settings.Formula, "result": f.Settings.Result}
	case "birthday":
		body.Remind = new("never")
	}
	return body
}

// searchIn says in the words of the wire what a link may lead to; null for what the wire cannot say.
func searchIn(kinds []string) *string {
	people, firms := slices.Contains(kinds, string(crm.Contact)), slices.Contains(kinds, string(crm.Company))
	switch {
	case people && firms && len(kinds) == 2:
		return new("contacts_and_companies")
	case people && len(kinds) == 1:
		return new("contacts")
	case firms && len(kinds) == 1:
		return new("companies")
	}
	return nil
}

// wireEnums are the choices of a field: always an array where the type has any, else null.
func wireEnums(f field.Field) []enumBody {
	switch f.Type {
	case "list", "multilist":
		out := []enumBody{}
		for _, o := range f.Options {
			if o.DeletedAt == nil {
				out = append(out, enumBody{int64(o.ID), o.Name, o.Position, orNull(o.Code)})
			}
		}
		return out
	case "phone", "email":
		out := []enumBody{}
		for i, kind := range kindsOf(f) {
			code, id := enumOf(f, kind)
			out = append(out, enumBody{id, code, i, &code})
		}
		return out
	case "address":
		out := []enumBody{}
		for i, part := range addressParts {
			out = append(out, enumBody{int64(i + 1), part.code, i, &part.code})
		}
		return out
	}
	return nil
}

// requiredStatuses names every stage in which the field must be filled: ours says from which stage on.
func requiredStatuses(f field.Field, set pipeline.Set) []fieldStatus {
	out := []fieldStatus{}
	for _, r := range f.Requirements {
		p, ok := set.Pipeline(r.PipelineID)
		from := slices.IndexFunc(p.Statuses, func(s pipeline.Status) bool { return s.ID == r.StatusID })
		if !ok || from < 0 {
			continue
		}
		for _, s := range p.Statuses[from:] {
			if s.Kind != pipeline.Lost {
				out = append(out, fieldStatus{wireStatus(s), int64(p.ID)})
			}
		}
	}
	return out
}

// fieldWorld reads the fields of a kind and the pipelines.
func (a *API) fieldWorld(c *call, kind crm.Kind) (field.Set, pipeline.Set, error) {
	fields, err := a.Fields.AllFor(c.ctx(), c.who, kind)
	if err != nil {
		return fields, pipeline.Set{}, err
	}
	pipelines, err := a.Pipelines.List(c.ctx(), c.who.AccountID)
	return fields, pipelines, err
}

func listFields(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		fields, pipelines, err := a.fieldWorld(c, kind)
		if err != nil {
			return nothing, err
		}
		ids, err := idsOf[int64](c.query.at("filter"), "id")
		if err != nil {
			return nothing, err
		}
		types := c.query.at("filter", "type").words()
		items := []fieldBody{}
		for _, f := range fields.Ordered() {
			body := c.wireField(f, pipelines)
			if (ids == nil || has(ids, body.ID)) && (len(types) == 0 || has(types, body.Type)) {
				items = append(items, body)
			}
		}
		switch orderOf(c.query, map[string]string{"id": "id", "sort": "sort"}, "sort") {
		case "id":
			slices.SortFunc(items, func(a, b fieldBody) int { return int(a.ID - b.ID) })
		case "-id":
			slices.SortFunc(items, func(a, b fieldBody) int { return int(b.ID - a.ID) })
		case "-sort":
			slices.Reverse(items)
		}
		return counted(c, "custom_fields", items, pageOf(c.query)), nil
	}
}

func getField(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		fields, pipelines, err := a.fieldWorld(c, kind)
		if err != nil {
			return nothing, err
		}
		f, found := fields.ByID(crm.FieldID(c.id("id")))
		if !found {
			return nothing, errs.NotFound("there is no such field")
		}
		return ok(c.wireField(f, pipelines)), nil
	}
}
