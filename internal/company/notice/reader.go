package notice

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/crm/watch"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// Reader makes notices of events. It begins with what happens from now on: old news is none.
func (s *Service) Reader() event.Reader {
	return event.Reader{Name: "notices", Batch: 500, FromNow: true, Handle: s.read}
}

func (s *Service) read(ctx context.Context, tx *db.Tx, events []event.Event) error {
	byAccount := map[int64][]event.Event{}
	var accounts []int64
	for _, e := range events {
		if !concerns(e) {
			continue
		}
		if byAccount[e.AccountID] == nil {
			accounts = append(accounts, e.AccountID)
		}
		byAccount[e.AccountID] = append(byAccount[e.AccountID], e)
	}
	for _, account := range accounts {
		if err := s.tell(ctx, tx, tenant.AccountID(account), byAccount[account]); err != nil {
			return fmt.Errorf("notices of account %d: %w", account, err)
		}
	}
	return nil
}

// tell makes the notices of the events of one account.
func (s *Service) tell(ctx context.Context, tx *db.Tx, account tenant.AccountID, events []event.Event) error {
	w, err := worldOf(ctx, tx, account, events)
	if err != nil {
		return err
	}
	var drafts []Notice
	for _, e := range events {
		drafts = append(drafts, match(e, w)...)
	}
	if len(drafts) == 0 {
		return nil
	}
	return s.keep(ctx, tx, account, drafts)
}

func worldOf(ctx context.Context, tx *db.Tx, account tenant.AccountID, events []event.Event) (w world, err error) {
	var refs []crm.Ref
	var tasks []crm.TaskID
	admins := false
	for _, e := range events {
		switch verb(e) {
		case "note_added", "comment_added":
			refs = append(refs, refOf(e))
		case "task_completed":
			tasks = append(tasks, crm.TaskID(e.ObjectID))
		case "joined", "changed":
			admins = true
		}
	}
	if w.cards, err = (entity.Cards{}).Owners(ctx, tx, account, refs); err != nil {
		return w, err
	}
	if w.watch, err = watch.Of(ctx, tx, account, refs); err != nil {
		return w, err
	}
	if w.tasks, err = task.Owners(ctx, tx, account, tasks); err != nil {
		return w, err
	}
	if admins {
		w.admins, err = user.Admins(ctx, tx, account)
	}
	return w, err
}

// keep stores drafts, joined where they belong together, for those who are still there, and sees to their sending.
func (s *Service) keep(ctx context.Context, tx *db.Tx, account tenant.AccountID, drafts []Notice) error {
	known, err := floods(ctx, tx, account, drafts)
	if err != nil {
		return err
	}
	list := fold(drafts, known, tx.Unix())
	active, err := user.Among(ctx, tx, account, peopleOf(list))
	if err != nil {
		return err
	}
	kept := list[:0]
	for _, n := range list {
		if active[n.UserID] {
			kept = append(kept, n)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return s.deliver(ctx, tx, account, kept)
}

func peopleOf(list []Notice) []tenant.UserID {
	seen := map[tenant.UserID]bool{}
	var out []tenant.UserID
	for _, n := range list {
		if !seen[n.UserID] {
			seen[n.UserID] = true
			out = append(out, n.UserID)
		}
	}
	return out
}

// floods are those of the growing notices the drafts could join that are there already.
func floods(ctx context.Context, tx *db.Tx, account tenant.AccountID, drafts []Notice) (map[key]bool, error) {
	var sources []string
	seen := map[string]bool{}
	for _, n := range drafts {
		if whole := floodOf(n).source(tx.Unix()); !n.isMass() && !seen[whole] {
			seen[whole] = true
			sources = append(sources, whole)
		}
	}
	totals, err := totalsOf(ctx, tx, account, peopleOf(drafts), sources)
	out := make(map[key]bool, len(totals))
	for k := range totals {
		out[k] = true
	}
	return out, err
}
