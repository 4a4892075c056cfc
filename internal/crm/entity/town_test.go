package entity_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// town is an account whose deals, contacts and companies are linked and have tasks and events.
type town struct {
	db     *db.DB
	who    tenant.Actor
	fields *field.Service
	// city is the custom text of every kind, vip the checkbox of contacts.
	city  map[crm.Kind]field.Field
	vip   field.Field
	cards map[crm.Kind][]*person
}

// person is a card as the test believes it to be.
type person struct {
	ref         crm.Ref
	name, city  string
	vip         bool
	responsible tenant.UserID
	tags        []string
	createdAt   int64
	deleted     bool
	status      int64
	closed      bool
	price       int64
	company     *person
	contacts    []*person
	deals       []*person
	staff       []*person
	tasks       []chore
	events      []happening
}

type chore struct {
	kind, responsible, due int64
	done                   bool
}

type happening struct {
	verb          string
	at            int64
	by            int64
	status, field int64
}

func newTown(t testing.TB, d *db.DB, subdomain string, n int, seed uint64) *town {
	t.Helper()
	w := &town{db: d, fields: field.New(d), city: map[crm.Kind]field.Field{}, cards: map[crm.Kind][]*person{}}
	r := rand.New(rand.NewPCG(seed, 3))
	err := d.Write(context.Background(), func(tx *db.Tx) error { return w.build(tx, r, subdomain, n) })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *town) build(tx *db.Tx, r *rand.Rand, subdomain string, n int) error {
	ctx := context.Background()
	err := tx.QueryRow(ctx, `
		INSERT INTO accounts (subdomain, name, language, currency, time_zone, created_at)
		VALUES ($1, 'A', 'ru', 'RUB', 'UTC', 1)
		RETURNING id`, subdomain).Scan(&w.who.AccountID)
	if err != nil {
		return err
	}
	w.who.UserID, w.who.Kind, w.who.Admin = 1, tenant.Person, true
	for _, kind := range crm.CardKinds {
		if w.city[kind], err = w.fields.CreateTx(ctx, tx, w.who, field.Draft{Kind: kind, Type: "text", Name: "City"}); err != nil {
			return err
		}
	}
	if w.vip, err = w.fields.CreateTx(ctx, tx, w.who, field.Draft{Kind: crm.Contact, Type: "checkbox", Name: "VIP"}); err != nil {
		return err
	}
	for _, kind := range []crm.Kind{crm.Company, crm.Contact, crm.Deal} {
		for i := range n {
			p := w.random(r, kind, i)
			if err := w.insert(tx, p); err != nil {
				return err
			}
			w.cards[kind] = append(w.cards[kind], p)
		}
	}
	return nil
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (w *town) random(r *rand.Rand, kind crm.Kind, i int) *person {
	p := &person{
		ref: crm.Ref{Kind: kind}, name: fmt.Sprintf("%s %d", pick(r, []string{"Анна", "Пётр", "Rome"}), i%20), city: pick(r, []string{"", "Казань", "Пермь", "Тула"}),
		responsible: tenant.UserID(1 + r.IntN(4)), createdAt: now.Unix() - int64(r.IntN(40))*86400, deleted: r.IntN(8) == 0,
	}
	for _, name := range []string{"vip", "чай"} {
		if r.IntN(4) == 0 {
			p.tags = append(p.tags, name)
		}
	}
	if kind == crm.Contact {
		p.vip = r.IntN(3) == 0
	}
	if kind != crm.Company && r.IntN(3) > 0 {
		p.company = pick(r, w.cards[crm.Company])
	}
	if kind == crm.Deal {
		p.status, p.price = int64(10+r.IntN(4)), int64(r.IntN(20))*1000
		p.closed = p.status == 13
		for range r.IntN(3) {
			if c := pick(r, w.cards[crm.Contact]); !slices.Contains(p.contacts, c) {
				p.contacts = append(p.contacts, c)
			}
		}
	}
	for range r.IntN(3) {
		p.tasks = append(p.tasks, chore{int64(1 + r.IntN(3)), int64(1 + r.IntN(4)), now.Unix() + int64(r.IntN(20)-10)*86400, r.IntN(3) == 0})
	}
	for range r.IntN(4) {
		h := happening{verb: pick(r, []string{"created", "status_changed", "note_added", "field_changed", "task_completed"}), at: now.Unix() - int64(r.IntN(20))*86400, by: int64(1 + r.IntN(3))}
		switch h.verb {
		case "status_changed":
			h.status = int64(10 + r.IntN(4))
		case "field_changed":
			h.field = int64(w.city[kind].ID)
		}
		p.events = append(p.events, h)
	}
	return p
}

func (w *town) insert(tx *db.Tx, p *person) error {
	ctx := context.Background()
	columns := "account_id, name, name_key, responsible_id, data, created_by, updated_by, created_at, updated_at, deleted_at"
	values := entity.Values{}
	if p.city != "" {
		values[w.city[p.ref.Kind].ID] = []any{p.city}
	}
	if p.vip {
		values[w.vip.ID] = []any{true}
	}
	var deleted, company *int64
	if p.deleted {
		deleted = &p.createdAt
	}
	if p.company != nil {
		id := int64(p.company.ref.ID)
		company = &id
	}
	args := []any{w.who.AccountID, p.name, lang.Fold(p.name), p.responsible, values.JSON(), 1, 1, p.createdAt, p.createdAt, deleted}
	places := "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10"
	switch p.ref.Kind {
	case crm.Contact:
		columns, places, args = columns+", company_id", places+", $11", append(args, company)
	case crm.Deal:
		columns, places = columns+", company_id, price, pipeline_id, status_id, is_closed, status_changed_at", places+", $11, $12, 1, $13, $14, 0"
		args = append(args, company, p.price, p.status, p.closed)
	}
	table := map[crm.Kind]string{crm.Deal: "deals", crm.Contact: "contacts", crm.Company: "companies"}[p.ref.Kind]
	if err := tx.QueryRow(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ("+places+") RETURNING id", args...).Scan(&p.ref.ID); err != nil {
		return err
	}
	if err := w.link(tx, p); err != nil {
		return err
	}
	if _, err := entity.AddTagsTx(ctx, tx, w.who.AccountID, p.ref, p.tags); err != nil {
		return err
	}
	set, err := w.fields.AllTx(ctx, tx, w.who.AccountID, p.ref.Kind)
	if err != nil {
		return err
	}
	if _, err := entity.WriteValues(ctx, tx, w.who.AccountID, p.ref.ID, set, nil, values); err != nil {
		return err
	}
	return w.happen(tx, p)
}

func (w *town) link(tx *db.Tx, p *person) error {
	if p.company != nil {
		if p.ref.Kind == crm.Deal {
			p.company.deals = append(p.company.deals, p)
		} else {
			p.company.staff = append(p.company.staff, p)
		}
	}
	for i, c := range p.contacts {
		c.deals = append(c.deals, p)
		_, err := tx.Exec(context.Background(), `INSERT INTO deal_contacts (account_id, deal_id, contact_id, position) VALUES ($1, $2, $3, $4)`,
			w.who.AccountID, p.ref.ID, c.ref.ID, i)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *town) happen(tx *db.Tx, p *person) error {
	ctx := context.Background()
	for _, c := range p.tasks {
		var done *int64
		if c.done {
			done = &c.due
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO tasks (account_id, entity_kind, entity_id, type_id, text, due_at, responsible_id, is_completed, completed_at, created_by, updated_by, created_at, updated_at)
			VALUES ($1, $2, $3, $4, 'x', $5, $6, $7, $8, 1, 1, 1, 1)`, w.who.AccountID, string(p.ref.Kind), p.ref.ID, c.kind, c.due, c.responsible, c.done, done)
		if err != nil {
			return err
		}
	}
	for _, h := range p.events {
		object, after := "", "{}"
		if h.field != 0 {
			object = "field"
		}
		if h.status != 0 {
			after = fmt.Sprintf(`{"status_id":%d}`, h.status)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO events (account_id, kind, entity_kind, entity_id, object_kind, object_id, actor_kind, actor_id, at, change_id, after)
			VALUES ($1, $2, $3, $4, $5, $6, 'user', $7, $8, 1, $9)`,
			w.who.AccountID, string(p.ref.Kind)+"."+h.verb, string(p.ref.Kind), p.ref.ID, object, h.field, h.by, h.at, after)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *town) scope(t testing.TB, who tenant.Actor, kind crm.Kind) entity.Scope {
	t.Helper()
	linked := func(kind crm.Kind) (field.Set, error) { return w.fields.AllFor(context.Background(), who, kind) }
	set, err := linked(kind)
	if err != nil {
		t.Fatal(err)
	}
	return entity.Scope{Who: who, Kind: kind, Fields: set, Linked: linked, Env: env}
}
