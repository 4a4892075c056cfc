package v4

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/errs"
)

const (
	maxBody  = 8 << 20
	maxItems = 250
)

// object is one JSON object of a request, read key by key: null counts as not given, unknown keys are passed over,
// and what has a wrong type is noted as a fault at its dotted path.
type object struct {
	m      map[string]any
	path   string
	faults *[]fault
}

// item is one element of a bulk request, or the object of a request for one id.
type item struct {
	object
	index     int
	requestID string
	// places is where in the request the values of each field stood.
	places map[crm.FieldID]string
}

// decodeJSON reads the whole body as one JSON value.
func (c *call) decodeJSON() (any, error) {
	raw, err := io.ReadAll(c.body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &statusError{status: http.StatusRequestEntityTooLarge, detail: "Request body is larger than 8 MB"}
	case err != nil:
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request body could not be read"}
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request data is blank"}
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request body is not valid JSON"}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request body holds more than one JSON value"}
	}
	return v, nil
}

// items reads a bulk body: an array of objects, or a lone object, which some clients send.
func (c *call) items() ([]item, error) { return c.itemsUpTo(maxItems) }

func (c *call) itemsUpTo(most int) ([]item, error) {
	v, err := c.decodeJSON()
	if err != nil {
		return nil, err
	}
	if m, lone := v.(map[string]any); lone {
		v = []any{m}
	}
	elements, isArray := v.([]any)
	switch {
	case !isArray:
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request body must be an array of objects"}
	case len(elements) == 0:
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request data is blank"}
	case len(elements) > most:
		return nil, &statusError{status: http.StatusBadRequest, detail: "Request holds more than " + strconv.Itoa(most) + " items"}
	}
	out := make([]item, len(elements))
	for i, e := range elements {
		m, isObject := e.(map[string]any)
		if !isObject {
			return nil, &statusError{status: http.StatusBadRequest, detail: "Item " + strconv.Itoa(i) + " is not an object"}
		}
		out[i] = newItem(m, i)
	}
	return out, nil
}

// one reads the object of a request about a single thing.
func (c *call) one() (item, error) {
	v, err := c.decodeJSON()
	if err != nil {
		return item{}, err
	}
	m, isObject := v.(map[string]any)
	if !isObject {
		return item{}, &statusError{status: http.StatusBadRequest, detail: "Request body must be an object"}
	}
	return newItem(m, 0), nil
}

func newItem(m map[string]any, index int) item {
	it := item{object: object{m: m, faults: &[]fault{}}, index: index, requestID: strconv.Itoa(index)}
	switch id := m["request_id"].(type) {
	case string:
		if id != "" {
			it.requestID = id
		}
	case json.Number:
		it.requestID = id.String()
	}
	return it
}

// refused is nil when no item has a fault.
func refused(items []item) error {
	var out []failedItem
	for _, it := range items {
		if len(*it.faults) > 0 {
			out = append(out, failedItem{it.requestID, *it.faults})
		}
	}
	if out == nil {
		return nil
	}
	return &invalidItems{out}
}

// fail turns what a verb said about this item into an error of the request. Only invalid input and things that are
// not there concern the item; everything else (a missing right, a database that went away) concerns the request.
func (c *call) fail(it item, err error) error {
	switch errs.CodeOf(err) {
	case errs.CodeInvalid:
		if errs.As(err).Problems[0].Path == "" { // about the whole request
			return err
		}
		faults := faultsOf(c.locale(), err)
		for i := range faults {
			faults[i].Path = it.place(faults[i].Path)
		}
		return &invalidItems{[]failedItem{{it.requestID, faults}}}
	case errs.CodeNotFound:
		if c.vars["id"] != "" || c.vars["eid"] != "" { // the thing the path names
			return err
		}
		return &invalidItems{[]failedItem{{it.requestID, []fault{{notSupportedChoice, "id", c.said(err)}}}}}
	}
	return err
}

