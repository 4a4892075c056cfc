package v4

import (
	"errors"
	"fmt"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/task"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
)

// eventBody is one event. The two value lists are always there.
type eventBody struct {
	ID          string        `json:"id"`
	Type        string        `json:"type"`
	EntityID    int64         `json:"entity_id"`
	EntityType  string        `json:"entity_type"`
	CreatedBy   int64         `json:"created_by"`
	CreatedAt   int64         `json:"created_at"`
	ValueAfter  []eventValue  `json:"value_after"`
	ValueBefore []eventValue  `json:"value_before"`
	AccountID   int64         `json:"account_id"`
	Links       links         `json:"_links"`
	Embedded    eventEmbedded `json:"_embedded"`
}

type eventEmbedded struct {
	Entity eventEntity `json:"entity"`
}

type eventEntity struct {
	ID    int64   `json:"id"`
	Name  *string `json:"name,omitempty"`
	Links links   `json:"_links"`
}

// eventWorld is what telling events needs: fields of each kind, pipelines, task types.
type eventWorld struct {
	world
	kinds map[crm.Kind]world
	types []task.Type
}

func (a *API) eventWorld(c *call) (w eventWorld, err error) {
	if w.world, err = a.world(c, crm.Deal); err != nil {
		return w, err
	}
	w.kinds = map[crm.Kind]world{crm.Deal: w.world}
	for _, kind := range []crm.Kind{crm.Contact, crm.Company} {
		of := w.world
		if of.fields, err = a.Fields.AllFor(c.ctx(), c.who, kind); err != nil {
			return w, err
		}
		w.kinds[kind] = of
	}
	w.types, err = a.taskTypes(c)
	return w, err
}

// entityOf is the card an event is about on this wire: the task itself when it is about a task.
func entityOf(e event.Event) (word, path string, id int64) {
	if e.ObjectKind == string(crm.Task) {
		return singular[crm.Task], plural[crm.Task], e.ObjectID
	}
	kind := crm.Kind(e.EntityKind)
	return singular[kind], plural[kind], e.EntityID
}

func (c *call) wireEvent(e event.Event, typ string, w eventWorld) eventBody {
	word, path, id := entityOf(e)
	body := eventBody{
		ID: eventID(e.ID, e.At), Type: typ, EntityID: id, EntityType: word, CreatedBy: e.ActorID, CreatedAt: e.At,
		AccountID: int64(c.who.AccountID), Embedded: eventEmbedded{Entity: eventEntity{ID: id, Links: c.self(path, id)}},
	}
	body.Links = c.self("events", body.ID)
	body.ValueAfter, body.ValueBefore = c.eventValues(e, typ, w)
	return body
}

func (a *API) listEvents(c *call) (answer, error) {
	if err := access.RequireExtra(c.who, access.ExtraEvents); err != nil {
		return nothing, err
	}
	f, err := readEventFilter(c.query)
	if err != nil {
		return nothing, err
	}
	w, err := a.eventWorld(c)
	if err != nil || f.impossible {
		return nothing, err
	}
	p := pageOf(c.query)
	items, next, err := a.scanEvents(c, f, w, p)
	if err != nil {
		return nothing, err
	}
	if err := a.nameEntities(c, items); err != nil {
		return nothing, err
	}
	if len(items) == 0 && next != "" {
		return listed(c, "events", []eventBody{}, p, true, next), nil
	}
	return listFrom(c, "events", items, p, next), nil
}

// An answer looks at this many events at most: a filter that few of them pass goes on in the next page.
const (
	eventBatch   = event.MaxList
	eventBatches = 20
)

