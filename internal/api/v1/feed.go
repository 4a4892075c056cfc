package v1

import (
	"context"
	"encoding/json"
	"net/http"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/tenant"
)

// FeedItem is one line of a card's feed: an event, with the note or task it is about as they are now.
type FeedItem struct {
	ID       int64           `json:"id"`
	Kind     string          `json:"kind" doc:"deal.created, contact.note_added, …"`
	At       int64           `json:"at"`
	ChangeID int64           `json:"change_id" doc:"The events of one change share it"`
	Actor    timeline.Actor  `json:"actor"`
	Object   *crm.Ref        `json:"object,omitempty"`
	Before   json.RawMessage `json:"before,omitempty"`
	After    json.RawMessage `json:"after,omitempty"`
	Cause    *timeline.Cause `json:"cause,omitempty" doc:"Why a machine did it"`
	Note     *timeline.Note  `json:"note,omitempty"`
	Task     *TaskView       `json:"task,omitempty"`
}

func toFeedItem(i timeline.Item) FeedItem {
	v := FeedItem{
		ID: i.ID, Kind: i.Kind, At: i.At, ChangeID: i.ChangeID, Actor: i.Actor, Object: i.Object,
		Before: i.Before, After: i.After, Cause: i.Cause, Note: i.Note,
	}
	if t, ok := i.Task.(task.Task); ok {
		shown := toTask(t)
		v.Task = &shown
	}
	return v
}

// FeedPage is a part of a card's history, newest first. next is the `before` of the older part, 0 at the end.
type FeedPage struct {
	Items  []FeedItem      `json:"items"`
	Pinned []timeline.Note `json:"pinned" doc:"With the first part only"`
	Next   int64           `json:"next"`
}

type feedInput struct {
	IDInput
	Before int64 `query:"before" minimum:"0"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200"`
}

func (a *API) feed(kind crm.Kind) func(context.Context, tenant.Actor, *feedInput) (FeedPage, error) {
	return func(ctx context.Context, who tenant.Actor, in *feedInput) (FeedPage, error) {
		ref := crm.Ref{Kind: kind, ID: crm.ID(in.ID)}
		list, next, err := a.Timeline.Feed(ctx, who, ref, in.Before, in.Limit)
		page := FeedPage{Items: convertAll(list, toFeedItem), Pinned: []timeline.Note{}, Next: next}
		if err != nil || in.Before != 0 {
			return page, err
		}
		pinned, err := a.Timeline.Pinned(ctx, who, ref)
		page.Pinned = convertAll(pinned, same[timeline.Note])
		return page, err
	}
}

// NoteBody is the text of a note.
type NoteBody struct {
	Text string `json:"text"`
}

type noteInput struct {
	IDInput
	Body NoteBody
}

func (a *API) addNote(kind crm.Kind) func(context.Context, tenant.Actor, *noteInput) (timeline.Note, error) {
	return func(ctx context.Context, who tenant.Actor, in *noteInput) (timeline.Note, error) {
		return a.Timeline.AddNote(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)}, timeline.NewNote{Text: in.Body.Text})
	}
}

func (a *API) editNote(ctx context.Context, who tenant.Actor, in *noteInput) (timeline.Note, error) {
	return a.Timeline.EditNote(ctx, who, crm.NoteID(in.ID), in.Body.Text)
}

func (a *API) deleteNote(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Timeline.DeleteNote(ctx, who, crm.NoteID(in.ID))
}

// PinBody says whether a note stands on top of the feed.
type PinBody struct {
	IsPinned bool `json:"is_pinned"`
}

type pinInput struct {
	IDInput
	Body PinBody
}

func (a *API) pinNote(ctx context.Context, who tenant.Actor, in *pinInput) (timeline.Note, error) {
	return a.Timeline.Pin(ctx, who, crm.NoteID(in.ID), in.Body.IsPinned)
}

// historyRoutes are the rows every kind of card has.
func (a *API) historyRoutes(path string, kind crm.Kind) []Route {
	right := string(kind) + ".view"
	return []Route{
		answer("GET", path+"/{id}/feed", right, "The history of a card with its notes and tasks", a.feed(kind)),
		answer("POST", path+"/{id}/notes", right, "Add a note", a.addNote(kind), status(http.StatusCreated)),
	}
}
