package v4

import (
	"strconv"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// never matches nothing: a filter by ids that cannot be must not widen the list.
var never = entity.Leaf("id", "eq", int64(-1))

// among asks for one of some values; a key whose values all lie too deep to be read asks for none.
func among[T any](field string, values []T) entity.Node {
	if len(values) == 0 {
		return never
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return entity.Leaf(field, "in", list)
}

// reader is what turning a query into a filter needs to know of the account.
type reader struct {
	pipelines pipeline.Set
	fields    field.Set
	zone      *time.Location
	currency  string
}

// sets are the filter keys whose value is a list of ids, by our names.
var sets = map[string]string{
	"id": "id", "pipeline_id": "pipeline", "created_by": "created_by", "updated_by": "updated_by", "responsible_user_id": "responsible",
}

// spans are the keys whose value is a range of times.
var spans = map[string]string{
	"created_at": "created_at", "updated_at": "updated_at", "closed_at": "closed_at", "closest_task_at": "next_task",
}

// cards reads ?filter[…]&query= of leads, contacts and companies. Unknown keys are passed over, unreadable values
// of known ones are an error: silence would give a client more than it asked for.
func (r reader) cards(kind crm.Kind, q *param) (entity.Node, error) {
	var parts []entity.Node
	f := q.at("filter")
	if f != nil {
		for _, key := range f.keys { // every key once, in the order they came
			part, err := r.cardKey(kind, key, f.at(key))
			if err != nil {
				return entity.Node{}, err
			}
			parts = append(parts, part)
		}
	}
	if text := q.at("query").text(); text != "" {
		parts = append(parts, entity.Leaf("query", "contains", text))
	}
	return entity.All(parts...), nil
}

func (r reader) cardKey(kind crm.Kind, key string, p *param) (entity.Node, error) {
	name := "filter." + key
	if p.empty() {
		return entity.Node{}, nil
	}
	if ours, ok := sets[key]; ok && (key != "pipeline_id" || kind == crm.Deal) {
		ids, err := p.numbers(name)
		return among(ours, ids), err
	}
	if ours, ok := spans[key]; ok && (key != "closed_at" || kind == crm.Deal) {
		return span(ours, name, p, wholeNumber)
	}
	switch {
	case key == "name":
		return among("name", p.list()), nil
	case key == "price" && kind == crm.Deal:
		return r.price(name, p)
	case key == "statuses" && kind == crm.Deal:
		return r.statuses(name, p)
	case key == "custom_fields_values":
		return r.values(name, p)
	}
	return entity.Node{}, nil
}

// span is a range, or one value or several that must be met exactly.
func span(field, name string, p *param, read func(string) (int64, error)) (entity.Node, error) {
	from, to := p.ends()
	if from == "" && to == "" {
		var out []entity.Node
		for _, word := range p.words() {
			n, err := read(word)
			if err != nil {
				return entity.Node{}, badNumber(name, word)
			}
			out = append(out, entity.Leaf(field, "eq", n))
		}
		return orNever(out), nil
	}
	var ends []entity.Node
	for _, end := range []struct{ op, text string }{{"gte", from}, {"lte", to}} {
		if end.text == "" {
			continue
		}
		n, err := read(end.text)
		if err != nil {
			return entity.Node{}, badNumber(name, end.text)
		}
		ends = append(ends, entity.Leaf(field, end.op, n))
	}
	return entity.All(ends...), nil
}

func orNever(nodes []entity.Node) entity.Node {
	if len(nodes) == 0 {
		return never
	}
	return entity.Any(nodes...)
}

func badNumber(name, word string) error {
	return errs.Invalid(name, "%q is not a whole number", clip(word))
}

func (r reader) price(name string, p *param) (entity.Node, error) {
	return span("price", name, p, r.minor)
}

// minor reads an amount in major units. One beyond all money is larger or smaller than any price.
func (r reader) minor(text string) (int64, error) {
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return 0, err
	}
	return lang.ParseMoneyIn(text, r.currency)
}

// statuses reads pairs; both keys in one, pairs are OR. A pair that names no status of ours matches nothing.
func (r reader) statuses(name string, p *param) (entity.Node, error) {
	var ids []int64
	for _, pair := range p.entries() {
		status, err := wholeNumber(pair.at("status_id").text())
		if err != nil {
			return entity.Node{}, errs.Invalid(name, "every pair needs a numeric pipeline_id and status_id")
		}
		in := crm.PipelineID(0)
		if text := pair.at("pipeline_id").text(); text != "" {
			n, err := wholeNumber(text)
			if err != nil {
				return entity.Node{}, errs.Invalid(name, "every pair needs a numeric pipeline_id and status_id")
			}
			in = crm.PipelineID(n)
		}
		for _, id := range statusesOf(r.pipelines, in, status) {
			ids = append(ids, int64(id))
		}
	}
	if len(p.keys) == 0 { // RB sends a printed hash for the list
		return entity.Node{}, errs.Invalid(name, "every pair needs a numeric pipeline_id and status_id")
	}
	return among("status", ids), nil
}

// values reads filter[custom_fields_values][id][]=… and …[from]=…&…[to]=…. A field that is not there matches nothing.
func (r reader) values(name string, p *param) (entity.Node, error) {
	var parts []entity.Node
	for _, key := range p.keys {
		id, err := wholeNumber(key)
		f, found := r.fields.ByID(crm.FieldID(id))
		if err != nil || !found {
			return never, nil
		}
		kid := p.at(key)
		if kid.empty() {
			continue
		}
		part, err := r.value(name+"."+key, f, kid)
		if err != nil {
			return entity.Node{}, err
		}
		parts = append(parts, part)
	}
	return entity.All(parts...), nil
}

func (r reader) value(name string, f field.Field, p *param) (entity.Node, error) {
	ours := "cf." + strconv.FormatInt(int64(f.ID), 10)
	from, to := p.ends()
	if from == "" && to == "" {
		var out []entity.Node
		for _, word := range p.list() {
			v, err := r.operand(name, f, word)
			if err != nil {
				return entity.Node{}, err
			}
			out = append(out, entity.Leaf(ours, "eq", v))
		}
		return orNever(out), nil
	}
	var ends []entity.Node
	for _, end := range []struct{ op, text string }{{"gte", from}, {"lte", to}} {
		if end.text == "" {
			continue
		}
		v, err := r.operand(name, f, end.text)
		if err != nil {
			return entity.Node{}, err
		}
		ends = append(ends, entity.Leaf(ours, end.op, v))
	}
	return entity.All(ends...), nil
}

// operand turns a word of the query into what our filter compares a field of that type with.
func (r reader) operand(name string, f field.Field, word string) (any, error) {
	switch f.Type {
	case "list", "multilist", "datetime":
		n, err := wholeNumber(word)
		if err != nil {
			return nil, badNumber(name, word)
		}
		return n, nil
	case "date", "birthday":
		n, err := wholeNumber(word)
		if err != nil {
			return nil, badNumber(name, word)
		}
		return dayOf(n, r.zone), nil
	case "money":
		n, err := r.minor(word)
		if err != nil {
			return nil, badNumber(name, word)
		}
		return n, nil
	case "checkbox":
		b, ok := boolOf(word)
		if !ok {
			return nil, errs.Invalid(name, "%q is neither yes nor no", clip(word))
		}
		return b, nil
	}
	return strings.TrimSpace(word), nil
}
