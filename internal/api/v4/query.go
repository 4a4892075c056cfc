package v4

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
)

// A query may hold this many pairs and nest this deep; the widest filters of real clients stay far below.
const (
	maxQueryPairs = 2000
	maxQueryDepth = 6
)

// param is one node of a parsed query: PHP's bracket grammar, raw or percent-encoded, with indexed and empty keys.
// A nil param answers every question with "nothing", so look-ups chain without checks.
type param struct {
	values []string
	keys   []string // of kids, in the order they came
	kids   map[string]*param
	next   int // the next index for an empty key
}

// parseQuery reads a raw query string. What cannot be decoded is taken as it stands.
func parseQuery(raw string) (*param, error) {
	root := &param{}
	pairs := 0
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		if pairs++; pairs > maxQueryPairs {
			return nil, errs.Invalid("filter", "the query has more than %d parameters, split the request", maxQueryPairs)
		}
		key, value, _ := strings.Cut(pair, "=")
		at := root
		for _, part := range splitKey(unescape(key)) {
			at = at.child(part)
		}
		at.values = append(at.values, unescape(value))
	}
	return root, nil
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// splitKey cuts "filter[statuses][0][pipeline_id]" into its parts; a key whose brackets do not pair is one word.
func splitKey(key string) []string {
	name, rest, found := strings.Cut(key, "[")
	if !found || name == "" {
		return []string{key}
	}
	parts := []string{name}
	for {
		part, after, closed := strings.Cut(rest, "]")
		if !closed || len(parts) == maxQueryDepth {
			return []string{key}
		}
		parts = append(parts, strings.Trim(part, `"' `))
		if !strings.HasPrefix(after, "[") {
			return parts
		}
		rest = after[1:]
	}
}

// child finds or makes the node under a key. Empty keys number themselves; a pair such as
// statuses[][pipeline_id]=1&statuses[][status_id]=2 is put together again by entries.
func (p *param) child(key string) *param {
	if key == "" {
		key = strconv.Itoa(p.next)
	}
	if n, err := strconv.Atoi(key); err == nil && n >= p.next && n < maxQueryPairs*2 {
		p.next = n + 1
	}
	if kid := p.kids[key]; kid != nil {
		return kid
	}
	if p.kids == nil {
		p.kids = map[string]*param{}
	}
	kid := &param{}
	p.kids[key] = kid
	p.keys = append(p.keys, key)
	return kid
}

// at walks down the keys.
func (p *param) at(keys ...string) *param {
	for _, key := range keys {
		if p == nil {
			return nil
		}
		p = p.kids[key]
	}
	return p
}

// text is the last value given, "" when none.
func (p *param) text() string {
	if p == nil || len(p.values) == 0 {
		return ""
	}
	return strings.TrimSpace(p.values[len(p.values)-1])
}

// list is every value of the node and of its direct keys, without empty ones and repetitions: a scalar may stand where a list may.
func (p *param) list() []string {
	if p == nil {
		return nil
	}
	var out []string
	add := func(values []string) {
		for _, v := range values {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	add(p.values)
	for _, key := range p.keys {
		if key != "from" && key != "to" {
			add(p.kids[key].values)
		}
	}
	return out
}

// words is list with commas taken as separators.
func (p *param) words() []string {
	var out []string
	for _, v := range p.list() {
		for word := range strings.SplitSeq(v, ",") {
			if word = strings.TrimSpace(word); word != "" && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
	}
	return out
}

// ends are the two ends of a range, "" for an open one.
func (p *param) ends() (from, to string) { return p.at("from").text(), p.at("to").text() }

// entries are the kids in order. Neighbours that came from empty keys and do not overlap are one entry.
func (p *param) entries() []*param {
	if p == nil {
		return nil
	}
	var out []*param
	for _, key := range p.keys {
		kid := p.kids[key]
		if last := len(out) - 1; last >= 0 && len(out[last].values) == 0 && disjoint(out[last], kid) {
			out[last] = joined(out[last], kid)
			continue
		}
		out = append(out, kid)
	}
	return out
}

func disjoint(a, b *param) bool {
	if len(a.keys) == 0 || len(b.keys) == 0 {
		return false
	}
	return !slices.ContainsFunc(b.keys, func(key string) bool { return a.kids[key] != nil })
}

func joined(a, b *param) *param {
	out := &param{keys: slices.Concat(a.keys, b.keys), kids: map[string]*param{}}
	for _, key := range a.keys {
		out.kids[key] = a.kids[key]
	}
	for _, key := range b.keys {
		out.kids[key] = b.kids[key]
	}
	return out
}

// empty reports whether the node holds nothing a person could have meant.
func (p *param) empty() bool {
	if p == nil {
		return true
	}
	if slices.ContainsFunc(p.values, func(v string) bool { return strings.TrimSpace(v) != "" }) {
		return false
	}
	return !slices.ContainsFunc(p.keys, func(key string) bool { return !p.kids[key].empty() })
}

// numbers reads every word as an integer. A word that is none is reported: silence would widen the list.
func (p *param) numbers(name string) ([]int64, error) {
	var out []int64
	for _, word := range p.words() {
		n, err := wholeNumber(word)
		if err != nil {
			return nil, errs.Invalid(name, "%q is not a whole number", clip(word))
		}
		out = append(out, n)
	}
	return out, nil
}

// wholeNumber reads an id or a time. A number too large for any id is one that no row has, not a mistake.
func wholeNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil && n != 0 { // out of range: ParseInt returns the nearest bound
		return n, nil
	}
	return n, err
}

const clipped = 60

// clip shortens what a caller sent for a message about it.
func clip(s string) string {
	if r := []rune(s); len(r) > clipped {
		return string(r[:clipped]) + "…"
	}
	return s
}

// Lists are pages of limit rows.
const (
	defaultLimit = 50
	maxLimit     = 250
	maxPage      = 100_000
)

// page is the place in a list that a request asks for.
type page struct{ number, limit int }

// pageOf reads page and limit: nonsense counts as not given, and a larger limit is clamped (no client exceeds it).
func pageOf(q *param) page {
	p := page{1, defaultLimit}
	if n, err := wholeNumber(q.at("page").text()); err == nil && n >= 1 {
		p.number = int(min(n, maxPage))
	}
	if n, err := wholeNumber(q.at("limit").text()); err == nil && n >= 1 {
		p.limit = int(min(n, maxLimit))
	}
	return p
}

func (p page) offset() int { return (p.number - 1) * p.limit }
