package entity

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/kit/db"
	"voronka/internal/tenant"
)

// Match is a card that holds one of the keys that were asked for.
type Match struct {
	Key  string
	ID   crm.ID
	Name string
}

// matchesPerKey bounds how many cards of one key are told: beyond it the key tells nothing.
const matchesPerKey = 20

// MatchTexts finds the cards of a kind that the actor may see and that hold one of the keys in one of the fields. Keys
// are those of the index: of a phone the last ten digits, of an e-mail the address in lower case.
func MatchTexts(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, fields []crm.FieldID, keys []string) ([]Match, error) {
	if len(fields) == 0 || len(keys) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(q.Engine())
	keys = slices.Clone(keys)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	b.Add(`
		SELECT v.value, c.id, c.name
		FROM `, db.Words(b, keys),
		db.Then(b.Engine(), "field_texts", "v", "v.account_id = "+b.Arg(who.AccountID)+" AND "+db.In(b, "v.field_id", fields)+" AND v.value = words.value"),
		db.Then(b.Engine(), tables[kind], "c", "c.account_id = v.account_id AND c.id = v.entity_id"), `
		WHERE c.account_id = `, b.Arg(who.AccountID))
	return matches(ctx, q, b, who, kind, len(keys))
}

// MatchNames finds the cards of a kind that the actor may see by their whole folded names.
func MatchNames(ctx context.Context, q db.Querier, who tenant.Actor, kind crm.Kind, keys []string) ([]Match, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT c.name_key, c.id, c.name
		FROM `, tables[kind], ` c
		WHERE c.account_id = `, b.Arg(who.AccountID), `
			AND `, db.InText(b, "c.name_key", keys))
	return matches(ctx, q, b, who, kind, len(keys))
}

func matches(ctx context.Context, q db.Querier, b *db.Builder, who tenant.Actor, kind crm.Kind, keys int) ([]Match, error) {
	b.Add(`
			AND c.deleted_at IS NULL
			AND `, access.Where(b, who, kind, access.View, "c"), `
		LIMIT `, b.Arg(keys*matchesPerKey))
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	list, err := db.Collect(rows, err, func(r db.Rows) (m Match, err error) {
		err = r.Scan(&m.Key, &m.ID, &m.Name)
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("match cards: %w", err)
	}
	return list, nil
}
