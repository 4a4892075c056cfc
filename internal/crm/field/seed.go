package field

import (
	"context"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// The codes of the fields every account begins with.
const (
	CodePhone    = "PHONE"
	CodeEmail    = "EMAIL"
	CodePosition = "POSITION"
	CodeWeb      = "WEB"
	CodeAddress  = "ADDRESS"
)

var predefined = []struct {
	kind     crm.Kind
	typ      Type
	code     string
	en, ru   string
	position int
}{
	{crm.Contact, phoneType{}, CodePhone, "Phone", "Телефон", 1},
	{crm.Contact, emailType{}, CodeEmail, "E-mail", "Эл. почта", 2},
	{crm.Contact, textType{}, CodePosition, "Position", "Должность", 3},
	{crm.Company, phoneType{}, CodePhone, "Phone", "Телефон", 1},
	{crm.Company, emailType{}, CodeEmail, "E-mail", "Эл. почта", 2},
	{crm.Company, urlType{}, CodeWeb, "Website", "Сайт", 3},
	{crm.Company, addressType{}, CodeAddress, "Address", "Адрес", 4},
}

// SeedTx makes the fields a new account begins with, named in its language.
func SeedTx(ctx context.Context, tx *db.Tx, account tenant.AccountID, locale lang.Locale) error {
	var args []any
	for _, p := range predefined {
		name := p.en
		if locale == lang.RU {
			name = p.ru
		}
		args = append(args, account, string(p.kind), p.typ.Name(), name, p.code, p.position, tx.Unix(), tx.Unix())
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO fields (account_id, entity_kind, type, name, code, position, created_at, updated_at)
		VALUES `+db.Values(len(predefined), 8), args...)
	if err != nil {
		return fmt.Errorf("seed fields of account %d: %w", account, err)
	}
	return touch(ctx, tx, account)
}
