package task

import (
	"context"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/tenant"
)

// Can is what an actor may do with a task (see Service.allow).
type Can struct {
	Edit     bool
	Complete bool
	Delete   bool
}

// Dress names the cards of tasks the actor may see, and says what they may do with each: a handful of statements for all.
func (s *Service) Dress(ctx context.Context, who tenant.Actor, list []Task) error {
	refs := make([]crm.Ref, 0, len(list))
	for _, t := range list {
		if !t.Ref.Zero() {
			refs = append(refs, t.Ref)
		}
	}
	names, err := s.cards.Visible(ctx, s.db, who, refs)
	if err != nil {
		return err
	}
	edit, err := s.may(ctx, who, list, access.Edit)
	if err != nil {
		return err
	}
	remove, err := s.may(ctx, who, list, access.Delete)
	for i := range list {
		t := &list[i]
		t.EntityName = names[t.Ref]
		t.Can = Can{Edit: edit[t.ID], Complete: edit[t.ID], Delete: remove[t.ID]}
	}
	return err
}

// may tells with which tasks the actor may do the action: by their right to tasks, or else by that to the card.
func (s *Service) may(ctx context.Context, who tenant.Actor, list []Task, action string) (map[crm.TaskID]bool, error) {
	out := make(map[crm.TaskID]bool, len(list))
	var refs []crm.Ref
	for _, t := range list {
		if out[t.ID] = access.Can(who, crm.Task, action, t.ResponsibleID, 0); !out[t.ID] && !t.Ref.Zero() {
			refs = append(refs, t.Ref)
		}
	}
	if len(refs) == 0 {
		return out, nil
	}
	cards, err := s.cards.May(ctx, s.db, who, refs, action)
	for _, t := range list {
		out[t.ID] = out[t.ID] || cards[t.Ref]
	}
	return out, err
}
