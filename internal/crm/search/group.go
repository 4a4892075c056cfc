package search

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// GroupQuery asks for cards of one kind that may be the same.
type GroupQuery struct {
	Kind crm.Kind
	// By is what they share: "phone", "email" or "name".
	By    string
	After string
	Limit int
}

// Group is cards that share a key: the last ten digits of a phone, an e-mail address, a folded name.
type Group struct {
	Key   string
	Cards []Alike
	// Count is how many there are; Cards are the oldest of them.
	Count int
}

// Alike is a card of a group.
type Alike struct {
	Ref           crm.Ref
	Name          string
	Detail        string
	ResponsibleID tenant.UserID
	StatusID      *crm.StatusID
	CreatedAt     int64
	UpdatedAt     int64
}

const (
	// maxGroups is the most groups of one page, perGroup the most cards told of one.
	maxGroups = 50
	perGroup  = 20
	// rounds is how often a page goes on looking when the actor may see nothing of what was found.
	rounds = 4
)

// Groups is a page of cards the actor may see that share a key, by the key. Groups whose cards are all known to be
// different are left out. next is the After of the following page; a page may be short, even empty, and have one.
func (s *Service) Groups(ctx context.Context, who tenant.Actor, q GroupQuery) (groups []Group, next string, err error) {
	if !q.Kind.HasCard() {
		return nil, "", errs.Invalid("kind", "must be deal, contact or company")
	}
	if err := access.Any(who, q.Kind, access.View); err != nil {
		return nil, "", err
	}
	set, err := s.fields.AllFor(ctx, who, q.Kind)
	if err != nil {
		return nil, "", err
	}
	way, err := groupWay(q, set)
	if err != nil || way == nil {
		return nil, "", err
	}
	if q.Limit < 1 || q.Limit > maxGroups {
		q.Limit = 20
	}
	for range rounds {
		keys, err := way.keys(ctx, s.db, who.AccountID, q)
		if err != nil {
			return nil, "", fmt.Errorf("find duplicates: %w", err)
		}
		if len(keys) > 0 {
			if groups, err = s.groups(ctx, who, way, q.Kind, set, keys); err != nil {
				return nil, "", fmt.Errorf("find duplicates: %w", err)
			}
		}
		if len(keys) < q.Limit {
			return groups, "", nil
		}
		q.After = keys[len(keys)-1]
		if len(groups) > 0 {
			break
		}
	}
	return groups, q.After, nil
}

// finder is a way to keys that several cards share, and to their cards.
type finder struct {
	table  string
	fields []crm.FieldID
}

// groupWay is nil when no field of the kind can hold such keys.
func groupWay(q GroupQuery, set field.Set) (*finder, error) {
	table, _ := entity.Table(q.Kind)
	switch q.By {
	case "name":
		return &finder{table: table}, nil
	case "phone", "email":
		fields := ofType(set, q.By)
		if len(fields) == 0 {
			return nil, nil
		}
		return &finder{table, fields}, nil
	}
	return nil, errs.Invalid("by", "must be phone, email or name")
}

// keys walks along an index, which holds the keys in order: nothing is sorted, and no card is read.
func (f *finder) keys(ctx context.Context, q db.Querier, account tenant.AccountID, ask GroupQuery) ([]string, error) {
	b := db.NewBuilder(q.Engine())
	column, count := "name_key", "COUNT(*)"
	if f.fields == nil {
		b.Add(`SELECT name_key FROM `, f.table, ` WHERE deleted_at IS NULL AND account_id = `, b.Arg(account))
	} else {
		column = "value"
		b.Add(`SELECT value FROM field_texts WHERE account_id = `, b.Arg(account))
		if len(f.fields) == 1 {
			b.Add(` AND field_id = `, b.Arg(f.fields[0]))
		} else {
			count = "COUNT(DISTINCT entity_id)"
			b.Add(` AND `, db.In(b, "field_id", f.fields))
		}
	}
	b.Add(` AND `, column, ` > `, b.Arg(ask.After), ` GROUP BY `, column, ` HAVING `, count, ` > 1 ORDER BY `, column, ` LIMIT `, b.Arg(ask.Limit))
	return db.Column[string](ctx, q, b.SQL(), b.Args()...)
}

// member is a card that holds a key.
type member struct {
	key   string
	id    crm.ID
	count int
}

// members are the cards of the keys the actor may see, the oldest of each first.
func (f *finder) members(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, keys []string) ([]member, error) {
	b := db.NewBuilder(q.Engine())
	column := "c.name_key"
	if f.fields != nil {
		column = "v.value"
	}
	b.Add(`SELECT m.found, m.id, m.n FROM (
		SELECT `, column, ` AS found, c.id, ROW_NUMBER() OVER (PARTITION BY `, column, ` ORDER BY c.id) AS place, COUNT(*) OVER (PARTITION BY `, column, `) AS n`)
	if f.fields == nil {
		b.Add(` FROM `, f.table, ` c WHERE c.account_id = `, b.Arg(who.AccountID))
	} else {
		b.Add(` FROM field_texts v JOIN `, f.table, ` c ON c.account_id = v.account_id AND c.id = v.entity_id WHERE v.account_id = `, b.Arg(who.AccountID))
		b.Add(` AND `, db.In(b, "v.field_id", f.fields))
	}
	b.Add(` AND `, db.InText(b, column, keys), ` AND c.deleted_at IS NULL AND `, access.Where(b, who, kind, access.View, "c"))
	b.Add(`) m WHERE m.place <= `, b.Arg(perGroup), ` ORDER BY m.found, m.id`)
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (m member, err error) {
		err = r.Scan(&m.key, &m.id, &m.count)
		return m, err
	})
}

