package export

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// Event is the kind of an export of the account's log.
const Event crm.Kind = "event"

// EventsFilter chooses the events of an export; what is empty does not narrow.
type EventsFilter struct {
	Kinds    []string        `json:"kinds,omitempty"`
	Kind     crm.Kind        `json:"kind,omitempty" enum:"deal,contact,company,task"`
	ActorIDs []tenant.UserID `json:"actor_ids,omitempty"`
	FromAt   *int64          `json:"from,omitempty" doc:"Unix seconds, included"`
	ToAt     *int64          `json:"to,omitempty" doc:"Unix seconds, included"`
}

func eventsFilter(f *EventsFilter, before int64, limit int) timeline.EventFilter {
	out := timeline.EventFilter{Before: before, Limit: limit}
	if f != nil {
		out.Kinds, out.Kind, out.ActorIDs, out.FromAt, out.ToAt = f.Kinds, f.Kind, f.ActorIDs, f.FromAt, f.ToAt
	}
	return out
}

// eventRow is an event on its way into a row.
type eventRow struct {
	timeline.Happened
	name string
}

// eventPages writes the events about cards that the actor may export, newest first.
func (x *writer) eventPages(ctx context.Context) error {
	x.env.fields = map[crm.Kind]field.Set{}
	for _, kind := range crm.CardKinds {
		set, err := x.s.Fields.AllForTx(ctx, x.s.DB, x.who, kind)
		if err != nil {
			return err
		}
		x.env.fields[kind] = set
	}
	for before := int64(0); ; {
		list, next, err := x.s.Timeline.Events(ctx, x.who, eventsFilter(x.e.Plan.Events, before, timeline.MaxFeed), entity.Exported)
		if err != nil {
			return err
		}
		refs := make([]crm.Ref, len(list))
		for i, e := range list {
			refs[i] = e.Ref
		}
		names, err := entity.Cards{}.Names(ctx, x.s.DB, x.who.AccountID, refs)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := x.row(exported{event: &eventRow{e, names[e.Ref]}}); err != nil {
				return err
			}
		}
		x.progress.Set(x.rows, 0)
		if before = next; next == 0 {
			return ctx.Err()
		}
	}
}

var eventColumns = []standard{
	{"id", lang.Term("ID"), func(_ cellEnv, r exported) sheet.Cell { return idCell(r.event.ID) }},
	{"at", lang.Term("When"), func(e cellEnv, r exported) sheet.Cell { return e.moment(&r.event.At) }},
	{"actor", lang.Term("Who"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.actor(r.event.Actor)) }},
	{"event", lang.Term("What happened"), func(e cellEnv, r exported) sheet.Cell {
		return sheet.TextCell(eventWords(e.Locale, r.event.Kind))
	}},
	{"entity_kind", lang.Term("Kind of card"), func(e cellEnv, r exported) sheet.Cell {
		return sheet.TextCell(lang.Text(e.Locale, string(cardTerms[r.event.Ref.Kind])))
	}},
	{"entity", lang.Term("Card"), func(_ cellEnv, r exported) sheet.Cell { return sheet.TextCell(r.event.name) }},
	{"entity_id", lang.Term("ID of the card"), func(_ cellEnv, r exported) sheet.Cell { return idCell(int64(r.event.Ref.ID)) }},
	{"field", lang.Term("Field"), func(e cellEnv, r exported) sheet.Cell {
		f, _ := e.fieldOf(r.event)
		return sheet.TextCell(f.Name)
	}},
	{"before", lang.Term("Before"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.told(r.event, r.event.Before)) }},
	{"after", lang.Term("After"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.told(r.event, r.event.After)) }},
	{"cause", lang.Term("Cause"), func(e cellEnv, r exported) sheet.Cell { return sheet.TextCell(e.cause(r.event.Cause)) }},
}

// actor is who did it; a machine has no name of its own.
func (e cellEnv) actor(a timeline.Actor) string {
	if a.Name == "" && a.Kind == string(tenant.Robot) {
		return lang.Text(e.Locale, "Robot")
	}
	return a.Name
}

var causeTerms = map[string]lang.Term{
	"trigger": lang.Term("Rule"), "import": lang.Term("Import"), "bulk": lang.Term("Mass change"), "merge": lang.Term("Merge"),
}

func (e cellEnv) cause(c *timeline.Cause) string {
	if c == nil {
		return ""
	}
	return strings.Trim(lang.Text(e.Locale, string(causeTerms[c.Kind]))+": "+c.Name, ": ")
}

// fieldOf is the custom field that was changed.
func (e cellEnv) fieldOf(r *eventRow) (field.Field, bool) {
	if !strings.HasSuffix(r.Kind, ".field_changed") || r.Object == nil {
		return field.Field{}, false
	}
	return e.fields[r.Ref.Kind].ByID(crm.FieldID(r.Object.ID))
}

// said is what the two sides of an event may hold, as the verbs write them.
type said struct {
	Name          *string          `json:"name"`
	Text          *string          `json:"text"`
	Price         *int64           `json:"price"`
	StatusID      crm.StatusID     `json:"status_id"`
	LossReasonID  crm.LossReasonID `json:"loss_reason_id"`
	Comment       string           `json:"comment"`
	ResponsibleID tenant.UserID    `json:"responsible_id"`
	UserID        tenant.UserID    `json:"user_id"`
	DueAt         *int64           `json:"due_at"`
	IsAllDay      bool             `json:"is_all_day"`
	Result        string           `json:"result"`
	Values        json.RawMessage  `json:"values"`
}

// told is one side of an event in words: the value itself, without who and when.
func (e cellEnv) told(r *eventRow, raw json.RawMessage) string {
	var s said
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	if f, ok := e.fieldOf(r); ok {
		data := entity.Values{}
		if len(s.Values) == 0 || data.UnmarshalJSON(fmt.Appendf(nil, `{"%d":%s}`, f.ID, s.Values)) != nil {
			return ""
		}
		return f.ToText(data[f.ID], e.Env)
	}
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if s.Name != nil {
		add(*s.Name)
	}
	if s.Text != nil {
		add(*s.Text)
	}
	if st, ok := e.pipelines.Status(s.StatusID); ok {
		p, _ := e.pipelines.Pipeline(st.PipelineID)
		add(p.Name + " · " + st.Name)
	}
	if s.Price != nil {
		add(lang.MoneyText(*s.Price, e.Currency))
	}
	add(e.users[s.ResponsibleID])
	add(e.users[s.UserID])
	if s.DueAt != nil {
		add(e.day(*s.DueAt, s.IsAllDay))
	}
	add(e.reasons[s.LossReasonID])
	add(s.Comment)
	add(s.Result)
	return strings.Join(parts, ", ")
}

// day is a moment as it is written, without the hour for a whole day.
func (e cellEnv) day(at int64, whole bool) string {
	layout := "2006-01-02 15:04"
	if whole {
		layout = time.DateOnly
	}
	return time.Unix(at, 0).In(e.Location()).Format(layout)
}
