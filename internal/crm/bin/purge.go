package bin

import (
	"context"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Purge deletes cards of the bin for ever, with what hangs on them. It asks for an administrator, and for the number of
// cards as the person typed it: when it is another one, nothing is deleted.
func (s *Service) Purge(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []crm.ID, typed int) (n int, err error) {
	if err := access.RequireAdmin(who); err != nil {
		return 0, err
	}
	if err := checkMany(kind, ids); err != nil {
		return 0, err
	}
	if typed != len(ids) {
		return 0, errs.Invalid("count", "is not the number of cards to be deleted for ever, which is %d", len(ids))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err = s.purge(ctx, tx, who, kind, ids)
		return err
	})
	return n, err
}

func (s *Service) purge(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID) (int, error) {
	cards, err := lock(ctx, tx, who, kind, access.Delete, ids)
	if err != nil || len(cards) == 0 {
		return 0, err
	}
	fields, err := s.fields.AllTx(ctx, tx, who.AccountID, kind)
	if err != nil {
		return 0, err
	}
	gone := make([]crm.ID, len(cards))
	plain := make([]entity.Binned, len(cards))
	entries := make([]timeline.Entry, len(cards))
	for i, c := range cards {
		gone[i], plain[i] = c.ID, c.Binned
		entries[i] = timeline.Entry{Ref: crm.Ref{Kind: kind, ID: c.ID}, Changes: []timeline.Change{{
			Kind: string(kind) + ".purged", Before: entity.Named{Name: c.Name},
		}}}
	}
	if err := entity.DropIndex(ctx, tx, who.AccountID, fields, plain); err != nil {
		return 0, err
	}
	for _, leave := range s.onPurge {
		if err := leave(ctx, tx, who, kind, gone); err != nil {
			return 0, fmt.Errorf("purge %ss: %w", kind, err)
		}
	}
	if err := remove(ctx, tx, who.AccountID, kind, gone); err != nil {
		return 0, fmt.Errorf("purge %ss: %w", kind, err)
	}
	return len(gone), timeline.AppendAll(ctx, tx, who, entries)
}

// hanging are the tables whose rows vanish with a card they name by entity_kind and entity_id. A wing that adds one adds
// its name here. Where a merged card is found now is remembered beyond its end.
var hanging = []string{"notes", "tasks", "entity_tags", "search_entries", "watchers", "stars", "recents"}

// letGo are the statements, after whose account and cards, that let go of cards of a kind.
var letGo = map[crm.Kind][][2]string{
	crm.Deal: {{`DELETE FROM deal_contacts`, "deal_id"}},
	crm.Contact: {
		{`UPDATE deals SET main_contact_id = NULL`, "main_contact_id"},
		{`DELETE FROM deal_contacts`, "contact_id"},
	},
	crm.Company: {{`UPDATE deals SET company_id = NULL`, "company_id"}, {`UPDATE contacts SET company_id = NULL`, "company_id"}},
}

func remove(ctx context.Context, tx *db.Tx, account tenant.AccountID, kind crm.Kind, ids []crm.ID) error {
	table, _ := entity.Table(kind)
	exec := func(head, column string, more ...string) error {
		b := db.NewBuilder(tx.Engine())
		b.Add(head, ` WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, column, ids)).Add(more...)
		if column == "main_contact_id" { // it has no index: the links lead to the deals
			b.Add(` AND `, db.Among(tx.Engine(), "id", `SELECT deal_id FROM deal_contacts WHERE account_id = `+b.Arg(account)+` AND `+db.In(b, "contact_id", ids)))
		}
		_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
		return err
	}
	ofKind := ` AND entity_kind = '` + string(kind) + `'`
	for _, h := range hanging {
		if err := exec(`DELETE FROM `+h, "entity_id", ofKind); err != nil {
			return err
		}
	}
	for _, l := range letGo[kind] {
		if err := exec(l[0], l[1]); err != nil {
			return err
		}
	}
	for _, column := range []string{"low_id", "high_id"} {
		if err := exec(`DELETE FROM different_cards`, column, ofKind); err != nil {
			return err
		}
	}
	if err := exec(`DELETE FROM merged_cards`, "into_id", ofKind); err != nil {
		return err
	}
	return exec(`DELETE FROM `+table, "id")
}

// chunk is how many cards one transaction of the sweep deletes: others want to write too.
const chunk = 200

// Sweep deletes what has been in the bin for longer than Days, in chunks, except in accounts that keep their bin.
func (s *Service) Sweep(ctx context.Context) error {
	before := s.db.Now().Add(-Days * 24 * time.Hour).Unix()
	for _, kind := range crm.CardKinds {
		for {
			old, err := s.old(ctx, kind, before)
			if err != nil {
				return fmt.Errorf("sweep the bin: %w", err)
			}
			if len(old) == 0 {
				break
			}
			for account, ids := range old { // one transaction for each account of the chunk
				who := tenant.RobotOf(account, tenant.Cause{Kind: "bin"})
				err := s.db.Write(ctx, func(tx *db.Tx) error {
					_, err := s.purge(ctx, tx, who, kind, ids)
					return err
				})
				if err != nil {
					return fmt.Errorf("sweep the bin: %w", err)
				}
			}
		}
	}
	return nil
}

func (s *Service) old(ctx context.Context, kind crm.Kind, before int64) (map[tenant.AccountID][]crm.ID, error) {
	table, _ := entity.Table(kind)
	rows, err := s.db.Query(ctx, `
		SELECT c.account_id, c.id
		FROM accounts a
		JOIN `+table+` c ON c.account_id = a.id AND c.deleted_at < $1
		WHERE a.keeps_bin = FALSE
			AND c.deleted_at IS NOT NULL
		LIMIT $2`, before, chunk)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[tenant.AccountID][]crm.ID{}
	for rows.Next() {
		var account tenant.AccountID
		var id crm.ID
		if err := rows.Scan(&account, &id); err != nil {
			return nil, err
		}
		out[account] = append(out[account], id)
	}
	return out, rows.Err()
}
