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
)

// stdField is a field every card of a kind has.
type stdField struct {
	shape    shape
	column   string
	nullable bool
	// index is set when rows can be found by the column; partial is what the index asks for besides account_id.
	index   bool
	partial string
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
}

var ofDeal = map[string]stdField{
	"price":             {shape: shapeNumber, column: "price", index: true, partial: alive},
	"pipeline":          {shape: shapeID, column: "pipeline_id", index: true, partial: alive},
	"status":            {shape: shapeID, column: "status_id", index: true, partial: alive},
	"is_closed":         {shape: shapeFlag, column: "is_closed"},
	"closed_at":         {shape: shapeTime, column: "closed_at", nullable: true, index: true, partial: "closed_at IS NOT NULL"},
	"status_changed_at": {shape: shapeTime, column: "status_changed_at"},
	"loss_reason":       {shape: shapeID, column: "loss_reason_id", nullable: true},
	"company":           {shape: shapeID, column: "company_id", nullable: true, index: true, partial: "company_id IS NOT NULL"},
	"contact":           {shape: shapeContact},
}

var ofContact = map[string]stdField{
	"company": {shape: shapeID, column: "company_id", nullable: true, index: true, partial: "company_id IS NOT NULL"},
}

func stdFieldOf(kind crm.Kind, name string) (stdField, bool) {
	if f, ok := ofCard[name]; ok {
		return f, true
	}
	var f stdField
	var ok bool
	switch kind {
	case crm.Deal:
		f, ok = ofDeal[name]
	case crm.Contact:
		f, ok = ofContact[name]
	}
	return f, ok
}

// ops are the operators of a standard field.
func (f stdField) ops() []string {
	var ops []string
	switch f.shape {
	case shapeID, shapeContact, shapeTags:
		ops = []string{"eq", "ne", "in", "nin"}
	case shapeNumber, shapeTime:
		ops = []string{"eq", "ne", "in", "nin", "gt", "gte", "lt", "lte", "between"}
	case shapeTask:
		ops = []string{"eq", "gt", "gte", "lt", "lte", "between", "overdue", "today", "later", "none"}
	case shapeFlag, shapeDeleted:
		ops = []string{"eq", "ne"}
	case shapeName:
		ops = []string{"eq", "ne", "in", "nin", "contains", "starts"}
	case shapeQuery:
		return []string{"contains"}
	}
	if f.nullable || f.shape == shapeTags || f.shape == shapeContact {
		ops = append(ops, "empty", "filled")
	}
	return ops
}
