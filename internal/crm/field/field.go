// Package field holds the custom fields of cards: their types (one file each), settings, options, groups, and in which
// statuses they are required. Values are normalised here to one canonical form; entity stores them.
package field

import (
	"slices"
	"strings"

	"voronka/internal/crm"
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
	// PipelineIDs are the pipelines whose deals show the field; empty is all.
	PipelineIDs []crm.PipelineID `json:"pipeline_ids,omitempty"`
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

// Set is all fields of one kind of card of an account as they were at one moment. It is not changed once made.
type Set struct {
	kind    crm.Kind
	ordered []Field
	groups  []Group
	byID    map[crm.FieldID]int
	byCode  map[string]int
}

// NewSet makes a set of fields that are already in order. Removed fields must not be among them.
func NewSet(kind crm.Kind, fields []Field, groups []Group) Set {
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

// Missing are the fields a deal must have in the status and has not. has reports whether the card holds a value.
func (s Set) Missing(pipeline crm.PipelineID, status crm.StatusID, order []crm.StatusID, has func(crm.FieldID) bool) []Field {
	var out []Field
	for _, f := range s.ordered {
		if f.Required(pipeline, status, order) && !has(f.ID) {
			out = append(out, f)
		}
	}
	return out
}
