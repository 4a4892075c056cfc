package file

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Attachment is the file as the feed shows it.
func (f File) Attachment() timeline.Attachment {
	v := f.Current
	return timeline.Attachment{
		ID: f.ID, Name: f.Name, Size: v.Size, MediaType: v.MediaType, VersionID: int64(v.ID), Versions: f.Versions,
		Width: v.Width, Height: v.Height, Preview: v.Preview, Scan: v.Scan,
	}
}

// Attach hands files the actor uploaded aside over to a note of a card. It is called in the transaction that adds the
// note. One that is not theirs, not on this card or sent already is refused.
func (s *Service) Attach(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, note crm.NoteID, ids []crm.FileID) ([]timeline.Attachment, error) {
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE files SET is_staged = FALSE, note_id = `, b.Arg(note), `, updated_at = `, b.Arg(tx.Unix()))
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND is_staged AND deleted_at IS NULL AND created_by = `, b.Arg(who.UserID))
	b.Add(` AND entity_kind = `, b.Arg(string(ref.Kind)), ` AND entity_id = `, b.Arg(ref.ID), ` AND `, db.In(b, "id", ids))
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return nil, fmt.Errorf("attach files: %w", err)
	}
	files, err := filesWhere(ctx, tx, who.AccountID, "f.id", ids, ` AND f.note_id <> 0`)
	if err != nil {
		return nil, fmt.Errorf("attach files: %w", err)
	}
	found := map[crm.FileID]File{}
	for _, f := range files {
		if f.NoteID == note {
			found[f.ID] = f
		}
	}
	var out []timeline.Attachment
	var changes []timeline.Change
	for i, id := range ids {
		f, ok := found[id]
		if !ok {
			return nil, errs.Invalid(fmt.Sprintf("files.%d", i), "is not a file you have just uploaded to this card, upload it again")
		}
		delete(found, id)
		out = append(out, f.Attachment())
		changes = append(changes, eventOf(f, "file_added", nil, snapshot(f)))
	}
	return out, timeline.Append(ctx, tx, who, ref, changes)
}

// Detach puts the files of a note that is being deleted into the bin with it.
func (s *Service) Detach(ctx context.Context, tx *db.Tx, who tenant.Actor, note crm.NoteID) error {
	_, err := tx.Exec(ctx, `
		UPDATE files
		SET deleted_at = $3, deleted_by = $4, updated_at = $3
		WHERE account_id = $1
			AND note_id = $2
			AND deleted_at IS NULL`, who.AccountID, note, tx.Unix(), who.UserID)
	return err
}

// ForFeed are the files of the ids, for the events about them.
func ForFeed(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]*timeline.Attachment, error) {
	files, err := filesWhere(ctx, q, account, "f.id", ids, ` AND f.deleted_at IS NULL`)
	out := make(map[int64]*timeline.Attachment, len(files))
	for _, f := range files {
		shown := f.Attachment()
		out[int64(f.ID)] = &shown
	}
	return out, err
}

// ForNotes are the files that went with notes.
func ForNotes(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.NoteID) (map[crm.NoteID][]timeline.Attachment, error) {
	files, err := filesWhere(ctx, q, account, "f.note_id", ids, ` AND f.deleted_at IS NULL`)
	out := map[crm.NoteID][]timeline.Attachment{}
	for _, f := range files {
		out[f.NoteID] = append(out[f.NoteID], f.Attachment())
	}
	return out, err
}
