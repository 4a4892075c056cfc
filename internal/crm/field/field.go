// Package field holds the custom fields of cards: their types (one file each), settings, options, groups, and in which
// statuses they are required. Values are normalised here to one canonical form; entity stores them.
package field

import (
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/tenant"
)

// Field is a custom field of one kind of card.
type Field struct {
	ID   crm.FieldID
	Kind crm.Kind
	// Type names one of Types.
	Type string
	Name string
	// Code is a word programs may find the field by ("PHONE"); often empty, else unique within the kind.
	Code     string
	GroupID  *crm.FieldGroupID
	Position int
	// IsAPIOnly fields are shown to people but changed only by programs.
	IsAPIOnly    bool
	Settings     Settings
	Options      []Option
	Requirements []Requirement
	CreatedAt    int64
	UpdatedAt    int64
	DeletedAt    *int64
	// IsReadOnly marks a field that the reader of a set may see and not change (see Set.For).
	IsReadOnly bool
	// IsBroken marks a formula that names a field which is gone: its values stay as they were.
	IsBroken bool
}

// Settings are what the type of a field can be told. Each type uses a few of them.
type Settings struct {
	// Hint is shown beside the empty field.
	Hint string `json:"hint,omitempty"`
	// Decimals is how many digits stand behind the point of a number; nil lets any be.
	Decimals *int `json:"decimals,omitempty"`
	// Unit is written behind a number ("m²").
	Unit string `json:"unit,omitempty"`
	// Min and Max bound a number.
	Min *float64 `json:"min,omitempty"`
	Max *float64 `json:"max,omitempty"`
	// MaxLength bounds a text, in characters; 0 is the bound of the type.
	MaxLength int `json:"max_length,omitempty"`
	// Kinds replaces the words a phone or an e-mail may be marked with.
	Kinds []string `json:"kinds,omitempty"`
	// PipelineIDs are the pipelines whose deals show the field; empty is all. The others keep its values.
	PipelineIDs []crm.PipelineID `json:"pipeline_ids,omitempty"`
	// IsUnique lets a value stand on one card only, those in the recycle bin aside.
	IsUnique bool `json:"unique,omitempty"`
	// Formula is the text of a formula (see package expr); Result the type of its value, told by the server.
	Formula string `json:"formula,omitempty"`
	Result  string `json:"result,omitempty"`
	// LinkKinds is what a link may lead to: deal, contact, company, user; IsMultiple lets it lead to several.
	LinkKinds  []string `json:"link_kinds,omitempty"`
	IsMultiple bool     `json:"multiple,omitempty"`
	// MaxFiles is how many files a field of files holds; 0 is ten.
	MaxFiles int `json:"max_files,omitempty"`
	// Currency is what money with its own currency is given in when nothing else is said.
	Currency string `json:"currency,omitempty"`
}

// Option is one choice of a list.
type Option struct {
	ID       crm.OptionID
	Name     string
	Code     string
	Position int
	// DeletedAt marks a choice that cards may still hold and nobody can pick any more.
	DeletedAt *int64
}

// Requirement says that a deal must have the field in a pipeline from a status on, or in all of it when that is 0.
type Requirement struct {
	PipelineID crm.PipelineID
	StatusID   crm.StatusID
}

// Group is a tab of the card under which fields stand.
type Group struct {
	ID       crm.FieldGroupID
	Kind     crm.Kind
	Name     string
	Position int
}

