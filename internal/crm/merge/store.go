package merge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// record is a row of merges.
type record struct {
	id            int64
	ref           crm.Ref
	from          []crm.ID
	tags          []string
	before, after []byte
	isUndone      bool
}

// details is what a record keeps beside the two states of the card.
type details struct {
	From []crm.ID `json:"from"`
	Tags []string `json:"tags"`
}

// refs are the cards of the merge, the one that stays first.
func (m record) refs() []crm.Ref {
	refs := []crm.Ref{m.ref}
	for _, id := range m.from {
		refs = append(refs, crm.Ref{Kind: m.ref.Kind, ID: id})
	}
	return refs
}

func insertRecord(ctx context.Context, tx *db.Tx, who tenant.Actor, m record) (id int64, err error) {
	more, err := json.Marshal(details{m.from, m.tags})
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO merges (account_id, entity_kind, entity_id, before, after, details, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		who.AccountID, string(m.ref.Kind), m.ref.ID, string(m.before), string(m.after), string(more), who.UserID, tx.Unix()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("store the merge: %w", err)
	}
	return id, nil
}

func findRecord(ctx context.Context, tx *db.Tx, account tenant.AccountID, id int64) (m record, err error) {
	var before, after, more string
	var undone *int64
	err = tx.QueryRow(ctx, `
		SELECT entity_kind, entity_id, before, after, details, undone_at
		FROM merges
		WHERE account_id = $1
			AND id = $2`+db.ForUpdate(tx.Engine()), account, id).Scan(&m.ref.Kind, &m.ref.ID, &before, &after, &more, &undone)
	if errors.Is(err, db.ErrNoRows) {
		return m, errs.NotFound("there is no such merge")
	}
	if err != nil {
		return m, fmt.Errorf("read merge %d: %w", id, err)
	}
	var d details
	if err := json.Unmarshal([]byte(more), &d); err != nil {
		return m, fmt.Errorf("read merge %d: %w", id, err)
	}
	m.id, m.before, m.after, m.from, m.tags, m.isUndone = id, []byte(before), []byte(after), d.From, d.Tags, undone != nil
	return m, nil
}

func closeRecord(ctx context.Context, tx *db.Tx, who tenant.Actor, id int64) error {
	_, err := tx.Exec(ctx, `
		UPDATE merges
		SET undone_by = $3, undone_at = $4
		WHERE account_id = $1
			AND id = $2`, who.AccountID, id, who.UserID, tx.Unix())
	return err
}

// counts is how much hangs on each of the cards: notes, open and done tasks, deals, contacts.
func (d desk[T]) counts(ctx context.Context, q db.Querier, who tenant.Actor, ids []crm.ID) (map[crm.ID]map[string]int, error) {
	b := db.NewBuilder(q.Engine())
	for _, h := range hanging {
		b.Add(`SELECT '`, h.what, `' AS what, entity_id AS id, COUNT(*) AS n FROM `, h.table, ` WHERE account_id = `, b.Arg(who.AccountID))
		b.Add(` AND entity_kind = `, b.Arg(string(d.kind)), ` AND `, db.In(b, "entity_id", ids), h.alive, ` GROUP BY entity_id UNION ALL `)
	}
	for _, p := range pointing[d.kind] {
		b.Add(`SELECT '`, p.table, `', `, p.column, `, COUNT(*) FROM `, p.table, ` WHERE account_id = `, b.Arg(who.AccountID))
		b.Add(` AND deleted_at IS NULL AND `, db.In(b, p.column, ids), ` GROUP BY `, p.column, ` UNION ALL `)
	}
	if p, ok := pairs[d.kind]; ok {
		others := map[crm.Kind]string{crm.Contact: "deals", crm.Deal: "contacts"}[d.kind]
		b.Add(`SELECT '`, others, `', l.`, p.own, `, COUNT(*) FROM deal_contacts l JOIN `, others, ` o ON o.account_id = l.account_id AND o.id = l.`,
			p.other, ` AND o.deleted_at IS NULL WHERE l.account_id = `, b.Arg(who.AccountID))
		b.Add(` AND `, db.In(b, "l."+p.own, ids), ` GROUP BY l.`, p.own, ` UNION ALL `)
	}
	b.Add(`SELECT 'tag', entity_id, COUNT(*) FROM entity_tags WHERE account_id = `, b.Arg(who.AccountID))
	b.Add(` AND entity_kind = `, b.Arg(string(d.kind)), ` AND `, db.In(b, "entity_id", ids), ` GROUP BY entity_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count what hangs on cards: %w", err)
	}
	defer rows.Close()
	out := map[crm.ID]map[string]int{}
	for _, id := range ids {
		out[id] = map[string]int{}
	}
	for rows.Next() {
		var what string
		var id crm.ID
		var n int
		if err := rows.Scan(&what, &id, &n); err != nil {
			return nil, fmt.Errorf("count what hangs on cards: %w", err)
		}
		out[id][what] = n
	}
	return out, rows.Err()
}
