// Package mapping is what a table means: the plan that says where its columns go, the guess it begins with, and the
// reading of rows by it. Words are understood by the account's fields, pipelines and people (World). Nothing is written.
package mapping

import (
	"slices"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/tenant"
)

// Plan says what an import makes of a sheet.
type Plan struct {
	Sheet int `json:"sheet" doc:"Index of the sheet, from 0"`
	// HeadRow holds the titles, 0 when there are none; the data stands from FirstRow to LastRow.
	HeadRow  int `json:"head_row" doc:"Row of the titles; 0: the table begins with data"`
	FirstRow int `json:"first_row,omitempty" doc:"First row of data; 0: the one after the titles"`
	LastRow  int `json:"last_row,omitempty" doc:"Last row of data; 0: to the end"`

	Columns    []PlanColumn `json:"columns"`
	Duplicates Duplicates   `json:"duplicates"`
	Overwrite  bool         `json:"overwrite,omitempty" doc:"Joined cards take the values of the file also where they have their own"`
	Tag        Tags         `json:"tag"`

	PipelineID    crm.PipelineID `json:"pipeline_id,omitempty" doc:"For deals without a pipeline of their own; 0: the main one"`
	StatusID      crm.StatusID   `json:"status_id,omitempty" doc:"For deals whose stage is missing or unknown; 0: the first one"`
	ResponsibleID tenant.UserID  `json:"responsible_id,omitempty" doc:"For cards whose responsible is missing or unknown; 0: whoever imports"`
	RunAutomation bool           `json:"run_automation,omitempty" doc:"Let rules answer to what the import makes"`
}

// PlanColumn is where the values of a column go.
type PlanColumn struct {
	Index int `json:"index" doc:"Of the column, from 0"`
	// Target is "deal.price", "contact.field.12", "skip" or, with NewField, "new".
	Target   string    `json:"target" doc:"contact.name, deal.field.12 …, skip, or new with new_field"`
	NewField *NewField `json:"new_field,omitempty"`
	// Values says what single values stand for: the id of a status, pipeline, user, loss reason or choice. 0 is "nothing".
	// AddOptions lets the import add the choices that its cells name and the list lacks.
	AddOptions bool             `json:"add_options,omitempty" doc:"Of a list: add the choices the cells name and the field lacks; else such a cell is reported. Takes the right to the settings"`
	Values     map[string]int64 `json:"values,omitempty" doc:"What a value of the file stands for: id of a stage, pipeline, user, loss reason or choice; 0: nothing"`
}

// NewField is a custom field that the import makes.
type NewField struct {
	Kind crm.Kind `json:"kind" enum:"deal,contact,company"`
	Type string   `json:"type" doc:"As in /fields"`
	Name string   `json:"name"`
	// Options are the choices of a list.
	Options []string `json:"options,omitempty"`
}

// Duplicates say by what a card of the file is the same as one that is there already, or as an earlier one of the file.
type Duplicates struct {
	Contact string `json:"contact" enum:"phone_email,phone,email,name,none"`
	Company string `json:"company" enum:"name,phone,email,none"`
	// Deal: the name, of the same contact or company.
	Deal string `json:"deal" enum:"name,none"`
}

// Of is the rule Of a kind.
func (d Duplicates) Of(kind crm.Kind) string {
	switch kind {
	case crm.Contact:
		return d.Contact
	case crm.Company:
		return d.Company
	}
	return d.Deal
}

// Tags are what all cards of an import are marked with.
type Tags struct {
	Auto  bool     `json:"auto" doc:"Mark all cards with import_<date>_<time>"`
	Names []string `json:"names"`
	// AutoName is the automatic tag, known from the start on.
	AutoName string `json:"auto_name,omitempty" doc:"The automatic tag; set by the start"`
}

// All are the tags of a started import.
func (t Tags) All() []string {
	if !t.Auto || t.AutoName == "" {
		return t.Names
	}
	return append(slices.Clone(t.Names), t.AutoName)
}

// AutoTag is the automatic tag of an import that starts at a moment, in the account's zone.
func AutoTag(at time.Time) string { return "import_" + at.Format("2006-01-02_15-04") }

// From is the first row of data.
func (p Plan) From() int { return max(p.FirstRow, p.HeadRow+1, 1) }

// Kinds are the Kinds of cards the plan makes.
func (p Plan) Kinds() []crm.Kind {
	var out []crm.Kind
	for _, kind := range crm.CardKinds {
		if slices.ContainsFunc(p.Columns, func(c PlanColumn) bool { return c.kind() == kind }) {
			out = append(out, kind)
		}
	}
	return out
}

func (c PlanColumn) kind() crm.Kind {
	if c.NewField != nil {
		return c.NewField.Kind
	}
	kind, _, _ := strings.Cut(c.Target, ".")
	return crm.Kind(kind)
}

// skips reports whether the column is left out.
func (c PlanColumn) skips() bool { return c.NewField == nil && (c.Target == "" || c.Target == Skip) }
