package entity

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Touch locks a card and makes this moment its last change. It is for what happens around a card (a note, a task): the
// card's own version stays. A card that is not there, or in the recycle bin, is NotFound.
func (Cards) Touch(ctx context.Context, tx *db.Tx, who tenant.Actor, ref crm.Ref) error {
	table, ok := tables[ref.Kind]
	if !ok {
		return access.NotFound(ref.Kind)
	}
	n, err := tx.Exec(ctx, `
		UPDATE `+table+`
		SET updated_at = $3
		WHERE account_id = $1
			AND id = $2
			AND deleted_at IS NULL`, who.AccountID, ref.ID, tx.Unix())
	if err != nil {
		return fmt.Errorf("touch %s: %w", ref, err)
	}
	if n == 0 {
		return access.NotFound(ref.Kind)
	}
	return nil
}

// TouchAll is Touch for many cards, one statement for each kind; those that are gone are passed over.
func (Cards) TouchAll(ctx context.Context, tx *db.Tx, who tenant.Actor, refs []crm.Ref) error {
	for kind, ids := range byKind(refs) {
		b := db.NewBuilder(tx.Engine())
		b.Add(`
			UPDATE `, tables[kind], `
			SET updated_at = `, b.Arg(tx.Unix()), `
			WHERE account_id = `, b.Arg(who.AccountID), `
				AND `, db.In(b, "id", ids), `
				AND deleted_at IS NULL`)
		if _, err := tx.Exec(ctx, b.SQL(), b.Args()...); err != nil {
			return fmt.Errorf("touch cards: %w", err)
		}
	}
	return nil
}

// Alive is the condition that the card whose kind and id stand in two columns is not in the recycle bin. It holds for
// rows without a card. account is a column or placeholder.
func Alive(account, kindColumn, idColumn string) string {
	cond := "(" + kindColumn + " IS NULL"
	for _, kind := range crm.CardKinds {
		cond += " OR " + kindColumn + " = '" + string(kind) + "' AND EXISTS (SELECT 1 FROM " + tables[kind] +
			" alive WHERE alive.account_id = " + account + " AND alive.id = " + idColumn + " AND alive.deleted_at IS NULL)"
	}
	return cond + ")"
}

// EnvOf is what values are read and written by for this actor: their language, their account's money, country and zone.
func EnvOf(ctx context.Context, q db.Querier, who tenant.Actor) (field.Env, error) {
	a, err := account.FindTx(ctx, q, who.AccountID)
	if err != nil {
		return field.Env{}, err
	}
	return envIn(a, who), nil
}

func envIn(a account.Account, who tenant.Actor) field.Env {
	return field.Env{
		Locale:   lang.Locale(who.Locale).Or(lang.Locale(a.Language)),
		Currency: a.Currency, Country: a.Country, Zone: a.Location(),
	}
}
