// Package view holds saved views of lists and boards: a filter with an order, columns and a layout, of one person or
// shared with everybody; those every account has; the view a person begins with; and how many cards each shows.
package view

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// ID names a saved view.
type ID int64

// The bounds of views.
const (
	MaxViews   = 200 // of one kind, seen by one person
	maxName    = 100
	maxColumns = 200
	maxWidth   = 2000
)

// Column is a column of a list. Width 0 is its usual one.
type Column struct {
	Name     string `json:"name"`
	Width    int    `json:"width,omitempty"`
	IsPinned bool   `json:"is_pinned,omitempty"`
}

// The layouts; an empty one leaves it as it is.
const (
	Board = "board"
	List  = "list"
)

// View is a saved view. No columns: the usual ones.
type View struct {
	ID       ID
	Kind     crm.Kind
	Name     string
	OwnerID  tenant.UserID
	IsShared bool
	Filter   entity.Node
	Sort     string
	Columns  []Column
	Layout   string
	Position int
	// CanEdit says whether the reader may change it.
	CanEdit bool
}

// Draft is a view to be made.
type Draft struct {
	Kind     crm.Kind
	Name     string
	IsShared bool
	Filter   entity.Node
	Sort     string
	Columns  []Column
	Layout   string
}

// Patch is a change of a view; nil is "leave it".
type Patch struct {
	Name     *string
	IsShared *bool
	Filter   *entity.Node
	Sort     *string
	Columns  *[]Column
	Layout   *string
}

// Service is what can be done with views.
type Service struct {
	db     *db.DB
	lists  *entity.Lists
	scopes Scopes
	mu     sync.Mutex
	counts map[string]counted
}

func (v *View) apply(p Patch) {
	set(&v.Name, p.Name)
	set(&v.IsShared, p.IsShared)
	set(&v.Filter, p.Filter)
	set(&v.Sort, p.Sort)
	set(&v.Columns, p.Columns)
	set(&v.Layout, p.Layout)
}

func set[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// clean checks what can be checked by itself.
func (v *View) clean() error {
	var c errs.Collect
	v.Name = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(v.Name, "\x00", ""), "")), " ")
	switch {
	case v.Name == "":
		c.Add("name", "give it a name")
	case utf8.RuneCountInString(v.Name) > maxName:
		c.Add("name", "is longer than %d characters, shorten it", maxName)
	}
	if v.Layout != "" && v.Layout != Board && v.Layout != List {
		c.Add("layout", "use board, list or leave it empty")
	}
	if len(v.Columns) > maxColumns {
		c.Add("columns", "columns are at most %d, take some away", maxColumns)
		return c.Result()
	}
	v.Columns = slices.Clone(v.Columns)
	for i := range v.Columns {
		col := &v.Columns[i]
		if col.Name == "" || len(col.Name) > maxName || strings.ContainsRune(col.Name, 0) {
			c.Add("columns", "name the column")
		}
		col.Width = max(0, min(col.Width, maxWidth))
	}
	return c.Result()
}

// mayEdit reports whether the actor may change the view: its author, and of a shared one whoever sets up the account.
func (v View) mayEdit(who tenant.Actor) bool {
	return v.OwnerID == who.UserID || v.IsShared && who.Has("settings")
}
