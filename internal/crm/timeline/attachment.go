package timeline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Attachment is a file of a card as the feed shows it.
type Attachment struct {
	ID        crm.FileID `json:"id"`
	Name      string     `json:"name"`
	Size      int64      `json:"size"`
	MediaType string     `json:"media_type" doc:"What the bytes are, whatever the name says"`
	// VersionID is the version that is shown; 0 when every one was refused.
	VersionID int64 `json:"version_id"`
	Versions  int   `json:"versions"`
	Width     int   `json:"width" doc:"Of a picture that can be shown; 0 for other files"`
	Height    int   `json:"height"`
	// Preview is "ready" when there is a small picture, "waiting" while it is being drawn.
	Preview string `json:"preview" enum:"none,waiting,ready"`
	// Scan is "clean", "waiting" for the virus scanner, or "infected".
	Scan string `json:"scan" enum:"clean,waiting,infected"`
}

// Mention is a colleague a text speaks to: the words "@Name" in it mean this user.
type Mention struct {
	UserID tenant.UserID `json:"user_id"`
	Name   string        `json:"name"`
}

// Quote is the beginning of the comment a comment answers.
type Quote struct {
	ID       crm.NoteID    `json:"id"`
	AuthorID tenant.UserID `json:"author_id"`
	Text     string        `json:"text"`
}

// MaxMentions is how many colleagues one text may speak to, MaxAttached how many files go with it.
const (
	MaxMentions = 50
	MaxAttached = 50
	maxQuote    = 120
)

// talk is what the params of a note hold besides what a machine put there.
type talk struct {
	Mentions []Mention `json:"mentions,omitempty"`
	Reply    *Quote    `json:"reply,omitempty"`
}

// mentions are the colleagues the note speaks to.
func (n Note) mentions() []tenant.UserID {
	var t talk
	if json.Unmarshal(n.Params, &t) != nil {
		return nil
	}
	ids := make([]tenant.UserID, 0, len(t.Mentions))
	for _, m := range t.Mentions {
		ids = append(ids, m.UserID)
	}
	return ids
}

// withTalk puts mentions and the quoted comment into the details of a note.
func (s *Service) withTalk(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, n NewNote) (NewNote, error) {
	if len(n.Mentions) == 0 && n.ReplyTo == 0 {
		return n, nil
	}
	params := map[string]any{}
	if len(n.Params) > 0 {
		if err := json.Unmarshal(n.Params, &params); err != nil {
			return n, errs.Invalid("params", "must be a JSON object of at most %d bytes", MaxParams)
		}
	}
	if err := s.putMentions(ctx, tx, who, n, params); err != nil {
		return n, err
	}
	if n.ReplyTo != 0 {
		quote, err := s.quote(ctx, tx, who, ref, n.ReplyTo)
		if err != nil {
			return n, err
		}
		params["reply"] = quote
	}
	raw, err := json.Marshal(params)
	n.Params = raw
	return n, err
}

// withMentions puts the mentions of a changed text into its details.
func (s *Service) withMentions(ctx context.Context, tx *db.Tx, who tenant.Actor, n NewNote) (NewNote, error) {
	params := map[string]any{}
	if err := json.Unmarshal(n.Params, &params); err != nil {
		return n, errs.Invalid("params", "must be a JSON object of at most %d bytes", MaxParams)
	}
	if err := s.putMentions(ctx, tx, who, n, params); err != nil {
		return n, err
	}
	raw, err := json.Marshal(params)
	n.Params = raw
	return n, err
}

func (s *Service) putMentions(ctx context.Context, tx *db.Tx, who tenant.Actor, n NewNote, params map[string]any) error {
	delete(params, "mentions")
	if len(n.Mentions) == 0 {
		return nil
	}
	if len(n.Mentions) > MaxMentions {
		return errs.Invalid("mentions", "names more than %d people, leave some out", MaxMentions)
	}
	names, err := s.lookup.Users(ctx, tx, who.AccountID)
	if err != nil {
		return fmt.Errorf("names of users: %w", err)
	}
	var list []Mention
	for i, id := range n.Mentions {
		name, ok := names[id]
		if !ok {
			return errs.Invalid(fmt.Sprintf("mentions.%d", i), "there is no such user")
		}
		if !slices.ContainsFunc(list, func(m Mention) bool { return m.UserID == id }) {
			list = append(list, Mention{id, name})
		}
	}
	params["mentions"] = list
	return nil
}

func (s *Service) quote(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, id crm.NoteID) (*Quote, error) {
	note, err := s.seenNote(ctx, tx, who, id)
	if err != nil || note.Ref != ref || note.Kind != Comment {
		return nil, errs.Invalid("reply_to", "there is no such comment on this card")
	}
	text := strings.Join(strings.Fields(note.Text), " ")
	if utf8.RuneCountInString(text) > maxQuote {
		text = string([]rune(text)[:maxQuote]) + "…"
	}
	return &Quote{ID: id, AuthorID: note.CreatedBy, Text: text}, nil
}

// attach hands staged files over to a note that was just made.
func (s *Service) attach(ctx context.Context, tx *db.Tx, who tenant.Actor, note *Note, files []crm.FileID) error {
	if len(files) == 0 {
		return nil
	}
	if s.lookup.Attach == nil {
		return errs.Invalid("files", "files cannot go with a note here")
	}
	if len(files) > MaxAttached {
		return errs.Invalid("files", "has more than %d files, send them with several notes", MaxAttached)
	}
	list, err := s.lookup.Attach(ctx, tx, who, note.Ref, note.ID, files)
	note.Files = list
	return err
}

// dress gives notes their files: one statement for all.
func (s *Service) dress(ctx context.Context, q db.Querier, account tenant.AccountID, notes []*Note) error {
	if s.lookup.NoteFiles == nil || len(notes) == 0 {
		return nil
	}
	ids := make([]crm.NoteID, len(notes))
	for i, n := range notes {
		ids[i] = n.ID
	}
	files, err := s.lookup.NoteFiles(ctx, q, account, ids)
	if err != nil {
		return fmt.Errorf("files of notes: %w", err)
	}
	for _, n := range notes {
		n.Files = files[n.ID]
	}
	return nil
}

func (s *Service) eventFiles(ctx context.Context, account tenant.AccountID, events []event.Event) (map[int64]*Attachment, error) {
	ids := objects(events, crm.File)
	if len(ids) == 0 || s.lookup.Files == nil {
		return nil, nil
	}
	return s.lookup.Files(ctx, s.db, account, ids)
}