// scanEvents reads events newest first and keeps those that pass, until the page is full.
func (a *API) scanEvents(c *call, f eventFilter, w eventWorld, p page) (items []eventBody, next string, err error) {
	cursor, skip := c.place(p)
	f.query.AccountID, f.query.Limit = int64(c.who.AccountID), eventBatch
	if cursor != "" {
		if f.query.BeforeID, err = wholeNumber(cursor); err != nil || f.query.BeforeID <= 0 {
			return nil, "", errs.Invalid("cursor", "is not a place in this list, start from its beginning")
		}
	}
	for range eventBatches {
		batch, err := event.List(c.ctx(), a.DB, f.query)
		if err != nil {
			return nil, "", fmt.Errorf("list events: %w", err)
		}
		seen, err := a.seenEvents(c, batch)
		if err != nil {
			return nil, "", err
		}
		for _, e := range timeline.Shown(c.who, batch) {
			body, passes := c.passes(f, e, w, seen)
			switch {
			case !passes:
			case skip > 0:
				skip--
			case len(items) == p.limit:
				last, _ := parseEventID(items[len(items)-1].ID)
				return items, fmt.Sprint(last), nil
			default:
				items = append(items, body)
			}
			f.query.BeforeID = e.ID
		}
		if len(batch) < eventBatch {
			return items, "", nil
		}
		f.query.BeforeID = batch[len(batch)-1].ID
	}
	return items, fmt.Sprint(f.query.BeforeID), nil
}

// passes tells whether the actor may see the event and the filter wants it.
func (c *call) passes(f eventFilter, e event.Event, w eventWorld, seen func(event.Event) bool) (eventBody, bool) {
	typ := eventType(e)
	if typ == "" || !f.wantsType(typ) || !seen(e) {
		return eventBody{}, false
	}
	body := c.wireEvent(e, typ, w)
	return body, f.wants(body)
}

// seenEvents finds out which cards of a batch the actor may see: nothing to ask for those who see everything.
func (a *API) seenEvents(c *call, batch []event.Event) (func(event.Event) bool, error) {
	all := access.All(c.who, crm.Task, access.View)
	for _, kind := range crm.CardKinds {
		all = all && access.All(c.who, kind, access.View)
	}
	if all {
		return func(event.Event) bool { return true }, nil
	}
	refs := make([]crm.Ref, len(batch))
	for i, e := range batch {
		refs[i] = crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}
	}
	names, err := a.Cards.Visible(c.ctx(), a.DB, c.who, refs)
	return func(e event.Event) bool {
		_, ok := names[crm.Ref{Kind: crm.Kind(e.EntityKind), ID: crm.ID(e.EntityID)}]
		return ok
	}, err
}

// nameWords are the words of with= that ask for the name of a kind of card.
var nameWords = map[string]crm.Kind{"lead_name": crm.Deal, "contact_name": crm.Contact, "company_name": crm.Company}

func (a *API) nameEntities(c *call, items []eventBody) error {
	var refs []crm.Ref
	for word, kind := range nameWords {
		if !c.wants(word) {
			continue
		}
		for _, e := range items {
			if e.EntityType == singular[kind] {
				refs = append(refs, crm.Ref{Kind: kind, ID: crm.ID(e.EntityID)})
			}
		}
	}
	if len(refs) == 0 {
		return nil
	}
	names, err := a.Cards.Names(c.ctx(), a.DB, c.who.AccountID, refs)
	for i := range items {
		kind, _ := kindOfWord(items[i].EntityType)
		if name, ok := names[crm.Ref{Kind: kind, ID: crm.ID(items[i].EntityID)}]; ok {
			items[i].Embedded.Entity.Name = &name
		}
	}
	return err
}

func (a *API) getEvent(c *call) (answer, error) {
	if err := access.RequireExtra(c.who, access.ExtraEvents); err != nil {
		return nothing, err
	}
	id, ok2 := parseEventID(c.vars["ulid"])
	if !ok2 {
		return nothing, nil
	}
	e, err := event.Find(c.ctx(), a.DB, int64(c.who.AccountID), id)
	if errors.Is(err, db.ErrNoRows) || err == nil && timeline.Hides(c.who, e) {
		return nothing, nil
	}
	if err != nil {
		return nothing, err
	}
	e = timeline.Shown(c.who, []event.Event{e})[0]
	seen, err := a.seenEvents(c, []event.Event{e})
	if err != nil {
		return nothing, err
	}
	w, err := a.eventWorld(c)
	typ := eventType(e)
	if err != nil || typ == "" || !seen(e) {
		return nothing, err
	}
	items := []eventBody{c.wireEvent(e, typ, w)}
	err = a.nameEntities(c, items)
	return ok(items[0]), err
}

