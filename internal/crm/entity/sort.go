package entity

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
)

// order is a checked sort.
type order struct {
	spec string
	desc bool
	// column is the standard column sorted by; empty when custom is set.
	column   string
	nullable bool
	custom   *field.Field
}

// sortColumns are the standard columns a list may be sorted by; each has an index of its own.
var sortColumns = map[string]struct {
	column   string
	nullable bool
	dealOnly bool
}{
	"id":         {column: "id"},
	"name":       {column: "name_key"},
	"created_at": {column: "created_at"},
	"updated_at": {column: "updated_at"},
	"next_task":  {column: "next_task_at", nullable: true},
	"price":      {column: "price", dealOnly: true},
	"closed_at":  {column: "closed_at", nullable: true, dealOnly: true},
}

func parseSort(s Scope, spec string) (order, error) {
	if spec == "" {
		spec = "-created_at"
	}
	name, desc := strings.CutPrefix(spec, "-")
	o := order{spec: spec, desc: desc}
	if rest, ok := strings.CutPrefix(name, "cf."); ok {
		id, err := strconv.ParseInt(rest, 10, 64)
		f, found := s.Fields.ByID(crm.FieldID(id))
		if err != nil || !found || f.Kind != s.Kind {
			return o, errs.Invalid("sort", "there is no custom field %q to sort by, or it was removed", quote(name))
		}
		o.custom = &f
		return o, nil
	}
	c, ok := sortColumns[name]
	if !ok || c.dealOnly && s.Kind != crm.Deal {
		return o, errs.Invalid("sort", "lists cannot be sorted by %q, use name, created_at, updated_at, next_task, id or cf.<field id>", quote(name))
	}
	o.column, o.nullable = c.column, c.nullable
	return o, nil
}

// direction is the word of ORDER BY.
func (o order) direction() string {
	if o.desc {
		return " DESC"
	}
	return ""
}

// after is the sign of the comparison that leaves what comes later in the order.
func (o order) after() string {
	if o.desc {
		return " < "
	}
	return " > "
}

// upTo is the sign of the comparison that leaves what comes before a place, the place included.
func (o order) upTo() string {
	if o.desc {
		return " >= "
	}
	return " <= "
}

// isText reports whether the keys of the order are texts.
func (o order) isText() bool {
	if o.custom != nil {
		return o.custom.Def().Storage() == field.Texts
	}
	return o.column == "name_key"
}

// place is where a card stands in an order: its key and id; without a key, among those that come last, its creation
// time and id.
type place struct {
	Bare bool `json:"b,omitempty"`
	// Whole, Number and Text are the key, by what the order is of. Whole is the creation time of a bare card.
	Whole  int64   `json:"w,omitempty"`
	Number float64 `json:"n,omitempty"`
	Text   string  `json:"t,omitempty"`
	ID     int64   `json:"i"`
	Sort   string  `json:"s"`
}

func (p place) cursor() string {
	raw, err := json.Marshal(p)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// parseCursor reads the Next of a page of the same order; nil is the beginning.
func parseCursor(text string, o order) (*place, error) {
	if text == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	var p place
	if err == nil && len(raw) < 4096 {
		err = json.Unmarshal(raw, &p)
	}
	switch {
	case err != nil || p.ID <= 0 || strings.ContainsRune(p.Text, 0):
		return nil, errs.Invalid("after", "this is not a place in the list, begin again without it")
	case p.Sort != o.spec:
		return nil, errs.Invalid("after", "this place belongs to another order, begin again without it")
	}
	return &p, nil
}

// key is the value of a place as the statement binds it.
func (p place) key(o order) any {
	switch {
	case p.Bare:
		return p.Whole
	case o.isText():
		return p.Text
	case o.custom != nil:
		return p.Number
	}
	return p.Whole
}
