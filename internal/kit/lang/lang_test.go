package lang_test

import (
	"errors"
	"fmt"
	"testing"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]lang.Locale{
		"":                                 lang.RU,
		"en":                               lang.EN,
		"de, en;q=0.5, ru;q=0.9":           lang.RU,
		"ru-RU,ru;q=0.9,en-US;q=0.8":       lang.RU,
		"en-US,en;q=0.9,ru;q=0.8":          lang.EN,
		"fr, *;q=0.1, en;q=0":              lang.RU,
		"en;q=nonsense, ru":                lang.RU,
		"de":                               lang.RU,
		";;;,,,q=1":                        lang.RU,
		"en_GB":                            lang.EN,
		" ru ; q=0.3 , en ; q = 0.4":       lang.EN,
		"xx,xx,xx,xx,xx,xx,xx,xx,xx,xx,en": lang.EN,
	} {
		if got := lang.Negotiate(header, lang.RU); got != want {
			t.Errorf("Negotiate(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestLocaleOr(t *testing.T) {
	t.Parallel()
	if lang.Locale("de").Or(lang.EN) != lang.EN || lang.RU.Or(lang.EN) != lang.RU {
		t.Error("Or must keep a known locale only")
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	const format = "%q is not a number, write it like 1250.50"
	if got := lang.Text(lang.EN, format, "x"); got != `"x" is not a number, write it like 1250.50` {
		t.Error(got)
	}
	if got := lang.Text(lang.RU, format, "x"); got != `«x» не число, нужно как 1250,50` {
		t.Error(got)
	}
	unknown := "100% unknown"
	if got := lang.Text(lang.RU, unknown); got != unknown {
		t.Error("a format without arguments must not be read as a format:", got)
	}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	const format = "%q is not a date, write it like 31.12.2025"
	for text, want := range map[string]string{
		"завтра":   "«завтра» не дата, нужно как 31.12.2025",
		`в "срок"`: `«в "срок"» не дата, нужно как 31.12.2025`,
		"a\nb\x00": `«a\nb\x00» не дата, нужно как 31.12.2025`,
	} {
		if got := lang.Text(lang.RU, format, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if got := lang.Text(lang.EN, format, "x"); got != `"x" is not a date, write it like 31.12.2025` {
		t.Error(got)
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	_, numberErr := lang.ParseNumber("x")
	if got := lang.Error(lang.RU, fmt.Errorf("row 3: %w", numberErr)); got != `«x» не число, нужно как 1250,50` {
		t.Error(got)
	}
	if got := lang.Error(lang.EN, errors.New("SELECT secret")); got != "something went wrong on our side, please try again" {
		t.Error(got)
	}
	var c errs.Collect
	c.Err("price", numberErr)
	c.Err("count", numberErr)
	if got := lang.Error(lang.EN, c.Result()); got != `"x" is not a number, write it like 1250.50; "x" is not a number, write it like 1250.50` {
		t.Error(got)
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	ru := map[int64]string{0: "0 сделок", 1: "1 сделка", 2: "2 сделки", 4: "4 сделки", 5: "5 сделок", 11: "11 сделок",
		12: "12 сделок", 14: "14 сделок", 21: "21 сделка", 22: "22 сделки", 111: "111 сделок", 1001: "1001 сделка", -1: "-1 сделка"}
	for n, want := range ru {
		if got := lang.Plural(lang.RU, n, "%d deal", "%d deals"); got != want {
			t.Errorf("ru %d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0 deals", 1: "1 deal", 21: "21 deals"} {
		if got := lang.Plural(lang.EN, n, "%d deal", "%d deals"); got != want {
			t.Errorf("en %d: %q, want %q", n, got, want)
		}
	}
	if got := lang.Plural(lang.RU, 3, "балл", "балла", "баллов"); got != "балла" {
		t.Error(got)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                       "",
		"plain text":             "plain text",
		"  Ёлкин\u00a0 Пётр\t":   "елкин петр",
		"ООО «Ромашка»":          `ооо "ромашка"`,
		"О’Брайен":               "о'брайен",
		"Е\u0308лка":             "елка",
		"и\u0306од":              "йод",
		"Москва — Сити":          "москва - сити",
		"soft\u00adhyphen\u200b": "softhyphen",
		"\ufeffA  B":             "a b",
		"new\r\nline":            "new line",
		"ÄÖ":                     "äö",
	} {
		if got := lang.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Ёж", "İ", "A\u0301", "«»", " a  b ", "e\u200b\u0308", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := lang.Fold(s)
		if twice := lang.Fold(once); once != twice {
			t.Errorf("Fold(%q) = %q, then %q", s, once, twice)
		}
	})
}
