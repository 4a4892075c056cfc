package robot

import (
	"context"

	"voronka/internal/kit/db"
	"voronka/internal/process"
	"voronka/internal/tenant"
)

// Halt is a rule whose runs were stopped because rules have been causing one another.
type Halt struct {
	ID     process.TriggerID
	Name   string
	Author tenant.UserID
}

// Halted tells people of rules that were stopped, in the transaction that stores the runs.
type Halted func(ctx context.Context, tx *db.Tx, account tenant.AccountID, halts []Halt) error

// OnHalt names who tells people of rules that were stopped; call it before the first event.
func (s *Service) OnHalt(tell Halted) { s.halted = tell }

// tellHalts tells of the rules whose runs were stored as stopped just now.
func (s *Service) tellHalts(ctx context.Context, tx *db.Tx, account tenant.AccountID, matches []Match, fresh map[runKey]process.RunID) error {
	ids := map[process.TriggerID]bool{}
	var list []process.TriggerID
	for _, m := range matches {
		if _, ok := fresh[runKey{m.Trigger, m.Event.ID}]; ok && m.Stopped && !ids[m.Trigger] {
			ids[m.Trigger] = true
			list = append(list, m.Trigger)
		}
	}
	if len(list) == 0 || s.halted == nil {
		return nil
	}
	halts, err := haltsOf(ctx, tx, account, list)
	if err != nil || len(halts) == 0 {
		return err
	}
	return s.halted(ctx, tx, account, halts)
}

func haltsOf(ctx context.Context, tx *db.Tx, account tenant.AccountID, ids []process.TriggerID) ([]Halt, error) {
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT id, name, author_id FROM triggers WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "id", ids), ` ORDER BY id`)
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (h Halt, err error) {
		err = r.Scan(&h.ID, &h.Name, &h.Author)
		return h, err
	})
}
