package timeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// MaxFeed is the most items one page of the feed has.
const MaxFeed = 200

// maxPinned bounds the notes shown on top of a feed.
const maxPinned = 50

// Item is one line of a card's feed: an event, with the note or task it is about as they are now.
type Item struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind"`
	At       int64           `json:"at"`
	ChangeID int64           `json:"change_id"`
	Actor    Actor           `json:"actor"`
	Object   *crm.Ref        `json:"object,omitempty"`
	Before   json.RawMessage `json:"before,omitempty"`
	After    json.RawMessage `json:"after,omitempty"`
	Cause    *Cause          `json:"cause,omitempty"`
	// MergedFrom is the card it happened to, when that was merged into the card whose feed this is.
	MergedFrom crm.ID `json:"merged_from,omitempty"`
	// Card is the linked card it happened to, when it is not that of the feed.
	Card *Named `json:"card,omitempty"`
	// Note is nil when the item is about no note, or about one that was deleted since.
	Note *Note `json:"note,omitempty"`
	// Task is what Lookup.Tasks gives, nil when the item is about no task, or about one that was deleted since.
	Task any `json:"task,omitempty"`
	// File is nil when the item is about no file, or about one that was purged since.
	File *Attachment `json:"file,omitempty"`
}

// Named is a card with its name.
type Named struct {
	crm.Ref
	Name string `json:"name"`
}

// Actor is who did it, by name. The name of the robot is empty.
type Actor struct {
	Kind string        `json:"kind"`
	ID   tenant.UserID `json:"id"`
	Name string        `json:"name"`
}

// Cause is why a machine did it. The name is empty when nobody can tell it.
type Cause struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Lookup is what the feed asks of packages above and below; all but Users may be nil. Each is called at most once
// for a page (Causes once for a kind).
type Lookup struct {
	// Users are the names of all users of the account, former ones too.
	Users func(ctx context.Context, q db.Querier, account tenant.AccountID) (map[tenant.UserID]string, error)
	// Tasks are the tasks of the ids that still exist, in the form the feed shows.
	Tasks func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]any, error)
	// Causes are the names of triggers or imports.
	Causes func(ctx context.Context, q db.Querier, account tenant.AccountID, kind string, ids []int64) (map[int64]string, error)
	// Files are the files of the ids, NoteFiles those that went with notes.
	Files     func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []int64) (map[int64]*Attachment, error)
	NoteFiles func(ctx context.Context, q db.Querier, account tenant.AccountID, ids []crm.NoteID) (map[crm.NoteID][]Attachment, error)
	// Attach hands the files an actor has uploaded for a note over to it; Detach puts those of a deleted note into the bin.
	Attach func(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref, note crm.NoteID, files []crm.FileID) ([]Attachment, error)
	Detach func(ctx context.Context, tx *db.Tx, who tenant.Actor, note crm.NoteID) error
	// Kin are some cards linked with a card, whoever may see them, at most event.MaxFilters - 1.
	Kin func(ctx context.Context, q db.Querier, account tenant.AccountID, ref crm.Ref) ([]crm.Ref, error)
}

// FeedFilter chooses items of a feed; what is empty does not narrow.
type FeedFilter struct {
	// Before is the id the items have to be below; 0 is from the newest on.
	Before int64
	// What is one of Whats.
	What string
	// ActorID is who did it.
	ActorID tenant.UserID
	// ToAt is the moment they have to be at or before, in unix seconds; 0 is now.
	ToAt int64
	// Linked adds the events of linked cards that the actor may see.
	Linked bool
	Limit  int
}

// Whats are the parts of a feed that can be shown alone, with the verbs of their events.
var Whats = map[string][]string{
	"notes":    {"note_added", "note_changed", "note_deleted"},
	"comments": {"comment_added", "comment_changed", "comment_deleted"},
	"tasks":    {"task_added", "task_changed", "task_completed", "task_reopened", "task_deleted"},
	"files":    {"file_added", "file_changed", "file_deleted", "file_restored", "file_refused", "file_link_added", "file_link_revoked"},
	"changes": {"created", "name_changed", "responsible_changed", "budget_changed", "field_changed", "status_changed", "loss_reason_changed",
		"main_contact_changed", "tag_added", "tag_removed", "linked", "unlinked", "deleted", "restored", "merged", "unmerged"},
}

func (f FeedFilter) kinds(kind crm.Kind) []string {
	var out []string
	for _, verb := range Whats[f.What] {
		out = append(out, string(kind)+"."+verb)
	}
	return out
}

// Feed is a page of a card's history, newest first: the items with an id below before (0: from the newest on).
// next is the before of the following page, 0 at the end.
func (s *Service) Feed(ctx context.Context, who tenant.Actor, ref crm.Ref, before int64, limit int) (items []Item, next int64, err error) {
	return s.FilteredFeed(ctx, who, ref, FeedFilter{Before: before, Limit: limit})
}

// FilteredFeed is Feed with some items only.
func (s *Service) FilteredFeed(ctx context.Context, who tenant.Actor, ref crm.Ref, f FeedFilter) (items []Item, next int64, err error) {
	limit := f.Limit
	if limit < 1 || limit > MaxFeed {
		limit = MaxFeed
	}
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, 0, err
	}
	kin, err := s.kin(ctx, who, ref, f)
	if err != nil {
		return nil, 0, fmt.Errorf("cards linked with %s: %w", ref, err)
	}
	events, err := history(ctx, s.db, who.AccountID, ref, f, slices.Collect(maps.Keys(kin)), limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("read the feed of %s: %w", ref, err)
	}
	if len(events) > limit {
		events = events[:limit]
		next = events[limit-1].ID
	}
	if events, err = Veil(ctx, s.db, s.cards, who, Shown(who, events)); err != nil {
		return nil, 0, fmt.Errorf("read the feed of %s: %w", ref, err)
	}
	items, err = s.items(ctx, who.AccountID, events)
	if err != nil {
		return nil, 0, fmt.Errorf("read the feed of %s: %w", ref, err)
	}
	mark(items, events, ref, kin)
	return items, next, nil
}