// Option is the option of that id, a removed one too.
func (f Field) Option(id crm.OptionID) (Option, bool) {
	i := slices.IndexFunc(f.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return f.Options[i], true
}

// Required reports whether a deal in the status must have the field. order are the statuses of the pipeline from the
// first to the last: a field required from a status on is required in every later one too, but not in the lost one,
// which the caller leaves out by not asking.
func (f Field) Required(pipeline crm.PipelineID, status crm.StatusID, order []crm.StatusID) bool {
	for _, r := range f.Requirements {
		if r.PipelineID != pipeline {
			continue
		}
		from, at := slices.Index(order, r.StatusID), slices.Index(order, status)
		return r.StatusID == 0 || from >= 0 && at >= from
	}
	return false
}

// IsShown reports whether deals of the pipeline show the field.
func (f Field) IsShown(in crm.PipelineID) bool {
	return len(f.Settings.PipelineIDs) == 0 || slices.Contains(f.Settings.PipelineIDs, in)
}

// Set is all fields of one kind of card of an account as they were at one moment. It is not changed once made.
type Set struct {
	kind     crm.Kind
	ordered  []Field
	groups   []Group
	byID     map[crm.FieldID]int
	byCode   map[string]int
	formulas []formula
	unique   []Field
}

// NewSet makes a set of fields that are already in order. Removed fields must not be among them.
func NewSet(kind crm.Kind, fields []Field, groups []Group) Set {
	s := index(kind, fields, groups)
	s.compile()
	for _, f := range fields {
		if f.Settings.IsUnique {
			s.unique = append(s.unique, f)
		}
	}
	return s
}

func index(kind crm.Kind, fields []Field, groups []Group) Set {
	s := Set{kind: kind, ordered: fields, groups: groups, byID: map[crm.FieldID]int{}, byCode: map[string]int{}}
	for i, f := range fields {
		s.byID[f.ID] = i
		if f.Code != "" {
			s.byCode[strings.ToUpper(f.Code)] = i
		}
	}
	return s
}

// Kind is the kind of card the fields are of.
func (s Set) Kind() crm.Kind { return s.kind }

// Ordered are the fields in the order people see them; do not change the slice.
func (s Set) Ordered() []Field { return s.ordered }

// Groups are the groups in their order; do not change the slice.
func (s Set) Groups() []Group { return s.groups }

// ByID is the field of that id.
func (s Set) ByID(id crm.FieldID) (Field, bool) {
	i, ok := s.byID[id]
	if !ok {
		return Field{}, false
	}
	return s.ordered[i], true
}

// ByCode is the field of that code, whatever its case.
func (s Set) ByCode(code string) (Field, bool) {
	i, ok := s.byCode[strings.ToUpper(code)]
	if !ok {
		return Field{}, false
	}
	return s.ordered[i], true
}

// FirstOf is the first field of a type ("phone"), whatever its code.
func (s Set) FirstOf(typ string) (Field, bool) {
	i := slices.IndexFunc(s.ordered, func(f Field) bool { return f.Type == typ })
	if i < 0 {
		return Field{}, false
	}
	return s.ordered[i], true
}

// Unique are the fields whose values stand on one card only.
func (s Set) Unique() []Field { return s.unique }

// For is the set as the actor may know it: without the fields hidden from them, and with those marked that they may not
// change. It is for reading and for checking input; values are computed by the whole set.
func (s Set) For(who tenant.Actor) Set {
	if !slices.ContainsFunc(s.ordered, func(f Field) bool { return who.Field(int64(f.ID)) != tenant.FieldOpen }) {
		return s
	}
	fields := make([]Field, 0, len(s.ordered))
	for _, f := range s.ordered {
		switch who.Field(int64(f.ID)) {
		case tenant.FieldHidden:
			continue
		case tenant.FieldReadOnly:
			f.IsReadOnly = true
		}
		if f.Type == Formula && mentionsHidden(f.Settings.Formula, who) {
			f.Settings.Formula = ""
		}
		fields = append(fields, f)
	}
	return index(s.kind, fields, s.groups)
}

// Missing are the fields a deal must have in the status and has not. has reports whether the card holds a value. What
// the pipeline does not show is not asked for.
func (s Set) Missing(pipeline crm.PipelineID, status crm.StatusID, order []crm.StatusID, has func(crm.FieldID) bool) []Field {
	var out []Field
	for _, f := range s.ordered {
		if f.IsShown(pipeline) && f.Required(pipeline, status, order) && !has(f.ID) {
			out = append(out, f)
		}
	}
	return out
}
