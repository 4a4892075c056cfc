package view

import (
	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/pipeline"
	"voronka/internal/tenant"
)

// System is a view every account has. Its name is a word the client translates.
type System struct {
	Name   string
	Filter entity.Node
}

// systemOf are the views every account has of a kind, in their order, as the actor sees them.
func systemOf(who tenant.Actor, kind crm.Kind, set pipeline.Set) []System {
	mine := entity.Leaf("responsible", "in", []any{int64(who.UserID)})
	bin := System{"deleted", entity.Leaf("deleted", "eq", true)}
	if kind != crm.Deal {
		return []System{
			{"all", entity.Node{}},
			{"mine", mine},
			{"no_task", entity.Leaf("next_task", "eq", "none")},
			{"overdue", entity.Leaf("next_task", "eq", "overdue")},
			bin,
		}
	}
	open := inStatuses(set, pipeline.Open)
	return []System{
		{"open", open},
		{"mine", entity.All(open, mine)},
		{"won", inStatuses(set, pipeline.Won)},
		{"lost", inStatuses(set, pipeline.Lost)},
		{"no_task", entity.All(open, entity.Leaf("next_task", "eq", "none"))},
		{"overdue", entity.All(open, entity.Leaf("next_task", "eq", "overdue"))},
		bin,
	}
}

// inStatuses is the filter of the deals in all statuses of a kind: an index leads to them, as it does not to a flag.
func inStatuses(set pipeline.Set, kind pipeline.StatusKind) entity.Node {
	ids := []any{}
	for _, p := range set.Pipelines {
		for _, st := range p.Statuses {
			if st.Kind == kind {
				ids = append(ids, int64(st.ID))
			}
		}
	}
	if len(ids) == 0 {
		return entity.Leaf("status", "eq", int64(0))
	}
	return entity.Leaf("status", "in", ids)
}
