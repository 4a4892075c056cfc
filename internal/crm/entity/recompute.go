package entity

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/tenant"
)

// Walker goes over all cards of a kind, those in the recycle bin too; every Book is one.
type Walker interface {
	// RecomputePage brings the computed values of the cards after an id up to date, without events: nobody changed them.
	RecomputePage(ctx context.Context, tx *db.Tx, who tenant.Actor, after crm.ID, limit int) (last crm.ID, n int, err error)
	// ReplaceOptionPage puts one choice of a list in the place of another on those of the cards after an id that have it.
	ReplaceOptionPage(ctx context.Context, tx *db.Tx, who tenant.Actor, r field.Replace, after crm.ID, limit int) (last crm.ID, n int, err error)
	// Size is how many cards there are.
	Size(ctx context.Context, q db.Querier, account tenant.AccountID) (int64, error)
}

// walkPage is how many cards one transaction of a run handles.
const walkPage = 300

// Runs are the runs over all cards that changes of fields ask for.
type Runs struct {
	db    *db.DB
	kinds map[crm.Kind]Walker
}

// NewRuns makes the runs over the cards of the kinds.
func NewRuns(d *db.DB, kinds map[crm.Kind]Walker) *Runs { return &Runs{d, kinds} }

// JobKinds is the work done in the background.
func (r *Runs) JobKinds() []job.Kind {
	return []job.Kind{{Name: field.RecomputeJob, Remote: r.recompute}, {Name: field.ReplaceJob, Remote: r.replace}}
}

// walked is how far a run has come.
type walked struct {
	After crm.ID `json:"after"`
	Done  int64  `json:"done"`
}

func (r *Runs) recompute(ctx context.Context, j job.Job, p *job.Progress) error {
	var of field.Recompute
	if err := json.Unmarshal(j.Payload, &of); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	return r.walk(ctx, j, p, of.Kind, func(tx *db.Tx, who tenant.Actor, at *walked) (bool, error) {
		last, n, err := r.kinds[of.Kind].RecomputePage(ctx, tx, who, at.After, walkPage)
		at.After, at.Done = last, at.Done+int64(n)
		return n < walkPage, err
	})
}

func (r *Runs) replace(ctx context.Context, j job.Job, p *job.Progress) error {
	var of field.Replace
	if err := json.Unmarshal(j.Payload, &of); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	return r.walk(ctx, j, p, of.Kind, func(tx *db.Tx, who tenant.Actor, at *walked) (bool, error) {
		last, n, err := r.kinds[of.Kind].ReplaceOptionPage(ctx, tx, who, of, at.After, walkPage)
		at.After, at.Done = last, at.Done+int64(n)
		return n < walkPage, err
	})
}

// walk does page after page, each in a transaction with the place to go on from, and tells that the fields changed.
func (r *Runs) walk(ctx context.Context, j job.Job, p *job.Progress, kind crm.Kind, page func(*db.Tx, tenant.Actor, *walked) (bool, error)) error {
	walker, ok := r.kinds[kind]
	if !ok {
		return job.Permanent(fmt.Errorf("there are no cards of the kind %q", kind))
	}
	account := tenant.AccountID(j.AccountID)
	total, err := walker.Size(ctx, r.db, account)
	if err != nil {
		return err
	}
	var at walked
	if len(j.Progress.Checkpoint) > 0 {
		if err := json.Unmarshal(j.Progress.Checkpoint, &at); err != nil {
			return job.Permanent(fmt.Errorf("read checkpoint: %w", err))
		}
	}
	who := tenant.Actor{AccountID: account, UserID: tenant.UserID(j.CreatedBy), Kind: tenant.Robot, Admin: true, Cause: tenant.Cause{Kind: "bulk"}}
	for end := false; !end; {
		next := at
		err := r.db.Write(ctx, func(tx *db.Tx) error {
			next = at
			var err error
			if end, err = page(tx, who, &next); err != nil {
				return err
			}
			p.Set(next.Done, max(total, next.Done))
			if end {
				return event.Append(ctx, tx, event.Event{
					AccountID: j.AccountID, Kind: "field.changed", EntityKind: "field", ActorKind: string(who.Kind), ActorID: int64(who.UserID), CauseKind: "bulk",
				})
			}
			return p.Checkpoint(ctx, tx, next)
		})
		if err != nil {
			return err
		}
		at = next
	}
	return nil
}

