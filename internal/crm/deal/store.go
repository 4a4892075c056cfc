package deal

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// place is where a deal stands.
type place struct {
	id       crm.DealID
	pipeline crm.PipelineID
	status   crm.StatusID
}

// someIn locks some deals of the statuses, which are of one pipeline; those in the recycle bin, or the others. Each has
// an index of its own.
func someIn(ctx context.Context, tx *db.Tx, account tenant.AccountID, in []pipeline.Status, deleted bool, limit int) ([]place, error) {
	ids := make([]crm.StatusID, len(in))
	for i, st := range in {
		ids[i] = st.ID
	}
	bin := "deleted_at IS NULL"
	if deleted {
		bin = "deleted_at IS NOT NULL"
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		SELECT id, pipeline_id, status_id
		FROM deals
		WHERE account_id = `, b.Arg(account), `
			AND pipeline_id = `, b.Arg(in[0].PipelineID), `
			AND `, db.In(b, "status_id", ids), `
			AND `, bin, `
		LIMIT `, b.Arg(limit), db.ForUpdate(tx.Engine()))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (p place, err error) {
		err = r.Scan(&p.id, &p.pipeline, &p.status)
		return p, err
	})
}

func moveTo(ctx context.Context, tx *db.Tx, who tenant.Actor, chunk []place, to pipeline.Status) error {
	ids := make([]crm.DealID, len(chunk))
	for i, p := range chunk {
		ids[i] = p.id
	}
	b := db.NewBuilder(tx.Engine())
	now := b.Arg(tx.Unix())
	b.Add(`
		UPDATE deals
		SET pipeline_id = `, b.Arg(to.PipelineID), `, status_id = `, b.Arg(to.ID), `, is_closed = `, b.Arg(to.Closes()), `,
			status_changed_at = `, now, `, updated_at = `, now, `, updated_by = `, b.Arg(who.UserID), `, version = version + 1`)
	if to.Closes() {
		b.Add(`, closed_at = COALESCE(closed_at, `, now, `)`)
	} else {
		b.Add(`, closed_at = NULL`)
	}
	if to.Kind != pipeline.Lost {
		b.Add(`, loss_reason_id = NULL`)
	}
	b.Add(` WHERE account_id = `, b.Arg(who.AccountID), ` AND `, db.In(b, "id", ids))
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

func tellMoves(ctx context.Context, tx *db.Tx, who tenant.Actor, chunk []place, to pipeline.Status) error {
	var entries []timeline.Entry
	for _, p := range chunk {
		entries = append(entries, timeline.Entry{
			Ref: crm.Ref{Kind: crm.Deal, ID: p.id},
			Changes: []timeline.Change{{
				Kind:   "deal.status_changed",
				Before: map[string]any{"pipeline_id": p.pipeline, "status_id": p.status},
				After:  map[string]any{"pipeline_id": to.PipelineID, "status_id": to.ID},
			}},
		})
	}
	return timeline.AppendAll(ctx, tx, who, entries)
}

func insertLinks(ctx context.Context, tx *db.Tx, account tenant.AccountID, deals []*Deal) error {
	var args []any
	for _, d := range deals {
		for i, p := range d.Contacts {
			args = append(args, account, d.ID, p.ID, i)
		}
	}
	return tx.Insert(ctx, "deal_contacts", []string{"account_id", "deal_id", "contact_id", "position"}, args)
}

func insertLink(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.DealID, person crm.ContactID, position int) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO deal_contacts (account_id, deal_id, contact_id, position)
		VALUES ($1, $2, $3, $4)`, account, id, person, position)
	return err
}

func deleteLink(ctx context.Context, tx *db.Tx, account tenant.AccountID, id crm.DealID, person crm.ContactID) error {
	_, err := tx.Exec(ctx, `
		DELETE FROM deal_contacts
		WHERE account_id = $1
			AND deal_id = $2
			AND contact_id = $3`, account, id, person)
	return err
}

func peopleOf(ctx context.Context, q db.Querier, account tenant.AccountID, id crm.DealID) ([]crm.ContactID, error) {
	return db.Column[crm.ContactID](ctx, q, `
		SELECT contact_id
		FROM deal_contacts
		WHERE account_id = $1
			AND deal_id = $2
		ORDER BY position, contact_id`, account, id)
}

type link struct {
	deal    crm.DealID
	contact crm.ContactID
}

// linksOf are the contacts of many deals, in their order.
func linksOf(ctx context.Context, q db.Querier, account tenant.AccountID, deals []crm.DealID) ([]link, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT deal_id, contact_id
		FROM deal_contacts
		WHERE account_id = `, b.Arg(account), `
			AND `, db.In(b, "deal_id", deals), `
		ORDER BY deal_id, position, contact_id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (l link, err error) {
		err = r.Scan(&l.deal, &l.contact)
		return l, err
	})
}
