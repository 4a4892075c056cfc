package timeline

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// CardNote is a note for a card.
type CardNote struct {
	Ref crm.Ref
	NewNote
}

// noteChunk is how many notes one statement inserts.
const noteChunk = 100

// AddNotesTx adds notes to many cards with few statements. The caller has made or locked the cards in this transaction
// and has checked that the actor may see them. A note that is not right stops it all.
func AddNotesTx(ctx context.Context, tx *db.Tx, who tenant.Actor, list []CardNote) ([]Note, error) {
	notes := make([]Note, len(list))
	for i, n := range list {
		clean, err := cleanNote(n.NewNote)
		if err != nil {
			return nil, err
		}
		notes[i] = Note{
			Ref: n.Ref, Kind: clean.Kind, Text: clean.Text, Params: clean.Params,
			CreatedBy: who.UserID, UpdatedBy: who.UserID, CreatedAt: tx.Unix(), UpdatedAt: tx.Unix(),
		}
	}
	for chunk := range slices.Chunk(notes, noteChunk) {
		if err := insertNotes(ctx, tx, who.AccountID, chunk); err != nil {
			return nil, fmt.Errorf("add %d notes: %w", len(chunk), err)
		}
	}
	entries := make([]Entry, len(notes))
	for i, n := range notes {
		entries[i] = Entry{Ref: n.Ref, Changes: []Change{{
			Kind:   string(n.Ref.Kind) + "." + n.noun() + "_added",
			Object: crm.Ref{Kind: crm.Note, ID: crm.ID(n.ID)},
			After:  n.snapshot(),
		}}}
	}
	return notes, AppendAll(ctx, tx, who, entries)
}

func insertNotes(ctx context.Context, tx *db.Tx, account tenant.AccountID, notes []Note) error {
	const width = 10
	args := make([]any, 0, len(notes)*width)
	for _, n := range notes {
		args = append(args, account, string(n.Ref.Kind), n.Ref.ID, n.Kind, n.Text, paramsText(n),
			n.CreatedBy, n.UpdatedBy, n.CreatedAt, n.UpdatedAt)
	}
	ids, err := db.Column[crm.NoteID](ctx, tx, `
		INSERT INTO notes (account_id, entity_kind, entity_id, kind, text, params, created_by, updated_by, created_at, updated_at)
		VALUES `+db.Values(len(notes), width)+`
		RETURNING id`, args...)
	if err != nil {
		return err
	}
	if len(ids) != len(notes) {
		return fmt.Errorf("the database returned %d ids for %d notes", len(ids), len(notes))
	}
	slices.Sort(ids) // ids grow in the order of the rows; RETURNING does not promise to keep it
	for i := range notes {
		notes[i].ID = ids[i]
	}
	return nil
}

// DeleteNoteTx is DeleteNote inside the caller's transaction.
func (s *Service) DeleteNoteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.NoteID) error {
	return s.deleteNoteTx(ctx, tx, who, id)
}
