package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// The bounds of a word that is remembered for queries with a mistake, in letters.
const (
	minLearnt = 4
	maxLearnt = 24
)

// learnable are the words of a name that are worth remembering: of letters only, not too short.
func learnable(name string) (out []string) {
	for _, w := range words(name) {
		n := utf8.RuneCountInString(w)
		if n >= minLearnt && n <= maxLearnt && isLetters(w) {
			out = append(out, w)
		}
	}
	return out
}

func isLetters(w string) bool {
	for _, r := range w {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// pieces are a word and what is left of it without any one of its letters. Two words that differ in one letter, one of
// them missing, or two neighbours swapped, share a piece.
func pieces(word string) []string {
	r := []rune(word)
	out := []string{word}
	for i := range r {
		if i > 0 && r[i] == r[i-1] {
			continue // the same piece once more
		}
		out = append(out, string(r[:i])+string(r[i+1:]))
	}
	return out
}

// learn remembers words the account does not know yet.
func learn(ctx context.Context, tx *db.Tx, account tenant.AccountID, list []string) error {
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT word FROM search_words WHERE account_id = `, b.Arg(account), ` AND word = piece AND `, db.InText(b, "piece", list))
	known, err := db.Column[string](ctx, tx, b.SQL(), b.Args()...)
	if err != nil {
		return fmt.Errorf("known words: %w", err)
	}
	slices.Sort(known)
	var args []any
	for _, w := range list {
		if _, ok := slices.BinarySearch(known, w); ok {
			continue
		}
		for _, p := range pieces(w) {
			args = append(args, account, p, w)
		}
	}
	const width = 3
	for chunk := range slices.Chunk(args, 500*width) {
		_, err := tx.Exec(ctx, `
			INSERT INTO search_words (account_id, piece, word)
			VALUES `+db.Values(len(chunk)/width, width)+`
			ON CONFLICT DO NOTHING`, chunk...)
		if err != nil {
			return fmt.Errorf("learn words: %w", err)
		}
	}
	return nil
}

// maxLike bounds the words that are like one of a query.
const maxLike = 200

// like are the account's words that share a piece with one of these.
func (s *Service) like(ctx context.Context, account tenant.AccountID, forms []string) ([]string, error) {
	var keys []string
	for _, f := range forms {
		if n := utf8.RuneCountInString(f); n >= minLearnt && n <= maxLearnt {
			keys = append(keys, pieces(f)...)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT DISTINCT word FROM search_words WHERE account_id = `, b.Arg(account), ` AND `, db.InText(b, "piece", keys), ` LIMIT `, b.Arg(maxLike))
	return db.Column[string](ctx, s.db, b.SQL(), b.Args()...)
}

// near reports whether two words are the same but for one mistake: a letter wrong, missing or too many, or two
// neighbours swapped.
func near(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if i == len(x) || slices.Equal(x[i+1:], y[i+1:]) {
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}

// learntMark is where the walk over the entries that were written before words were remembered has come to.
const (
	learntMark = "search.words"
	learntAll  = "all"
	learnRows  = 1000
)

// Learn remembers the words of entries that are older than this memory. It is done in chunks, once for an installation;
// called again it goes on where it was, and in the end does nothing.
func (s *Service) Learn(ctx context.Context) error {
	for first := true; ; first = false {
		done := false
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			done, err = learnChunk(ctx, tx)
			return err
		})
		if err != nil || done {
			if !first {
				s.db.Relax(ctx) // a long walk, once in the life of an installation
			}
			return err
		}
	}
}

type learnt struct {
	id      int64
	account tenant.AccountID
	name    string
}

