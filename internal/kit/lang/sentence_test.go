package lang_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

func TestSentencesSurviveTheDatabase(t *testing.T) {
	t.Parallel()
	_, bad := lang.ParseNumber("x")
	tests := map[string]struct {
		err    error
		en, ru string
	}{
		"no code":        {errors.New("SELECT secret"), "", ""},
		"wrapped":        {fmt.Errorf("row 3: %w", bad), `"x" is not a number, write it like 1250.50`, `«x» не число, нужно как 1250,50`},
		"whole number":   {errs.Invalid("f", "%q is not in the calendar: that month has %d days", "31.02", 28), `"31.02" is not in the calendar: that month has 28 days`, `«31.02»: такой даты нет, в этом месяце 28 дн.`},
		"no translation": {errs.Conflict("seen at %v by %s", 1.5, "Anna"), "seen at 1.5 by Anna", "seen at 1.5 by Anna"},
	}
	for name, tt := range tests {
		raw, err := json.Marshal(lang.Sentences(tt.err))
		if err != nil {
			t.Fatal(err)
		}
		var back []lang.Sentence
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		if en, ru := lang.Paragraph(lang.EN, back), lang.Paragraph(lang.RU, back); en != tt.en || ru != tt.ru {
			t.Errorf("%s: %q, %q", name, en, ru)
		}
	}
}
