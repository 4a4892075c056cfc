package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// checkLinks refuses links to what is not there, or what the actor may not see. Those the card has already stay.
func (d *Desk) checkLinks(ctx context.Context, q db.Querier, c *errs.Collect, old, given Values) error {
	fresh := map[crm.Ref]crm.FieldID{}
	var refs []crm.Ref
	for id, values := range given {
		if f, ok := d.Fields.ByID(id); !ok || f.Type != "link" || Same(old[id], values) {
			continue
		}
		had := map[crm.Ref]bool{}
		for _, v := range old[id] {
			had[field.LinkOf(v)] = true
		}
		for _, v := range values {
			if ref := field.LinkOf(v); !had[ref] {
				fresh[ref] = id
				refs = append(refs, ref)
			}
		}
	}
	if len(refs) == 0 {
		return nil
	}
	seen, err := (Cards{}).Visible(ctx, q, d.Who, refs)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		_, ok := seen[ref]
		if ref.Kind == field.User {
			if ok, err = d.isUser(ctx, q, tenant.UserID(ref.ID)); err != nil {
				return err
			}
		}
		if !ok {
			c.Add(Path(fresh[ref]), "there is no %s %d, or you may not see it: choose another one", linkTerms[ref.Kind], int64(ref.ID))
		}
	}
	return nil
}

var linkTerms = map[crm.Kind]lang.Term{crm.Deal: "deal", crm.Contact: "contact", crm.Company: "company", field.User: "user"}

// target is what a link leads to, as a reader may know it: without a name when they may not see it.
type target struct {
	name    string
	deleted bool
	hidden  bool
}

// Dress makes the values of loaded cards fit for the actor's eyes: fields hidden from them vanish, and links get the
// names of what they lead to ("name"), or a mark that it is gone ("deleted") or not for them ("hidden"), files what is shown
// of them. The cards must not be written after it.
func Dress(ctx context.Context, q db.Querier, who tenant.Actor, cards []*Card) error {
	var refs []crm.Ref
	for _, c := range cards {
		c.Data = Shown(who, c.Data)
		for _, values := range c.Data {
			for _, v := range values {
				if ref, ok := asLink(v); ok {
					refs = append(refs, ref)
				}
			}
		}
	}
	if err := dressFiles(ctx, q, who.AccountID, cards); err != nil {
		return err
	}
	if len(refs) == 0 {
		return nil
	}
	found, err := targets(ctx, q, who, refs)
	if err != nil {
		return fmt.Errorf("names of linked records: %w", err)
	}
	for _, c := range cards {
		for id, values := range c.Data {
			if len(values) > 0 {
				if _, ok := asLink(values[0]); ok {
					c.Data[id] = dressed(values, found)
				}
			}
		}
	}
	return nil
}

// Shown is the values without those of fields hidden from the actor. It may be v itself.
func Shown(who tenant.Actor, v Values) Values {
	hidden := who.HiddenFields()
	if len(hidden) == 0 {
		return v
	}
	out := make(Values, len(v))
	for id, values := range v {
		if who.Field(int64(id)) != tenant.FieldHidden {
			out[id] = values
		}
	}
	return out
}

// asLink tells the value of a link from others with parts.
func asLink(v any) (crm.Ref, bool) {
	m, ok := v.(map[string]any)
	if !ok || m["kind"] == nil || m["id"] == nil {
		return crm.Ref{}, false
	}
	ref := field.LinkOf(v)
	return ref, ref.ID > 0
}

func dressed(values []any, found map[crm.Ref]target) []any {
	out := make([]any, len(values))
	for i, v := range values {
		ref := field.LinkOf(v)
		m := map[string]any{"kind": string(ref.Kind), "id": int64(ref.ID)}
		t, ok := found[ref]
		if t.name != "" {
			m["name"] = t.name
		}
		if t.deleted || !ok {
			m["deleted"] = true
		}
		if t.hidden {
			m["hidden"] = true
		}
		out[i] = m
	}
	return out
}

// targets looks up what links lead to: one statement for each kind.
func targets(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref) (map[crm.Ref]target, error) {
	out := map[crm.Ref]target{}
	for kind, ids := range byKind(refs) {
		b := db.NewBuilder(q.Engine())
		b.Add(`
			SELECT c.id, c.name, c.deleted_at, CASE WHEN `, access.Where(b, who, kind, access.View, "c"), ` THEN 1 ELSE 0 END
			FROM `, tables[kind], ` c
			WHERE c.account_id = `, b.Arg(who.AccountID), `
				AND `, db.In(b, "c.id", ids))
		rows, err := q.Query(ctx, b.SQL(), b.Args()...)
		if err != nil {
			return nil, err
		}
		_, err = db.Collect(rows, nil, func(r db.Rows) (struct{}, error) {
			var id crm.ID
			var t target
			var deletedAt *int64
			var seen int
			err := r.Scan(&id, &t.name, &deletedAt, &seen)
			t.deleted, t.hidden = deletedAt != nil, seen == 0
			if t.hidden {
				t.name, t.hidden = "", !t.deleted
			}
			out[crm.Ref{Kind: kind, ID: id}] = t
			return struct{}{}, err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, userTargets(ctx, q, who, refs, out)
}

func userTargets(ctx context.Context, q db.Querier, who tenant.Actor, refs []crm.Ref, out map[crm.Ref]target) error {
	var names map[tenant.UserID]string
	for _, ref := range refs {
		if ref.Kind != field.User {
			continue
		}
		if names == nil {
			var err error
			if names, err = user.Names(ctx, q, who.AccountID); err != nil {
				return err
			}
		}
		if name, ok := names[tenant.UserID(ref.ID)]; ok {
			out[ref] = target{name: name}
		}
	}
	return nil
}
