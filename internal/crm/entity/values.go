package entity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/errs"
)

// Values are the custom fields of a card by field id, each a list of canonical values (see package field). In a patch
// an empty list takes the value away; in a card it does not occur.
type Values map[crm.FieldID][]any

// JSON is the values as they are stored in the data column.
func (v Values) JSON() string {
	kept := make(Values, len(v))
	for id, list := range v {
		if len(list) > 0 {
			kept[id] = list
		}
	}
	raw, err := json.Marshal(map[crm.FieldID][]any(kept))
	if err != nil {
		panic("entity: values do not marshal: " + err.Error()) // canonical values always do
	}
	return string(raw)
}

// Scan reads the data column.
func (v *Values) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		*v = Values{}
		return nil
	case string:
		return v.UnmarshalJSON([]byte(s))
	case []byte:
		return v.UnmarshalJSON(s)
	}
	return fmt.Errorf("read card data: unexpected %T", src)
}

// UnmarshalJSON keeps whole numbers whole.
func (v *Values) UnmarshalJSON(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	m := map[crm.FieldID][]any{}
	if err := d.Decode(&m); err != nil {
		return fmt.Errorf("read card data: %w", err)
	}
	for _, list := range m {
		if err := wholeNumbers(list); err != nil {
			return fmt.Errorf("read card data: %w", err)
		}
	}
	*v = m
	return nil
}

// wholeNumbers turns the numbers of a list, and of the parts of what stands in it, into int64, which is what canonical
// values hold.
func wholeNumbers(list []any) (err error) {
	for i, item := range list {
		switch v := item.(type) {
		case json.Number:
			if list[i], err = v.Int64(); err != nil {
				return err
			}
		case map[string]any:
			for key, part := range v {
				if n, ok := part.(json.Number); ok {
					if v[key], err = n.Int64(); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// Has reports whether the card holds a value of the field.
func (v Values) Has(id crm.FieldID) bool { return len(v[id]) > 0 }

// Merge is v with the fields of patch replaced; neither is changed.
func (v Values) Merge(patch Values) Values {
	out := maps.Clone(v)
	if out == nil {
		out = Values{}
	}
	for id, list := range patch {
		if len(list) == 0 {
			delete(out, id)
		} else {
			out[id] = list
		}
	}
	return out
}

// Change is a field whose values differ.
type Change struct {
	Field  crm.FieldID
	Before []any
	After  []any
}

// Diff are the fields in which two cards differ, by field id.
func Diff(before, after Values) []Change {
	var out []Change
	for id, old := range before {
		if !Same(old, after[id]) {
			out = append(out, Change{Field: id, Before: old, After: after[id]})
		}
	}
	for id, list := range after {
		if len(before[id]) == 0 && len(list) > 0 {
			out = append(out, Change{Field: id, After: list})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return int(a.Field - b.Field) })
	return out
}

// Same reports whether two lists of canonical values are equal.
func Same(a, b []any) bool { return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b)) }

// Normalize checks the values of a patch against the fields of the kind. Every problem is reported, each by the path
// "fields.<id>"; an unknown field, or one of another account, is one of them.
func Normalize(set field.Set, raw map[crm.FieldID]any, env field.Env) (Values, error) {
	out := make(Values, len(raw))
	var c errs.Collect
	for _, id := range slices.Sorted(maps.Keys(raw)) {
		path := Path(id)
		f, ok := set.ByID(id)
		if !ok {
			c.Add(path, "there is no such field, or it was removed: load the fields again")
			continue
		}
		values, err := f.Normalize(raw[id], env)
		if err != nil {
			if !c.Err(path, err) {
				return nil, err
			}
			continue
		}
		out[id] = values
	}
	return out, c.Result()
}

// maxFieldsGiven bounds the fields of one patch.
const maxFieldsGiven = 2000

// ParseFields is Normalize for the "fields" object of a request: {"12": ["…"], "13": null}.
func ParseFields(set field.Set, raw map[string]json.RawMessage, env field.Env) (Values, error) {
	if len(raw) > maxFieldsGiven {
		return nil, errs.Invalid("fields", "too many fields at once, give at most %d", maxFieldsGiven)
	}
	in := make(map[crm.FieldID]any, len(raw))
	var c errs.Collect
	for key, text := range raw {
		id, err := strconv.ParseInt(key, 10, 64)
		if err != nil || id <= 0 {
			c.Add("fields."+quote(key), "name fields by their id, a whole number")
			continue
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			c.Add(Path(crm.FieldID(id)), "this is not JSON")
			continue
		}
		in[crm.FieldID(id)] = v
	}
	values, err := Normalize(set, in, env)
	if err != nil && !c.Err("", err) {
		return nil, err
	}
	return values, c.Result()
}

// Path is where problems of a field are reported.
func Path(id crm.FieldID) string { return "fields." + strconv.FormatInt(int64(id), 10) }

// quote is a word of the input short enough for a path.
func quote(s string) string {
	r := []rune(fmt.Sprintf("%.60q", s))
	return string(r[1 : len(r)-1])
}