// place puts a problem with a field's value where the field stood in the request.
func (it item) place(path string) string {
	rest, ok := strings.CutPrefix(path, "custom_fields_values.")
	if !ok {
		return path
	}
	id, err := strconv.ParseInt(rest, 10, 64)
	if at, known := it.places[crm.FieldID(id)]; err == nil && known {
		return at
	}
	return path
}

func (o object) fault(code, key, detail string) {
	*o.faults = append(*o.faults, fault{Code: code, Path: o.at(key), Detail: detail})
}

func (o object) at(key string) string {
	switch {
	case o.path == "":
		return key
	case key == "":
		return o.path
	}
	return o.path + "." + key
}

const (
	saidMissing  = "This field is missing."
	saidChoice   = "The value you selected is not a valid choice."
	saidBlank    = "This value should not be blank."
	saidMustBe   = "This value should be of type "
	saidNegative = "This value should be zero or more."
)

// given reports whether the key is there at all, null included.
func (o object) given(key string) bool { _, ok := o.m[key]; return ok }

// has reports whether the key holds something.
func (o object) has(key string) bool { return o.m[key] != nil }

// text reads a string; a number stands for its digits.
func (o object) text(key string) (string, bool) {
	switch v := o.m[key].(type) {
	case nil:
		return "", false
	case string:
		return strings.ToValidUTF8(v, "�"), true
	case json.Number:
		return v.String(), true
	}
	o.fault(invalidType, key, saidMustBe+"string.")
	return "", false
}

// int reads a whole number: 5, 5.0 or "5".
func (o object) int(key string) (int64, bool) {
	v := o.m[key]
	if v == nil {
		return 0, false
	}
	if n, ok := wholeOf(v); ok {
		return n, true
	}
	o.fault(invalidType, key, saidMustBe+"int.")
	return 0, false
}

func wholeOf(v any) (int64, bool) {
	var text string
	switch v := v.(type) {
	case json.Number:
		text = v.String()
	case string:
		text = strings.TrimSpace(v)
	default:
		return 0, false
	}
	if n, err := wholeNumber(text); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// bool reads true, 1, "1" and their opposites.
func (o object) bool(key string) (value, found bool) {
	v := o.m[key]
	if v == nil {
		return false, false
	}
	if b, ok := boolOf(v); ok {
		return b, true
	}
	o.fault(invalidType, key, saidMustBe+"bool.")
	return false, false
}

func boolOf(v any) (value, ok bool) {
	switch v := v.(type) {
	case bool:
		return v, true
	case json.Number:
		return v.String() != "0", v.String() == "0" || v.String() == "1"
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "1", "true", "y", "yes":
			return true, true
		case "", "0", "false", "n", "no":
			return false, true
		}
	}
	return false, false
}

// object reads a nested object.
func (o object) object(key string) (object, bool) {
	switch v := o.m[key].(type) {
	case nil:
	case map[string]any:
		return object{v, o.at(key), o.faults}, true
	case []any: // PHP writes an empty object as []
		if len(v) > 0 {
			o.fault(invalidType, key, saidMustBe+"object.")
		}
	default:
		o.fault(invalidType, key, saidMustBe+"object.")
	}
	return object{faults: o.faults, path: o.at(key)}, false
}

// objects reads an array of objects; found is true also for an empty one and for null, which clears.
func (o object) objects(key string) (list []object, found bool) {
	v, found := o.m[key]
	if !found || v == nil {
		return nil, found
	}
	if m, lone := v.(map[string]any); lone {
		v = []any{m}
	}
	elements, isArray := v.([]any)
	if !isArray {
		o.fault(invalidType, key, saidMustBe+"array.")
		return nil, false
	}
	for i, e := range elements {
		at := o.at(key) + "." + strconv.Itoa(i)
		m, isObject := e.(map[string]any)
		if !isObject {
			*o.faults = append(*o.faults, fault{invalidType, at, saidMustBe + "object."})
			continue
		}
		list = append(list, object{m, at, o.faults})
	}
	return list, true
}

// require notes a fault for every key that holds nothing.
func (o object) require(keys ...string) {
	for _, key := range keys {
		if !o.has(key) {
			o.fault(fieldMissing, key, saidMissing)
		}
	}
}
