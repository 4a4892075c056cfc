package timeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Common is the kind of a note that a person wrote. Other kinds ("service_message", "call_in", …) come from machines
// and carry their details in Params.
const Common = "common"

// Comment is the kind of a message of the talk among colleagues. Comments stand in the feed beside notes, have events of
// their own ("deal.comment_added") and are no notes for amoCRM's wire.
const Comment = "comment"

// MaxText is the longest note in characters, MaxParams the longest details in bytes.
const (
	MaxText   = 20000
	MaxParams = 64 << 10
)

// Note is a remark on a card.
type Note struct {
	ID        crm.NoteID      `json:"id"`
	Ref       crm.Ref         `json:"entity"`
	Kind      string          `json:"kind"`
	Text      string          `json:"text"`
	Params    json.RawMessage `json:"params,omitempty"`
	IsPinned  bool            `json:"is_pinned"`
	CreatedBy tenant.UserID   `json:"created_by"`
	UpdatedBy tenant.UserID   `json:"updated_by"`
	CreatedAt int64           `json:"created_at"`
	UpdatedAt int64           `json:"updated_at"`
	// Files went with the note; they come with the feed only.
	Files []Attachment `json:"files,omitempty"`
}

// NewNote is a note to be added. An empty Kind is Common; Params is a JSON object or nothing.
type NewNote struct {
	Kind   string
	Text   string
	Params json.RawMessage
	// Mentions are the colleagues the text speaks to, Files what was uploaded for it, ReplyTo the comment it answers.
	Mentions []tenant.UserID
	Files    []crm.FileID
	ReplyTo  crm.NoteID
}

// Cards is what the timeline asks of the cards it belongs to.
type Cards interface {
	// Check says whether the card exists for this actor (else NotFound) and allows the action (else Forbidden).
	Check(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref, action string) error
	// Visible are those of the cards the actor may see, with their names.
	Visible(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref) (map[crm.Ref]string, error)
	// Touch locks the card and makes this moment its last change, without a new version.
	Touch(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref) error
}

// Service adds notes and shows the feed.
type Service struct {
	db     *db.DB
	cards  Cards
	lookup Lookup
}

// New makes the service. Of lookup only Users is needed.
func New(d *db.DB, cards Cards, lookup Lookup) *Service {
	return &Service{db: d, cards: cards, lookup: lookup}
}

// noteSnapshot is what events tell of a note.
type noteSnapshot struct {
	Kind     string          `json:"kind"`
	Text     string          `json:"text"`
	Mentions []tenant.UserID `json:"mentions,omitempty"`
	Files    int             `json:"files,omitempty"`
}

func (n Note) snapshot() noteSnapshot {
	return noteSnapshot{n.Kind, n.Text, n.mentions(), len(n.Files)}
}

// AddNote adds a note to a card the actor can see.
func (s *Service) AddNote(ctx context.Context, who tenant.Actor, ref crm.Ref, n NewNote) (note Note, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		note, err = s.AddNoteTx(ctx, tx, who, ref, n)
		return err
	})
	return note, err
}

// AddNoteTx is AddNote inside the caller's transaction.
func (s *Service) AddNoteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, n NewNote) (Note, error) {
	if err := s.cards.Check(ctx, tx, who, ref, access.View); err != nil {
		return Note{}, err
	}
	files := n.Files
	n, err := cleanNote(n)
	if err != nil {
		return Note{}, err
	}
	if n, err = s.withTalk(ctx, tx, who, ref, n); err != nil {
		return Note{}, err
	}
	if err := s.cards.Touch(ctx, tx, who, ref); err != nil {
		return Note{}, err
	}
	now := tx.Unix()
	note := Note{
		Ref: ref, Kind: n.Kind, Text: n.Text, Params: n.Params,
		CreatedBy: who.UserID, UpdatedBy: who.UserID, CreatedAt: now, UpdatedAt: now,
	}
	if note.ID, err = insertNote(ctx, tx, who.AccountID, note); err != nil {
		return Note{}, fmt.Errorf("add a note to %s: %w", ref, err)
	}
	if err := s.attach(ctx, tx, who, &note, files); err != nil {
		return Note{}, err
	}
	return note, s.noteEvent(ctx, tx, who, note, "added", nil, note.snapshot())
}

// NotePatch is a change of a note; nil is "leave it".
type NotePatch struct {
	Text   *string
	Params json.RawMessage
	// Mentions are the colleagues the new text speaks to.
	Mentions *[]tenant.UserID
}

// EditNote changes the text of a note: one's own, or any on a card one may edit.
func (s *Service) EditNote(ctx context.Context, who tenant.Actor, id crm.NoteID, text string) (Note, error) {
	return s.ChangeNote(ctx, who, id, NotePatch{Text: &text})
}

// ChangeNote is EditNote for more than the text.
func (s *Service) ChangeNote(ctx context.Context, who tenant.Actor, id crm.NoteID, p NotePatch) (note Note, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		note, err = s.EditNoteTx(ctx, tx, who, id, p)
		return err
	})
	return note, err
}

