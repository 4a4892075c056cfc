package entity

import (
	"voronka/internal/crm"
)

// shape says what the values of a standard field are and how it is asked for.
type shape int

const (
	shapeID     shape = iota // an id column
	shapeNumber              // whole numbers
	shapeTime                // unix seconds
	shapeFlag                // true or false
	shapeName                // the folded name
	shapeTask                // next_task_at with its own operators
	shapeTags
	shapeContact // deals by their contacts
	shapeDeleted
	shapeQuery
	shapeLink   // linked cards of another kind
	shapeInside // tasks or events of the card
	shapeState  // of a task: open, completed, overdue
	shapeKind   // of an event
	shapeActor  // who caused an event
	shapeObject // the custom field an event is about
	shapeTold   // an id an event tells of
)

// stdField is a field every card of a kind has.
type stdField struct {
	shape    shape
	column   string
	nullable bool
	// index is set when rows can be found by the column; partial is what the index asks for besides account_id.
	index   bool
	partial string
	// link is the kind of what stands behind the field: linked cards, tasks or events, each with fields of their own.
	link crm.Kind
	// key is where an event tells it.
	key string
}

// IsColumn reports whether a list of the kind may show a standard field in a column.
func IsColumn(kind crm.Kind, name string) bool {
	f, ok := stdFieldOf(kind, name)
	switch f.shape {
	case shapeDeleted, shapeQuery, shapeLink, shapeInside:
		return false
	}
	return ok
}

const alive = "deleted_at IS NULL"

// ofCard are the standard fields of every kind.
var ofCard = map[string]stdField{
	"id":          {shape: shapeID, column: "id", index: true},
	"name":        {shape: shapeName, column: "name_key", index: true, partial: alive},
	"responsible": {shape: shapeID, column: "responsible_id", index: true, partial: alive},
	"created_at":  {shape: shapeTime, column: "created_at", index: true, partial: alive},
	"updated_at":  {shape: shapeTime, column: "updated_at", index: true, partial: alive},
	"created_by":  {shape: shapeID, column: "created_by"},
	"updated_by":  {shape: shapeID, column: "updated_by"},
	"next_task":   {shape: shapeTask, column: "next_task_at", nullable: true, index: true, partial: "next_task_at IS NOT NULL"},
	"tags":        {shape: shapeTags},
	"deleted":     {shape: shapeDeleted, column: "deleted_at"},
	"query":       {shape: shapeQuery},
	"task":        {shape: shapeInside, link: crm.Task},
	"event":       {shape: shapeInside, link: eventKind},
}

var ofDeal = map[string]stdField{
	"price":             {shape: shapeNumber, column: "price", index: true, partial: alive},
	"pipeline":          {shape: shapeID, column: "pipeline_id", index: true, partial: alive},
	"status":            {shape: shapeID, column: "status_id", index: true, partial: alive},
	"is_closed":         {shape: shapeFlag, column: "is_closed"},
	"closed_at":         {shape: shapeTime, column: "closed_at", nullable: true, index: true, partial: "closed_at IS NOT NULL"},
	"status_changed_at": {shape: shapeTime, column: "status_changed_at"},
	"loss_reason":       {shape: shapeID, column: "loss_reason_id", nullable: true},
	"company":           {shape: shapeID, column: "company_id", nullable: true, index: true, partial: "company_id IS NOT NULL", link: crm.Company},
	"contact":           {shape: shapeContact, link: crm.Contact},
}

var ofContact = map[string]stdField{
	"company": {shape: shapeID, column: "company_id", nullable: true, index: true, partial: "company_id IS NOT NULL", link: crm.Company},
	"deal":    {shape: shapeLink, link: crm.Deal},
}

var ofCompany = map[string]stdField{
	"contact": {shape: shapeLink, link: crm.Contact},
	"deal":    {shape: shapeLink, link: crm.Deal},
}

// ofTask and ofEvent are the fields of the tasks and events of a card. index says that one leads to them.
var ofTask = map[string]stdField{
	"id":           {shape: shapeID, column: "id"},
	"type":         {shape: shapeID, column: "type_id"},
	"responsible":  {shape: shapeID, column: "responsible_id", index: true},
	"state":        {shape: shapeState},
	"due_at":       {shape: shapeTime, column: "due_at", index: true},
	"completed_at": {shape: shapeTime, column: "completed_at", nullable: true, index: true},
	"created_at":   {shape: shapeTime, column: "created_at"},
	"created_by":   {shape: shapeID, column: "created_by"},
}

var ofEvent = map[string]stdField{
	"kind":        {shape: shapeKind},
	"at":          {shape: shapeTime, column: "at", index: true},
	"by":          {shape: shapeActor},
	"field":       {shape: shapeObject},
	"status":      {shape: shapeTold, column: "after", key: "status_id"},
	"from_status": {shape: shapeTold, column: "before", key: "status_id"},
	"responsible": {shape: shapeTold, column: "after", key: "responsible_id"},
}

func stdFieldOf(kind crm.Kind, name string) (stdField, bool) {
	own := map[crm.Kind]map[string]stdField{crm.Deal: ofDeal, crm.Contact: ofContact, crm.Company: ofCompany, crm.Task: ofTask, eventKind: ofEvent}
	if f, ok := own[kind][name]; ok || !kind.HasCard() {
		return f, ok
	}
	f, ok := ofCard[name]
	return f, ok
}

// ops are the operators of a standard field.
func (f stdField) ops() []string {
	var ops []string
	switch f.shape {
	case shapeID, shapeContact, shapeTags, shapeLink, shapeKind, shapeActor, shapeObject, shapeTold:
		ops = []string{"eq", "ne", "in", "nin"}
	case shapeNumber, shapeTime:
		ops = []string{"eq", "ne", "in", "nin", "gt", "gte", "lt", "lte", "between"}
	case shapeTask:
		ops = []string{"eq", "gt", "gte", "lt", "lte", "between", "overdue", "today", "later", "none"}
	case shapeFlag, shapeDeleted, shapeState:
		ops = []string{"eq", "ne"}
	case shapeName:
		ops = []string{"eq", "ne", "in", "nin", "contains", "starts"}
	case shapeQuery:
		return []string{"contains"}
	}
	if f.nullable || f.shape == shapeTags || f.shape == shapeContact || f.shape == shapeLink {
		ops = append(ops, "empty", "filled")
	}
	if f.link != "" {
		ops = append(ops, "has", "none")
	}
	return ops
}
