package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// MaxHits is the most hits of one answer.
const MaxHits = 50

// candidates is how many entries are looked at for an answer: the newest ones that hold the query.
const candidates = 200

// Hit is a card that was found.
type Hit struct {
	Ref  crm.Ref `json:"ref"`
	Name string  `json:"name"`
	// Detail is the value the card was found by, else its phone or e-mail; often empty for deals.
	Detail string `json:"detail"`
	// StatusID is that of a deal.
	StatusID *crm.StatusID `json:"status_id,omitempty"`
}

// Search finds the cards the actor may see: first the one with that id, then those whose name begins with the query,
// those with the query in the name, and the rest; newer ones first. Without kinds all kinds are searched. A query
// without a letter or digit finds nothing. When little is found, what the query may have been meant to be comes after it:
// typed in the other keyboard layout, written in the other alphabet, one letter wrong in a word.
func (s *Service) Search(ctx context.Context, who tenant.Actor, query string, kinds []crm.Kind, limit int) ([]Hit, error) {
	if limit < 1 || limit > MaxHits {
		limit = 20
	}
	if len(kinds) == 0 {
		kinds = crm.CardKinds
	}
	for _, k := range kinds {
		if !k.HasCard() {
			return nil, errs.Invalid("kinds", "must be deal, contact or company")
		}
	}
	t := parse(query)
	if len(t.choices) == 0 {
		return nil, nil
	}
	found, err := s.candidates(ctx, who, t, kinds)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	slices.SortStableFunc(found, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.rank(t), b.rank(t)), cmp.Compare(b.id, a.id))
	})
	found = slices.CompactFunc(found, func(a, b entry) bool { return a.ref == b.ref })
	hits, err := s.hits(ctx, who, t, found[:min(len(found), limit)])
	if err == nil && len(hits) < enough && len(hits) < limit {
		hits, err = s.again(ctx, who, query, t, kinds, hits, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return hits, nil
}

// entry is a row of search_entries.
type entry struct {
	id   int64
	ref  crm.Ref
	name string
}

// rank is smaller for a better hit.
func (e entry) rank(t terms) int {
	switch {
	case t.whole == strconv.FormatInt(int64(e.ref.ID), 10):
		return 0
	case e.name == t.whole:
		return 1
	case strings.HasPrefix(e.name, t.whole):
		return 2
	case strings.Contains(e.name, t.whole):
		return 3
	}
	for _, w := range t.choices[0] {
		if !strings.Contains(e.name, w) {
			return 5
		}
	}
	return 4
}

// candidates asks three times, each by an index: by id, by the beginning of the name, by any part of the text.
func (s *Service) candidates(ctx context.Context, who tenant.Actor, t terms, kinds []crm.Kind) ([]entry, error) {
	var found []entry
	if id, err := strconv.ParseInt(strings.TrimPrefix(t.whole, "#"), 10, 64); err == nil && id > 0 {
		byID := func(b *db.Builder) string {
			return db.InText(b, "e.entity_kind", kinds) + " AND e.entity_id = " + b.Arg(id)
		}
		list, err := s.ask(ctx, who, kinds, byID, "", len(kinds))
		if err != nil {
			return nil, err
		}
		found = list
	}
	byName := func(b *db.Builder) string {
		return "e.name_key >= " + b.Arg(t.whole) + " AND e.name_key < " + b.Arg(after(t.whole))
	}
	list, err := s.ask(ctx, who, kinds, byName, " ORDER BY e.name_key, e.id", MaxHits)
	if err != nil {
		return nil, err
	}
	found = append(found, list...)
	few, err := s.few(ctx, who, kinds)
	if err != nil {
		return nil, err
	}
	if !t.indexed() {
		return found, nil
	}
	list, err = s.askText(ctx, who, kinds, t.byText(s.db.Engine(), few))
	return append(found, list...), err
}

// ask reads entries by a condition that an index answers in its order.
func (s *Service) ask(ctx context.Context, who tenant.Actor, kinds []crm.Kind, cond func(*db.Builder) string, order string, limit int) ([]entry, error) {
	return read(ctx, s.db, who, kinds, textQuery{"search_entries e", cond, order}, limit)
}

// askText reads entries by any part of their text.
func (s *Service) askText(ctx context.Context, who tenant.Actor, kinds []crm.Kind, way textQuery) (found []entry, err error) {
	if s.db.Engine() != db.Postgres {
		return read(ctx, s.db, who, kinds, way, candidates)
	}
	err = s.db.Snapshot(ctx, func(q db.Querier) error {
		if err := db.BitmapsOnly(ctx, q); err != nil {
			return err
		}
		found, err = read(ctx, q, who, kinds, way, candidates)
		return err
	})
	return found, err
}

func read(ctx context.Context, q db.Querier, who tenant.Actor, kinds []crm.Kind, way textQuery, limit int) ([]entry, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`SELECT e.id, e.entity_kind, e.entity_id, e.name_key FROM `, way.from, ` WHERE e.account_id = `, b.Arg(who.AccountID))
	b.Add(` AND `, way.cond(b), ` AND `, visible(b, who, kinds), way.order, ` LIMIT `, b.Arg(limit))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (e entry, err error) {
		err = r.Scan(&e.id, &e.ref.Kind, &e.ref.ID, &e.name)
		return e, err
	})
}

