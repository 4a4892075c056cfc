package task_test

import (
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/deal"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// What a task says its reader may do is what the verbs let them do.
func TestCan(t *testing.T) {
	each(t, func(t *testing.T, s *seed.Scene) {
		none := seed.ScopedRights(tenant.ScopeNone)
		cards := seed.ScopedRights(tenant.ScopeAll)
		delete(cards.Entities, "task")
		keeps := seed.ScopedRights(tenant.ScopeOwn)
		keeps.Entities["task"]["delete"] = tenant.ScopeNone
		keeps.Entities["deal"]["delete"] = tenant.ScopeNone
		people := map[string]tenant.Actor{
			"administrator": s.Admin, "a colleague": s.User(t), "own only": s.User(t, seed.Scoped(tenant.ScopeOwn)),
			"no rights": s.User(t, seed.Rights(none)), "rights to cards": s.User(t, seed.Rights(cards)), "without delete": s.User(t, seed.Rights(keeps)),
		}
		for name, who := range people {
			theirs := s.Deal(t, maker(who, s.Admin), deal.New{})
			for kind, n := range map[string]task.New{
				"takes part, free": {Text: "a", Participants: []tenant.UserID{who.UserID}}, "takes part, card": {Text: "b", Ref: s.Deal(t, s.Admin, deal.New{}).Ref, Participants: []tenant.UserID{who.UserID}},
				"has it to do": {Text: "c", ResponsibleID: who.UserID}, "on their card": {Text: "d", Ref: theirs.Ref, Participants: []tenant.UserID{who.UserID}},
			} {
				add := func() crm.TaskID {
					t.Helper()
					made, err := s.Tasks.Create(t.Context(), s.Admin, n)
					if err != nil {
						t.Fatal(err)
					}
					return made.ID
				}
				id := add()
				got, err := s.Tasks.Find(t.Context(), who, id)
				if err != nil {
					t.Fatalf("%s, %s: %v", name, kind, err)
				}
				text := "иначе"
				_, edit := s.Tasks.Update(t.Context(), who, id, task.Patch{Text: &text})
				_, complete := s.Tasks.Complete(t.Context(), who, id, "")
				remove := s.Tasks.Delete(t.Context(), who, add())
				if want := (task.Can{Edit: edit == nil, Complete: complete == nil, Delete: remove == nil}); got.Can != want {
					t.Errorf("%s, %s: says %+v, may %+v (%v, %v, %v)", name, kind, got.Can, want, edit, complete, remove)
				}
				for _, err := range []error{edit, complete, remove} {
					if err != nil && !errs.Is(err, errs.CodeForbidden) && !errs.Is(err, errs.CodeNotFound) {
						t.Errorf("%s, %s: %v", name, kind, err)
					}
				}
				page, err := s.Tasks.List(t.Context(), who, task.Filter{Limit: 250})
				if err != nil {
					t.Fatal(err)
				}
				for _, listed := range page.Items {
					if listed.ID == id && (listed.Can.Edit != got.Can.Edit || listed.Can.Delete != got.Can.Delete) {
						t.Errorf("%s, %s: the list says %+v", name, kind, listed.Can)
					}
				}
			}
		}
	})
}

// maker is who makes a card for a person: they themselves where they may.
func maker(who, admin tenant.Actor) tenant.Actor {
	if who.Scope("deal", "create") == tenant.ScopeNone {
		return admin
	}
	return who
}
