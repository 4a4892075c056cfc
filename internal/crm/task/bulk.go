package task

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// MaxBulk is the most tasks that are changed in one call.
const MaxBulk = 500

// Step is the change of one task of many: put off, or given to somebody else. DueAt and IsAllDay go together.
type Step struct {
	ID            crm.TaskID
	DueAt         *int64
	IsAllDay      bool
	ResponsibleID *tenant.UserID
}

// Refusal is a task that was left as it was. Reason is "not_found", "forbidden" or "already_done".
type Refusal struct {
	ID     crm.TaskID `json:"id"`
	Reason string     `json:"reason"`
}

// Outcome is what became of many tasks.
type Outcome struct {
	Done    []crm.TaskID
	Refused []Refusal
}

// ChangeMany changes up to MaxBulk tasks in one transaction; those the actor may not change are left out and named.
func (s *Service) ChangeMany(ctx context.Context, who tenant.Actor, steps []Step) (out Outcome, err error) {
	ids := make([]crm.TaskID, len(steps))
	byID := make(map[crm.TaskID]Step, len(steps))
	for i, step := range steps {
		ids[i], byID[step.ID] = step.ID, step
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var list []Task
		if list, out, err = s.lockMany(ctx, tx, who, ids); err != nil {
			return err
		}
		zone, err := zoneOf(ctx, tx, who.AccountID)
		if err != nil {
			return err
		}
		if err := checkSteps(ctx, tx, who.AccountID, steps); err != nil {
			return err
		}
		var changed []Task
		var entries []timeline.Entry
		for _, old := range list {
			t := old.step(byID[old.ID])
			if err := t.clean(zone); err != nil {
				return err
			}
			before, after := changes(old, t)
			if len(after) == 0 {
				continue
			}
			// Whoever gets a repeating task gets the ones after it as well; a day put off is this task's alone.
			if t.plan != nil && t.plan.Model != nil {
				next := *t.plan
				next.Model = next.Model.apply(Patch{ResponsibleID: byID[old.ID].ResponsibleID}, t)
				t.plan = &next
			}
			changed, entries = append(changed, t), append(entries, t.entry("task_changed", before, after))
		}
		return s.writeMany(ctx, tx, who, changed, entries)
	})
	return out, err
}

func (t Task) step(c Step) Task {
	if c.DueAt != nil {
		t.DueAt, t.IsAllDay = *c.DueAt, c.IsAllDay
	}
	set(&t.ResponsibleID, c.ResponsibleID)
	t.Participants = company(t.Participants, t.ResponsibleID)
	return t
}

func checkSteps(ctx context.Context, tx *db.Tx, account tenant.AccountID, steps []Step) error {
	active, err := activeUsers(ctx, tx, account)
	if err != nil {
		return err
	}
	for _, c := range steps {
		if c.ResponsibleID != nil && !active[*c.ResponsibleID] {
			return errs.Invalid("responsible_id", "there is no active user %d, choose another one", *c.ResponsibleID)
		}
	}
	return nil
}

// CompleteMany completes up to MaxBulk tasks with one result in one transaction.
func (s *Service) CompleteMany(ctx context.Context, who tenant.Actor, ids []crm.TaskID, result string) (out Outcome, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		var list []Task
		if list, out, err = s.lockMany(ctx, tx, who, ids); err != nil {
			return err
		}
		entries := make([]timeline.Entry, len(list))
		for i, old := range list {
			if list[i], err = old.complete(result, tx.Unix()); err != nil {
				return err
			}
			entries[i] = list[i].entry("task_completed", nil, list[i].completion())
		}
		_, more, err := s.succeed(ctx, tx, who, list)
		if err != nil {
			return err
		}
		return s.writeMany(ctx, tx, who, list, append(entries, more...))
	})
	return out, err
}

// lockMany locks the open tasks among ids that the actor may change, after their cards.
func (s *Service) lockMany(ctx context.Context, tx *db.Tx, who tenant.Actor, ids []crm.TaskID) ([]Task, Outcome, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 || len(ids) > MaxBulk {
		return nil, Outcome{}, errs.Invalid("ids", "must be from 1 to %d tasks", MaxBulk)
	}
	list, out, err := s.allowed(ctx, tx, who, ids, "")
	if err != nil {
		return nil, out, err
	}
	if err := s.cards.TouchAll(ctx, tx, who, refsOf(list)); err != nil {
		return nil, out, err
	}
	return s.allowed(ctx, tx, who, ids, db.ForUpdate(tx.Engine()))
}