// EditNoteTx changes the text and details of a note inside the caller's transaction. Nothing changed, nothing written.
func (s *Service) EditNoteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.NoteID, p NotePatch) (note Note, err error) {
	err = s.changeTx(ctx, tx, who, id, func(n Note) error {
		note = n
		want := NewNote{Kind: n.Kind, Text: n.Text, Params: n.Params}
		if p.Text != nil {
			want.Text = *p.Text
		}
		if p.Params != nil {
			want.Params = p.Params
		}
		if len(n.Files) > 0 {
			want.Files = []crm.FileID{0} // a note with files may be without words
		}
		clean, err := cleanNote(want)
		if err == nil && p.Mentions != nil {
			clean.Mentions = *p.Mentions
			clean, err = s.withMentions(ctx, tx, who, clean)
		}
		if err != nil || clean.Text == n.Text && p.Params == nil && p.Mentions == nil {
			return err
		}
		before := n.snapshot()
		note.Text, note.Params, note.UpdatedAt, note.UpdatedBy = clean.Text, clean.Params, tx.Unix(), who.UserID
		if err := updateNote(ctx, tx, who.AccountID, note); err != nil {
			return fmt.Errorf("edit note %d: %w", id, err)
		}
		return s.noteEvent(ctx, tx, who, note, "changed", before, note.snapshot())
	})
	return note, err
}

// DeleteNote removes a note: one's own, or any on a card one may edit.
func (s *Service) DeleteNote(ctx context.Context, who tenant.Actor, id crm.NoteID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return s.deleteNoteTx(ctx, tx, who, id) })
}

func (s *Service) deleteNoteTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.NoteID) error {
	return s.changeTx(ctx, tx, who, id, func(n Note) error {
		if err := deleteNote(ctx, tx, who.AccountID, id); err != nil {
			return fmt.Errorf("delete note %d: %w", id, err)
		}
		if s.lookup.Detach != nil {
			if err := s.lookup.Detach(ctx, tx, who, id); err != nil {
				return err
			}
		}
		return s.noteEvent(ctx, tx, who, n, "deleted", n.snapshot(), nil)
	})
}

// Pin puts a note on top of the feed, or takes it down.
func (s *Service) Pin(ctx context.Context, who tenant.Actor, id crm.NoteID, on bool) (note Note, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if note, err = s.lockNote(ctx, tx, who, id); err != nil || note.IsPinned == on {
			return err
		}
		note.IsPinned = on
		if err := updateNote(ctx, tx, who.AccountID, note); err != nil {
			return fmt.Errorf("pin note %d: %w", id, err)
		}
		return s.noteEvent(ctx, tx, who, note, "pinned", map[string]bool{"is_pinned": !on}, map[string]bool{"is_pinned": on})
	})
	return note, err
}

// FindNote is one note of a card the actor can see.
func (s *Service) FindNote(ctx context.Context, who tenant.Actor, id crm.NoteID) (Note, error) {
	return s.seenNote(ctx, s.db, who, id)
}

func (s *Service) seenNote(ctx context.Context, q db.Querier, who tenant.Actor, id crm.NoteID) (Note, error) {
	missing := errs.NotFound("there is no note %d: it may have been deleted, reload the page", id)
	note, err := findNote(ctx, q, who.AccountID, id)
	if errors.Is(err, db.ErrNoRows) {
		return Note{}, missing
	}
	if err != nil {
		return Note{}, fmt.Errorf("find note %d: %w", id, err)
	}
	if err := s.cards.Check(ctx, q, who, note.Ref, access.View); err != nil {
		if errs.Is(err, errs.CodeNotFound) {
			return Note{}, missing
		}
		return Note{}, err
	}
	return note, nil
}

// lockNote reads the note after its card is locked, so that two people editing it come one after another.
func (s *Service) lockNote(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.NoteID) (Note, error) {
	note, err := s.seenNote(ctx, tx, who, id)
	if err != nil {
		return Note{}, err
	}
	if err := s.cards.Touch(ctx, tx, who, note.Ref); err != nil {
		return Note{}, err
	}
	if note, err = s.seenNote(ctx, tx, who, id); err != nil {
		return Note{}, err
	}
	return note, s.dress(ctx, tx, who.AccountID, []*Note{&note})
}

func (s *Service) changeTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.NoteID, fn func(Note) error) error {
	note, err := s.lockNote(ctx, tx, who, id)
	if err != nil {
		return err
	}
	if note.CreatedBy != who.UserID {
		if err := s.cards.Check(ctx, tx, who, note.Ref, access.Edit); err != nil {
			return err
		}
	}
	return fn(note)
}

// noun is what the events of a note are about.
func (n Note) noun() string {
	if n.Kind == Comment {
		return "comment"
	}
	return "note"
}

func (s *Service) noteEvent(ctx context.Context, tx *db.Tx, who tenant.Actor, n Note, what string, before, after any) error {
	return Append(ctx, tx, who, n.Ref, []Change{{
		Kind:   string(n.Ref.Kind) + "." + n.noun() + "_" + what,
		Object: crm.Ref{Kind: crm.Note, ID: crm.ID(n.ID)},
		Before: before,
		After:  after,
	}})
}

var kindPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func cleanNote(n NewNote) (NewNote, error) {
	var c errs.Collect
	if n.Kind == "" {
		n.Kind = Common
	}
	if !kindPattern.MatchString(n.Kind) {
		c.Add("kind", "must be a short word of small Latin letters such as common")
	}
	n.Text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(n.Text, "�"), "\x00", ""))
	if n.Text == "" && (n.Kind == Common || n.Kind == Comment) && len(n.Files) == 0 {
		c.Add("text", "is empty, write something")
	}
	if utf8.RuneCountInString(n.Text) > MaxText {
		c.Add("text", "is longer than %d characters, shorten it", MaxText)
	}
	n.Params = cleanParams(&c, n.Params)
	return n, c.Result()
}

func cleanParams(c *errs.Collect, raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("{}")
	}
	var object map[string]any
	if len(raw) > MaxParams || strings.Contains(string(raw), `\u0000`) || json.Unmarshal(raw, &object) != nil {
		c.Add("params", "must be a JSON object of at most %d bytes", MaxParams)
	}
	return raw
}
