package entity

import (
	"context"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Cards answers questions about cards of any kind; it holds no state.
type Cards struct{}

// Check asks whether the card exists for this actor and whether they may do the action with it: not found when it is
// missing, deleted, of another account or out of the actor's view; forbidden when it may be seen but the action is missing.
func (Cards) Check(ctx context.Context, q db.Querier, who tenant.Actor, ref crm.Ref, action string) error {
	table, ok := tables[ref.Kind]
	if !ok {
		return errs.Invalid("kind", "there are no cards of the kind %q, use deal, contact or company", quote(string(ref.Kind)))
	}
	status := "0"
	if ref.Kind == crm.Deal {
		status = "status_id"
	}
	var responsible tenant.UserID
	var at crm.StatusID
	err := q.QueryRow(ctx, `
		SELECT responsible_id, `+status+`
		FROM `+table+`
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`, who.AccountID, ref.ID).Scan(&responsible, &at)
	switch {
	case errors.Is(err, db.ErrNoRows):
		return access.NotFound(ref.Kind)
	case err != nil:
		return fmt.Errorf("check %s: %w", ref, err)
	case ref.Kind == crm.Deal:
		return access.CheckDeal(who, action, responsible, at)
	}
	return access.Check(who, ref.Kind, action, responsible)
}

// Visible are those of the cards that exist and that the actor may view, with their names: one statement for each kind.
func (Cards) Visible(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref) (map[crm.Ref]string, error) {
	return names(ctx, q, who, refs, access.View)
}

// May are those of the cards that exist and with which the actor may do the action: one statement for each kind.
func (Cards) May(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref, action string) (map[crm.Ref]bool, error) {
	found, err := names(ctx, q, who, refs, action)
	out := make(map[crm.Ref]bool, len(found))
	for ref := range found {
		out[ref] = true
	}
	return out, err
}

// Names are the names of cards, deleted ones too, whoever may view them: for texts about a card that is known already.
func (Cards) Names(ctx context.Context, q db.Querier, account tenant.AccountID, refs []crm.Ref) (map[crm.Ref]string, error) {
	return names(ctx, q, tenant.Actor{AccountID: account}, refs, "")
}

// names are the names of cards with which the actor may do the action; an empty action asks nothing.
func names(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref, action string) (map[crm.Ref]string, error) {
	out := make(map[crm.Ref]string, len(refs))
	for kind, ids := range byKind(refs) {
		b := db.NewBuilder(q.Engine())
		b.Add(`
			SELECT c.id, c.name
			FROM `, tables[kind], ` c
			WHERE c.account_id = `, b.Arg(who.AccountID), `
				AND `, db.In(b, "c.id", ids))
		if action != "" {
			b.Add(`
				AND c.deleted_at IS NULL
				AND `, access.Where(b, who, kind, action, "c"))
		}
		rows, err := q.Query(ctx, b.SQL(), b.Args()...)
		found, err := db.Collect(rows, err, func(r db.Rows) (n named, err error) {
			err = r.Scan(&n.id, &n.name)
			return n, err
		})
		if err != nil {
			return nil, fmt.Errorf("names of cards: %w", err)
		}
		for _, n := range found {
			out[crm.Ref{Kind: kind, ID: n.id}] = n.name
		}
	}
	return out, nil
}

type named struct {
	id   crm.ID
	name string
}

// byKind parts references by their kind; those without a card are left out.
func byKind(refs []crm.Ref) map[crm.Kind][]crm.ID {
	out := map[crm.Kind][]crm.ID{}
	for _, r := range refs {
		if r.Kind.HasCard() {
			out[r.Kind] = append(out[r.Kind], r.ID)
		}
	}
	return out
}

// RefreshNextTask writes the due time of the nearest open task into the cards: one statement for each kind. Whoever
// changes a task calls it in the same transaction.
func RefreshNextTask(ctx context.Context, tx *db.Tx, account tenant.AccountID, refs ...crm.Ref) error {
	for kind, ids := range byKind(refs) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			UPDATE `, tables[kind], `
			SET next_task_at = (
				SELECT MIN(t.due_at)
				FROM tasks t
				WHERE t.account_id = `, b.Arg(account), `
					AND t.entity_kind = `, b.Arg(string(kind)), `
					AND t.entity_id = `, tables[kind], `.id
					AND t.is_completed = FALSE
					AND t.deleted_at IS NULL)
			WHERE account_id = `, b.Arg(account), `
				AND `, db.In(b, "id", ids))
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("refresh the next task of cards: %w", err)
		}
	}
	return nil
}

// Arrange puts loaded cards into the order of ids, which is the order of a page. Ids that were not loaded (deleted a
// moment ago) are left out.
func Arrange[T any](ids []crm.ID, loaded []T, id func(T) crm.ID) []T {
	at := make(map[crm.ID]int, len(loaded))
	for i, v := range loaded {
		at[id(v)] = i
	}
	out := make([]T, 0, len(ids))
	for _, want := range ids {
		if i, ok := at[want]; ok {
			out = append(out, loaded[i])
		}
	}
	return out
}
