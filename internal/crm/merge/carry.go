package merge

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"

	"voronka/internal/crm/deal"
)

// hanging are the tables whose rows hang on a card by entity_kind and entity_id. A wing that adds one adds a line here.
var hanging = []struct{ what, table, alive string }{
	{"note", "notes", " AND deleted_at IS NULL"},
	{"task", "tasks", " AND deleted_at IS NULL"},
	{"file", "files", " AND deleted_at IS NULL AND NOT is_staged"},
}

// marks are the tables in which people hold on to a card, once each: whoever held on to a merged card does so to the one
// that stays. more are the columns beside the key.
var marks = []struct{ what, table, more, least string }{
	{"watcher", "watchers", "added_by, added_at", "MIN(m.added_by), MIN(m.added_at)"},
	{"star", "stars", "starred_at", "MIN(m.starred_at)"},
}

// pointing are the columns of other cards that point at a card of the kind.
var pointing = map[crm.Kind][]struct{ what, table, column string }{
	crm.Company: {{"deal_company", "deals", "company_id"}, {"contact_company", "contacts", "company_id"}},
}

// pairs is deal_contacts as seen from a card of the kind: its own column, the other one, and what a move is called.
var pairs = map[crm.Kind]struct{ what, own, other string }{
	crm.Contact: {"contact_deal", "contact_id", "deal_id"},
	crm.Deal:    {"deal_contact", "deal_id", "contact_id"},
}

// kept and mainContact are what moves are called that stand beside those of pairs: the other card was linked with the
// one that stays already, and the deal had the merged contact as its main one.
const (
	kept        = "kept"
	mainContact = "main_contact"
	merged      = "merged"
)

// carrier moves what hangs on some cards to one, and writes down each row.
type carrier struct {
	tx    *db.Tx
	who   tenant.Actor
	kind  crm.Kind
	into  crm.ID
	from  []crm.ID
	merge int64
}

func (c carrier) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{c.rows, c.marks, c.pointers, c.mains, c.links, c.families, c.touch} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("carry over: %w", err)
		}
	}
	return nil
}

// head is the beginning of a statement that writes moves down.
func (c carrier) head(b *db.Builder, what string) string {
	return `INSERT INTO merge_moves (account_id, merge_id, what, row_id, from_id, place)
		SELECT CAST(` + b.Arg(c.who.AccountID) + ` AS BIGINT), CAST(` + b.Arg(c.merge) + ` AS BIGINT), '` + what + `', `
}

