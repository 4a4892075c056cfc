package timeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Property is what a history is of: "name", "budget", "responsible", "status" or "loss_reason", or else a field.
type Property struct {
	Name  string
	Field crm.FieldID
}

var properties = map[string]string{
	"name": "name_changed", "budget": "budget_changed", "responsible": "responsible_changed", "status": "status_changed", "loss_reason": "loss_reason_changed",
}

// History is a page of the changes of one property of a card, newest first: those with an id below before (0: from the
// newest on). next is the before of the following page, 0 at the end. Of a field hidden from the actor there are none.
func (s *Service) History(ctx context.Context, who tenant.Actor, ref crm.Ref, of Property, before int64, limit int) (items []Item, next int64, err error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, 0, err
	}
	if limit < 1 || limit > MaxFeed {
		limit = 50
	}
	f := event.Filter{
		AccountID: int64(who.AccountID), EntityKind: string(ref.Kind), EntityIDs: []int64{int64(ref.ID)}, BeforeID: before, Limit: limit + 1,
	}
	switch verb := properties[of.Name]; {
	case of.Field != 0:
		f.Kinds, f.ObjectIDs = []string{string(ref.Kind) + ".field_changed"}, []int64{int64(of.Field)}
	case verb != "":
		f.Kinds = []string{string(ref.Kind) + "." + verb}
	default:
		return nil, 0, errs.Invalid("property", "must be name, budget, responsible, status or loss_reason, or give a field")
	}
	if who.Field(int64(of.Field)) == tenant.FieldHidden {
		return nil, 0, nil
	}
	events, err := event.List(ctx, s.db, f)
	if err != nil {
		return nil, 0, fmt.Errorf("history of %s: %w", ref, err)
	}
	if len(events) > limit {
		events = events[:limit]
		next = events[limit-1].ID
	}
	items, err = s.items(ctx, who.AccountID, Shown(who, events))
	return items, next, err
}

// Stay is the time a deal has spent in a stage, all its visits together.
type Stay struct {
	StatusID crm.StatusID
	Seconds  int64
	// Entered counts the visits.
	Entered int
}

// MaxTouched is how many people Statistics names.
const MaxTouched = 20

// Touched is what one person did for the client.
type Touched struct {
	UserID                            tenant.UserID
	Notes, Comments, TasksDone, Files int
}

func (t Touched) all() int { return t.Notes + t.Comments + t.TasksDone + t.Files }

// Statistics is what the history of a card tells in figures.
type Statistics struct {
	// Stays are the stages of a deal in the order it came into them first; the present one counts up to now.
	Stays []Stay
	// Touches count what people did for the client: notes, comments, completed tasks, files.
	Notes, Comments, TasksDone, Files int
	// People are who did them, the busiest first, at most MaxTouched of them.
	People []Touched
	// LastTouch is when a person did one of them last; nil: never.
	LastTouch *int64
	// FirstAnswer is how long after the creation a person did the first of these, in seconds; nil: not yet.
	FirstAnswer *int64
	CreatedAt   int64
	// Changes counts all events of the card.
	Changes int
}

// Statistics reads the history of a card once, in one statement for the moves and one for the counts.
func (s *Service) Statistics(ctx context.Context, who tenant.Actor, ref crm.Ref) (out Statistics, err error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return out, err
	}
	if err := s.touches(ctx, who.AccountID, ref, &out); err != nil {
		return out, fmt.Errorf("statistics of %s: %w", ref, err)
	}
	if ref.Kind != crm.Deal {
		return out, nil
	}
	moves, err := event.List(ctx, s.db, event.Filter{
		AccountID: int64(who.AccountID), EntityKind: string(ref.Kind), EntityIDs: []int64{int64(ref.ID)},
		Kinds: []string{"deal.created", "deal.status_changed"}, OldestFirst: true, Limit: event.MaxList,
	})
	if err != nil {
		return out, fmt.Errorf("statistics of %s: %w", ref, err)
	}
	out.Stays = stays(moves, s.db.Now().Unix())
	return out, nil
}

// counted are the events of one kind that one actor did to a card.
type counted struct {
	kind, actor string
	user        tenant.UserID
	n           int
	first, last int64
}

func (s *Service) touches(ctx context.Context, account tenant.AccountID, ref crm.Ref, out *Statistics) error {
	rows, err := s.db.Query(ctx, `
		SELECT kind, actor_kind, actor_id, COUNT(*), MIN(at), MAX(at)
		FROM events
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3
		GROUP BY kind, actor_kind, actor_id`, account, string(ref.Kind), ref.ID)
	list, err := db.Collect(rows, err, func(r db.Rows) (c counted, err error) {
		err = r.Scan(&c.kind, &c.actor, &c.user, &c.n, &c.first, &c.last)
		return c, err
	})
	if err != nil {
		return err
	}
	out.count(string(ref.Kind)+".", list)
	return nil
}

// count adds up the touches; those of machines stand in the sums and are nobody's.
func (s *Statistics) count(prefix string, list []counted) {
	first, last := int64(0), int64(0)
	people := map[tenant.UserID]*Touched{}
	for _, c := range list {
		s.Changes += c.n
		if c.kind == prefix+"created" {
			s.CreatedAt = c.first
		}
		own := &Touched{UserID: c.user}
		if c.actor == string(tenant.Person) {
			if known := people[c.user]; known != nil {
				own = known
			}
		}
		if !touch(c.kind[min(len(prefix), len(c.kind)):], c.n, s, own) || c.actor != string(tenant.Person) {
			continue
		}
		people[c.user] = own
		if first == 0 || c.first < first {
			first = c.first
		}
		last = max(last, c.last)
	}
	if last != 0 {
		s.LastTouch = &last
	}
	if first != 0 && s.CreatedAt != 0 {
		wait := max(0, first-s.CreatedAt)
		s.FirstAnswer = &wait
	}
	for _, p := range people {
		s.People = append(s.People, *p)
	}
	slices.SortFunc(s.People, func(a, b Touched) int {
		return cmp.Or(cmp.Compare(b.all(), a.all()), cmp.Compare(a.UserID, b.UserID))
	})
	s.People = s.People[:min(len(s.People), MaxTouched)]
}

// touch adds events of a kind to the card's sums and to the person's; false when the kind is no touch.
func touch(verb string, n int, all *Statistics, own *Touched) bool {
	switch verb {
	case "note_added":
		all.Notes, own.Notes = all.Notes+n, own.Notes+n
	case "comment_added":
		all.Comments, own.Comments = all.Comments+n, own.Comments+n
	case "task_completed":
		all.TasksDone, own.TasksDone = all.TasksDone+n, own.TasksDone+n
	case "file_added":
		all.Files, own.Files = all.Files+n, own.Files+n
	default:
		return false
	}
	return true
}

// stays adds up the time between moves.
func stays(moves []event.Event, now int64) []Stay {
	var out []Stay
	at := map[crm.StatusID]int{}
	for i, m := range moves {
		var after struct {
			StatusID crm.StatusID `json:"status_id"`
		}
		if json.Unmarshal(m.After, &after) != nil || after.StatusID == 0 {
			continue
		}
		end := now
		if i+1 < len(moves) {
			end = moves[i+1].At
		}
		n, ok := at[after.StatusID]
		if !ok {
			n = len(out)
			at[after.StatusID] = n
			out = append(out, Stay{StatusID: after.StatusID})
		}
		out[n].Seconds += max(0, end-m.At)
		out[n].Entered++
	}
	return out
}
