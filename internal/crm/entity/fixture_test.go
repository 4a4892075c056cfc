package entity_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// now is the moment all tests live in.
var now = time.Date(2026, 3, 15, 12, 0, 0, 0, time.UTC)

var env = field.Env{Locale: lang.RU, Currency: "RUB", Country: "RU", Zone: time.UTC, Now: now}

// world is an account with fields of every type and some deals.
type world struct {
	db     *db.DB
	who    tenant.Actor
	fields *field.Service
	set    field.Set
	byType map[string]field.Field
	deals  []deal
}

// deal is a row as the test believes it to be.
type deal struct {
	entity.Card
	price    int64
	status   crm.StatusID
	company  *int64
	closed   *int64
	contacts []int64
	tags     []string
}

func newWorld(t testing.TB, d *db.DB, subdomain string) *world {
	t.Helper()
	ctx := context.Background()
	w := &world{db: d, fields: field.New(d), byType: map[string]field.Field{}}
	err := d.Write(ctx, func(tx *db.Tx) error {
		var id tenant.AccountID
		err := tx.QueryRow(ctx, `
			INSERT INTO accounts (subdomain, name, language, currency, time_zone, created_at)
			VALUES ($1, 'A', 'ru', 'RUB', 'UTC', 1)
			RETURNING id`, subdomain).Scan(&id)
		if err != nil {
			return err
		}
		w.who = tenant.Actor{AccountID: id, UserID: 1, Kind: tenant.Person, Admin: true}
		for _, typ := range field.Types {
			draft := field.Draft{Kind: crm.Deal, Type: typ.Name(), Name: "Field " + typ.Name()}
			if typ.Name() == "list" || typ.Name() == "multilist" {
				draft.Options = []string{"one", "two", "three"}
			}
			switch typ.Name() {
			case "link":
				draft.Settings = field.Settings{LinkKinds: []string{"contact", "user"}, IsMultiple: true}
			case field.Formula:
				draft.Settings.Formula = fmt.Sprintf("{cf.%d} * 2 + 1", w.byType["number"].ID)
			}
			f, err := w.fields.CreateTx(ctx, tx, w.who, draft)
			if err != nil {
				return err
			}
			w.byType[typ.Name()] = f
		}
		w.set, err = w.fields.AllTx(ctx, tx, id, crm.Deal)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) scope() entity.Scope {
	return entity.Scope{Who: w.who, Kind: crm.Deal, Fields: w.set, Env: env}
}

// fill inserts deals with random values; some have none.
func (w *world) fill(t testing.TB, n int, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	err := w.db.Write(context.Background(), func(tx *db.Tx) error {
		for i := range n {
			d := w.random(t, r, i)
			if err := w.insert(tx, &d); err != nil {
				return err
			}
			w.deals = append(w.deals, d)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) random(t testing.TB, r *rand.Rand, i int) deal {
	t.Helper()
	d := deal{price: int64(r.IntN(20)) * 1000, status: crm.StatusID(10 + r.IntN(3))}
	d.Kind = crm.Deal
	d.Name = fmt.Sprintf("Сделка %c%d", 'А'+rune(r.IntN(20)), r.IntN(30))
	d.ResponsibleID = tenant.UserID(1 + r.IntN(4))
	d.CreatedAt = now.Unix() - int64(r.IntN(40))*86400
	d.UpdatedAt = d.CreatedAt + int64(r.IntN(5))
	d.CreatedBy, d.UpdatedBy = 1, tenant.UserID(1+r.IntN(2))
	if r.IntN(3) > 0 {
		due := now.Unix() + int64(r.IntN(5)-2)*43200
		d.NextTaskAt = &due
	}
	if r.IntN(2) == 0 {
		id, at := int64(1+r.IntN(5)), now.Unix()-int64(r.IntN(10))*3600
		d.company, d.closed = &id, &at
	}
	if r.IntN(12) == 0 {
		at := now.Unix()
		d.DeletedAt = &at
	}
	for c := range r.IntN(3) {
		d.contacts = append(d.contacts, int64(100+c*10+r.IntN(3)))
	}
	for _, name := range []string{"Горячий", "vip", "чай"} {
		if r.IntN(3) == 0 {
			d.tags = append(d.tags, name)
		}
	}
	values, err := entity.Normalize(w.set, w.randomValues(r, i), env)
	if err != nil {
		t.Fatal(err)
	}
	d.Data = w.set.Compute(entity.Values{}.Merge(values), nil, env)
	return d
}

func (w *world) randomValues(r *rand.Rand, i int) map[crm.FieldID]any {
	words := []string{"Ёлка", "ель", "дом «Уют»", "Rome", "100%", "a_b", "Москва"}
	option := func(typ string) int64 { return int64(w.byType[typ].Options[r.IntN(3)].ID) }
	day := func() string { return now.AddDate(0, 0, r.IntN(60)-50).Format(time.DateOnly) }
	all := map[string]any{
		"text": words[r.IntN(len(words))], "textarea": words[r.IntN(len(words))] + "\n" + words[r.IntN(len(words))],
		"number": fmt.Sprintf("%d.%d", r.IntN(10)-5, r.IntN(100)), "money": int64(r.IntN(10) * 1050), "checkbox": r.IntN(2) == 0,
		"list": option("list"), "multilist": []any{option("multilist"), option("multilist")}, "date": day(),
		"datetime": now.Unix() + int64(r.IntN(30)-20)*40000, "birthday": fmt.Sprintf("19%02d-0%d-11", r.IntN(100), 1+r.IntN(9)),
		"url": fmt.Sprintf("example%d.com", r.IntN(5)), "phone": []any{fmt.Sprintf("+7 916 123-45-%02d", r.IntN(50)), "8 (495) 765-43-21"},
		"email":        []any{fmt.Sprintf("user%d@Example.ru", r.IntN(40)), map[string]any{"value": "x@y.ru", "kind": "private"}},
		"address":      map[string]any{"city": words[r.IntN(len(words))], "line1": fmt.Sprint(i)},
		"monetary":     map[string]any{"amount": int64(r.IntN(10) * 1000), "currency": []string{"USD", "JPY", "RUB"}[r.IntN(3)]},
		"link":         []any{map[string]any{"kind": "contact", "id": int64(100 + r.IntN(3))}, fmt.Sprintf("user:%d", 1+r.IntN(3))},
		"legal_entity": map[string]any{"name": words[r.IntN(len(words))], "inn": "7707083893"}, "tracking_data": words[r.IntN(len(words))],
	}
	out := map[crm.FieldID]any{}
	for typ, v := range all {
		if r.IntN(4) > 0 {
			out[w.byType[typ].ID] = v
		}
	}
	return out
}

func (w *world) insert(tx *db.Tx, d *deal) error {
	ctx := context.Background()
	err := tx.QueryRow(ctx, `
		INSERT INTO deals (account_id, name, name_key, price, pipeline_id, status_id, is_closed, company_id, responsible_id, data, next_task_at,
			status_changed_at, closed_at, created_by, updated_by, created_at, updated_at, deleted_at)
		VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15, $16)
		RETURNING id`, w.who.AccountID, d.Name, lang.Fold(d.Name), d.price, d.status, d.closed != nil, d.company, d.ResponsibleID,
		d.Data.JSON(), d.NextTaskAt, d.closed, d.CreatedBy, d.UpdatedBy, d.CreatedAt, d.UpdatedAt, d.DeletedAt).Scan(&d.ID)
	if err != nil {
		return err
	}
	for i, c := range d.contacts {
		_, err := tx.Exec(ctx, `INSERT INTO deal_contacts (account_id, deal_id, contact_id, position) VALUES ($1, $2, $3, $4)`,
			w.who.AccountID, d.ID, c, i)
		if err != nil {
			return err
		}
	}
	if _, err := entity.AddTagsTx(ctx, tx, w.who.AccountID, d.Ref, d.tags); err != nil {
		return err
	}
	_, err = entity.WriteValues(ctx, tx, w.who.AccountID, d.ID, w.set, nil, d.Data)
	return err
}
