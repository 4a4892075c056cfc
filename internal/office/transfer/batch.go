package transfer

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/contact"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// batch is one attempt to write some rows. When a row turns out to be impossible the attempt is undone and made again
// without it, so that nothing of a rejected row stays.
type batch struct {
	s     *Service
	c     *mapping.Converter
	who   tenant.Actor
	recs  []*mapping.Record
	tags  []string
	items []*made
	notes []cardNote
	soft  []mapping.Problem

	companies, contacts map[*mapping.Record]*slot
}

// made is what rows did to a card; undo is what it takes to revert a joined one.
type made struct {
	ref     crm.Ref
	row     int
	outcome string
	undo    *undo
}

// cardNote is a note to be written, and where its id is to be remembered.
type cardNote struct {
	timeline.CardNote
	undo *undo
}

// errRedo undoes an attempt: rows were rejected on the way.
var errRedo = errors.New("rows were rejected, write the others again")

// write makes and joins the cards of all rows: companies, then people, then deals, since each is linked to those before.
func (b *batch) write(ctx context.Context, tx *db.Tx) (err error) {
	if b.companies, err = b.settle(ctx, tx, crm.Company, b.makeCompanies, b.joinCompanies); err != nil {
		return err
	}
	if b.contacts, err = b.settle(ctx, tx, crm.Contact, b.makeContacts, b.joinContacts); err != nil {
		return err
	}
	deals, _, err := b.dealSlots(ctx, tx)
	if err != nil {
		return err
	}
	if err := b.apply(ctx, tx, crm.Deal, deals, b.makeDeals, b.joinDeals); err != nil {
		return err
	}
	return b.writeNotes(ctx, tx)
}

type (
	// makeFunc makes the cards of new slots; failed has a place for each.
	makeFunc func(ctx context.Context, tx *db.Tx, slots []*slot) (ids []crm.ID, failed []error, err error)
	// joinFunc adds what the rows say to the cards of slots that are there.
	joinFunc func(ctx context.Context, tx *db.Tx, slots []*slot) error
)

// settle finds, makes and joins the companies or people of the rows.
func (b *batch) settle(ctx context.Context, tx *db.Tx, kind crm.Kind, create makeFunc, join joinFunc) (map[*mapping.Record]*slot, error) {
	slots, of, err := b.slots(ctx, tx, kind)
	if err != nil || len(slots) == 0 {
		return nil, err
	}
	return of, b.apply(ctx, tx, kind, slots, create, join)
}

// slots finds which companies or people the rows speak of.
func (b *batch) slots(ctx context.Context, q db.Querier, kind crm.Kind) ([]*slot, map[*mapping.Record]*slot, error) {
	var drafts []*mapping.Card
	for _, r := range b.recs {
		if d := r.Given(kind); d != nil {
			drafts = append(drafts, d)
		}
	}
	if len(drafts) == 0 {
		return nil, nil, nil
	}
	k := keyed{rule: b.c.Plan.Duplicates.Of(kind), set: b.c.World.Sets[kind]}
	known, err := k.look(ctx, q, b.who, kind, drafts)
	if err != nil {
		return nil, nil, err
	}
	slots, of := k.group(b.recs, kind, known)
	return slots, of, nil
}

// apply makes the new cards and joins the others.
func (b *batch) apply(ctx context.Context, tx *db.Tx, kind crm.Kind, slots []*slot, create makeFunc, join joinFunc) error {
	var fresh, old []*slot
	for _, s := range slots {
		if s.isNew {
			fresh = append(fresh, s)
		} else {
			old = append(old, s)
		}
	}
	if len(fresh) > 0 {
		ids, failed, err := create(ctx, tx, fresh)
		if err != nil {
			return fmt.Errorf("create cards: %w", err)
		}
		if b.reject(kind, fresh, failed) {
			return errRedo
		}
		for i, s := range fresh {
			s.id = ids[i]
			b.created(kind, s)
		}
	}
	if len(old) == 0 {
		return nil
	}
	return join(ctx, tx, old)
}

// reject marks the rows of cards that could not be made and reports whether there were any.
func (b *batch) reject(kind crm.Kind, slots []*slot, failed []error) bool {
	some := false
	for i, s := range slots {
		if failed[i] == nil {
			continue
		}
		some = true
		for _, said := range lang.Sentences(failed[i]) {
			column := b.c.ColumnOf(kind, said.Path)
			for _, r := range s.rows {
				r.Reject(column, []lang.Sentence{said})
			}
		}
	}
	return some
}

