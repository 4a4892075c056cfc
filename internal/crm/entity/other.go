package entity

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Other is a card about to be linked to.
type Other struct {
	Name string
	// IsNew tells that it was made by the same actor at this very moment: its history need not mention the link.
	IsNew bool
}

// Others locks the cards of one kind that are about to be linked to and that the actor may see. Whoever links to
// several kinds locks deals first, then contacts, then companies.
func Others(ctx context.Context, tx *db.Tx, who tenant.Actor, kind crm.Kind, ids []crm.ID) (map[crm.ID]Other, error) {
	out := map[crm.ID]Other{}
	if len(ids) == 0 {
		return out, nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		SELECT c.id, c.name, c.created_at, c.created_by, c.version
		FROM `, tables[kind], ` c
		WHERE c.account_id = `, b.Arg(who.AccountID), `
			AND c.deleted_at IS NULL
			AND `, db.In(b, "c.id", ids), `
			AND `, access.Where(b, who, kind, access.View, "c"), `
		ORDER BY c.id`, db.ForUpdate(tx.Engine()))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	if err != nil {
		return nil, fmt.Errorf("lock linked cards: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id crm.ID
		var o Other
		var at, version int64
		var by tenant.UserID
		if err := rows.Scan(&id, &o.Name, &at, &by, &version); err != nil {
			return nil, fmt.Errorf("lock linked cards: %w", err)
		}
		o.IsNew = version == 1 && at == tx.Unix() && by == who.UserID
		out[id] = o
	}
	return out, rows.Err()
}

// Linked is a link or its end, to be told in the history of the card at the other end.
type Linked struct {
	// To is the card at the other end.
	To crm.Ref
	// From is the card whose verb it was, Name its name; What is "linked" or "unlinked".
	From crm.Ref
	Name string
	What string
}

// TellOthers writes links into the histories of the cards at the other end and makes this moment their last change.
func TellOthers(ctx context.Context, tx *db.Tx, who tenant.Actor, links []Linked) error {
	entries := make([]timeline.Entry, 0, len(links))
	touched := map[crm.Kind][]crm.ID{}
	for _, l := range links {
		entries = append(entries, timeline.Entry{Ref: l.To, Changes: []timeline.Change{Link(l.To.Kind, l.What, l.From, l.Name)}})
		touched[l.To.Kind] = append(touched[l.To.Kind], l.To.ID)
	}
	for _, kind := range crm.CardKinds {
		ids := touched[kind]
		if len(ids) == 0 {
			continue
		}
		slices.Sort(ids)
		b := db.NewBuilder(tx.Engine())
		b.Add(`UPDATE `, tables[kind], ` SET updated_at = `, b.Arg(tx.Unix()), ` WHERE account_id = `, b.Arg(who.AccountID))
		b.Add(` AND `, db.In(b, "id", slices.Compact(ids)))
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("touch linked cards: %w", err)
		}
	}
	return timeline.AppendAll(ctx, tx, who, entries)
}

// Relink is what it tells when the company of a card changes from one to another (0: none): to the card's own history,
// and to those of both companies, which are locked. A new one the actor cannot see is invalid.
func Relink(ctx context.Context, tx *db.Tx, who tenant.Actor, self crm.Ref, name string, from, to crm.CompanyID) (own []timeline.Change, links []Linked, err error) {
	if from == to {
		return nil, nil, nil
	}
	found, err := Others(ctx, tx, who, crm.Company, []crm.CompanyID{from, to})
	if err != nil {
		return nil, nil, err
	}
	if _, ok := found[to]; to != 0 && !ok {
		return nil, nil, NoCompany(to)
	}
	for _, end := range []struct {
		id   crm.CompanyID
		what string
	}{{from, "unlinked"}, {to, "linked"}} {
		if end.id == 0 {
			continue
		}
		ref := crm.Ref{Kind: crm.Company, ID: end.id}
		own = append(own, Link(self.Kind, end.what, ref, found[end.id].Name))
		if _, ok := found[end.id]; ok {
			links = append(links, Linked{To: ref, From: self, Name: name, What: end.what})
		}
	}
	return own, links, nil
}

// NoCompany is the error for a company of the input that is not there for this actor.
func NoCompany(id crm.CompanyID) error {
	return errs.Invalid("company_id", "there is no company %d, choose another one", id)
}
