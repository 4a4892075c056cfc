package merge

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
)

// back takes to the merged cards what is still where run has carried it.
func (c carrier) back(ctx context.Context) error {
	steps := []func(context.Context) error{c.rowsBack, c.marksBack, c.pointersBack, c.linksBack, c.familiesBack, c.touch}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return fmt.Errorf("take back: %w", err)
		}
	}
	return nil
}

func (c carrier) rowsBack(ctx context.Context) error {
	for _, h := range hanging {
		b := c.builder()
		b.Add(`UPDATE `, h.table, ` SET entity_id = `, c.origin(b, h.what, h.table+".id"), ` WHERE account_id = `, b.Arg(c.who.AccountID))
		b.Add(` AND entity_kind = `, b.Arg(string(c.kind)), ` AND entity_id = `, b.Arg(c.into))
		b.Add(` AND `, db.Among(c.tx.Engine(), "id", moved(b, c.who.AccountID, c.merge, h.what, "row_id")))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

func (c carrier) marksBack(ctx context.Context) error {
	for _, m := range marks {
		b := c.builder()
		b.Add(`DELETE FROM `, m.table, ` WHERE account_id = `, b.Arg(c.who.AccountID), ` AND entity_kind = `, b.Arg(string(c.kind)))
		b.Add(` AND entity_id = `, b.Arg(c.into), ` AND user_id IN (`, moved(b, c.who.AccountID, c.merge, m.what, "row_id"), `)`)
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// origin is the card that the row of an UPDATE hung on.
func (c carrier) origin(b *db.Builder, what, row string) string {
	return `(` + moved(b, c.who.AccountID, c.merge, what, "from_id") + ` AND row_id = ` + row + `)`
}

func (c carrier) pointersBack(ctx context.Context) error {
	columns := pointing[c.kind]
	if c.kind == crm.Contact {
		columns = append(columns, struct{ what, table, column string }{mainContact, "deals", "main_contact_id"})
	}
	for _, p := range columns {
		b := c.builder()
		b.Add(`UPDATE `, p.table, ` SET `, p.column, ` = `, c.origin(b, p.what, p.table+".id"), ` WHERE account_id = `, b.Arg(c.who.AccountID))
		b.Add(` AND `, p.column, ` = `, b.Arg(c.into))
		b.Add(` AND `, db.Among(c.tx.Engine(), "id", moved(b, c.who.AccountID, c.merge, p.what, "row_id")))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// linksBack links the merged cards again where the one that stayed is still linked, and unlinks that one where it was
// not before.
func (c carrier) linksBack(ctx context.Context) error {
	p, ok := pairs[c.kind]
	if !ok {
		return nil
	}
	b := c.builder()
	b.Add(`INSERT INTO deal_contacts (account_id, `, p.own, `, `, p.other, `, position)
		SELECT m.account_id, m.from_id, m.row_id, m.place
		FROM merge_moves m
		WHERE m.account_id = `, b.Arg(c.who.AccountID), ` AND m.merge_id = `, b.Arg(c.merge), ` AND m.what = '`, p.what, `'
			AND EXISTS (SELECT 1 FROM deal_contacts l WHERE l.account_id = m.account_id AND l.`, p.own, ` = `, b.Arg(c.into), ` AND l.`, p.other, ` = m.row_id)
		ON CONFLICT DO NOTHING`)
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`DELETE FROM deal_contacts WHERE account_id = `, b.Arg(c.who.AccountID), ` AND `, p.own, ` = `, b.Arg(c.into))
	b.Add(` AND `, p.other, ` IN (`, moved(b, c.who.AccountID, c.merge, p.what, "row_id"), `)`)
	b.Add(` AND `, p.other, ` NOT IN (`, moved(b, c.who.AccountID, c.merge, kept, "row_id"), `)`)
	return c.exec(ctx, b)
}

func (c carrier) familiesBack(ctx context.Context) error {
	b := c.builder()
	b.Add(`DELETE FROM merged_cards WHERE account_id = `, b.Arg(c.who.AccountID), ` AND entity_kind = `, b.Arg(string(c.kind)))
	b.Add(` AND `, db.In(b, "entity_id", c.from), ` AND into_id = `, b.Arg(c.into))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`UPDATE merged_cards SET into_id = `, c.origin(b, merged, "merged_cards.entity_id"), ` WHERE account_id = `, b.Arg(c.who.AccountID))
	b.Add(` AND entity_kind = `, b.Arg(string(c.kind)), ` AND into_id = `, b.Arg(c.into))
	b.Add(` AND `, db.Among(c.tx.Engine(), "entity_id", moved(b, c.who.AccountID, c.merge, merged, "row_id")))
	return c.exec(ctx, b)
}
