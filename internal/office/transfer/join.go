package transfer

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// undo is what an import changed of a card that was there: its undo puts back what is still as the import left it.
type undo struct {
	// Before and After are the custom fields that changed.
	Before entity.Values `json:"before,omitempty"`
	After  entity.Values `json:"after,omitempty"`

	Name          *span[string]        `json:"name,omitempty"`
	FirstName     *span[string]        `json:"first_name,omitempty"`
	LastName      *span[string]        `json:"last_name,omitempty"`
	ResponsibleID *span[tenant.UserID] `json:"responsible_id,omitempty"`
	CompanyID     *span[crm.CompanyID] `json:"company_id,omitempty"`
	Price         *span[crm.Money]     `json:"price,omitempty"`
	StatusID      *span[crm.StatusID]  `json:"status_id,omitempty"`
	Tags          []string             `json:"tags,omitempty"`
	Notes         []crm.NoteID         `json:"notes,omitempty"`
}

type span[T any] struct {
	Before T `json:"before"`
	After  T `json:"after"`
}

func (u *undo) empty() bool {
	return len(u.After) == 0 && u.Name == nil && u.FirstName == nil && u.LastName == nil && u.ResponsibleID == nil &&
		u.CompanyID == nil && u.Price == nil && u.StatusID == nil && len(u.Tags) == 0
}

// change sets to a new value when there is one and the plan lets it replace the old one.
func change[T comparable](b *batch, old, wanted T) (*T, *span[T]) {
	var zero T
	if wanted == zero || wanted == old || old != zero && !b.c.Plan.Overwrite {
		return nil, nil
	}
	return &wanted, &span[T]{old, wanted}
}

// patch is what a draft adds to a card: empty fields are filled, tags, phones and e-mails added. Values of its own stay
// unless the plan says otherwise.
func (b *batch) patch(card entity.Card, d *mapping.Card, u *undo) entity.Patch {
	p := entity.Patch{Fields: map[crm.FieldID]any{}}
	set := b.c.World.Sets[card.Kind]
	for id, values := range d.Fields {
		have := card.Data[id]
		want := mapping.United(set, id, have, values)
		if f, ok := set.ByID(id); ok && b.c.Plan.Overwrite && !mapping.Many(f) {
			want = values
		}
		if !entity.Same(have, want) {
			p.Fields[id] = want
			u.setField(id, have, want)
		}
	}
	held := map[string]bool{}
	for _, t := range card.Tags {
		held[lang.Fold(t.Name)] = true
	}
	for _, name := range b.tagsOf(d) {
		if key := lang.Fold(name); !held[key] {
			held[key] = true
			p.AddTags = append(p.AddTags, name)
		}
	}
	u.Tags = p.AddTags
	if d.OwnerID != 0 {
		p.ResponsibleID, u.ResponsibleID = change(b, card.ResponsibleID, d.OwnerID)
	}
	return p
}

func (u *undo) setField(id crm.FieldID, before, after []any) {
	if u.After == nil {
		u.Before, u.After = entity.Values{}, entity.Values{}
	}
	u.Before[id], u.After[id] = before, after
}

// joined notes the rows that joined a card, with what its undo needs.
func (b *batch) joined(kind crm.Kind, s *slot, u *undo) {
	ref := crm.Ref{Kind: kind, ID: s.id}
	for n, r := range s.rows {
		m := &made{ref: ref, row: r.Number, outcome: joined}
		if n == 0 {
			m.undo = u
		}
		b.items = append(b.items, m)
	}
	b.note(ref, s.draft.Notes, u)
}

// tolerate notes why a card that was there could not be changed; the row itself is imported.
func (b *batch) tolerate(s *slot, u *undo, err error) error {
	if code := errs.CodeOf(err); code == errs.CodeInternal || code == errs.CodeUnavailable {
		return err
	}
	*u = undo{}
	for _, said := range lang.Sentences(err) {
		for _, r := range s.rows {
			b.soft = append(b.soft, mapping.Problem{Row: r.Number, Value: mapping.Quoted(s.name), Reason: said})
		}
	}
	return nil
}

func (b *batch) joinCompanies(ctx context.Context, tx *db.Tx, slots []*slot) error {
	return joinAll(ctx, tx, b, b.s.Companies.Book, slots, func(s *slot, c contact.Company, u *undo) error {
		p := contact.CompanyPatch{Patch: b.patch(c.Card, s.draft, u)}
		if u.empty() {
			return nil
		}
		_, err := b.s.Companies.UpdateTx(ctx, tx, b.who, c.ID, p)
		return err
	})
}

func (b *batch) joinContacts(ctx context.Context, tx *db.Tx, slots []*slot) error {
	return joinAll(ctx, tx, b, b.s.Contacts.Book, slots, func(s *slot, c contact.Contact, u *undo) error {
		p := contact.Patch{Patch: b.patch(c.Card, s.draft, u)}
		p.CompanyID, u.CompanyID = change(b, orZero(c.CompanyID), b.companyOf(s))
		if name := s.draft.FullName(); name != "" && b.c.Plan.Overwrite && name != c.Name {
			first, last := s.draft.Parts()
			p.Name, u.Name = &name, &span[string]{c.Name, name}
			p.FirstName, u.FirstName = &first, &span[string]{c.FirstName, first}
			p.LastName, u.LastName = &last, &span[string]{c.LastName, last}
		}
		if u.empty() {
			return nil
		}
		_, err := b.s.Contacts.UpdateTx(ctx, tx, b.who, c.ID, p)
		return err
	})
}

func (b *batch) joinDeals(ctx context.Context, tx *db.Tx, slots []*slot) error {
	return joinAll(ctx, tx, b, b.s.Deals.Book, slots, func(s *slot, d deal.Deal, u *undo) error {
		p := deal.Patch{Patch: b.patch(d.Card, s.draft, u)}
		p.CompanyID, u.CompanyID = change(b, orZero(d.CompanyID), b.companyOf(s))
		if s.draft.Price != nil {
			p.Price, u.Price = change(b, d.Price, *s.draft.Price)
		}
		if s.draft.IsStaged {
			p.StatusID, u.StatusID = change(b, d.StatusID, s.draft.StatusID)
		}
		if u.empty() {
			return nil
		}
		_, err := b.s.Deals.UpdateTx(ctx, tx, b.who, d.ID, p)
		return err
	})
}

// joinAll loads the cards of slots at once and changes those to which the rows add something.
func joinAll[T any](ctx context.Context, tx *db.Tx, b *batch, book *entity.Book[T], slots []*slot, one func(*slot, T, *undo) error) error {
	kind := book.Shape.Kind
	ids := make([]crm.ID, len(slots))
	for i, s := range slots {
		ids[i] = s.id
	}
	list, err := book.Shape.Load(ctx, tx, b.who.AccountID, ids)
	if err != nil {
		return err
	}
	tags, err := entity.TagsOf(ctx, tx, b.who.AccountID, kind, ids)
	if err != nil {
		return fmt.Errorf("read tags: %w", err)
	}
	byID := make(map[crm.ID]T, len(list))
	for _, v := range list {
		card := book.Shape.Card(&v)
		card.Tags = tags[card.ID]
		byID[card.ID] = v
	}
	for _, s := range slots {
		u := &undo{}
		if err := one(s, byID[s.id], u); err != nil {
			if err := b.tolerate(s, u, err); err != nil {
				return fmt.Errorf("join %s %d: %w", kind, s.id, err)
			}
		}
		b.joined(kind, s, u)
	}
	return nil
}

func orZero[T ~int64](id *T) T {
	if id == nil {
		return 0
	}
	return *id
}
