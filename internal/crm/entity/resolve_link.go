package entity

import (
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
)

// linked resolves "contact.name" and the like: the condition is on the linked cards. What says the opposite is the
// opposite for all of them: that none is equal.
func (r *resolver) linked(kind crm.Kind, n Node, path string, depth int) (cond, error) {
	sub, err := r.within(kind)
	if err != nil {
		return nil, err
	}
	_, n.Field, _ = strings.Cut(n.Field, ".")
	c, err := sub.leaf(n, path, depth)
	if err != nil {
		return nil, err
	}
	_, opposite := positive(n.Op)
	if none, ok := c.(noneOf); ok && (opposite || n.Field == "next_task") {
		return noneOf{sub.around(none.inner)}, nil
	}
	return sub.around(c), nil
}

// linkOf is the kind of card a dotted name leads to.
func (r *resolver) linkOf(name string) (crm.Kind, bool) {
	first, rest, dotted := strings.Cut(name, ".")
	if !dotted || rest == "" || r.inside {
		return "", false
	}
	f, ok := stdFieldOf(r.scope.Kind, first)
	return f.link, ok && f.link.HasCard()
}

// standardField is a field every card of the kind has. Of what belongs to a card those are not asked for that lead on to
// other cards, to the bin or to search.
func (r *resolver) standardField(name string) (stdField, bool) {
	f, ok := stdFieldOf(r.scope.Kind, name)
	if r.inside && (f.link.HasCard() || f.shape == shapeDeleted || f.shape == shapeQuery) {
		return stdField{}, false
	}
	return f, ok
}

// within is the resolver of conditions on what belongs to a card: linked cards, tasks, events.
func (r *resolver) within(kind crm.Kind) (*resolver, error) {
	sub := &resolver{scope: r.scope, inside: true, owner: r.scope.Kind, budget: r.spend()}
	sub.scope.Kind, sub.scope.Action = kind, ""
	if !kind.HasCard() {
		return sub, nil
	}
	sub.scope.Fields = field.Set{}
	if r.scope.Linked == nil {
		return sub, nil
	}
	var err error
	sub.scope.Fields, err = r.scope.Linked(kind)
	return sub, err
}

// around makes of a condition on what belongs to a card one on the card.
func (r *resolver) around(c cond) cond {
	if r.scope.Kind.HasCard() {
		return linkedIn{r.scope, c}
	}
	return insideIn{r.scope.Kind, c}
}

// has resolves the operators has and none: one of the linked cards, tasks or events meets a whole filter.
func (r *resolver) has(kind crm.Kind, raw any, path string, depth int) (cond, error) {
	sub, err := r.within(kind)
	if err != nil {
		return nil, err
	}
	n, err := r.nested(raw, at(path, "value"), depth+1)
	if err != nil {
		return nil, err
	}
	c, err := sub.node(n, at(path, "value"), depth+1)
	if err != nil {
		return nil, err
	}
	return sub.around(c), nil
}

// nested is a filter that stands as the value of a condition. None at all lets everything pass.
func (r *resolver) nested(raw any, path string, depth int) (Node, error) {
	switch v := raw.(type) {
	case nil:
		return Node{}, nil
	case Node:
		return v, nil
	case map[string]any:
		if len(v) == 0 {
			return Node{}, nil
		}
	}
	p := parser{nodes: *r.spend()}
	return p.node(raw, path, depth)
}

// linkedAt resolves a condition on a link itself: whether there is one, or one to some cards.
func (r *resolver) linkedAt(kind crm.Kind, op string, raw any) (cond, error) {
	sub, err := r.within(kind)
	if err != nil {
		return nil, err
	}
	if op == "filled" {
		return sub.around(allOf{}), noValue(raw)
	}
	ids, err := idList(op, raw)
	return sub.around(columnIn{ofCard["id"], ids}), err
}

// seesAll reports whether the rows of links tell the actor nothing they may not know.
func (r *resolver) seesAll(kind crm.Kind) bool { return access.All(r.scope.Who, kind, access.View) }

func (r *resolver) taskState(raw any) (cond, error) {
	switch raw {
	case "open":
		return taskState{}, nil
	case "completed":
		return taskState{done: true}, nil
	case "overdue":
		return taskState{late: true, now: r.scope.Env.Moment().Unix()}, nil
	}
	return nil, errs.Invalid("", "give open, completed or overdue")
}

func (r *resolver) eventKinds(op string, raw any) (cond, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	var c eventIn
	for i, v := range list {
		word, _ := v.(string)
		verb, ok := cutKind(r.owner, word)
		if !ok {
			return nil, errs.Invalid(indexPath(op, i), "there are no events like %q, use one such as created or note_added", quote(word))
		}
		c.kinds = append(c.kinds, string(r.owner)+"."+verb)
	}
	slices.Sort(c.kinds)
	c.kinds = slices.Compact(c.kinds)
	return c, nil
}

// eventIDs resolves the conditions on whom or what an event names.
func (r *resolver) eventIDs(f stdField, op string, raw any) (cond, error) {
	ids, err := idList(op, raw)
	if err != nil {
		return nil, err
	}
	switch f.shape {
	case shapeActor:
		return eventBy{ids}, nil
	case shapeObject:
		for i, id := range ids {
			if _, ok := r.scope.Fields.ByID(crm.FieldID(id)); !ok {
				return nil, errs.Invalid(indexPath(op, i), "there is no custom field %d, or it was removed", id)
			}
		}
		return eventField{ids}, nil
	}
	c := eventTold{column: f.column, key: f.key}
	for _, id := range ids {
		c.ids = append(c.ids, strconv.FormatInt(id, 10))
	}
	return c, nil
}
