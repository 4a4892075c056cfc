package notice

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// depth is the work of a notice of a rule that was stopped and stays switched on.
const depth = "depth"

// stopWindow is for how many seconds a rule that is stopped again and again is told of once.
const stopWindow = 3600

// Halt is a rule whose run was stopped because rules keep causing one another.
type Halt struct {
	Rule   crm.Ref
	Name   string
	Author tenant.UserID
}

// TellHaltsTx tells the authors of rules and the administrators that runs were stopped, of each rule once an hour.
func (s *Service) TellHaltsTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, halts []Halt) error {
	admins, err := user.Admins(ctx, tx, account)
	if err != nil {
		return err
	}
	var list []Notice
	for _, h := range halts {
		people := admins
		if h.Author != 0 && !slices.Contains(admins, h.Author) {
			people = append(slices.Clone(admins), h.Author)
		}
		for _, id := range people {
			list = append(list, Notice{
				UserID: id, Kind: Stopped, Ref: h.Rule, ActorKind: tenant.Robot, Params: Params{Name: h.Name, Work: depth}, Total: 1,
				CreatedAt: tx.Unix(), source: fmt.Sprintf("%s:%s:%d", depth, h.Rule, tx.Unix()/stopWindow),
			})
		}
	}
	active, err := user.Among(ctx, tx, account, peopleOf(list))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(n Notice) bool { return !active[n.UserID] })
	if len(list) == 0 {
		return nil
	}
	return s.deliver(ctx, tx, account, list)
}