// Pinned are the notes on top of a card's feed, newest first.
func (s *Service) Pinned(ctx context.Context, who tenant.Actor, ref crm.Ref) ([]Note, error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	notes, err := pinnedNotes(ctx, s.db, who.AccountID, ref)
	if err != nil {
		return nil, err
	}
	return notes, s.dress(ctx, s.db, who.AccountID, pointers(notes))
}

// Notes is a page of a card's notes, oldest first: those with an id above after. next is 0 at the end.
func (s *Service) Notes(ctx context.Context, who tenant.Actor, ref crm.Ref, after crm.NoteID, limit int) (notes []Note, next crm.NoteID, err error) {
	if limit < 1 || limit > MaxFeed {
		limit = MaxFeed
	}
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, 0, err
	}
	notes, err = notesOf(ctx, s.db, who.AccountID, ref, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("read the notes of %s: %w", ref, err)
	}
	if len(notes) > limit {
		notes = notes[:limit]
		next = notes[limit-1].ID
	}
	return notes, next, nil
}

// Items dresses events for showing: names, notes and tasks, each read in one statement. The caller has checked that
// the actor may see them.
func (s *Service) Items(ctx context.Context, account tenant.AccountID, events []event.Event) ([]Item, error) {
	return s.items(ctx, account, events)
}

func (s *Service) items(ctx context.Context, account tenant.AccountID, events []event.Event) ([]Item, error) {
	if len(events) == 0 {
		return nil, nil
	}
	names, err := s.lookup.Users(ctx, s.db, account)
	if err != nil {
		return nil, fmt.Errorf("names of users: %w", err)
	}
	notes, err := s.eventNotes(ctx, account, events)
	if err != nil {
		return nil, fmt.Errorf("notes of events: %w", err)
	}
	tasks, err := s.eventTasks(ctx, account, events)
	if err != nil {
		return nil, fmt.Errorf("tasks of events: %w", err)
	}
	files, err := s.eventFiles(ctx, account, events)
	if err != nil {
		return nil, fmt.Errorf("files of events: %w", err)
	}
	causes, err := s.eventCauses(ctx, account, events)
	if err != nil {
		return nil, fmt.Errorf("causes of events: %w", err)
	}
	items := make([]Item, len(events))
	for i, e := range events {
		items[i] = toItem(e, names)
		switch crm.Kind(e.ObjectKind) {
		case crm.Note:
			items[i].Note = notes[e.ObjectID]
		case crm.Task:
			items[i].Task = tasks[e.ObjectID]
		case crm.File:
			items[i].File = files[e.ObjectID]
		}
		if e.CauseKind != "" {
			items[i].Cause = &Cause{Kind: e.CauseKind, ID: e.CauseID, Name: causes[e.CauseKind][e.CauseID]}
		}
	}
	return items, nil
}

func toItem(e event.Event, names map[tenant.UserID]string) Item {
	item := Item{
		ID: e.ID, Kind: e.Kind, At: e.At, ChangeID: e.ChangeID,
		Actor:  Actor{Kind: e.ActorKind, ID: tenant.UserID(e.ActorID), Name: names[tenant.UserID(e.ActorID)]},
		Before: e.Before, After: e.After,
	}
	if e.ObjectKind != "" {
		item.Object = &crm.Ref{Kind: crm.Kind(e.ObjectKind), ID: crm.ID(e.ObjectID)}
	}
	return item
}

func (s *Service) eventNotes(ctx context.Context, account tenant.AccountID, events []event.Event) (map[int64]*Note, error) {
	ids := objects(events, crm.Note)
	if len(ids) == 0 {
		return nil, nil
	}
	notes, err := notesByID(ctx, s.db, account, ids)
	if err != nil {
		return nil, err
	}
	return notes, s.dress(ctx, s.db, account, slices.Collect(maps.Values(notes)))
}

func (s *Service) eventTasks(ctx context.Context, account tenant.AccountID, events []event.Event) (map[int64]any, error) {
	ids := objects(events, crm.Task)
	if len(ids) == 0 || s.lookup.Tasks == nil {
		return nil, nil
	}
	return s.lookup.Tasks(ctx, s.db, account, ids)
}

func (s *Service) eventCauses(ctx context.Context, account tenant.AccountID, events []event.Event) (map[string]map[int64]string, error) {
	if s.lookup.Causes == nil {
		return nil, nil
	}
	ids := map[string][]int64{}
	for _, e := range events {
		if e.CauseKind != "" {
			ids[e.CauseKind] = append(ids[e.CauseKind], e.CauseID)
		}
	}
	out := map[string]map[int64]string{}
	for kind, list := range ids { // a handful of kinds of cause
		names, err := s.lookup.Causes(ctx, s.db, account, kind, list)
		if err != nil {
			return nil, err
		}
		out[kind] = names
	}
	return out, nil
}

func pointers(notes []Note) []*Note {
	out := make([]*Note, len(notes))
	for i := range notes {
		out[i] = &notes[i]
	}
	return out
}

func objects(events []event.Event, kind crm.Kind) []int64 {
	var ids []int64
	for _, e := range events {
		if e.ObjectKind == string(kind) {
			ids = append(ids, e.ObjectID)
		}
	}
	return ids
}
