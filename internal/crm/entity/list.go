package entity

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
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
	// Linked are the custom fields of the kinds a card is linked to, as the actor may know them; asked when a filter names
	// them. Without it only the standard fields of linked cards can be asked for.
	Linked func(kind crm.Kind) (field.Set, error)
	// Env gives the zone and time that days and "overdue" are counted by.
	Env field.Env
}

func (s Scope) action() string {
	if s.Action == "" {
		return access.View
	}
	return s.Action
}

// Query is a page of a list.
type Query struct {
	Filter Node
	// Sort is "created_at", "updated_at", "next_task", "name", "id", for deals "price" and "closed_at", or
	// "cf.<field id>", with "-" before it for the largest first; empty is "-created_at". Cards without a value come last
	// either way, the newest first.
	Sort string
	// After is the Next of the page before.
	After string
	// Limit is 1 to MaxLimit; 0 is 50.
	Limit int
	// Offset passes over that many cards, at most MaxOffset: for wires that count pages. After is the better way.
	Offset int
}

// MaxOffset is how far a list can be gone into by counting.
const MaxOffset = 1_000_000

// MaxLimit is the longest page, defaultLimit the usual one.
const (
	MaxLimit     = 500
	defaultLimit = 50
)

// Page is a page of ids in order. Next is empty at the end.
type Page struct {
	IDs  []crm.ID
	Next string
}

// Lists answers filtered lists of cards. It is safe for concurrent use.
type Lists struct {
	search SearchFunc
	sizes  sizes
	tune   tuning
}

// NewLists makes the lists; search may be nil, then filters cannot use "query".
func NewLists(search SearchFunc) *Lists {
	return &Lists{search: search, sizes: sizes{seed: maphash.MakeSeed()}, tune: usual}
}

// list is one list that is being answered.
type list struct {
	q      db.Querier
	scope  Scope
	filter cond
	// conds are the conditions that all must hold: the parts of the filter and the rights.
	conds   []cond
	deleted bool
	rows    int
	tune    tuning
	sizes   *sizes
	// all is set when every card of the account passes.
	all bool
}

// Page finds the ids of a page. Load the cards by them and put them in order with Arrange. There is no exact count on
// the way: matches are counted up to a threshold, then the cards are found by the fewest or along the order.
func (l *Lists) Page(ctx context.Context, q db.Querier, s Scope, query Query) (Page, error) {
	if query.Limit == 0 {
		query.Limit = defaultLimit
	}
	if query.Limit < 1 || query.Limit > MaxLimit {
		return Page{}, errs.Invalid("limit", "give a number of cards between 1 and %d", MaxLimit)
	}
	if query.Offset < 0 || query.Offset > MaxOffset {
		return Page{}, errs.Invalid("offset", "give a number of cards between 0 and %d, or follow the links to the next page", MaxOffset)
	}
	o, err := parseSort(s, query.Sort)
	if err != nil {
		return Page{}, err
	}
	after, err := parseCursor(query.After, o)
	if err != nil {
		return Page{}, err
	}
	w, err := l.open(ctx, q, s, query.Filter)
	if err != nil || w == nil {
		return Page{}, err
	}
	places, err := w.find(ctx, o, after, query.Offset+query.Limit+1)
	if err != nil {
		return Page{}, fmt.Errorf("list %ss: %w", s.Kind, db.Translate(err))
	}
	return pageOf(places[min(query.Offset, len(places)):], query.Limit), nil
}

func pageOf(places []place, limit int) Page {
	p := Page{IDs: make([]crm.ID, 0, min(len(places), limit))}
	for _, at := range places[:min(len(places), limit)] {
		p.IDs = append(p.IDs, crm.ID(at.ID))
	}
	if len(places) > limit {
		p.Next = places[limit-1].cursor()
	}
	return p
}

// open checks the filter; nil means that the actor may see nothing at all.
func (l *Lists) open(ctx context.Context, q db.Querier, s Scope, filter Node) (*list, error) {
	if !s.Kind.HasCard() {
		return nil, errs.Invalid("kind", "there are no cards of the kind %q, use deal, contact or company", quote(string(s.Kind)))
	}
	c, deleted, err := l.resolve(s, filter)
	if err != nil {
		return nil, err
	}
	if s.Who.Scope(string(s.Kind), s.action()) == tenant.ScopeNone {
		return nil, nil
	}
	w := &list{q: q, scope: s, filter: c, deleted: deleted, all: filter.Empty(), tune: l.tune, sizes: &l.sizes}
	w.conds = flatten(c)
	if !access.All(s.Who, s.Kind, s.action()) {
		w.all = false
		_, all := access.Responsibles(s.Who, s.Kind, s.action())
		w.conds = append(w.conds, rights{bounded: !all})
	}
	slices.SortStableFunc(w.conds, func(a, b cond) int { return cost(a) - cost(b) })
	w.rows, err = l.sizes.rows(ctx, q, s)
	return w, err
}

// flatten are the conditions that all must hold for c to hold.
func flatten(c cond) []cond {
	all, ok := c.(allOf)
	if !ok {
		return []cond{c}
	}
	var out []cond
	for _, inner := range all {
		out = append(out, flatten(inner)...)
	}
	return out
}

func (l *Lists) resolve(s Scope, filter Node) (cond, bool, error) {
	r := resolver{scope: s, search: l.search}
	c, err := r.node(filter, "filter", 1)
	return c, r.deleted, err
}

// Validate checks a filter against the fields of a kind without running it.
func (l *Lists) Validate(s Scope, filter Node) error {
	_, _, err := l.resolve(s, filter)
	return err
}

// ValidateSort checks an order against the fields of a kind.
func (l *Lists) ValidateSort(s Scope, spec string) error {
	_, err := parseSort(s, spec)
	return err
}

// Where is the filter as a condition on the row alias, without rights, account and deleted_at, for statements of
// deal and contact that are not lists (the board). A filter that does not fit is invalid.
func (l *Lists) Where(b *db.Builder, s Scope, filter Node, alias string) (string, error) {
	c, _, err := l.resolve(s, filter)
	if err != nil {
		return "", err
	}
	return c.test(newEmit(b, s, alias, false)), nil
}

// rights is the condition that the actor may do the action with the card.
type rights struct {
	// bounded is set when only the cards of some users are meant.
	bounded bool
}

func (rights) test(e *emit) string {
	alias := e.alias
	if e.hide {
		alias = "+" + alias
	}
	return access.Where(e.b, e.scope.Who, e.scope.Kind, e.scope.action(), alias)
}

func (r rights) leads() bool { return r.bounded }

// driver goes by the responsible users.
func (rights) driver(e *emit) string {
	users, _ := access.Responsibles(e.scope.Who, e.scope.Kind, e.scope.action())
	f := ofCard["responsible"]
	return byColumn(e, f, db.In(e.b, "o."+f.column, users))
}
