package webhook

import (
	"context"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// Reader turns committed events into deliveries.
func (s *Service) Reader() event.Reader {
	return event.Reader{Name: "webhooks", Handle: s.read}
}

// read asks for the addresses of the whole batch at once and inside the cursor's transaction, so that a change of
// settings counts for all later events on every node.
func (s *Service) read(ctx context.Context, tx *db.Tx, events []event.Event) error {
	byAccount := map[int64][]event.Event{}
	var accounts []int64
	for _, e := range events {
		if byAccount[e.AccountID] == nil {
			accounts = append(accounts, e.AccountID)
		}
		byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
	}
	hooks, err := listOn(ctx, tx, accounts)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		due := Match(hooks[account], byAccount[account], tx.Unix())
		if len(due) == 0 {
			continue
		}
		if err := enqueue(ctx, tx, tenant.AccountID(account), due); err != nil {
			return err
		}
	}
	return nil
}

// Match says which events go to which webhooks, in the order of the events.
func Match(hooks []Webhook, events []event.Event, now int64) []Delivery {
	var out []Delivery
	for _, e := range events {
		for _, w := range hooks {
			if Matches(w.Kinds, e.Kind) {
				out = append(out, toDelivery(w.ID, e, now))
			}
		}
	}
	return out
}