func refsOf(list []Task) []crm.Ref {
	var refs []crm.Ref
	for _, t := range list {
		if !t.Ref.Zero() && !slices.Contains(refs, t.Ref) {
			refs = append(refs, t.Ref)
		}
	}
	return refs
}

// allowed parts tasks into those that may be changed and those that are refused.
func (s *Service) allowed(ctx context.Context, tx *db.Tx, who tenant.Actor, ids []crm.TaskID, lock string) ([]Task, Outcome, error) {
	found, err := findTasks(ctx, tx, who.AccountID, ids, lock)
	if err != nil {
		return nil, Outcome{}, fmt.Errorf("find tasks: %w", err)
	}
	refs := refsOf(found)
	seen, err := s.cards.May(ctx, tx, who, refs, access.View)
	if err != nil {
		return nil, Outcome{}, err
	}
	edited, err := s.cards.May(ctx, tx, who, refs, access.Edit)
	if err != nil {
		return nil, Outcome{}, err
	}
	byID := make(map[crm.TaskID]Task, len(found))
	for _, t := range found {
		byID[t.ID] = t
	}
	var list []Task
	var out Outcome
	for _, id := range ids {
		t, ok := byID[id]
		reason := ""
		switch {
		case !ok || !t.seenBy(who) && !seen[t.Ref]:
			reason = "not_found"
		case !access.Can(who, crm.Task, access.Edit, t.ResponsibleID, 0) && !edited[t.Ref]:
			reason = "forbidden"
		case t.IsCompleted:
			reason = "already_done"
		}
		if reason != "" {
			out.Refused = append(out.Refused, Refusal{id, reason})
			continue
		}
		list, out.Done = append(list, t), append(out.Done, id)
	}
	return list, out, nil
}

// seenBy reports whether the actor sees the task whatever card it is on.
func (t Task) seenBy(who tenant.Actor) bool {
	return t.CreatedBy == who.UserID || slices.Contains(t.Participants, who.UserID) || t.ResponsibleID == who.UserID ||
		access.Can(who, crm.Task, access.View, t.ResponsibleID, 0)
}

// writeMany stores what bulk verbs change of tasks, with their events, and puts the circles of their cards right.
func (s *Service) writeMany(ctx context.Context, tx *db.Tx, who tenant.Actor, list []Task, entries []timeline.Entry) error {
	if len(list) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		UPDATE tasks
		SET due_at = v.column2, is_all_day = v.column3, responsible_id = v.column4, is_completed = v.column5,
			completed_at = v.column6, result = v.column7, recurrence = `, db.AsJSON(tx.Engine(), "v.column8"), `,
			updated_by = `, b.Arg(who.UserID), `, updated_at = `, b.Arg(tx.Unix()), `, version = version + 1
		FROM (VALUES `)
	for i, t := range list {
		repeats, _, err := t.texts()
		if err != nil {
			return err
		}
		if i > 0 {
			b.Add(`, `)
		}
		cast := func(v any, kind string) string { return `CAST(` + b.Arg(v) + ` AS ` + kind + `), ` }
		b.Add(`(`, cast(t.ID, "BIGINT"), cast(t.DueAt, "BIGINT"), cast(t.IsAllDay, "BOOLEAN"), cast(t.ResponsibleID, "BIGINT"),
			cast(t.IsCompleted, "BOOLEAN"), cast(t.CompletedAt, "BIGINT"), cast(t.Result, "TEXT"), `CAST(`, b.Arg(repeats), ` AS TEXT))`)
	}
	b.Add(`) AS v
		WHERE tasks.account_id = `, b.Arg(who.AccountID), `
			AND tasks.id = v.column1`)
	if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
		return fmt.Errorf("change tasks: %w", err)
	}
	if err := entity.RefreshNextTask(ctx, tx, who.AccountID, refsOf(list)...); err != nil {
		return err
	}
	return timeline.AppendAll(ctx, tx, who, entries)
}
