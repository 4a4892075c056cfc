package v4

import (
	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

var taskSorts = map[string]string{"created_at": "created_at", "complete_till": "due_at", "id": "id"}

// taskFilter reads filter and order of tasks. possible is false when a value names nothing of ours, so that nothing can match.
func taskFilter(q *param, types []task.Type) (f task.Filter, possible bool, err error) {
	in := q.at("filter")
	f.Sort = orderOf(q, taskSorts, "id")
	if f.IDs, err = idsOf[crm.TaskID](in, "id"); err != nil {
		return f, false, err
	}
	if f.ResponsibleIDs, err = idsOf[tenant.UserID](in, "responsible_user_id"); err != nil {
		return f, false, err
	}
	if f.CreatedBy, err = idsOf[tenant.UserID](in, "created_by"); err != nil {
		return f, false, err
	}
	if f.EntityIDs, err = idsOf[crm.ID](in, "entity_id"); err != nil {
		return f, false, err
	}
	if f.UpdatedFrom, f.UpdatedTo, err = momentsOf(in, "updated_at"); err != nil {
		return f, false, err
	}
	if done := in.at("is_completed").list(); len(done) == 1 {
		b, ok := boolOf(done[0])
		if !ok {
			return f, false, errs.Invalid("filter.is_completed", "%q is neither yes nor no", clip(done[0]))
		}
		f.IsCompleted = &b
	}
	if word := firstOf(in.at("entity_type").words(), q.at("entity_type").words()); word != "" {
		kind, ok := kinds[word]
		if !ok {
			return f, false, nil
		}
		f.EntityKind = kind
	}
	f.TypeIDs, possible, err = taskTypesOf(in, types)
	return f, possible, err
}

// taskTypesOf reads both names of the key.
func taskTypesOf(in *param, types []task.Type) (ids []crm.TaskTypeID, possible bool, err error) {
	for _, key := range []string{"task_type", "task_type_id"} {
		numbers, err := in.at(key).numbers("filter." + key)
		if err != nil {
			return nil, false, err
		}
		asked := false
		for _, n := range numbers {
			asked = true
			if id, ok := taskTypeIn(types, n); ok {
				ids = append(ids, id)
			}
		}
		if asked && len(ids) == 0 {
			return nil, false, nil
		}
	}
	return ids, true, nil
}

func firstOf(lists ...[]string) string {
	for _, l := range lists {
		if len(l) > 0 {
			return l[0]
		}
	}
	return ""
}

// idsOf reads a filter key as ids; one that holds something but no readable id asks for a row that cannot be.
func idsOf[T ~int64](in *param, key string) ([]T, error) {
	p := in.at(key)
	if p.empty() {
		return nil, nil
	}
	numbers, err := p.numbers("filter." + key)
	if err != nil {
		return nil, err
	}
	out := []T{}
	for _, n := range numbers {
		out = append(out, T(n))
	}
	if len(out) == 0 {
		out = append(out, -1)
	}
	return out, nil
}

// momentsOf reads a filter key as a range of times, or one time exactly.
func momentsOf(in *param, key string) (from, to *int64, err error) {
	p := in.at(key)
	first, last := p.ends()
	if first == "" && last == "" {
		first = p.text()
		last = first
	}
	for _, end := range []struct {
		text string
		into **int64
	}{{first, &from}, {last, &to}} {
		if end.text == "" {
			continue
		}
		n, err := wholeNumber(end.text)
		if err != nil {
			return nil, nil, badNumber("filter."+key, end.text)
		}
		*end.into = &n
	}
	return from, to, nil
}

// orderOf reads order[field]=asc|desc, or order=field as some clients have it. An unknown field is passed over.
func orderOf(q *param, sorts map[string]string, otherwise string) string {
	order := q.at("order")
	if order == nil {
		return otherwise
	}
	for _, key := range order.keys {
		ours, ok := sorts[key]
		switch {
		case !ok:
			continue
		case order.at(key).text() == "desc" || order.at(key).text() == "DESC":
			return "-" + ours
		}
		return ours
	}
	if ours, ok := sorts[order.text()]; ok {
		return ours
	}
	return otherwise
}
