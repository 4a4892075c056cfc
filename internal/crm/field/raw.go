package field

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// maxIndexRunes is how much of a text the index holds.
const maxIndexRunes = 200

// maxValues bounds the values of a field with many.
const maxValues = 50

// items are the given values as a list: one stands for a list of one, nothing for an empty one.
func items(raw any) []any {
	switch v := raw.(type) {
	case nil:
		return nil
	case []any:
		return v
	case []string:
		out := make([]any, len(v))
		for i, s := range v {
			out[i] = s
		}
		return out
	}
	return []any{raw}
}

// single is the one value of a field that holds one; ok is false for nothing.
func single(raw any) (v any, ok bool, err error) {
	list := items(raw)
	switch {
	case len(list) == 0 || len(list) == 1 && (list[0] == nil || list[0] == ""):
		return nil, false, nil
	case len(list) > 1:
		return nil, false, errs.Invalid("", "this field holds one value, give only one")
	}
	return list[0], true, nil
}

// several are the values of a field with many, without the empty ones.
func several(raw any) ([]any, error) {
	list := items(raw)
	if len(list) > maxValues {
		return nil, errs.Invalid("", "too many values, give at most %d", maxValues)
	}
	out := make([]any, 0, len(list))
	for _, v := range list {
		if v != nil && v != "" {
			out = append(out, v)
		}
	}
	return out, nil
}

// asText takes a text and makes it storable: valid UTF-8, no control characters, no spaces around. Lines stay apart
// only when asked.
func asText(raw any, lines bool) (string, error) {
	s, ok := raw.(string)
	if !ok {
		return "", errs.Invalid("", "give a text in quotes")
	}
	return Clean(s, lines), nil
}

// Clean makes a text storable: valid UTF-8, no control characters, no spaces around; line breaks become spaces
// unless lines may stay.
func Clean(s string, lines bool) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t' && lines:
			return r
		case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cc, r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

func checkLength(s string, most int) error {
	if len(s) > most && len([]rune(s)) > most {
		return errs.Invalid("", "the text is too long, use at most %d characters", most)
	}
	return nil
}

// Key is a text as the index holds it: folded and cut.
func Key(s string) string {
	s = lang.Fold(s)
	if len(s) <= maxIndexRunes {
		return s
	}
	if r := []rune(s); len(r) > maxIndexRunes {
		return string(r[:maxIndexRunes])
	}
	return s
}

// WholeNumber reads an integer given in any of the ways Go and JSON may hold one.
func WholeNumber(raw any) (int64, bool) {
	switch v := raw.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		return n, err == nil
	case float64:
		if v != math.Trunc(v) || math.Abs(v) > 1<<53 {
			return 0, false
		}
		return int64(v), true
	}
	return 0, false
}

// decimal reads a number as exact text.
func decimal(raw any) (string, bool) {
	switch v := raw.(type) {
	case json.Number:
		s, err := lang.ParseNumber(v.String())
		return s, err == nil
	case string:
		s, err := lang.ParseNumber(v)
		return s, err == nil
	case float64:
		s, err := lang.ParseNumber(strconv.FormatFloat(v, 'f', -1, 64))
		return s, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
	}
	n, ok := WholeNumber(raw)
	return strconv.FormatInt(n, 10), ok
}

func textOps() []string {
	return []string{"eq", "ne", "in", "nin", "contains", "starts", "empty", "filled"}
}

func rangeOps() []string {
	return []string{"eq", "ne", "in", "nin", "gt", "gte", "lt", "lte", "between", "empty", "filled"}
}

func choiceOps() []string { return []string{"eq", "ne", "in", "nin", "empty", "filled"} }

// textOperand reads the text of a filter for types whose index is the folded text.
func textOperand(raw any) (Operand, error) {
	s, err := asText(raw, false)
	if err != nil {
		return Operand{}, err
	}
	key := Key(s)
	if key == "" {
		return Operand{}, errs.Invalid("", "give a text that is not empty, or use the operator empty")
	}
	return Operand{Text: key}, nil
}

// textKeys is the index of plain texts, each key once.
func textKeys(values []any) []string {
	var out []string
	for _, v := range values {
		if s, ok := v.(string); ok {
			if k := Key(s); k != "" {
				out = append(out, k)
			}
		}
	}
	return out
}

// first is the first value as text, empty for none.
func first(values []any) string {
	if len(values) == 0 {
		return ""
	}
	s, _ := values[0].(string)
	return s
}