// created notes a new card: made by its first row, joined by the others.
func (b *batch) created(kind crm.Kind, s *slot) {
	ref := crm.Ref{Kind: kind, ID: s.id}
	for n, r := range s.rows {
		outcome := created
		if n > 0 {
			outcome = joined
		}
		b.items = append(b.items, &made{ref: ref, row: r.Number, outcome: outcome})
	}
	b.note(ref, s.draft.Notes, nil)
}

func (b *batch) note(ref crm.Ref, texts []string, u *undo) {
	for _, text := range texts {
		b.notes = append(b.notes, cardNote{timeline.CardNote{Ref: ref, NewNote: timeline.NewNote{Text: text}}, u})
	}
}

func (b *batch) writeNotes(ctx context.Context, tx *db.Tx) error {
	list := make([]timeline.CardNote, len(b.notes))
	for i, n := range b.notes {
		list[i] = n.CardNote
	}
	notes, err := timeline.AddNotesTx(ctx, tx, b.who, list)
	if err != nil {
		return err
	}
	for i, n := range b.notes {
		if n.undo != nil {
			n.undo.Notes = append(n.undo.Notes, notes[i].ID)
		}
	}
	return nil
}

// fresh is what any new card is given.
func (b *batch) fresh(d *mapping.Card) entity.New {
	return entity.New{
		Name: d.FullName(), ResponsibleID: d.ResponsibleID, Values: d.Fields, Tags: b.tagsOf(d), CreatedAt: d.CreatedAt,
	}
}

// tagsOf are the tags of a card: its own and those of the import, as many as a card may have.
func (b *batch) tagsOf(d *mapping.Card) []string {
	tags := append(append(make([]string, 0, len(d.Tags)+len(b.tags)), b.tags...), d.Tags...)
	return tags[:min(len(tags), mapping.MaxCardTags+mapping.MaxPlanTags)]
}

func (b *batch) makeCompanies(ctx context.Context, tx *db.Tx, slots []*slot) ([]crm.ID, []error, error) {
	items := make([]contact.NewCompany, len(slots))
	for i, s := range slots {
		items[i] = contact.NewCompany{New: b.fresh(s.draft)}
	}
	list, failed, err := b.s.Companies.CreateMany(ctx, tx, b.who, items)
	return idsOf(list, func(c contact.Company) crm.ID { return c.ID }), failed, err
}

func (b *batch) makeContacts(ctx context.Context, tx *db.Tx, slots []*slot) ([]crm.ID, []error, error) {
	items := make([]contact.New, len(slots))
	for i, s := range slots {
		items[i] = contact.New{New: b.fresh(s.draft)}
		items[i].FirstName, items[i].LastName = s.draft.Parts()
		if id := b.companyOf(s); id != 0 {
			items[i].CompanyID = &id
		}
	}
	list, failed, err := b.s.Contacts.CreateMany(ctx, tx, b.who, items)
	return idsOf(list, func(c contact.Contact) crm.ID { return c.ID }), failed, err
}

func idsOf[T any](list []T, id func(T) crm.ID) []crm.ID {
	out := make([]crm.ID, len(list))
	for i, v := range list {
		out[i] = id(v)
	}
	return out
}

// companyOf is the first company that the rows of a card name.
func (b *batch) companyOf(s *slot) crm.CompanyID {
	for _, r := range s.rows {
		if c := b.companies[r]; c != nil {
			return c.id
		}
	}
	return 0
}

func (b *batch) makeDeals(ctx context.Context, tx *db.Tx, slots []*slot) ([]crm.ID, []error, error) {
	items := make([]deal.New, len(slots))
	for i, s := range slots {
		d := s.draft
		items[i] = deal.New{
			New: b.fresh(d), PipelineID: d.PipelineID, StatusID: d.StatusID, LossReasonID: d.LossReasonID, ClosedAt: d.ClosedAt,
			CompanyID: b.companyOf(s),
		}
		if d.Price != nil {
			items[i].Price = *d.Price
		}
		for _, r := range s.rows {
			if c := b.contacts[r]; c != nil {
				items[i].Contacts = []deal.NewPerson{{ID: c.id}}
				break
			}
		}
	}
	list, failed, err := b.s.Deals.CreateMany(ctx, tx, b.who, items)
	return idsOf(list, func(d deal.Deal) crm.ID { return d.ID }), failed, err
}
