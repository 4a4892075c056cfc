package search

import (
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// The bounds of a query.
const (
	maxQuery = 400
	maxWords = 8
	maxWord  = 60
)

// terms is a query taken apart: a card is found when its text holds every word of one of the choices.
type terms struct {
	// whole is the folded query, for names that begin with it.
	whole   string
	choices [][]string
}

// parse takes a query apart. One that is written like a phone is looked for as one run of digits too, without the 8 that
// Russian numbers begin with at home.
func parse(query string) terms {
	query = cut(query, maxQuery)
	t := terms{whole: lang.Fold(query)}
	list := words(query)
	for i := range list {
		list[i] = cut(list[i], maxWord)
	}
	if len(list) > maxWords {
		list = list[:maxWords]
	}
	if len(list) > 0 {
		t.choices = append(t.choices, list)
	}
	if digits := phoneDigits(query); digits != "" && (len(list) != 1 || digits != list[0]) {
		t.choices = append(t.choices, []string{digits})
	}
	return t
}

// phoneDigits are the digits of a query that holds nothing but digits and the marks of phone numbers.
func phoneDigits(query string) string {
	var b strings.Builder
	for _, r := range lang.Fold(query) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case !strings.ContainsRune("+-() .", r):
			return ""
		}
	}
	d := b.String()
	if len(d) < 3 || len(d) > 20 {
		return ""
	}
	if len(d) >= 5 && d[0] == '8' {
		return d[1:]
	}
	return d
}

// long reports whether a word can be found by trigrams: by itself, or as the beginning of a word.
func long(word string) (needle string, ok bool) {
	switch utf8.RuneCountInString(word) {
	case 0, 1:
		return " " + word, false
	case 2:
		return " " + word, true
	}
	return word, true
}

// indexed reports whether the index can answer: some word has two letters at least.
func (t terms) indexed() bool {
	for _, choice := range t.choices {
		for _, w := range choice {
			if _, ok := long(w); ok {
				return true
			}
		}
	}
	return false
}

// textQuery is a way to the entries that hold the terms.
type textQuery struct {
	from  string
	cond  func(b *db.Builder) string
	order string
}

// byText chooses the way. FTS5 hands rows out by id, so the newest cost nothing more; PostgreSQL would have to read
// them all for that. A few rows are compared one by one.
func (t terms) byText(engine db.Engine, few bool) textQuery {
	if engine == db.Postgres {
		return textQuery{"search_entries e", t.like, ""}
	}
	if few {
		return textQuery{"search_entries e", t.like, " ORDER BY e.id DESC"}
	}
	return textQuery{
		"search_fts f CROSS JOIN search_entries e ON e.id = f.rowid",
		func(b *db.Builder) string { return "f.search_fts MATCH " + b.Arg(t.match()) + t.rest(b) },
		" ORDER BY f.rowid DESC",
	}
}

// match is the query of FTS5: phrases in quotes, which hold only letters, digits and spaces.
func (t terms) match() string {
	var choices []string
	for _, choice := range t.choices {
		var parts []string
		for _, w := range choice {
			if needle, ok := long(w); ok {
				parts = append(parts, `"`+needle+`"`)
			}
		}
		if len(parts) > 0 {
			choices = append(choices, "("+strings.Join(parts, " AND ")+")")
		}
	}
	return strings.Join(choices, " OR ")
}

// rest asks for the words of a single letter, which the index does not know.
func (t terms) rest(b *db.Builder) string {
	if len(t.choices) != 1 {
		return ""
	}
	out := ""
	for _, w := range t.choices[0] {
		if needle, ok := long(w); !ok {
			out += ` AND e.text LIKE ` + b.Arg(db.Like(needle)) + ` ESCAPE '\'`
		}
	}
	return out
}

// like is the condition as plain comparisons: PostgreSQL answers them from trigrams.
func (t terms) like(b *db.Builder) string {
	var choices []string
	for _, choice := range t.choices {
		var parts []string
		for _, w := range choice {
			needle, _ := long(w)
			parts = append(parts, `e.text LIKE `+b.Arg(db.Like(needle))+` ESCAPE '\'`)
		}
		choices = append(choices, "("+strings.Join(parts, " AND ")+")")
	}
	return "(" + strings.Join(choices, " OR ") + ")"
}

// after is the smallest text greater than every text that begins with prefix.
func after(prefix string) string { return prefix + "\U0010FFFF" }

// Condition is the statement that selects the ids of the cards of a kind in which the text is found: what a filter's
// "query" means (entity.SearchFunc).
func Condition(b *db.Builder, account tenant.AccountID, kind crm.Kind, text string) string {
	t := parse(text)
	q := textQuery{from: "search_entries e", cond: func(b *db.Builder) string {
		return "e.name_key >= " + b.Arg(t.whole) + " AND e.name_key < " + b.Arg(after(t.whole))
	}}
	switch {
	case len(t.choices) == 0:
		q.cond = func(*db.Builder) string { return "1 = 0" }
	case t.indexed():
		q = t.byText(b.Engine(), false)
	}
	return "SELECT e.entity_id FROM " + q.from + " WHERE e.account_id = " + b.Arg(account) +
		" AND e.entity_kind = " + b.Arg(string(kind)) + " AND " + q.cond(b)
}
