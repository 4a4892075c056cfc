package v1

import (
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// CardView is what deals, contacts and companies have in common.
type CardView struct {
	ID            crm.ID           `json:"id"`
	Name          string           `json:"name"`
	ResponsibleID tenant.UserID    `json:"responsible_id"`
	Fields        map[string][]any `json:"fields" doc:"Values of custom fields by field id, each a list"`
	Tags          []entity.Tag     `json:"tags"`
	NextTaskAt    *int64           `json:"next_task_at" doc:"When its nearest open task is due; null: it has none"`
	CreatedBy     tenant.UserID    `json:"created_by"`
	UpdatedBy     tenant.UserID    `json:"updated_by"`
	CreatedAt     int64            `json:"created_at"`
	UpdatedAt     int64            `json:"updated_at"`
	DeletedAt     *int64           `json:"deleted_at"`
	Version       int64            `json:"version"`
	Can           Can              `json:"can"`
}

// Can is what the reader may do with a card.
type Can struct {
	Edit   bool `json:"edit"`
	Delete bool `json:"delete"`
}

func toCard(who tenant.Actor, c entity.Card, at crm.StatusID) CardView {
	v := CardView{
		ID: c.ID, Name: c.Name, ResponsibleID: c.ResponsibleID, Fields: make(map[string][]any, len(c.Data)),
		Tags: convertAll(c.Tags, same[entity.Tag]), NextTaskAt: c.NextTaskAt, CreatedBy: c.CreatedBy, UpdatedBy: c.UpdatedBy,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, DeletedAt: c.DeletedAt, Version: c.Version,
		Can: Can{
			Edit:   access.Can(who, c.Kind, access.Edit, c.ResponsibleID, at),
			Delete: access.Can(who, c.Kind, access.Delete, c.ResponsibleID, at),
		},
	}
	for id, values := range c.Data {
		v.Fields[strconv.FormatInt(int64(id), 10)] = values
	}
	return v
}

// CardBody is what any new card is described by.
type CardBody struct {
	Name          string         `json:"name,omitempty"`
	ResponsibleID tenant.UserID  `json:"responsible_id,omitempty" doc:"0 is me"`
	Fields        map[string]any `json:"fields,omitempty" doc:"Values of custom fields by field id"`
	Tags          []string       `json:"tags,omitempty"`
}

func (b CardBody) new() (entity.New, error) {
	fields, err := fieldValues(b.Fields)
	return entity.New{Name: b.Name, ResponsibleID: b.ResponsibleID, Fields: fields, Tags: b.Tags}, err
}

// CardPatch is what any change of a card may hold. With `version` (the one you looked at) a change that somebody else
// made meanwhile is a conflict, unless `base` shows that you saw the present value.
type CardPatch struct {
	Version       *int64         `json:"version,omitempty"`
	Name          *string        `json:"name,omitempty"`
	ResponsibleID *tenant.UserID `json:"responsible_id,omitempty"`
	Fields        map[string]any `json:"fields,omitempty" doc:"Only the fields named here change; null or [] takes the value away"`
	Tags          *[]string      `json:"tags,omitempty" doc:"Replaces all tags"`
	AddTags       []string       `json:"add_tags,omitempty"`
	RemoveTags    []string       `json:"remove_tags,omitempty"`
}

func (p CardPatch) patch() (entity.Patch, error) {
	fields, err := fieldValues(p.Fields)
	return entity.Patch{
		Version: p.Version, Name: p.Name, ResponsibleID: p.ResponsibleID, Fields: fields,
		Tags: p.Tags, AddTags: p.AddTags, RemoveTags: p.RemoveTags,
	}, err
}

func fieldValues(in map[string]any) (map[crm.FieldID]any, error) {
	if in == nil {
		return nil, nil
	}
	out := make(map[crm.FieldID]any, len(in))
	var c errs.Collect
	for key, value := range in {
		id, err := strconv.ParseInt(key, 10, 64)
		if err != nil || id <= 0 {
			c.Add("fields."+key, "must be the number of a field")
			continue
		}
		out[crm.FieldID(id)] = value
	}
	return out, c.Result()
}

type cardListInput struct {
	Filter string `query:"filter" doc:"A tree of conditions as JSON: {\"field\":\"price\",\"op\":\"gte\",\"value\":1000}, {\"and\":[…]}, {\"or\":[…]}, {\"not\":…}. contact.name, company.cf.<id>, deal.status and the like are fields of linked cards; {\"field\":\"task\",\"op\":\"has\",\"value\":{…}} (or none) asks for a task (type, responsible, state, due_at, completed_at), an event (kind, at, by, status, field, responsible) or a linked card (contact, company, deal) that meets a whole tree"`
	Sort   string `query:"sort" doc:"created_at, updated_at, closed_at, next_task, name, price, id or cf.<field id>; - before it for the largest first"`
	After  string `query:"after"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500"`
}

func (in *cardListInput) query() (entity.Query, error) {
	filter, err := parseFilter(in.Filter)
	return entity.Query{Filter: filter, Sort: in.Sort, After: in.After, Limit: in.Limit}, err
}

func parseFilter(text string) (entity.Node, error) {
	if text == "" {
		return entity.Node{}, nil
	}
	n, err := entity.Parse([]byte(text))
	return n, errs.At("filter", err)
}

type countInput struct {
	Filter string `query:"filter"`
}

// Total is a bounded count: with more, there are more than counted and the sum is of the counted ones.
type Total struct {
	Count int       `json:"count"`
	Sum   crm.Money `json:"sum" doc:"Of budgets, in minor units"`
	More  bool      `json:"more"`
}

// maxCount is where counting stops.
const maxCount = 100_000