// visible is the condition that an entry is of one of the kinds and that the actor may see its card.
func visible(b *db.Builder, who tenant.Actor, kinds []crm.Kind) string {
	whole := len(kinds) >= len(crm.CardKinds)
	for _, kind := range kinds {
		whole = whole && access.All(who, kind, access.View)
	}
	if whole {
		return "1 = 1"
	}
	parts := make([]string, len(kinds))
	for i, kind := range kinds {
		parts[i] = "(e.entity_kind = '" + string(kind) + "' AND " + access.Where(b, who, kind, access.View, "e") + ")"
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

// manyOwn is how many cards are compared one by one rather than looked up in the index of all.
const manyOwn = 3000

// few reports whether the actor sees so few cards that comparing each is quicker than finding them among everybody's.
func (s *Service) few(ctx context.Context, who tenant.Actor, kinds []crm.Kind) (bool, error) {
	var users []tenant.UserID
	for _, kind := range kinds {
		some, all := access.Responsibles(who, kind, access.View)
		if all {
			return false, nil
		}
		users = append(users, some...)
	}
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT COUNT(*) FROM (SELECT 1 FROM search_entries e WHERE e.account_id = `, b.Arg(who.AccountID))
	b.Add(` AND `, db.In(b, "e.responsible_id", users), ` LIMIT `, b.Arg(manyOwn), `) n`)
	var n int
	err := s.db.QueryRow(ctx, b.SQL(), b.Args()...).Scan(&n)
	return n < manyOwn, err
}

// hits reads the cards themselves: an entry may be a moment behind, rights are asked of the card as it is now.
func (s *Service) hits(ctx context.Context, who tenant.Actor, t terms, found []entry) ([]Hit, error) {
	cards := map[crm.Ref]row{}
	sets := map[crm.Kind]field.Set{}
	for _, kind := range crm.CardKinds { // one round for each of the three kinds
		var ids []crm.ID
		for _, e := range found {
			if e.ref.Kind == kind {
				ids = append(ids, e.ref.ID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		set, err := s.fields.AllFor(ctx, who, kind)
		if err != nil {
			return nil, err
		}
		list, err := shapes[kind].Load(ctx, s.db, who.AccountID, ids)
		if err != nil {
			return nil, err
		}
		sets[kind] = set
		for _, c := range list {
			if c.DeletedAt == nil && access.Can(who, kind, access.View, c.ResponsibleID, c.at()) {
				cards[c.Ref] = c
			}
		}
	}
	hits := make([]Hit, 0, len(found))
	for _, e := range found {
		c, ok := cards[e.ref]
		if ok = ok && (len(who.HiddenFields()) == 0 || c.answers(t, sets[c.Kind])); ok {
			hits = append(hits, Hit{Ref: c.Ref, Name: c.Name, Detail: detail(c.Card, sets[c.Kind], t), StatusID: c.status})
		}
	}
	return hits, nil
}

// answers reports whether the card is found by what the reader of the set may see of it: the entries hold all fields.
func (r row) answers(t terms, seen field.Set) bool {
	if t.whole == strconv.FormatInt(int64(r.ID), 10) || strings.HasPrefix(t.whole, "#") {
		return true
	}
	text := " " + textOf(r.Card, seen)
	return slices.ContainsFunc(t.choices, func(words []string) bool {
		return !slices.ContainsFunc(words, func(w string) bool {
			needle, _ := long(w)
			return !strings.Contains(text, needle)
		})
	})
}

func (r row) at() crm.StatusID {
	if r.status == nil {
		return 0
	}
	return *r.status
}

// detail is the value of a card that holds a word of the query, else its phone or e-mail.
func detail(c entity.Card, set field.Set, t terms) string {
	reach := ""
	for _, f := range set.Ordered() {
		for _, v := range c.Data[f.ID] {
			if !searched[f.Type] && f.Type != "phone" {
				break
			}
			text := f.ToText([]any{v}, field.Env{})
			folded := lang.Fold(text)
			if f.Type == "phone" {
				folded = lang.PhoneDigits(text)
			}
			if reach == "" && (f.Type == "phone" || f.Type == "email") {
				reach = text
			}
			if holds(folded, t) && !holds(lang.Fold(c.Name), t) {
				return cut(text, 200)
			}
		}
	}
	return reach
}

func holds(text string, t terms) bool {
	for _, choice := range t.choices {
		for _, w := range choice {
			if strings.Contains(text, w) {
				return true
			}
		}
	}
	return false
}
