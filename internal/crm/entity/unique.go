package entity

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
)

// NotUnique is the reason of the error about a value that stands on another card already; its data are that card, when
// the actor may see it.
const NotUnique = "not_unique"

// claim is a value that a card is to be the only one to have.
type claim struct {
	field crm.FieldID
	value any // a number or text of the index
}

func (c claim) word(account int64) string { return fmt.Sprintf("%d:%d:%v", account, c.field, c.value) }

// Taken looks for values that may stand on one card only and stand on another already, among the cards themselves too;
// those in the recycle bin hold nothing. before are the cards as they were, nil for new ones. What is wrong with a card is in its slot of the answer. From the question
// to the end of the transaction nobody else is given the values.
func (d *Desk) Taken(ctx context.Context, tx *db.Tx, before, cards []*Card) ([]error, error) {
	out := make([]error, len(cards))
	if len(d.Fields.Unique()) == 0 {
		return out, nil
	}
	asked := map[claim]int{}
	for i, c := range cards {
		claims, err := d.claims(was(before, i), c.Data)
		if err != nil {
			out[i] = err
			continue
		}
		for _, cl := range claims {
			if first, twice := asked[cl]; twice && first != i {
				out[i] = d.taken(cl.field, crm.Ref{}, "")
			} else {
				asked[cl] = i
			}
		}
	}
	words := make([]string, 0, len(asked))
	for cl := range asked {
		words = append(words, cl.word(int64(d.Who.AccountID)))
	}
	if err := db.Claim(ctx, tx, words); err != nil {
		return nil, fmt.Errorf("claim values: %w", err)
	}
	return out, d.askHolders(ctx, tx, cards, asked, out)
}

// FailTaken is Taken for new cards: what is wrong with one goes into its slot of failed, unless that is wrong already.
func (d *Desk) FailTaken(ctx context.Context, tx *db.Tx, cards []*Card, failed []error) error {
	if len(d.Fields.Unique()) == 0 {
		return nil
	}
	var asked []*Card
	var slots []int
	for i, c := range cards {
		if failed[i] == nil {
			asked, slots = append(asked, c), append(slots, i)
		}
	}
	taken, err := d.Taken(ctx, tx, nil, asked)
	for i, slot := range slots {
		if err == nil && taken[i] != nil {
			failed[slot] = taken[i]
		}
	}
	return err
}

func was(before []*Card, i int) Values {
	if before == nil || before[i] == nil {
		return nil
	}
	return before[i].Data
}

// claims are the values of unique fields that a card gains.
func (d *Desk) claims(before, now Values) ([]claim, error) {
	var out []claim
	for _, f := range d.Fields.Unique() {
		if Same(before[f.ID], now[f.ID]) {
			continue
		}
		numbers, texts, err := f.UniqueKeys(now[f.ID])
		if err != nil {
			return nil, errs.At(Path(f.ID), err)
		}
		oldNumbers, oldTexts, _ := f.UniqueKeys(before[f.ID])
		for _, n := range numbers {
			if !slices.Contains(oldNumbers, n) {
				out = append(out, claim{f.ID, n})
			}
		}
		for _, t := range texts {
			if !slices.Contains(oldTexts, t) {
				out = append(out, claim{f.ID, t})
			}
		}
	}
	return out, nil
}

// holder is a card that has a claimed value.
type holder struct {
	claim
	id crm.ID
}

// askHolders fails the cards whose values others hold: a statement for each unique field that is asked for.
func (d *Desk) askHolders(ctx context.Context, tx *db.Tx, cards []*Card, asked map[claim]int, out []error) error {
	byField := map[crm.FieldID][]any{}
	for cl := range asked {
		byField[cl.field] = append(byField[cl.field], cl.value)
	}
	var found []holder
	for _, id := range slices.Sorted(maps.Keys(byField)) {
		f, _ := d.Fields.ByID(id)
		list, err := d.holders(ctx, tx, f, byField[id])
		if err != nil {
			return fmt.Errorf("look for the values of field %d: %w", id, err)
		}
		found = append(found, list...)
	}
	var refs []crm.Ref
	found = slices.DeleteFunc(found, func(h holder) bool {
		return cards[asked[h.claim]].ID == h.id || slices.Contains(d.Leaving, h.id)
	})
	for _, h := range found {
		refs = append(refs, crm.Ref{Kind: d.Kind, ID: h.id})
	}
	if len(refs) == 0 {
		return nil
	}
	names, err := Cards{}.Visible(ctx, tx, d.Who, refs)
	if err != nil {
		return err
	}
	for i, h := range found {
		if slot := asked[h.claim]; out[slot] == nil {
			out[slot] = d.taken(h.field, refs[i], names[refs[i]])
		}
	}
	return nil
}

// maxHolders bounds the answer: one holder of a value is enough.
const maxHolders = 2000

func (d *Desk) holders(ctx context.Context, tx *db.Tx, f field.Field, values []any) ([]holder, error) {
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		SELECT v.value, v.entity_id
		FROM `, indexTable(f), ` v
		JOIN `, tables[d.Kind], ` d ON d.account_id = v.account_id AND d.id = v.entity_id
		WHERE v.account_id = `, b.Arg(d.Who.AccountID), `
			AND v.field_id = `, b.Arg(f.ID), `
			AND d.deleted_at IS NULL
			AND `)
	if f.Def().Storage() == field.Texts {
		b.Add(db.InText(b, "v.value", all[string](values)))
	} else {
		b.Add(db.InFloat(b, "v.value", all[float64](values)))
	}
	b.Add(` LIMIT `, b.Arg(maxHolders))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	return db.Collect(rows, err, func(r db.Rows) (h holder, err error) {
		h.field = f.ID
		if f.Def().Storage() == field.Texts {
			var text string
			err = r.Scan(&text, &h.id)
			h.value = text
			return h, err
		}
		var number float64
		err = r.Scan(&number, &h.id)
		h.value = number
		return h, err
	})
}

func all[V any](values []any) []V {
	out := make([]V, 0, len(values))
	for _, v := range values {
		if x, ok := v.(V); ok {
			out = append(out, x)
		}
	}
	return out
}

// taken says that a value stands on another card, and on which when the actor may see it.
func (d *Desk) taken(id crm.FieldID, ref crm.Ref, name string) error {
	path := Path(id)
	if _, ok := d.Seen.ByID(id); !ok {
		path = "fields"
	}
	if name == "" {
		return errs.With(errs.Invalid(path, "already stands on another card, it may stand on one card only"), NotUnique, nil)
	}
	err := errs.Invalid(path, "already stands on “%s” (#%d), it may stand on one card only", name, int64(ref.ID))
	return errs.With(err, NotUnique, map[string]any{"kind": ref.Kind, "id": ref.ID, "name": name})
}
