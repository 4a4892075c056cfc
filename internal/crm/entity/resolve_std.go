package entity

import (
	"math"
	"slices"
	"strings"

	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// standard resolves a condition on a field every card of the kind has.
func (r *resolver) standard(f stdField, op string, raw any) (cond, error) {
	if f.shape == shapeLink || f.link != "" && !r.seesAll(f.link) {
		return r.linkedAt(f.link, op, raw)
	}
	if op == "filled" {
		return filledOf(f), noValue(raw)
	}
	switch f.shape {
	case shapeID, shapeContact:
		ids, err := idList(op, raw)
		if f.shape == shapeContact {
			return contactIn{ids}, err
		}
		return columnIn{f, ids}, err
	case shapeTags:
		return tagsOf(op, raw)
	case shapeFlag, shapeDeleted:
		return r.flag(f, raw)
	case shapeName:
		return nameLeaf(f, op, raw)
	case shapeQuery:
		return r.query(raw)
	case shapeState:
		return r.taskState(raw)
	case shapeKind:
		return r.eventKinds(op, raw)
	case shapeActor, shapeObject, shapeTold:
		return r.eventIDs(f, op, raw)
	case shapeTask:
		if c, ok, err := r.nextTask(f, op, raw); ok || err != nil {
			return c, err
		}
	}
	spans, err := r.spans(f, op, raw)
	return columnSpans{f, spans}, err
}

func filledOf(f stdField) cond {
	switch f.shape {
	case shapeTags:
		return tagIn{}
	case shapeContact:
		return contactIn{}
	}
	return columnFilled{f}
}

func idList(op string, raw any) ([]int64, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	out := make([]int64, 0, len(list))
	for i, v := range list {
		id, ok := field.WholeNumber(v)
		if !ok {
			return nil, errs.Invalid(indexPath(op, i), "give an id, a whole number")
		}
		out = append(out, id)
	}
	return out, nil
}

// tagsOf reads tags by ids or by names, not both in one list.
func tagsOf(op string, raw any) (cond, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	if _, isText := list[0].(string); !isText {
		ids, err := idList(op, raw)
		return tagIn{ids: ids}, err
	}
	var c tagIn
	for i, v := range list {
		s, ok := v.(string)
		if !ok || len(s) > maxFilterText {
			return nil, errs.Invalid(indexPath(op, i), "give the ids of tags, or their names, but not both")
		}
		c.names = append(c.names, lang.Fold(field.Clean(s, false)))
	}
	return c, nil
}

func (r *resolver) flag(f stdField, raw any) (cond, error) {
	yes, ok := raw.(bool)
	if !ok {
		return nil, errs.Invalid("", "give true or false")
	}
	var c cond = flagIs{f}
	if f.shape == shapeDeleted {
		r.deleted = true
		c = columnFilled{f}
	}
	if !yes {
		return noneOf{c}, nil
	}
	return c, nil
}

func nameLeaf(f stdField, op string, raw any) (cond, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	single := op
	if op == "in" {
		single = "eq"
	}
	var out anyOf
	for i, v := range list {
		key, err := filterText(v)
		if err != nil {
			return nil, errs.At(indexPath(op, i), err)
		}
		out = append(out, nameIs{f, single, lang.Fold(key)})
	}
	if len(out) > maxNodes {
		return nil, errs.Invalid("", "the list is too long, give at most %d values", maxNodes)
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return out, nil
}

func filterText(v any) (string, error) {
	s, ok := v.(string)
	s = field.Clean(s, false)
	switch {
	case !ok || lang.Fold(s) == "":
		return "", errs.Invalid("", "give a text that is not empty")
	case len(s) > maxFilterText:
		return "", errs.Invalid("", "the text is too long, use at most %d characters", maxFilterText)
	}
	return s, nil
}

func (r *resolver) query(raw any) (cond, error) {
	text, err := filterText(raw)
	if err != nil {
		return nil, err
	}
	if r.search == nil {
		return nil, errs.Invalid("", "searching is not possible here, filter by fields")
	}
	if len(r.scope.Who.HiddenFields()) > 0 {
		return r.restricted(text), nil
	}
	return searched{r.search, text}, nil
}

// restricted is the search of those from whom fields are hidden: the entries hold the values of all fields, so what is
// looked at is the name and the index of the texts they may see.
func (r *resolver) restricted(text string) cond {
	name, _ := stdFieldOf(r.scope.Kind, "name")
	out := anyOf{nameIs{name, "contains", lang.Fold(text)}}
	for _, f := range r.scope.Fields.Ordered() {
		if f.Def().Storage() != field.Texts {
			continue
		}
		for _, op := range []string{"contains", "starts"} {
			if o, err := f.Def().Operand(f, text, r.scope.Env); err == nil && slices.Contains(f.Def().Ops(), op) && o.Text != "" {
				out = append(out, customText{f, op, o.Text})
				break
			}
		}
	}
	return out
}

// nextTask reads the words for the state of the task circle. ok is false for comparisons with a moment.
func (r *resolver) nextTask(f stdField, op string, raw any) (cond, bool, error) {
	word := op
	if op == "eq" {
		s, ok := raw.(string)
		if !ok || strings.HasPrefix(s, "today") && s != "today" {
			return nil, false, nil
		}
		word = s
	}
	now, tomorrow := r.scope.Env.Moment().Unix(), r.scope.Env.DayStart(1).Unix()
	before := now - 1
	last := tomorrow - 1
	var s span
	switch word {
	case "overdue":
		s = span{high: &before}
	case "today":
		s = span{low: &now, high: &last}
	case "later":
		s = span{low: &tomorrow}
	case "none":
		return noneOf{columnFilled{f}}, true, nil
	default:
		return nil, false, nil
	}
	if op != "eq" {
		if err := noValue(raw); err != nil {
			return nil, false, err
		}
	}
	return columnSpans{f, []span{s}}, true, nil
}

// spans reads the intervals of a number or moment.
func (r *resolver) spans(f stdField, op string, raw any) ([]span, error) {
	list, err := valueList(op, raw)
	if err != nil {
		return nil, err
	}
	ends := make([]span, 0, len(list))
	for i, v := range list {
		s, err := r.span(f, v)
		if err != nil {
			return nil, errs.At(indexPath(op, i), err)
		}
		ends = append(ends, s)
	}
	if op == "in" && len(ends) > maxNodes {
		return nil, errs.Invalid("", "the list is too long, give at most %d values", maxNodes)
	}
	if op == "eq" || op == "in" {
		return ends, nil
	}
	first := ends[0]
	switch op {
	case "gt":
		return []span{{low: next(*first.high, 1)}}, nil
	case "gte":
		return []span{{low: first.low}}, nil
	case "lt":
		return []span{{high: next(*first.low, -1)}}, nil
	case "lte":
		return []span{{high: first.high}}, nil
	}
	return []span{{low: first.low, high: ends[1].high}}, nil
}

// next is the neighbouring whole number, which at the ends of the scale is the number itself.
func next(n, by int64) *int64 {
	if by > 0 && n < math.MaxInt64 || by < 0 && n > math.MinInt64 {
		n += by
	}
	return &n
}

func (r *resolver) span(f stdField, v any) (span, error) {
	if f.shape == shapeNumber {
		n, ok := field.WholeNumber(v)
		if !ok {
			return span{}, errs.Invalid("", "give a whole number; money is in minor units, 125050 for 1250.50")
		}
		return span{&n, &n}, nil
	}
	low, high, err := r.scope.Env.Span(v)
	return span{&low, &high}, err
}
