package v4

import (
	"encoding/json"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// noteBody is a note. params hold the text too.
type noteBody struct {
	ID                int64          `json:"id"`
	EntityID          int64          `json:"entity_id"`
	CreatedBy         int64          `json:"created_by"`
	UpdatedBy         int64          `json:"updated_by"`
	CreatedAt         int64          `json:"created_at"`
	UpdatedAt         int64          `json:"updated_at"`
	ResponsibleUserID int64          `json:"responsible_user_id"`
	GroupID           int64          `json:"group_id"`
	NoteType          string         `json:"note_type"`
	Params            map[string]any `json:"params"`
	AccountID         int64          `json:"account_id"`
	IsPinned          *bool          `json:"is_pinned,omitempty"`
	Links             links          `json:"_links"`
}

// noteTypes are those the API may create.
var noteTypes = []string{
	"common", "call_in", "call_out", "service_message", "extended_service_message", "message_cashier", "invoice_paid", "bill_paid",
	"geolocation", "sms_in", "sms_out", "attachment", "ai_result",
}

func (c *call) wireNote(n timeline.Note, w world) noteBody {
	body := noteBody{
		ID: int64(n.ID), EntityID: int64(n.Ref.ID), CreatedBy: int64(n.CreatedBy), UpdatedBy: int64(n.UpdatedBy),
		CreatedAt: n.CreatedAt, UpdatedAt: n.UpdatedAt, ResponsibleUserID: int64(n.CreatedBy), GroupID: w.group(n.CreatedBy),
		NoteType: n.Kind, Params: map[string]any{}, AccountID: int64(c.who.AccountID), Links: c.noteLinks(n),
	}
	if len(n.Params) > 0 {
		_ = json.Unmarshal(n.Params, &body.Params) // what we stored is an object
	}
	if n.Text != "" {
		body.Params["text"] = n.Text
	}
	if c.wants("is_pinned") {
		body.IsPinned = &n.IsPinned
	}
	return body
}

func (c *call) noteLinks(n timeline.Note) links {
	return c.self(plural[n.Ref.Kind], int64(n.Ref.ID), "notes", int64(n.ID))
}

// listNotes lists the notes of a kind of card, or of one card.
func listNotes(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		p := pageOf(c.query)
		f, err := noteFilter(c.query)
		if err != nil {
			return nothing, err
		}
		f.Kind, f.Limit, f.Offset = kind, p.limit, p.offset()
		if _, inPath := c.vars["eid"]; inPath {
			f.CardIDs = []crm.ID{crm.ID(c.id("eid"))}
		}
		notes, more, err := a.Timeline.ListNotes(c.ctx(), c.who, f, entity.Seen)
		if err != nil {
			return nothing, err
		}
		w, err := a.world(c, crm.Note)
		if err != nil {
			return nothing, err
		}
		items := make([]noteBody, len(notes))
		for i, n := range notes {
			items[i] = c.wireNote(n, w)
		}
		return list(c, "notes", items, p, more), nil
	}
}

func noteFilter(q *param) (f timeline.NoteFilter, err error) {
	in := q.at("filter")
	if f.IDs, err = idsOf[crm.NoteID](in, "id"); err != nil {
		return f, err
	}
	if f.CardIDs, err = idsOf[crm.ID](in, "entity_id"); err != nil {
		return f, err
	}
	f.NoteKinds = in.at("note_type").words()
	if f.UpdatedFrom, f.UpdatedTo, err = momentsOf(in, "updated_at"); err != nil {
		return f, err
	}
	switch orderOf(q, map[string]string{"updated_at": "updated_at", "id": "id"}, "id") {
	case "updated_at":
		f.ByUpdate = true
	case "-updated_at":
		f.ByUpdate, f.Descending = true, true
	case "-id":
		f.Descending = true
	}
	return f, nil
}

// noteInPath finds the note of the path; one of another kind of card or of another card is not there.
func (a *API) noteInPath(c *call, kind crm.Kind) (timeline.Note, error) {
	n, err := a.Timeline.FindNote(c.ctx(), c.who, crm.NoteID(c.id("id")))
	if err == nil && (n.Kind == timeline.Comment || n.Ref.Kind != kind || c.vars["eid"] != "" && c.id("eid") != int64(n.Ref.ID)) {
		err = errs.NotFound("there is no note %d: it may have been deleted, reload the page", n.ID)
	}
	return n, err
}

func getNote(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		n, err := a.noteInPath(c, kind)
		if errs.Is(err, errs.CodeNotFound) {
			return nothing, nil
		}
		if err != nil {
			return nothing, err
		}
		w, err := a.world(c, crm.Note)
		return ok(c.wireNote(n, w)), err
	}
}

// createdNote answers for a new note.
type createdNote struct {
	ID        int64  `json:"id"`
	EntityID  int64  `json:"entity_id"`
	RequestID string `json:"request_id"`
	Links     links  `json:"_links"`
}

