package mapping

import (
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
)

// Skip is the target of a column that is left out.
const Skip = "skip"

// Target is a place a column may go to.
type Target struct {
	Target string   `json:"target"`
	Kind   crm.Kind `json:"kind"`
	// Name is in the reader's language.
	Name string `json:"name"`
	// Type is that of the custom field, or text, money, date, datetime, user, pipeline, status, loss_reason, tags, note.
	Type string `json:"type"`
	// Many columns may go there.
	Many bool `json:"many"`
}

// property is a place every card of a kind has.
type property struct {
	kind crm.Kind
	name string
	typ  string
	term lang.Term
	many bool
	// identity properties make a card; the others only describe it.
	identity bool
}

var properties = []property{
	{crm.Contact, "name", "text", lang.Term("Full name"), false, true},
	{crm.Contact, "first_name", "text", lang.Term("First name"), false, true},
	{crm.Contact, "middle_name", "text", lang.Term("Middle name"), false, false},
	{crm.Contact, "last_name", "text", lang.Term("Last name"), false, true},
	{crm.Contact, "responsible", "user", lang.Term("Responsible"), false, false},
	{crm.Contact, "created_at", "datetime", lang.Term("Created"), false, false},
	{crm.Contact, "tags", "tags", lang.Term("Tags"), true, false},
	{crm.Contact, "note", "note", lang.Term("Note"), true, false},

	{crm.Company, "name", "text", lang.Term("Company name"), false, true},
	{crm.Company, "responsible", "user", lang.Term("Responsible"), false, false},
	{crm.Company, "created_at", "datetime", lang.Term("Created"), false, false},
	{crm.Company, "tags", "tags", lang.Term("Tags"), true, false},
	{crm.Company, "note", "note", lang.Term("Note"), true, false},

	{crm.Deal, "name", "text", lang.Term("Deal name"), false, true},
	{crm.Deal, "price", "money", lang.Term("Budget"), false, true},
	{crm.Deal, "pipeline", "pipeline", lang.Term("Pipeline"), false, false},
	{crm.Deal, "stage", "status", lang.Term("Stage"), false, true},
	{crm.Deal, "loss_reason", "loss_reason", lang.Term("Loss reason"), false, false},
	{crm.Deal, "responsible", "user", lang.Term("Responsible"), false, false},
	{crm.Deal, "created_at", "datetime", lang.Term("Created"), false, false},
	{crm.Deal, "closed_at", "datetime", lang.Term("Closed"), false, false},
	{crm.Deal, "tags", "tags", lang.Term("Tags"), true, false},
	{crm.Deal, "note", "note", lang.Term("Note"), true, true},
}

func findProperty(kind crm.Kind, name string) (property, bool) {
	for _, p := range properties {
		if p.kind == kind && p.name == name {
			return p, true
		}
	}
	return property{}, false
}

// Many reports whether several columns may go to a field: their values add up.
func Many(f field.Field) bool {
	return f.Type == "phone" || f.Type == "email" || f.Type == "multilist"
}

// TargetsOf lists where columns may go.
func TargetsOf(loc lang.Locale, sets map[crm.Kind]field.Set) []Target {
	var out []Target
	for _, kind := range []crm.Kind{crm.Contact, crm.Company, crm.Deal} {
		for _, p := range properties {
			if p.kind == kind {
				out = append(out, Target{
					Target: string(kind) + "." + p.name, Kind: kind, Name: lang.Text(loc, string(p.term)), Type: p.typ, Many: p.many,
				})
			}
		}
		for _, f := range sets[kind].Ordered() {
			if f.Type == field.File {
				continue // a table holds no files
			}
			out = append(out, Target{Target: FieldTarget(kind, f.ID), Kind: kind, Name: f.Name, Type: f.Type, Many: Many(f)})
		}
	}
	return out
}

// FieldTarget is the target of a custom field.
func FieldTarget(kind crm.Kind, id crm.FieldID) string {
	return string(kind) + ".field." + strconv.FormatInt(int64(id), 10)
}

// place is a target taken apart: a property, or a custom field.
type place struct {
	kind     crm.Kind
	property string
	field    field.Field
	isField  bool
}

func (p place) many() bool {
	if p.isField {
		return Many(p.field)
	}
	prop, _ := findProperty(p.kind, p.property)
	return prop.many
}

// parseTarget finds the place of a target. "contact.phone" and "contact.email" are the first fields of that type.
func parseTarget(target string, sets map[crm.Kind]field.Set) (place, bool) {
	word, rest, _ := strings.Cut(target, ".")
	kind := crm.Kind(word)
	set, ok := sets[kind]
	if !ok {
		return place{}, false
	}
	if _, ok := findProperty(kind, rest); ok {
		return place{kind: kind, property: rest}, true
	}
	if rest == "phone" || rest == "email" {
		f, ok := set.FirstOf(rest)
		return place{kind: kind, field: f, isField: true}, ok
	}
	digits, ok := strings.CutPrefix(rest, "field.")
	if !ok {
		return place{}, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	f, known := set.ByID(crm.FieldID(id))
	return place{kind: kind, field: f, isField: true}, err == nil && known
}

// Field is the custom Field as it will be; id tells it from others before it is made.
func (n *NewField) Field(id crm.FieldID) field.Field {
	f := field.Field{ID: id, Kind: n.Kind, Type: n.Type, Name: n.Name}
	for i, name := range n.Options {
		f.Options = append(f.Options, field.Option{ID: crm.OptionID(i + 1), Name: field.Clean(name, false), Position: i + 1})
	}
	return f
}