func (s *Service) groups(ctx context.Context, who tenant.Actor, way *finder, kind crm.Kind, set field.Set, keys []string) ([]Group, error) {
	list, err := way.members(ctx, s.db, who, kind, keys)
	if err != nil {
		return nil, err
	}
	var ids []crm.ID
	for _, m := range list {
		ids = append(ids, m.id)
	}
	apart, err := s.apart(ctx, who.AccountID, kind, ids)
	if err != nil {
		return nil, err
	}
	cards, err := s.alike(ctx, who, kind, set, ids)
	if err != nil {
		return nil, err
	}
	var out []Group
	for len(list) > 0 {
		n := slices.IndexFunc(list, func(m member) bool { return m.key != list[0].key })
		if n < 0 {
			n = len(list)
		}
		g := Group{Key: list[0].key, Count: list[0].count}
		for _, m := range together(list[:n], apart) {
			if c, ok := cards[m.id]; ok {
				g.Cards = append(g.Cards, c)
			}
		}
		if len(g.Cards) > 1 {
			out = append(out, g)
		}
		list = list[n:]
	}
	return out, nil
}

// pair is two cards, the smaller id first.
type pair struct{ low, high crm.ID }

func pairOf(a, b crm.ID) pair { return pair{min(a, b), max(a, b)} }

// together are the members that at least one other may be the same as, each once.
func together(list []member, apart map[pair]bool) (out []member) {
	for i, m := range list {
		if i > 0 && list[i-1].id == m.id {
			continue
		}
		if slices.ContainsFunc(list, func(o member) bool { return o.id != m.id && !apart[pairOf(o.id, m.id)] }) {
			out = append(out, m)
		}
	}
	return out
}

// apart are the pairs among cards that are known to be different.
func (s *Service) apart(ctx context.Context, account tenant.AccountID, kind crm.Kind, ids []crm.ID) (map[pair]bool, error) {
	b := db.NewBuilder(s.db.Engine())
	b.Add(`SELECT low_id, high_id FROM different_cards WHERE account_id = `, b.Arg(account), ` AND entity_kind = `, b.Arg(string(kind)))
	b.Add(` AND `, db.In(b, "low_id", ids))
	rows, err := s.db.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (p pair, err error) {
		err = r.Scan(&p.low, &p.high)
		return p, err
	})
	out := make(map[pair]bool, len(list))
	for _, p := range list {
		out[p] = true
	}
	return out, err
}

func (s *Service) alike(ctx context.Context, who tenant.Actor, kind crm.Kind, set field.Set, ids []crm.ID) (map[crm.ID]Alike, error) {
	list, err := shapes[kind].Load(ctx, s.db, who.AccountID, ids)
	out := make(map[crm.ID]Alike, len(list))
	for _, c := range list {
		if c.DeletedAt == nil && access.Can(who, kind, access.View, c.ResponsibleID, c.at()) {
			out[c.ID] = Alike{
				Ref: c.Ref, Name: c.Name, Detail: reachOf(c.Card, set), ResponsibleID: c.ResponsibleID,
				StatusID: c.status, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
			}
		}
	}
	return out, err
}

// reachOf is the first phone and the first e-mail of a card.
func reachOf(c entity.Card, set field.Set) string {
	out := ""
	for _, typ := range []string{"phone", "email"} {
		f, ok := set.FirstOf(typ)
		if !ok || !c.Data.Has(f.ID) {
			continue
		}
		if out != "" {
			out += ", "
		}
		out += f.ToText(c.Data[f.ID][:1], field.Env{})
	}
	return out
}

// MaxDifferent is the most cards told to be different at once.
const MaxDifferent = 20

// SetDifferent notes that cards which look alike are different ones, each from each, or that they may be the same after
// all. The actor must see them all and may change cards of the kind.
func (s *Service) SetDifferent(ctx context.Context, who tenant.Actor, kind crm.Kind, ids []crm.ID, different bool) error {
	switch {
	case !kind.HasCard():
		return errs.Invalid("kind", "must be deal, contact or company")
	case len(ids) < 2 || len(ids) > MaxDifferent:
		return errs.Invalid("ids", "name 2 to %d cards", MaxDifferent)
	}
	if err := access.Any(who, kind, access.Edit); err != nil {
		return err
	}
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	refs := make([]crm.Ref, len(ids))
	for i, id := range ids {
		refs[i] = crm.Ref{Kind: kind, ID: id}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		seen, err := entity.Cards{}.Visible(ctx, tx, who, refs)
		if err != nil {
			return err
		}
		if len(seen) < len(ids) {
			return access.NotFound(kind)
		}
		return writePairs(ctx, tx, who, kind, ids, different)
	})
}

func writePairs(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID, different bool) error {
	if !different {
		b := db.NewBuilder(tx.Engine())
		b.Add(`DELETE FROM different_cards WHERE account_id = `, b.Arg(who.AccountID), ` AND entity_kind = `, b.Arg(string(kind)))
		b.Add(` AND `, db.In(b, "low_id", ids), ` AND `, db.In(b, "high_id", ids))
		_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
		return err
	}
	var args []any
	for i, low := range ids {
		for _, high := range ids[i+1:] {
			args = append(args, who.AccountID, string(kind), low, high, who.UserID, tx.Unix())
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO different_cards (account_id, entity_kind, low_id, high_id, created_by, created_at)
		VALUES `+db.Values(len(args)/6, 6)+`
		ON CONFLICT DO NOTHING`, args...)
	return err
}