func createNotes(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		w, err := a.world(c, crm.Note)
		if err != nil {
			return nothing, err
		}
		cards, wanted, authors := make([]crm.Ref, len(items)), make([]timeline.NewNote, len(items)), make([]tenant.Actor, len(items))
		for i, it := range items {
			cards[i] = crm.Ref{Kind: kind, ID: c.cardOfNote(it)}
			wanted[i], authors[i] = readNote(it.object), w.author(c, it.object)
		}
		if err := refused(items); err != nil {
			return nothing, err
		}
		out := make([]createdNote, len(items))
		err = a.DB.Write(c.ctx(), func(tx *db.Tx) error {
			for i, it := range items {
				n, err := a.Timeline.AddNoteTx(c.ctx(), tx, authors[i], cards[i], wanted[i])
				if err != nil {
					return c.failAt(it, "entity_id", err)
				}
				out[i] = createdNote{int64(n.ID), int64(n.Ref.ID), it.requestID, c.noteLinks(n)}
			}
			return nil
		})
		if err != nil {
			return nothing, err
		}
		return bulk(c, "notes", out), nil
	}
}

// cardOfNote is the card of the path, or the item's entity_id.
func (c *call) cardOfNote(it item) crm.ID {
	if _, inPath := c.vars["eid"]; inPath {
		return crm.ID(c.id("eid"))
	}
	it.require("entity_id")
	id, _ := it.int("entity_id")
	return crm.ID(id)
}

func readNote(o object) timeline.NewNote {
	o.require("note_type", "params")
	n := timeline.NewNote{}
	n.Kind, _ = o.text("note_type")
	if n.Kind != "" && !slices.Contains(noteTypes, n.Kind) {
		o.fault(notSupportedChoice, "note_type", saidChoice)
	}
	text, params, _ := readParams(o)
	if n.Kind == timeline.Common && text != nil && *text == "" {
		o.fault(notBlank, "params.text", saidBlank)
	}
	if n.Kind == timeline.Common && text == nil {
		o.fault(fieldMissing, "params.text", saidMissing)
	}
	if text != nil {
		n.Text = *text
	}
	n.Params = params
	return n
}

// readParams parts the text of a note from the rest of its params.
func readParams(o object) (text *string, rest json.RawMessage, found bool) {
	params, found := o.object("params")
	if !found {
		return nil, nil, false
	}
	if said, ok := params.text("text"); ok {
		text = &said
	}
	others := map[string]any{}
	for key, v := range params.m {
		if key != "text" {
			others[key] = v
		}
	}
	rest, err := json.Marshal(others)
	if err != nil || len(rest) > timeline.MaxParams {
		o.fault(wrongLength, "params", "This value is too long.")
	}
	return text, rest, true
}

// updatedNote answers for a changed note.
type updatedNote struct {
	ID        int64  `json:"id"`
	EntityID  int64  `json:"entity_id"`
	UpdatedAt int64  `json:"updated_at"`
	RequestID string `json:"request_id,omitempty"`
	Links     links  `json:"_links"`
}

func updateNotes(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		items, err := c.items()
		if err != nil {
			return nothing, err
		}
		out, err := a.patchNotes(c, kind, items, func(it item) int64 { return it.needID() })
		if err != nil {
			return nothing, err
		}
		for i := range out {
			out[i].RequestID = items[i].requestID
		}
		return bulk(c, "notes", out), nil
	}
}

func updateNote(kind crm.Kind) handler {
	return func(a *API, c *call) (answer, error) {
		it, err := c.one()
		if err != nil {
			return nothing, err
		}
		out, err := a.patchNotes(c, kind, []item{it}, func(item) int64 { return c.id("id") })
		if err != nil {
			return nothing, err
		}
		return ok(out[0]), nil
	}
}

func (a *API) patchNotes(c *call, kind crm.Kind, items []item, id func(item) int64) ([]updatedNote, error) {
	ids, patches := make([]crm.NoteID, len(items)), make([]timeline.NotePatch, len(items))
	for i, it := range items {
		ids[i] = crm.NoteID(id(it))
		patches[i].Text, patches[i].Params, _ = readParams(it.object)
	}
	if err := refused(items); err != nil {
		return nil, err
	}
	out := make([]updatedNote, len(items))
	err := a.DB.Write(c.ctx(), func(tx *db.Tx) error {
		for i, it := range items {
			n, err := a.Timeline.EditNoteTx(c.ctx(), tx, c.who, ids[i], patches[i])
			if err == nil && (n.Kind == timeline.Comment || n.Ref.Kind != kind || c.vars["eid"] != "" && c.id("eid") != int64(n.Ref.ID)) {
				err = errs.NotFound("there is no note %d: it may have been deleted, reload the page", n.ID)
			}
			if err != nil {
				return c.fail(it, err)
			}
			out[i] = updatedNote{ID: int64(n.ID), EntityID: int64(n.Ref.ID), UpdatedAt: n.UpdatedAt, Links: c.noteLinks(n)}
		}
		return nil
	})
	return out, err
}

func pinNote(kind crm.Kind, on bool) handler {
	return func(a *API, c *call) (answer, error) {
		n, err := a.noteInPath(c, kind)
		if err != nil {
			return nothing, err
		}
		_, err = a.Timeline.Pin(c.ctx(), c.who, n.ID, on)
		return nothing, err
	}
}