func learnChunk(ctx context.Context, tx *db.Tx) (done bool, err error) {
	var mark string
	err = tx.QueryRow(ctx, `SELECT value FROM install_settings WHERE name = $1`, learntMark).Scan(&mark)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return false, err
	}
	if mark == learntAll {
		return true, nil
	}
	after, _ := strconv.ParseInt(mark, 10, 64)
	rows, err := tx.Query(ctx, `SELECT id, account_id, name_key FROM search_entries WHERE id > $1 ORDER BY id LIMIT $2`, after, learnRows)
	list, err := db.Collect(rows, err, func(r db.Rows) (l learnt, err error) {
		err = r.Scan(&l.id, &l.account, &l.name)
		return l, err
	})
	if err != nil {
		return false, err
	}
	byAccount := map[tenant.AccountID][]string{}
	for _, l := range list {
		byAccount[l.account] = append(byAccount[l.account], learnable(l.name)...)
	}
	for account, found := range byAccount {
		if err := learn(ctx, tx, account, found); err != nil {
			return false, err
		}
	}
	mark = learntAll
	if len(list) == learnRows {
		mark = strconv.FormatInt(list[len(list)-1].id, 10)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO install_settings (name, value)
		VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE
		SET value = excluded.value`, learntMark, mark)
	return mark == learntAll, err
}

// nameWords are the words of the names of cards.
func nameWords(list []row) (out []string) {
	for _, c := range list {
		if c.DeletedAt == nil {
			out = append(out, learnable(c.Name)...)
		}
	}
	return out
}

// secondWords is the most words of a query that a second try is made for.
const secondWords = 4

// enough is how many hits make a second try needless.
const enough = 3

// second is the query as it may have been meant: typed in the other layout, written in the other alphabet, or with a
// mistake in a word. It is empty when there is nothing else to try.
func (s *Service) second(ctx context.Context, who tenant.Actor, query string, t terms) (terms, error) {
	if len(t.choices) == 0 || len(t.choices[0]) > secondWords {
		return terms{}, nil
	}
	out := terms{whole: t.whole}
	if swapped := words(swapLayout(query)); len(swapped) > 0 && !slices.Equal(swapped, t.choices[0]) {
		out.choices = append(out.choices, swapped)
	}
	alternatives := make([][]string, len(t.choices[0]))
	for i, w := range t.choices[0] {
		list, err := s.alternatives(ctx, who.AccountID, w)
		if err != nil {
			return terms{}, err
		}
		alternatives[i] = list
	}
	for _, choice := range product(alternatives) {
		if !slices.Equal(choice, t.choices[0]) {
			out.choices = append(out.choices, choice)
		}
	}
	return out, nil
}

// perWord and maxChoices bound what one query becomes.
const (
	perWord    = 6
	maxChoices = 14
)

// alternatives are what a word may have been meant to be, itself first.
func (s *Service) alternatives(ctx context.Context, account tenant.AccountID, word string) ([]string, error) {
	out := []string{word}
	if !isLetters(word) || utf8.RuneCountInString(word) < 3 {
		return out, nil
	}
	forms := append([]string{word}, transliterate(word)...)
	known := append(slices.Clone(forms), words(swapLayout(word))...)
	found, err := s.like(ctx, account, known)
	if err != nil {
		return nil, err
	}
	for _, w := range found {
		if slices.ContainsFunc(known, func(f string) bool { return near(f, w) }) {
			out = append(out, w)
		}
	}
	return firstOf(append(out, forms[1:]...)), nil
}

// firstOf are the first words, each once.
func firstOf(list []string) (out []string) {
	for _, w := range list {
		if !slices.Contains(out, w) && len(out) < perWord {
			out = append(out, w)
		}
	}
	return out
}

// product is every way to choose one word of each list, bounded.
func product(lists [][]string) [][]string {
	out := [][]string{nil}
	for _, list := range lists {
		var next [][]string
		for _, head := range out {
			for _, w := range list {
				if len(next) < maxChoices {
					next = append(next, append(slices.Clone(head), w))
				}
			}
		}
		out = next
	}
	return out
}

// again looks for a query as it may have been meant, when as it was written it found little.
func (s *Service) again(ctx context.Context, who tenant.Actor, query string, t terms, kinds []crm.Kind, hits []Hit, limit int) ([]Hit, error) {
	other, err := s.second(ctx, who, query, t)
	if err != nil || !other.indexed() {
		return hits, err
	}
	few, err := s.few(ctx, who, kinds)
	if err != nil {
		return nil, err
	}
	found, err := s.askText(ctx, who, kinds, other.byText(s.db.Engine(), few))
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(e entry) bool {
		return slices.ContainsFunc(hits, func(h Hit) bool { return h.Ref == e.ref })
	})
	slices.SortStableFunc(found, func(a, b entry) int { return other.nearer(a) - other.nearer(b) })
	more, err := s.hits(ctx, who, other, found[:min(len(found), limit-len(hits))])
	return append(hits, more...), err
}

// nearer is smaller for an entry that is found by an earlier choice.
func (t terms) nearer(e entry) int {
	for i, choice := range t.choices {
		if !slices.ContainsFunc(choice, func(w string) bool { return !hasWord(e.name, w) }) {
			return i
		}
	}
	return len(t.choices)
}
