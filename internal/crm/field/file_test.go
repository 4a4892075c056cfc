package field_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"voronka/internal/crm/field"
)

func TestFileType(t *testing.T) {
	t.Parallel()
	f := field.Field{Type: field.File}
	for _, c := range []struct {
		raw  any
		want string // the ids, or a part of the error
	}{
		{nil, "[]"}, {[]any{}, "[]"}, {[]any{nil, ""}, "[]"},
		{int64(5), "[5]"}, {json.Number("5"), "[5]"}, {[]any{float64(5), 7, 5}, "[5 7]"},
		{map[string]any{"file": json.Number("9"), "name": "x", "size": 1}, "[9]"},
		{"5", "give the numbers of files"}, {0, "give the numbers"}, {-1, "give the numbers"}, {1.5, "give the numbers"}, {float64(1 << 60), "give the numbers"},
		{map[string]any{"id": 5}, "give the numbers"}, {[]any{[]any{1}}, "give the numbers"}, {true, "give the numbers"},
	} {
		got, err := f.Normalize(c.raw, field.Env{})
		ids := []int64{}
		for _, v := range got {
			ids = append(ids, int64(field.FileOf(v)))
		}
		if said := fmt.Sprint(ids); err == nil && said != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %s, %v, want %s", c.raw, said, err, c.want)
		}
	}
	if _, err := f.FromText("a.pdf", field.Env{}); err == nil {
		t.Error("read from a table")
	}
	values := []any{map[string]any{"file": int64(1), "name": "a.pdf"}, map[string]any{"file": int64(2), "name": "b.png"}}
	if got := f.ToText(values, field.Env{}); got != "2: a.pdf, b.png" {
		t.Error(got)
	}
	if got := f.ToText(values[:1], field.Env{}); got != "a.pdf" {
		t.Error(got)
	}
	if f.MostFiles() != 10 || (field.Field{Settings: field.Settings{MaxFiles: 3}}).MostFiles() != 3 {
		t.Error("how many it holds")
	}
	for most, ok := range map[int]bool{0: true, 1: true, 50: true, 51: false, -1: false} {
		f.Settings.MaxFiles = most
		if err := f.Def().Check(f); (err == nil) != ok {
			t.Error(most, err)
		}
	}
}
