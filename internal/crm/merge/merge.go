// Package merge makes one card of two to five that are about the same thing, and takes it back. The card that stays
// gets the chosen values and everything that hung on the others; those go to the recycle bin, marked as merged, and
// their addresses lead to it. What was carried over is written down row by row, so that an undo finds it again.
package merge

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// MaxCards is the most cards one merge takes, the one that stays counted.
const MaxCards = 5

// Order is what is to be merged, and which values the card that stays shall have.
type Order struct {
	Kind crm.Kind
	// Into stays; From go into it.
	Into crm.ID
	From []crm.ID
	// Choose names for a property ("name", "price", "fields.12") the card whose value is taken. Without a choice the
	// card that stays keeps its value, and what it has none of comes from the first of the others that has one;
	// properties that hold several values get those of all.
	Choose map[string]crm.ID
	// Versions are the cards as they were looked at; one that changed since is a conflict.
	Versions map[crm.ID]int64
}

// Merged is what came of a merge: its number, for the undo, and the card.
type Merged struct {
	ID  int64
	Ref crm.Ref
}

// Service merges cards.
type Service struct {
	db    *db.DB
	kinds map[crm.Kind]kind
}

// kind is merging for one kind of card.
type kind interface {
	preview(ctx context.Context, q db.Querier, who tenant.Actor, o Order) (Preview, error)
	merge(ctx context.Context, tx *db.Tx, who tenant.Actor, o Order) (Merged, error)
	undo(ctx context.Context, tx *db.Tx, who tenant.Actor, m record) (Undone, error)
}

// New makes the service.
func New(d *db.DB, deals *deal.Service, contacts *contact.Contacts, companies *contact.Companies) *Service {
	return &Service{db: d, kinds: map[crm.Kind]kind{
		crm.Deal:    desk[deal.Deal]{crm.Deal, deals.Book, dealProperties},
		crm.Contact: desk[contact.Contact]{crm.Contact, contacts.Book, contactProperties},
		crm.Company: desk[contact.Company]{crm.Company, companies.Book, companyProperties},
	}}
}

// Preview tells what a merge would make, and what it would carry over. It asks for the same rights.
func (s *Service) Preview(ctx context.Context, who tenant.Actor, o Order) (p Preview, err error) {
	k, err := s.check(&o)
	if err != nil {
		return Preview{}, err
	}
	err = s.db.Snapshot(ctx, func(q db.Querier) error {
		p, err = k.preview(ctx, q, who, o)
		return err
	})
	return p, err
}

// Merge makes one card of several. It asks for the right to edit all of them and to delete those that go.
func (s *Service) Merge(ctx context.Context, who tenant.Actor, o Order) (m Merged, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		m, err = s.MergeTx(ctx, tx, who, o)
		return err
	})
	return m, err
}

// MergeTx is Merge inside the caller's transaction.
func (s *Service) MergeTx(ctx context.Context, tx *db.Tx, who tenant.Actor, o Order) (Merged, error) {
	k, err := s.check(&o)
	if err != nil {
		return Merged{}, err
	}
	m, err := k.merge(ctx, tx, who, o)
	if err != nil {
		return Merged{}, fmt.Errorf("merge into %s: %w", crm.Ref{Kind: o.Kind, ID: o.Into}, err)
	}
	return m, nil
}

// Undo takes a merge back: the others come out of the bin with what was carried over, and the card that stayed gets
// its former values. What people changed since is left as it is and named.
func (s *Service) Undo(ctx context.Context, who tenant.Actor, id int64) (u Undone, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		u, err = s.UndoTx(ctx, tx, who, id)
		return err
	})
	return u, err
}

// UndoTx is Undo inside the caller's transaction.
func (s *Service) UndoTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id int64) (Undone, error) {
	m, err := findRecord(ctx, tx, who.AccountID, id)
	if err != nil {
		return Undone{}, err
	}
	u, err := s.kinds[m.ref.Kind].undo(ctx, tx, who, m)
	if err != nil {
		return Undone{}, fmt.Errorf("undo merge %d: %w", id, err)
	}
	return u, nil
}

// check is what can be said of an order without looking at the cards.
func (s *Service) check(o *Order) (kind, error) {
	k, ok := s.kinds[o.Kind]
	if !ok {
		return nil, errs.Invalid("kind", "must be deal, contact or company")
	}
	from := slices.Clone(o.From)
	slices.Sort(from)
	switch {
	case len(from) == 0:
		return nil, errs.Invalid("from", "name the cards that shall be merged into this one")
	case len(from) >= MaxCards:
		return nil, errs.Invalid("from", "are too many, merge at most %d cards at once", MaxCards)
	case len(slices.Compact(from)) < len(o.From) || slices.Contains(from, o.Into):
		return nil, errs.Invalid("from", "names a card twice, name each once")
	}
	for key, id := range o.Choose {
		if id != 0 && id != o.Into && !slices.Contains(o.From, id) {
			return nil, errs.Invalid("choose."+clip(key), "names a card that is not part of this merge")
		}
	}
	return k, nil
}

// clip is a word of the input short enough for a path.
func clip(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 60)])
}