func (c carrier) exec(ctx context.Context, b *db.Builder) error {
	_, err := c.tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

func (c carrier) builder() *db.Builder { return db.NewBuilder(c.tx.Engine()) }

// rows moves what hangs on a card by its kind and id.
func (c carrier) rows(ctx context.Context) error {
	for _, h := range hanging { // a handful of tables
		where := func(b *db.Builder) string {
			return ` WHERE account_id = ` + b.Arg(c.who.AccountID) + ` AND entity_kind = ` + b.Arg(string(c.kind)) +
				` AND ` + db.In(b, "entity_id", c.from)
		}
		b := c.builder()
		b.Add(c.head(b, h.what), `id, entity_id, 0 FROM `, h.table, where(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
		b = c.builder()
		b.Add(`UPDATE `, h.table, ` SET entity_id = `, b.Arg(c.into), where(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// marks makes those who held on to a merged card hold on to the one that stays.
func (c carrier) marks(ctx context.Context) error {
	for _, m := range marks {
		from := func(b *db.Builder) string {
			return ` FROM ` + m.table + ` m WHERE m.account_id = ` + b.Arg(c.who.AccountID) + ` AND m.entity_kind = ` + b.Arg(string(c.kind)) +
				` AND ` + db.In(b, "m.entity_id", c.from) + ` AND NOT EXISTS (SELECT 1 FROM ` + m.table + ` o WHERE o.account_id = m.account_id` +
				` AND o.entity_kind = m.entity_kind AND o.user_id = m.user_id AND o.entity_id = ` + b.Arg(c.into) + `) GROUP BY m.user_id`
		}
		b := c.builder()
		b.Add(c.head(b, m.what), `m.user_id, MIN(m.entity_id), 0`, from(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
		b = c.builder()
		b.Add(`INSERT INTO `, m.table, ` (account_id, entity_kind, entity_id, user_id, `, m.more, `)
			SELECT CAST(`, b.Arg(c.who.AccountID), ` AS BIGINT), CAST(`, b.Arg(string(c.kind)), ` AS TEXT), CAST(`, b.Arg(c.into),
			` AS BIGINT), m.user_id, `, m.least, from(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// pointers turns the cards that point at the merged ones.
func (c carrier) pointers(ctx context.Context) error {
	for _, p := range pointing[c.kind] {
		where := func(b *db.Builder) string {
			return ` WHERE account_id = ` + b.Arg(c.who.AccountID) + ` AND ` + db.In(b, p.column, c.from)
		}
		b := c.builder()
		b.Add(c.head(b, p.what), `id, `, p.column, `, 0 FROM `, p.table, where(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
		b = c.builder()
		b.Add(`UPDATE `, p.table, ` SET `, p.column, ` = `, b.Arg(c.into), where(b))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// touched are the cards of other kinds that point at a card of the kind, by what their moves are called.
var touched = map[crm.Kind][]struct{ table, what string }{
	crm.Company: {{"deals", "deal_company"}, {"contacts", "contact_company"}},
	crm.Contact: {{"deals", "contact_deal"}},
}

// touch gives the cards that were turned to another one a new version: whoever looks at them has an older state.
func (c carrier) touch(ctx context.Context) error {
	for _, t := range touched[c.kind] {
		b := c.builder()
		b.Add(`UPDATE `, t.table, ` SET version = version + 1, updated_at = `, b.Arg(c.tx.Unix()), ` WHERE account_id = `, b.Arg(c.who.AccountID))
		b.Add(` AND `, db.Among(c.tx.Engine(), "id", moved(b, c.who.AccountID, c.merge, t.what, "row_id")))
		if err := c.exec(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// mains makes the contact that stays the main one where a merged one was.
func (c carrier) mains(ctx context.Context) error {
	if c.kind != crm.Contact {
		return nil
	}
	b := c.builder()
	b.Add(c.head(b, mainContact), `d.id, d.main_contact_id, 0
		FROM deal_contacts l
		JOIN deals d ON d.account_id = l.account_id AND d.id = l.deal_id AND d.main_contact_id = l.contact_id
		WHERE l.account_id = `, b.Arg(c.who.AccountID), ` AND `, db.In(b, "l.contact_id", c.from))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`UPDATE deals SET main_contact_id = `, b.Arg(c.into), ` WHERE account_id = `, b.Arg(c.who.AccountID))
	b.Add(` AND `, db.Among(c.tx.Engine(), "id", moved(b, c.who.AccountID, c.merge, mainContact, "row_id")))
	return c.exec(ctx, b)
}

// moved is the statement that selects a column of the moves of one merge.
func moved(b *db.Builder, account tenant.AccountID, merge int64, what, column string) string {
	return `SELECT ` + column + ` FROM merge_moves WHERE account_id = ` + b.Arg(account) + ` AND merge_id = ` + b.Arg(merge) +
		` AND what = '` + what + `'`
}

// links moves the links between deals and contacts; a link the card that stays has already is left alone.
func (c carrier) links(ctx context.Context) error {
	p, ok := pairs[c.kind]
	if !ok {
		return nil
	}
	from := func(b *db.Builder) string {
		return ` FROM deal_contacts WHERE account_id = ` + b.Arg(c.who.AccountID) + ` AND ` + db.In(b, p.own, c.from)
	}
	b := c.builder()
	b.Add(c.head(b, p.what), p.other, `, `, p.own, `, position`, from(b))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(c.head(b, kept), p.other, `, `, p.own, `, position FROM deal_contacts WHERE account_id = `, b.Arg(c.who.AccountID),
		` AND `, p.own, ` = `, b.Arg(c.into), ` AND `, db.Among(c.tx.Engine(), p.other, moved(b, c.who.AccountID, c.merge, p.what, "row_id")))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`DELETE`, from(b))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`INSERT INTO deal_contacts (account_id, `, p.own, `, `, p.other, `, position)
		SELECT CAST(`, b.Arg(c.who.AccountID), ` AS BIGINT), CAST(`, b.Arg(c.into), ` AS BIGINT), row_id, MIN(place)`, c.after(),
		` FROM (`, moved(b, c.who.AccountID, c.merge, p.what, "row_id, place"), `) m GROUP BY row_id ON CONFLICT DO NOTHING`)
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	return c.checkPeople(ctx)
}

// after puts the people of merged deals behind those of the deal that stays.
func (c carrier) after() string {
	if c.kind == crm.Deal {
		return " + 1000"
	}
	return ""
}

func (c carrier) checkPeople(ctx context.Context) error {
	if c.kind != crm.Deal {
		return nil
	}
	var n int
	err := c.tx.QueryRow(ctx, `
		SELECT COUNT(*)
		FROM deal_contacts
		WHERE account_id = $1
			AND deal_id = $2`, c.who.AccountID, c.into).Scan(&n)
	if err == nil && n > deal.MaxContacts {
		return errs.Limit("the deals have %d contacts together, a deal may have %d: unlink some first", n, deal.MaxContacts)
	}
	return err
}

// families leads the addresses of the merged cards, and of those merged into them before, to the card that stays.
func (c carrier) families(ctx context.Context) error {
	where := func(b *db.Builder) string {
		return ` WHERE account_id = ` + b.Arg(c.who.AccountID) + ` AND entity_kind = ` + b.Arg(string(c.kind)) + ` AND ` + db.In(b, "into_id", c.from)
	}
	b := c.builder()
	b.Add(c.head(b, merged), `entity_id, into_id, 0 FROM merged_cards`, where(b))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	b = c.builder()
	b.Add(`UPDATE merged_cards SET into_id = `, b.Arg(c.into), where(b))
	if err := c.exec(ctx, b); err != nil {
		return err
	}
	var args []any
	for _, id := range c.from {
		args = append(args, c.who.AccountID, string(c.kind), id, c.into, c.merge)
	}
	_, err := c.tx.Exec(ctx, `
		INSERT INTO merged_cards (account_id, entity_kind, entity_id, into_id, merge_id)
		VALUES `+db.Values(len(c.from), 5), args...)
	return err
}
