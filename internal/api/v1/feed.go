package v1

import (
	"context"
	"encoding/json"
	"net/http"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// FeedItem is one line of a card's feed: an event, with the note or task it is about as they are now.
type FeedItem struct {
	ID       int64                `json:"id"`
	Kind     string               `json:"kind" doc:"deal.created, contact.note_added, …"`
	At       int64                `json:"at"`
	ChangeID int64                `json:"change_id" doc:"The events of one change share it"`
	Actor    timeline.Actor       `json:"actor"`
	Object   *crm.Ref             `json:"object,omitempty"`
	Before   json.RawMessage      `json:"before,omitempty"`
	After    json.RawMessage      `json:"after,omitempty"`
	Cause    *timeline.Cause      `json:"cause,omitempty" doc:"Why a machine did it"`
	Note     *timeline.Note       `json:"note,omitempty"`
	Task     *TaskView            `json:"task,omitempty"`
	File     *timeline.Attachment `json:"file,omitempty"`
	// What happened elsewhere says where.
	MergedFrom crm.ID          `json:"merged_from,omitempty" doc:"It happened to this card, which was merged into this one since"`
	Card       *timeline.Named `json:"card,omitempty" doc:"It happened to this linked card"`
}

func toFeedItem(i timeline.Item) FeedItem {
	v := FeedItem{
		ID: i.ID, Kind: i.Kind, At: i.At, ChangeID: i.ChangeID, Actor: i.Actor, Object: i.Object,
		Before: i.Before, After: i.After, Cause: i.Cause, Note: i.Note, File: i.File,
		MergedFrom: i.MergedFrom, Card: i.Card,
	}
	if t, ok := i.Task.(task.Task); ok {
		shown := toTask(t)
		v.Task = &shown
	}
	return v
}

// dressTasks says of the tasks in a feed what its reader may do with them.
func (a *API) dressTasks(ctx context.Context, who tenant.Actor, items []timeline.Item) error {
	var list []task.Task
	var at []int
	for i, item := range items {
		if t, ok := item.Task.(task.Task); ok {
			list, at = append(list, t), append(at, i)
		}
	}
	if len(list) == 0 {
		return nil
	}
	err := a.Tasks.Dress(ctx, who, list)
	for i, t := range list {
		items[at[i]].Task = t
	}
	return err
}

// FeedPage is a part of a card's history, newest first. next is the `before` of the older part, 0 at the end.
type FeedPage struct {
	Items  []FeedItem      `json:"items"`
	Pinned []timeline.Note `json:"pinned" doc:"With the first part only"`
	Next   int64           `json:"next"`
}

type feedInput struct {
	IDInput
	Before  int64  `query:"before" minimum:"0"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200"`
	What    string `query:"what" enum:"notes,comments,tasks,files,changes" doc:"Only this part of it"`
	ActorID int64  `query:"actor_id" minimum:"1" doc:"Only what this user did"`
	ToAt    int64  `query:"to_at" minimum:"1" doc:"Only up to this moment"`
	Linked  bool   `query:"linked" doc:"With the events of linked cards one may see"`
}

func (a *API) feed(kind crm.Kind) func(context.Context, tenant.Actor, *feedInput) (FeedPage, error) {
	return func(ctx context.Context, who tenant.Actor, in *feedInput) (FeedPage, error) {
		ref := crm.Ref{Kind: kind, ID: crm.ID(in.ID)}
		list, next, err := a.Timeline.FilteredFeed(ctx, who, ref, timeline.FeedFilter{
			Before: in.Before, Limit: in.Limit, What: in.What, ActorID: tenant.UserID(in.ActorID), ToAt: in.ToAt, Linked: in.Linked,
		})
		if err == nil {
			err = a.dressTasks(ctx, who, list)
		}
		page := FeedPage{Items: convertAll(list, toFeedItem), Pinned: []timeline.Note{}, Next: next}
		if err != nil || in.Before != 0 {
			return page, err
		}
		pinned, err := a.Timeline.Pinned(ctx, who, ref)
		page.Pinned = convertAll(pinned, same[timeline.Note])
		return page, err
	}
}

// NoteBody is a note or a message to colleagues.
type NoteBody struct {
	Text     string  `json:"text"`
	Kind     string  `json:"kind,omitempty" enum:"common,comment" doc:"comment is a message of the talk among colleagues"`
	Mentions []int64 `json:"mentions,omitempty" doc:"The users the words @Name in the text mean"`
	Files    []int64 `json:"files,omitempty" doc:"Files uploaded with staged=true to the same card"`
	ReplyTo  int64   `json:"reply_to,omitempty" doc:"The comment this one answers"`
}

func (b NoteBody) note() (timeline.NewNote, error) {
	if b.Kind != "" && b.Kind != timeline.Common && b.Kind != timeline.Comment {
		return timeline.NewNote{}, errs.Invalid("kind", "must be common or comment")
	}
	return timeline.NewNote{
		Kind: b.Kind, Text: b.Text, ReplyTo: crm.NoteID(b.ReplyTo),
		Mentions: convertAll(b.Mentions, func(id int64) tenant.UserID { return tenant.UserID(id) }),
		Files:    convertAll(b.Files, func(id int64) crm.FileID { return crm.FileID(id) }),
	}, nil
}

type noteInput struct {
	IDInput
	Body NoteBody
}

func (a *API) addNote(kind crm.Kind) func(context.Context, tenant.Actor, *noteInput) (timeline.Note, error) {
	return func(ctx context.Context, who tenant.Actor, in *noteInput) (timeline.Note, error) {
		n, err := in.Body.note()
		if err != nil {
			return timeline.Note{}, err
		}
		return a.Timeline.AddNote(ctx, who, crm.Ref{Kind: kind, ID: crm.ID(in.ID)}, n)
	}
}

// NoteChange is what may change of a note.
type NoteChange struct {
	Text     string  `json:"text"`
	Mentions []int64 `json:"mentions,omitempty" doc:"The users the words @Name in the new text mean"`
}

type noteChangeInput struct {
	IDInput
	Body NoteChange
}

func (a *API) editNote(ctx context.Context, who tenant.Actor, in *noteChangeInput) (timeline.Note, error) {
	p := timeline.NotePatch{Text: &in.Body.Text}
	if in.Body.Mentions != nil {
		list := convertAll(in.Body.Mentions, func(id int64) tenant.UserID { return tenant.UserID(id) })
		p.Mentions = &list
	}
	return a.Timeline.ChangeNote(ctx, who, crm.NoteID(in.ID), p)
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
		answer("POST", path+"/{id}/notes", right, "Add a note, or a message to colleagues", a.addNote(kind), status(http.StatusCreated)),
		answer("GET", path+"/{id}/history", right, "The changes of one property, newest first", a.history(kind)),
		answer("GET", path+"/{id}/statistics", right, "Its history in figures", a.statistics(kind)),
		answer("GET", path+"/{id}/watchers", right, "Who watches it", a.watchers(kind)),
		answer("PUT", path+"/{id}/watchers", right, "Make exactly these people watch it", a.setWatchers(kind)),
		answer("GET", path+"/{id}/blind", right, "Which of these colleagues may not see it", a.blind(kind)),
		nothing("PUT", path+"/{id}/star", right, "Put it among my favourites, or take it out", a.star(kind)),
		nothing("POST", path+"/{id}/opened", right, "Remember that I opened it", a.opened(kind)),
	}
}
