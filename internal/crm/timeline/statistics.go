package timeline

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// MaxHistory is how many changes of one property History tells.
const MaxHistory = 50

// History are the changes of one property of a card, newest first: "name", "budget", "responsible", "status", or the id
// of a field.
func (s *Service) History(ctx context.Context, who tenant.Actor, ref crm.Ref, property string, field crm.FieldID) ([]Item, error) {
	if err := s.cards.Check(ctx, s.db, who, ref, access.View); err != nil {
		return nil, err
	}
	f := event.Filter{AccountID: int64(who.AccountID), EntityKind: string(ref.Kind), EntityIDs: []int64{int64(ref.ID)}, Limit: MaxHistory}
	switch {
	case field != 0:
		f.Kinds, f.ObjectIDs = []string{string(ref.Kind) + ".field_changed"}, []int64{int64(field)}
	case property == "name" || property == "budget" || property == "responsible" || property == "status":
		f.Kinds = []string{string(ref.Kind) + "." + property + "_changed"}
	default:
		return nil, errs.Invalid("property", "must be name, budget, responsible or status, or give a field")
	}
	events, err := event.List(ctx, s.db, f)
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", ref, err)
	}
	return s.items(ctx, who.AccountID, Shown(who, events))
}

// Stay is the time a deal has spent in a stage, all its visits together.
type Stay struct {
	StatusID crm.StatusID
	Seconds  int64
	// Entered counts the visits.
	Entered int
}

// Statistics is what the history of a card tells in figures.
type Statistics struct {
	// Stays are the stages of a deal in the order it came into them first; the present one counts up to now.
	Stays []Stay
	// Touches count what people did for the client: notes, comments, completed tasks, files.
	Notes, Comments, TasksDone, Files int
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

func (s *Service) touches(ctx context.Context, account tenant.AccountID, ref crm.Ref, out *Statistics) error {
	kind := string(ref.Kind)
	rows, err := s.db.Query(ctx, `
		SELECT kind, actor_kind, COUNT(*), MIN(at)
		FROM events
		WHERE account_id = $1
			AND entity_kind = $2
			AND entity_id = $3
		GROUP BY kind, actor_kind`, account, kind, ref.ID)
	type counted struct {
		kind, actor string
		n           int
		first       int64
	}
	list, err := db.Collect(rows, err, func(r db.Rows) (c counted, err error) {
		err = r.Scan(&c.kind, &c.actor, &c.n, &c.first)
		return c, err
	})
	if err != nil {
		return err
	}
	into := map[string]*int{
		kind + ".note_added": &out.Notes, kind + ".comment_added": &out.Comments, kind + ".task_completed": &out.TasksDone, kind + ".file_added": &out.Files,
	}
	first := int64(0)
	for _, c := range list {
		out.Changes += c.n
		if c.kind == kind+".created" {
			out.CreatedAt = c.first
		}
		if n := into[c.kind]; n != nil {
			*n += c.n
			if c.actor == string(tenant.Person) && (first == 0 || c.first < first) {
				first = c.first
			}
		}
	}
	if first != 0 && out.CreatedAt != 0 {
		wait := max(0, first-out.CreatedAt)
		out.FirstAnswer = &wait
	}
	return nil
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
