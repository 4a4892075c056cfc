package task

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// The most points of a checklist and the longest of them in characters.
const (
	MaxPoints    = 100
	maxPointText = 500
)

// Point is one line of a checklist. IDs are numbers within the task.
type Point struct {
	ID     int           `json:"id"`
	Text   string        `json:"text"`
	IsDone bool          `json:"is_done"`
	DoneBy tenant.UserID `json:"done_by,omitempty"`
	DoneAt int64         `json:"done_at,omitempty"`
}

// arrange makes a checklist of what was given: points that are known keep who ticked them and when, new ones get ids.
func arrange(given, old []Point, who tenant.UserID, now int64) ([]Point, error) {
	if len(given) > MaxPoints {
		return nil, errs.Invalid("checklist", "has more than %d points, shorten it", MaxPoints)
	}
	known, top := map[int]Point{}, 0
	for _, p := range old {
		known[p.ID], top = p, max(top, p.ID)
	}
	out := make([]Point, 0, len(given))
	for i, g := range given {
		p, ok := known[g.ID]
		if !ok {
			top++
			p = Point{ID: top}
		}
		delete(known, g.ID)
		p.Text = tidy(g.Text)
		if n := utf8.RuneCountInString(p.Text); n == 0 || n > maxPointText {
			return nil, errs.Invalid(fmt.Sprintf("checklist.%d.text", i), "must have from 1 to %d characters", maxPointText)
		}
		out = append(out, p.tick(g.IsDone, who, now))
	}
	return out, nil
}

func (p Point) tick(done bool, who tenant.UserID, now int64) Point {
	switch {
	case done == p.IsDone:
		return p
	case done:
		return Point{ID: p.ID, Text: p.Text, IsDone: true, DoneBy: who, DoneAt: now}
	}
	return Point{ID: p.ID, Text: p.Text}
}

// fresh is the checklist as the next task of a series begins with it.
func fresh(points []Point) []Point {
	out := make([]Point, len(points))
	for i, p := range points {
		out[i] = p.tick(false, 0, 0)
	}
	return out
}

// Tick marks a point of the checklist of an open task as done or not. Participants may, too.
func (s *Service) Tick(ctx context.Context, who tenant.Actor, id crm.TaskID, point int, done bool) (t Task, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		t, err = s.TickTx(ctx, tx, who, id, point, done)
		return err
	})
	return t, err
}

// TickTx is Tick inside the caller's transaction.
func (s *Service) TickTx(ctx context.Context, tx *db.Tx, who tenant.Actor, id crm.TaskID, point int, done bool) (Task, error) {
	seen, err := s.seen(ctx, tx, who, id, "")
	if err != nil {
		return Task{}, err
	}
	right := access.Edit
	if slices.Contains(seen.Participants, who.UserID) {
		right = access.View
	}
	old, err := s.lock(ctx, tx, who, id, right)
	if err != nil {
		return Task{}, err
	}
	if old.IsCompleted {
		return old, s.alreadyDone(ctx, tx, who, old)
	}
	at := slices.IndexFunc(old.Checklist, func(p Point) bool { return p.ID == point })
	if at < 0 {
		return Task{}, errs.NotFound("the checklist has no such point any more, reload the task")
	}
	t := old
	t.Checklist = slices.Clone(old.Checklist)
	t.Checklist[at] = old.Checklist[at].tick(done, who.UserID, tx.Unix())
	if t.Checklist[at] == old.Checklist[at] {
		return old, nil
	}
	after := map[string]any{"point": t.Checklist[at].Text, "is_done": done}
	return s.write(ctx, tx, who, old, t, "task_changed", map[string]any{}, after)
}

// points reads a stored checklist.
func points(text *string) (list []Point, err error) {
	if text != nil {
		err = json.Unmarshal([]byte(*text), &list)
	}
	return list, err
}

// stored is a value as its JSON column holds it, NULL when there is nothing.
func stored(v any, empty bool) (any, error) {
	if empty {
		return nil, nil
	}
	raw, err := json.Marshal(v)
	return string(raw), err
}