// Size is how many cards there are, those in the recycle bin too.
func (b *Book[T]) Size(ctx context.Context, q db.Querier, account tenant.AccountID) (n int64, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM `+tables[b.Shape.Kind]+` WHERE account_id = $1`, account).Scan(&n)
	return n, err
}

// RecomputePage brings computed values up to date (see Walker).
func (b *Book[T]) RecomputePage(ctx context.Context, tx *db.Tx, who tenant.Actor, after crm.ID, limit int) (crm.ID, int, error) {
	ids, err := db.Column[crm.ID](ctx, tx, `
		SELECT id
		FROM `+tables[b.Shape.Kind]+`
		WHERE account_id = $1
			AND id > $2
		ORDER BY id
		LIMIT $3`+db.ForUpdate(tx.Engine()), who.AccountID, after, limit)
	if err != nil || len(ids) == 0 {
		return after, 0, err
	}
	return ids[len(ids)-1], len(ids), b.RecomputeTx(ctx, tx, who, ids)
}

// RecomputeTx brings the computed values of cards up to date after a change that went past Save. The rows are locked.
func (b *Book[T]) RecomputeTx(ctx context.Context, tx *db.Tx, who tenant.Actor, ids []crm.ID) error {
	d, err := OpenDesk(ctx, tx, b.Fields, who, b.Shape.Kind)
	if err != nil || !d.Fields.HasFormulas() {
		return err
	}
	list, err := b.Shape.Load(ctx, tx, who.AccountID, ids)
	if err != nil {
		return err
	}
	var w computed
	for i := range list {
		card := b.Shape.Card(&list[i])
		before := card.Data
		b.Shape.Compute(d, &list[i])
		w.add(who.AccountID, d.Fields, card, before)
	}
	return w.write(ctx, tx, who.AccountID, tables[b.Shape.Kind])
}

// ReplaceOptionPage puts one choice in the place of another (see Walker), each card with its event.
func (b *Book[T]) ReplaceOptionPage(ctx context.Context, tx *db.Tx, who tenant.Actor, r field.Replace, after crm.ID, limit int) (crm.ID, int, error) {
	ids, err := db.Column[crm.ID](ctx, tx, `
		SELECT entity_id
		FROM field_numbers
		WHERE account_id = $1
			AND field_id = $2
			AND value = $3
			AND entity_id > $4
		ORDER BY entity_id
		LIMIT $5`, who.AccountID, r.Field, float64(r.From), after, limit)
	if err != nil || len(ids) == 0 {
		return after, 0, err
	}
	d, err := OpenDesk(ctx, tx, b.Fields, who, b.Shape.Kind)
	if err != nil {
		return after, 0, err
	}
	for _, id := range ids { // in the background, one page at a time
		old, err := b.Shape.row(ctx, tx, who.AccountID, id, db.ForUpdate(tx.Engine()))
		if err != nil {
			return after, 0, err
		}
		now := old
		card := b.Shape.Card(&now)
		card.Data = card.Data.Merge(Values{r.Field: replaced(card.Data[r.Field], int64(r.From), int64(r.To))})
		if _, err := b.Shape.Save(ctx, tx, d, &old, &now, Patch{}, nil); err != nil {
			return after, 0, err
		}
	}
	return ids[len(ids)-1], len(ids), nil
}

func replaced(values []any, from, to int64) []any {
	var out []any
	seen := map[any]bool{}
	for _, v := range values {
		if v == from {
			v = to
		}
		if !seen[v] {
			out = append(out, v)
		}
		seen[v] = true
	}
	return out
}
