package field

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// uniqueTypes are the types whose values may be told to stand on one card only.
var uniqueTypes = []string{"text", "number", "date", "datetime", "url", "phone", "email", "tracking_data", "legal_entity", "link"}

// CanBeUnique reports whether values of the type may be told to stand on one card only.
func CanBeUnique(typ string) bool { return slices.Contains(uniqueTypes, typ) }

// UniqueKeys are what of the values must stand on no other card: numbers or texts of the index. A legal entity is known
// by its INN alone. A text longer than the index holds is refused.
func (f Field) UniqueKeys(values []any) (numbers []float64, texts []string, err error) {
	if f.Type == (legalType{}).Name() {
		for _, v := range values {
			m, _ := v.(map[string]any)
			if inn, _ := m["inn"].(string); inn != "" {
				texts = append(texts, Key(inn))
			}
		}
		return nil, texts, nil
	}
	for _, v := range values {
		if s, ok := v.(string); ok && utf8.RuneCountInString(s) >= maxIndexRunes {
			return nil, nil, errs.Invalid("", "a value that must not repeat has less than %d characters, shorten it", maxIndexRunes)
		}
	}
	numbers, texts = f.Index(values)
	return numbers, texts, nil
}

// shownTwice is how many of the repeated values the answer names.
const shownTwice = 3

// checkUnique refuses to make a field unique while its values repeat.
func (s *Service) checkUnique(ctx context.Context, tx *db.Tx, account tenant.AccountID, c *errs.Collect, set Set, f Field) error {
	if !f.Settings.IsUnique {
		return nil
	}
	if !CanBeUnique(f.Type) {
		c.Add("settings.unique", "values of this type cannot be told to stand once, leave it off")
		return nil
	}
	if old, ok := set.ByID(f.ID); f.ID == 0 || ok && old.Settings.IsUnique {
		return nil
	}
	twice, err := repeated(ctx, tx, account, f)
	if err != nil {
		return fmt.Errorf("look for repeated values of field %d: %w", f.ID, err)
	}
	if len(twice) > 0 {
		c.Add("settings.unique", "these values stand on several cards, change them first: %s", strings.Join(twice, "; "))
	}
	return nil
}

var cardTables = map[crm.Kind]string{crm.Deal: "deals", crm.Contact: "contacts", crm.Company: "companies"}

// repeated are some values that stand on two cards outside the recycle bin, with the ids of the first and the last.
func repeated(ctx context.Context, q db.Querier, account tenant.AccountID, f Field) ([]string, error) {
	table, narrow := "field_numbers", ""
	if f.Def().Storage() == Texts {
		table = "field_texts"
	}
	if f.Type == (legalType{}).Name() { // of the keys of a legal entity only the INN counts
		narrow = " AND LENGTH(v.value) IN (10, 12) AND v.value >= '0' AND v.value < ':'"
	}
	rows, err := q.Query(ctx, `
		SELECT v.value, MIN(v.entity_id), MAX(v.entity_id)
		FROM `+table+` v
		JOIN `+cardTables[f.Kind]+` d ON d.account_id = v.account_id AND d.id = v.entity_id
		WHERE v.account_id = $1
			AND v.field_id = $2
			AND d.deleted_at IS NULL`+narrow+`
		GROUP BY v.value
		HAVING COUNT(*) > 1
		ORDER BY v.value
		LIMIT $3`, account, f.ID, shownTwice)
	return db.Collect(rows, err, func(r db.Rows) (string, error) {
		var number float64
		var text string
		var first, last int64
		if table == "field_numbers" {
			err := r.Scan(&number, &first, &last)
			return fmt.Sprintf("#%d, #%d", first, last), err
		}
		err := r.Scan(&text, &first, &last)
		return strconv.Quote(shorten(text)) + fmt.Sprintf(" (#%d, #%d)", first, last), err
	})
}