// eventFilter is what a request asks of events: what the log can narrow by, and what is looked at afterwards.
type eventFilter struct {
	query event.Filter
	// impossible says that nothing can pass.
	impossible      bool
	types, entities []string
	after, before   valueFilter
}

func readEventFilter(q *param) (f eventFilter, err error) {
	in := q.at("filter")
	f.types = in.at("type").words()
	if f.query.Kinds = kindsOfTypes(f.types); len(f.query.Kinds) == 0 {
		f.impossible = true
	}
	for _, word := range in.at("id").words() {
		if id, ok := parseEventID(word); ok {
			f.query.IDs = append(f.query.IDs, id)
		}
	}
	f.impossible = f.impossible || len(f.query.IDs) == 0 && !in.at("id").empty()
	if f.query.ActorIDs, err = idsOf[int64](in, "created_by"); err != nil {
		return f, err
	}
	if f.query.FromAt, f.query.ToAt, err = eventMoments(in); err != nil {
		return f, err
	}
	if err := f.readEntities(in); err != nil {
		return f, err
	}
	f.narrowToField()
	if f.after, err = readValueFilter(in.at("value_after"), "filter.value_after"); err != nil {
		return f, err
	}
	f.before, err = readValueFilter(in.at("value_before"), "filter.value_before")
	return f, err
}

// eventMoments reads created_at as a range, one moment, or a pair joined by a comma.
func eventMoments(in *param) (from, to *int64, err error) {
	if first, last, pair := strings.Cut(in.at("created_at").text(), ","); pair {
		a, errA := wholeNumber(first)
		b, errB := wholeNumber(last)
		if errA != nil || errB != nil {
			return nil, nil, badNumber("filter.created_at", in.at("created_at").text())
		}
		return &a, &b, nil
	}
	return momentsOf(in, "created_at")
}

func (f *eventFilter) readEntities(in *param) error {
	for _, word := range in.at("entity").words() {
		if kind, known := kindOfWord(word); known {
			f.entities = append(f.entities, singular[kind])
		}
	}
	f.impossible = f.impossible || len(f.entities) == 0 && !in.at("entity").empty()
	ids, err := idsOf[int64](in, "entity_id")
	if err != nil || ids == nil {
		return err
	}
	if len(f.entities) != 1 {
		return errs.Invalid("filter.entity_id", "name exactly one entity beside the ids")
	}
	kind, _ := kindOfWord(f.entities[0])
	if kind == crm.Task {
		f.query.ObjectKind, f.query.ObjectIDs = string(kind), ids
		return nil
	}
	f.query.EntityKind, f.query.EntityIDs = string(kind), ids
	return nil
}

// narrowToField lets the log look for one field when only its changes are asked for.
func (f *eventFilter) narrowToField() {
	if len(f.types) == 1 {
		if id, ok := fieldOfType(f.types[0]); ok {
			f.query.ObjectKind, f.query.ObjectIDs = "field", []int64{id}
		}
	}
}

func (f eventFilter) wantsType(typ string) bool {
	if len(f.types) == 0 || has(f.types, typ) {
		return true
	}
	_, ofField := fieldOfType(typ)
	return ofField && has(f.types, anyFieldChanged)
}

func (f eventFilter) wants(e eventBody) bool {
	if len(f.entities) > 0 && !has(f.entities, e.EntityType) {
		return false
	}
	return f.after.matches(e.ValueAfter) && f.before.matches(e.ValueBefore)
}
