package robot

import (
	"context"
	"strconv"
	"strings"

	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/process"
	"voronka/internal/tenant"
)

// Reader wakes the rules that answer committed events.
func (s *Service) Reader() event.Reader {
	return event.Reader{Name: "robots", Handle: s.read}
}

// read asks for the rules of the whole batch at once and inside the cursor's transaction, so that a change of a rule
// counts on every node from its commit on; a memory of them would save this one statement and cost that promise.
func (s *Service) read(ctx context.Context, tx *db.Tx, events []event.Event) error {
	byAccount := map[int64][]event.Event{}
	var accounts []int64
	for _, e := range events {
		if !wakes(e.Kind) {
			continue
		}
		if byAccount[e.AccountID] == nil {
			accounts = append(accounts, e.AccountID)
		}
		byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
	}
	if len(accounts) == 0 {
		return nil
	}
	triggers, err := listOn(ctx, tx, accounts)
	if err != nil {
		return err
	}
	for _, account := range accounts {
		matches := Find(triggers[account], byAccount[account])
		if err := s.enqueue(ctx, tx, tenant.AccountID(account), matches); err != nil {
			return err
		}
	}
	return nil
}

// wakes tells the few kinds of events that are moments of rules.
func wakes(kind string) bool {
	_, verb, _ := strings.Cut(kind, ".")
	return verb == "created" || verb == "status_changed" || verb == "responsible_changed"
}

// enqueue stores the runs that are not there yet and a job for each that may begin.
func (s *Service) enqueue(ctx context.Context, tx *db.Tx, account tenant.AccountID, matches []Match) error {
	if len(matches) == 0 {
		return nil
	}
	ids, err := insertRuns(ctx, tx, account, matches)
	if err != nil {
		return err
	}
	var jobs []job.New
	for _, m := range matches {
		id, fresh := ids[runKey{m.Trigger, m.Event.ID}]
		if fresh && !m.Stopped {
			jobs = append(jobs, newJob(account, id, m.Event.EntityKind, m.Event.EntityID))
		}
	}
	if err := job.EnqueueAll(ctx, tx, jobs); err != nil {
		return err
	}
	return s.tellHalts(ctx, tx, account, matches, ids)
}

// newJob keeps the order of a card by the key.
func newJob(account tenant.AccountID, id process.RunID, kind string, card int64) job.New {
	return job.New{
		AccountID: int64(account), Kind: JobName, QueueKey: kind + ":" + strconv.FormatInt(card, 10), Payload: payload{RunID: id},
	}
}
