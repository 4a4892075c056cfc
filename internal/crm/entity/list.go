package entity

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// SearchFunc is the condition of the pseudo-field "query": a statement that selects the ids of the cards of the kind
// in which the text is found ("SELECT entity_id FROM search_entries WHERE …"). It has no limit of its own.
type SearchFunc func(b *db.Builder, account tenant.AccountID, kind crm.Kind, text string) string

// Scope is whose cards of which kind a filter is about, and what its words mean.
type Scope struct {
	Who tenant.Actor
	// Action is the right the cards are asked by; empty is to view.
	Action string
	Kind   crm.Kind
	// Fields are the custom fields of the kind.
	Fields field.Set
	// Env gives the zone and time that days and "overdue" are counted by.
	Env field.Env
}

// Query is a page of a list.
type Query struct {
	Filter Node
	// Sort is "created_at", "updated_at", "closed_at", "next_task", "name", "price", "id" or "cf.<field id>", with "-" before it
	// for the largest first; empty is "-created_at". Cards without a value come last either way.
	Sort string
	// After is the Next of the page before.
	After string
	// Limit is 1 to MaxLimit; 0 is 50.
	Limit int
}

// MaxLimit is the longest page.
const MaxLimit = 500

// Page is a page of ids in order. Next is empty at the end.
type Page struct {
	IDs  []crm.ID
	Next string
}

// Total is a bounded count. More says that there are more than counted; then Sum is of the counted ones only.
type Total struct {
	Count int
	Sum   crm.Money
	More  bool
}

// Lists answers filtered lists of cards. It is safe for concurrent use.
type Lists struct {
	search SearchFunc
	sizes  sizes
}

// NewLists makes the lists; search may be nil, then filters cannot use "query".
func NewLists(search SearchFunc) *Lists { return &Lists{search: search} }

var errPending = errs.Unavailable("")

// Page finds the ids of a page. Load the cards by them and put them in order with Arrange.
func (l *Lists) Page(ctx context.Context, q db.Querier, s Scope, query Query) (Page, error) {
	return Page{}, errPending
}

// Count counts the cards the filter lets pass, and sums the budgets of deals, stopping at most.
func (l *Lists) Count(ctx context.Context, q db.Querier, s Scope, filter Node, most int) (Total, error) {
	return Total{}, errPending
}

// Where is the filter as a condition on the row alias, without rights, account and deleted_at, for statements of
// deal and contact that are not lists (the board). Fields of the filter are checked: errors are invalid.
func (l *Lists) Where(b *db.Builder, s Scope, filter Node, alias string) (string, error) {
	return "", errPending
}
type sizes struct{}

// Parse reads a filter strictly. Errors are invalid, with the path of the node and a remedy.
func Parse(raw []byte) (Node, error) { return Node{}, errPending }

// Validate checks a filter against the fields of a kind without running it.
func (l *Lists) Validate(s Scope, filter Node) error { return errPending }
