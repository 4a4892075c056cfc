package timeline

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// NoteFilter chooses notes of the cards of one kind; what is empty does not narrow.
type NoteFilter struct {
	Kind      crm.Kind
	CardIDs   []crm.ID
	IDs       []crm.NoteID
	NoteKinds []string
	// The moments are in unix seconds, both included.
	UpdatedFrom, UpdatedTo *int64
	// ByUpdate sorts by the last change instead of by age; Descending puts the largest first.
	ByUpdate, Descending bool
	// Limit is 1 to MaxNotes, Offset how many notes are passed over.
	Limit, Offset int
}

// MaxNotes is the longest page of ListNotes.
const MaxNotes = 250

// Seen is the condition that the card whose id stands in a column may be viewed by the actor (entity.Seen).
type Seen func(b *db.Builder, who tenant.Actor, kind crm.Kind, idColumn string) string

// ListNotes is a page of notes, comments left out, on whatever cards of a kind the actor may see. more says that there are further ones.
func (s *Service) ListNotes(ctx context.Context, who tenant.Actor, f NoteFilter, seen Seen) (notes []Note, more bool, err error) {
	if f.Limit < 1 || f.Limit > MaxNotes {
		f.Limit = MaxNotes
	}
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT `, noteColumns, ` FROM notes WHERE account_id = `, b.Arg(who.AccountID))
	b.Add(` AND deleted_at IS NULL AND kind <> '`, Comment, `' AND entity_kind = `, b.Arg(string(f.Kind)))
	f.narrow(b)
	b.Add(` AND `, seen(b, who, f.Kind, "notes.entity_id"))
	f.order(b)
	notes, err = collectNotes(s.db.Query(ctx, b.SQL(), b.Args()...))
	if err != nil {
		return nil, false, fmt.Errorf("list notes: %w", err)
	}
	if len(notes) > f.Limit {
		return notes[:f.Limit], true, nil
	}
	return notes, false, nil
}

func (f NoteFilter) narrow(b *db.Builder) {
	if len(f.CardIDs) > 0 {
		b.Add(` AND `, db.In(b, "entity_id", f.CardIDs))
	}
	if len(f.IDs) > 0 {
		b.Add(` AND `, db.In(b, "id", f.IDs))
	}
	if len(f.NoteKinds) > 0 {
		b.Add(` AND `, db.InText(b, "kind", f.NoteKinds))
	}
	if f.UpdatedFrom != nil {
		b.Add(` AND updated_at >= `, b.Arg(*f.UpdatedFrom))
	}
	if f.UpdatedTo != nil {
		b.Add(` AND updated_at <= `, b.Arg(*f.UpdatedTo))
	}
}

func (f NoteFilter) order(b *db.Builder) {
	way := ""
	if f.Descending {
		way = " DESC"
	}
	b.Add(` ORDER BY `)
	if f.ByUpdate {
		b.Add(`updated_at`, way, `, `)
	}
	b.Add(`id`, way, ` LIMIT `, b.Arg(f.Limit+1), ` OFFSET `, b.Arg(max(f.Offset, 0)))
}
