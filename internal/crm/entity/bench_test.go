package entity_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/schema"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// benchSize is how many deals the benchmarks work on: VORONKA_BENCH_DEALS, 1000000 for the bar.
func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("VORONKA_BENCH_DEALS")); err == nil {
		return n
	}
	return 20_000
}

// benchConfig is where the deals are kept: VORONKA_BENCH_SQLITE (a file) and VORONKA_BENCH_POSTGRES (an address) keep them
// for the next run, otherwise they are made each time.
func benchConfig(b *testing.B, engine db.Engine) db.Config {
	path, url := os.Getenv("VORONKA_BENCH_SQLITE"), os.Getenv("VORONKA_BENCH_POSTGRES")
	cfg := db.Config{Path: path}
	switch {
	case engine == db.SQLite && path == "", engine == db.Postgres && url == "":
		return dbtest.Config(b, engine)
	case engine == db.Postgres:
		cfg = db.Config{URL: url}
	}
	if err := schema.Migrate(context.Background(), cfg); err != nil {
		b.Fatal(err)
	}
	return cfg
}

// crowd is an account of many deals with twenty fields, a hundred users in ten groups.
type crowd struct {
	db  *db.DB
	who tenant.Actor
	set field.Set
	ids [20]crm.FieldID
	// city is the custom field of contacts; of the pages over links, tasks and events.
	city crm.FieldID
}

// columns are the twenty fields: type and the value of deal i, which is spread evenly and apart from the other fields.
var columns = [20]struct{ typ, value string }{
	{"number", "i * 7919 % 1000003"}, {"number", "i * 104729 % 1000"}, {"number", "i * 1299709 % 100"}, {"number", "i * 15485863 % 10"},
	{"money", "i * 6700417 % 1000000 * 100"}, {"money", "i * 49979687 % 5000 * 100"}, {"money", "i * 982451653 % 50 * 100"},
	{"datetime", "1700000000 + i * 7368787 % 90000000"}, {"datetime", "1700000000 + i * 4256249 % 900000"},
	{"number", "i * 413158511 % 777777"}, {"number", "i * 32416190071 % 33"}, {"number", "i * 2860486313 % 4"},
	{"money", "i * 5915587277 % 123456"}, {"money", "i * 1500450271 % 654321"}, {"number", "i * 3267000013 % 12"}, {"number", "i * 5754853343 % 1234"},
	{"text", "i * 4093082899 % 50000"}, {"text", "i * 9576890767 % 200"}, {"text", "i * 3628273133 % 999983"}, {"text", "i * 2860486313 % 17"},
}

func (c *crowd) field(i int) string { return fmt.Sprintf("cf.%d", c.ids[i]) }

func newCrowd(b *testing.B, engine db.Engine) *crowd {
	b.Helper()
	ctx := context.Background()
	d := dbtest.Open(b, benchConfig(b, engine))
	c := &crowd{db: d}
	n := benchSize()
	var account tenant.AccountID
	err := d.QueryRow(ctx, `SELECT id FROM accounts WHERE subdomain = $1`, fmt.Sprint("crowd", n)).Scan(&account)
	if err != nil {
		account = c.build(b, n)
	}
	c.who = tenant.Actor{AccountID: account, UserID: 7}
	for u := range 10 {
		c.who.Members = append(c.who.Members, tenant.UserID(u))
	}
	c.who.Rights.Entities = map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeGroup}, "contact": {"view": tenant.ScopeAll}, "company": {"view": tenant.ScopeAll}}
	people, err := field.New(d).All(ctx, account, crm.Contact)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range people.Ordered() {
		c.city = f.ID
	}
	if c.set, err = field.New(d).All(ctx, account, crm.Deal); err != nil {
		b.Fatal(err)
	}
	for i, f := range c.set.Ordered() {
		c.ids[i] = f.ID
	}
	return c
}

// build makes the deals inside the database, which is many times faster than sending them.
func (c *crowd) build(b *testing.B, n int) tenant.AccountID {
	b.Helper()
	ctx := context.Background()
	var account tenant.AccountID
	err := c.db.Write(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(ctx, `
			INSERT INTO accounts (subdomain, name, language, currency, time_zone, created_at)
			VALUES ($1, 'A', 'ru', 'RUB', 'UTC', 1)
			RETURNING id`, fmt.Sprint("crowd", n)).Scan(&account)
		if err != nil {
			return err
		}
		admin := tenant.Actor{AccountID: account, UserID: 1, Admin: true, Kind: tenant.Person}
		s := field.New(c.db)
		for i, col := range columns {
			f, err := s.CreateTx(ctx, tx, admin, field.Draft{Kind: crm.Deal, Type: col.typ, Name: fmt.Sprint("Field ", i)})
			if err != nil {
				return err
			}
			c.ids[i] = f.ID
		}
		f, err := s.CreateTx(ctx, tx, admin, field.Draft{Kind: crm.Contact, Type: "text", Name: "City"})
		if err != nil {
			return err
		}
		c.city = f.ID
		if err := c.rows(ctx, tx, account, n); err != nil {
			return err
		}
		return c.around(ctx, tx, account, n)
	})
	if err != nil {
		b.Fatal(err)
	}
	if c.db.Engine() == db.Postgres {
		if _, err := c.db.Exec(ctx, `VACUUM ANALYZE`); err != nil {
			b.Fatal(err)
		}
	}
	return account
}

func (c *crowd) rows(ctx context.Context, tx *db.Tx, account tenant.AccountID, n int) error {
	series := fmt.Sprintf("generate_series(CAST(1 AS BIGINT), %d) s(i)", n)
	if tx.Engine() == db.SQLite {
		series = fmt.Sprintf("(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %d) SELECT i FROM s) s", n)
	}
	var data []string
	for i, col := range columns {
		value := "(" + col.value + ")"
		switch col.typ {
		case "text":
			value = `'"word ' || ` + value + ` || '"'`
		case "number":
			value = `'"' || ` + value + ` || '"'`
		}
		data = append(data, fmt.Sprintf(`'"%d":[' || %s || ']'`, c.ids[i], value))
	}
	json := "'{' || " + strings.Join(data, " || ',' || ") + " || '}'"
	if tx.Engine() == db.Postgres {
		json = "CAST(" + json + " AS JSONB)"
	}
	var first int64
	if err := tx.QueryRow(ctx, `SELECT COALESCE(MAX(id), 0) FROM deals`).Scan(&first); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`
		INSERT INTO deals (id, account_id, name, name_key, price, pipeline_id, status_id, responsible_id, data, status_changed_at,
			created_by, updated_by, created_at, updated_at)
		SELECT %d + i, %d, 'Сделка ' || i, 'сделка ' || i, i * 7907 %% 1000000, 1, 1001 + i %% 5, i * 31 %% 100, %s, 1700000000,
			1, 1, 1700000000 + i * 60, 1700000000 + i * 48271 %% 60000000
		FROM %s`, first, account, json, series))
	if err != nil {
		return err
	}
	for i, col := range columns {
		table, value := "field_numbers", "CAST("+col.value+" AS DOUBLE PRECISION)"
		if col.typ == "text" {
			table, value = "field_texts", "'word ' || ("+col.value+")"
		}
		_, err := tx.Exec(ctx, fmt.Sprintf(`
			INSERT INTO %s (account_id, field_id, value, entity_id)
			SELECT %d, %d, v, %d + i
			FROM (SELECT i, %s AS v FROM %s) x
			ORDER BY v, i`, table, account, c.ids[i], first, value, series))
		if err != nil {
			return err
		}
	}
	return nil
}

// around makes a contact for every four deals and a company for twenty, links, a task for every third deal and three events
// for each: made, a note, moved.
func (c *crowd) around(ctx context.Context, tx *db.Tx, account tenant.AccountID, n int) error {
	series := func(n int) string {
		if tx.Engine() == db.SQLite {
			return fmt.Sprintf("(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %d) SELECT i FROM s) s", n)
		}
		return fmt.Sprintf("generate_series(CAST(1 AS BIGINT), %d) s(i)", n)
	}
	data := fmt.Sprintf(`'{"%d":["city ' || (i * 7919 %% 500) || '"]}'`, c.city)
	object := `'{"status_id":' || (1001 + i % 5) || '}'`
	if tx.Engine() == db.Postgres {
		data, object = "CAST("+data+" AS JSONB)", "CAST("+object+" AS JSONB)"
	}
	card := fmt.Sprintf("%d, 'N ' || i, 'n ' || i, i %% 100, 1, 1, 1700000000 + i * 240, 1700000000 + i * 240", account)
	for _, text := range []string{
		"INSERT INTO companies (id, account_id, name, name_key, responsible_id, created_by, updated_by, created_at, updated_at) SELECT i, " + card + " FROM " + series(n/20),
		"INSERT INTO contacts (id, account_id, name, name_key, responsible_id, created_by, updated_by, created_at, updated_at, company_id, data) SELECT i, " + card +
			fmt.Sprintf(", 1 + i %% %d, %s FROM %s", n/20, data, series(n/4)),
		fmt.Sprintf("INSERT INTO field_texts (account_id, field_id, value, entity_id) SELECT %d, %d, 'city ' || (i * 7919 %% 500), i FROM %s", account, c.city, series(n/4)),
		fmt.Sprintf("INSERT INTO deal_contacts (account_id, deal_id, contact_id, position) SELECT %d, i, 1 + i * 31 %% %d, 0 FROM %s", account, n/4, series(n)),
		fmt.Sprintf("UPDATE deals SET company_id = 1 + id %% %d WHERE account_id = %d", n/20, account),
		fmt.Sprintf(`INSERT INTO tasks (account_id, entity_kind, entity_id, type_id, text, due_at, responsible_id, is_completed, created_by, updated_by, created_at, updated_at)
			SELECT %d, 'deal', i * 3, i %% 7, 'x', %d + i * 7919 %% 5184000 - 2592000, i %% 100, i %% 5 < 3, 1, 1, 1, 1 FROM %s`, account, now.Unix(), series(n/3)),
		fmt.Sprintf(`INSERT INTO events (account_id, kind, entity_kind, entity_id, actor_kind, actor_id, at, change_id, after)
			SELECT %d, 'deal.created', 'deal', i, 'user', i %% 100, 1700000000 + i * 60, i, %s FROM %s`, account, object, series(n)),
		fmt.Sprintf(`INSERT INTO events (account_id, kind, entity_kind, entity_id, actor_kind, actor_id, at, change_id)
			SELECT %d, 'deal.note_added', 'deal', 1 + i * 48271 %% %d, 'user', i %% 100, 1700000000 + i * 60, i FROM %s`, account, n, series(n)),
		fmt.Sprintf(`INSERT INTO events (account_id, kind, entity_kind, entity_id, actor_kind, actor_id, at, change_id, after)
			SELECT %d, 'deal.status_changed', 'deal', 1 + i * 69621 %% %d, 'user', i * 7 %% 100, 1700000000 + i * 60, i, %s FROM %s`, account, n, object, series(n)),
	} {
		if _, err := tx.Exec(ctx, text); err != nil {
			return fmt.Errorf("%.60s: %w", text, err)
		}
	}
	return nil
}

// scene is a list and the statement a careful person would write for it by hand.
type scene struct {
	name   string
	filter func(i int) entity.Node
	sort   string
	bare   func(i int) (string, []any)
}

func (c *crowd) scenes() []scene {
	group := "d.responsible_id IN (0,1,2,3,4,5,6,7,8,9)"
	id := func(i int) int64 { return int64(c.ids[i]) }
	account := int64(c.who.AccountID)
	byField := func(n int, sort int, dir string) string {
		return fmt.Sprintf(`
			SELECT d.id, n.value
			FROM field_numbers n
			CROSS JOIN deals d
			WHERE n.account_id = %d AND n.field_id = %d AND d.account_id = %d AND d.id = n.entity_id AND d.deleted_at IS NULL AND %s
				AND EXISTS (SELECT 1 FROM field_numbers v WHERE v.account_id = %d AND v.field_id = %d AND v.value = $1 AND v.entity_id = n.entity_id)
			ORDER BY n.value %s, n.entity_id %s
			LIMIT 51`, account, id(sort), account, group, account, id(n), dir, dir)
	}
	matching := func(table string, n int, condition, order string) string {
		return fmt.Sprintf(`
			SELECT d.id, d.created_at
			FROM (SELECT v.entity_id FROM %s v WHERE v.account_id = %d AND v.field_id = %d AND %s LIMIT 20000) h
			CROSS JOIN deals d
			WHERE d.account_id = %d AND d.id = h.entity_id AND d.deleted_at IS NULL AND +%s
			ORDER BY %s
			LIMIT 51`, table, account, id(n), condition, account, group, order)
	}
	return []scene{
		{"sort_by_field/one_in_10", func(i int) entity.Node { return entity.Leaf(c.field(3), "eq", int64(i%10)) }, c.field(0),
			func(i int) (string, []any) { return byField(3, 0, ""), []any{float64(i % 10)} }},
		{"sort_by_field/one_in_100", func(i int) entity.Node { return entity.Leaf(c.field(2), "eq", int64(i%100)) }, "-" + c.field(7),
			func(i int) (string, []any) { return byField(2, 7, "DESC"), []any{float64(i % 100)} }},
		{"sort_by_field/one_in_1000", func(i int) entity.Node { return entity.Leaf(c.field(1), "eq", int64(i%1000)) }, c.field(0),
			func(i int) (string, []any) {
				return matching("field_numbers", 1, "v.value = $1", fmt.Sprintf("CAST((d.data ->> '%s') AS TEXT), d.id", fmt.Sprint(id(0)))), []any{float64(i % 1000)}
			}},
		{"newest/one_in_10", func(i int) entity.Node { return entity.Leaf(c.field(3), "eq", int64(i%10)) }, "-created_at",
			func(i int) (string, []any) {
				return fmt.Sprintf(`
					SELECT d.id, d.created_at
					FROM deals d
					WHERE d.account_id = %d AND d.deleted_at IS NULL AND +%s
						AND (SELECT 1 FROM field_numbers v WHERE v.account_id = %d AND v.field_id = %d AND v.value = $1 AND v.entity_id = d.id) IS NOT NULL
					ORDER BY d.created_at DESC, d.id DESC
					LIMIT 51`, account, group, account, id(3)), []any{float64(i % 10)}
			}},
		{"newest/one_in_1000", func(i int) entity.Node { return entity.Leaf(c.field(1), "eq", int64(i%1000)) }, "-created_at",
			func(i int) (string, []any) {
				return matching("field_numbers", 1, "v.value = $1", "d.created_at DESC, d.id DESC"), []any{float64(i % 1000)}
			}},
		{"newest/range_of_half", func(i int) entity.Node { return entity.Leaf(c.field(4), "gte", int64(50000000+i%1000)) }, "-created_at",
			func(i int) (string, []any) {
				return fmt.Sprintf(`
					SELECT d.id, d.created_at
					FROM deals d
					WHERE d.account_id = %d AND d.deleted_at IS NULL AND +%s AND CAST(%s AS DOUBLE PRECISION) >= $1
					ORDER BY d.created_at DESC, d.id DESC
					LIMIT 51`, account, group, db.JSONFirst(c.db.Engine(), "d.data", fmt.Sprint(id(4)))), []any{float64(50000000 + i%1000)}
			}},
		{"newest/range_of_few", func(i int) entity.Node {
			return entity.Leaf(c.field(7), "between", []any{int64(1700000000 + i%1000*90000), int64(1700000000 + i%1000*90000 + 90000)})
		}, "-created_at",
			func(i int) (string, []any) {
				low := float64(1700000000 + i%1000*90000)
				return matching("field_numbers", 7, "v.value >= $1 AND v.value <= $2", "d.created_at DESC, d.id DESC"), []any{low, low + 90000}
			}},
		{"name/text_of_few", func(i int) entity.Node { return entity.Leaf(c.field(16), "eq", fmt.Sprint("word ", i%50000)) }, "name",
			func(i int) (string, []any) {
				return matching("field_texts", 16, "v.value = $1", "d.name_key, d.id"), []any{fmt.Sprint("word ", i%50000)}
			}},
		{"newest/two_conditions", func(i int) entity.Node {
			return entity.All(entity.Leaf(c.field(2), "eq", int64(i%100)), entity.Leaf(c.field(15), "lt", int64(60)))
		}, "-created_at", nil},
		{"newest/text_contains", func(i int) entity.Node { return entity.Leaf(c.field(18), "contains", fmt.Sprint(" ", 10000+i%80000)) }, "-created_at", nil},
		{"newest/all_of_group", func(int) entity.Node { return entity.Node{} }, "-updated_at", nil},
	}
}

// nearby are lists by what belongs to the deals.
func (c *crowd) nearby() []scene {
	account := int64(c.who.AccountID)
	group := "+d.responsible_id IN (0,1,2,3,4,5,6,7,8,9)"
	city := fmt.Sprintf("contact.cf.%d", c.city)
	deals := func(from string) string {
		return fmt.Sprintf(`
			SELECT d.id, d.created_at
			FROM (SELECT DISTINCT %s LIMIT 50000) h
			CROSS JOIN deals d
			WHERE d.account_id = %d AND d.id = h.id AND d.deleted_at IS NULL AND %s
			ORDER BY d.created_at DESC, d.id DESC
			LIMIT 51`, from, account, group)
	}
	event := func(leaves ...entity.Node) entity.Node { return entity.Leaf("event", "has", entity.All(leaves...)) }
	return []scene{
		{"contact_field/one_in_500", func(i int) entity.Node { return entity.Leaf(city, "eq", fmt.Sprint("city ", i%500)) }, "-created_at", func(i int) (string, []any) {
			return deals(fmt.Sprintf(`k.deal_id AS id FROM field_texts v CROSS JOIN deal_contacts k WHERE v.account_id = %d AND v.field_id = %d AND v.value = $1
				AND k.account_id = %d AND k.contact_id = v.entity_id`, account, c.city, account)), []any{fmt.Sprint("city ", i%500)}
		}},
		{"contact/of_a_third_of_the_people", func(i int) entity.Node {
			var some []any
			for n := range 33 {
				some = append(some, int64(n*3))
			}
			return entity.Leaf("contact.responsible", "in", some)
		}, "-created_at", nil},
		{"contact_name/contains", func(i int) entity.Node { return entity.Leaf("contact.name", "contains", fmt.Sprint(" 77", i%90+10)) }, "-created_at", nil},
		{"contact/created_in_a_day", func(i int) entity.Node {
			at := int64(1700000000 + i%600*86400)
			return entity.Leaf("contact.created_at", "between", []any{at, at + 86400})
		}, "-created_at", nil},
		{"company/none", func(int) entity.Node { return entity.Leaf("company", "none", nil) }, "-created_at", nil},
		{"task/of_type_and_person", func(i int) entity.Node {
			return entity.Leaf("task", "has", entity.All(entity.Leaf("type", "eq", int64(i%7)), entity.Leaf("responsible", "eq", int64(i%100)), entity.Leaf("state", "eq", "open")))
		}, "-created_at", func(i int) (string, []any) {
			return deals(fmt.Sprintf(`t.entity_id AS id FROM tasks t WHERE t.account_id = %d AND t.responsible_id = $1 AND t.is_completed = FALSE AND t.deleted_at IS NULL
				AND t.type_id = $2 AND (t.entity_kind || '') = 'deal'`, account)), []any{int64(i % 100), int64(i % 7)}
		}},
		{"task/overdue", func(i int) entity.Node { return entity.Leaf("task", "has", entity.Leaf("state", "eq", "overdue")) }, "-created_at", nil},
		{"task/none_open", func(int) entity.Node { return entity.Leaf("task", "none", entity.Leaf("state", "eq", "open")) }, "-created_at", nil},
		{"event/note_in_a_week", func(i int) entity.Node {
			at := int64(1700000000 + i%600*86400)
			return event(entity.Leaf("kind", "eq", "note_added"), entity.Leaf("at", "between", []any{at, at + 7*86400}))
		}, "-created_at", func(i int) (string, []any) {
			return deals(fmt.Sprintf(`v.entity_id AS id FROM events v WHERE v.account_id = %d AND v.kind = 'deal.note_added' AND v.at BETWEEN $1 AND $1 + 604800`, account)),
				[]any{int64(1700000000 + i%600*86400)}
		}},
		{"event/moved_to_in_a_month", func(i int) entity.Node {
			at := int64(1700000000 + i%600*86400)
			return event(entity.Leaf("kind", "eq", "status_changed"), entity.Leaf("status", "in", []any{int64(1003)}), entity.Leaf("at", "between", []any{at, at + 30*86400}))
		}, "-created_at", nil},
		{"event/by_person_in_a_week", func(i int) entity.Node {
			at := int64(1700000000 + i%600*86400)
			return event(entity.Leaf("by", "eq", int64(i%100)), entity.Leaf("at", "between", []any{at, at + 7*86400}))
		}, "-created_at", nil},
		{"event/nothing_in_a_month", func(int) entity.Node {
			return entity.Leaf("event", "none", entity.Leaf("at", "gte", int64(1757400000)))
		}, "-created_at", nil},
		{"either/of_two_sides", func(i int) entity.Node {
			return entity.Any(
				entity.All(entity.Leaf(c.field(4), "gte", int64(90000000)), entity.Leaf(city, "eq", fmt.Sprint("city ", i%500))),
				entity.All(entity.Leaf("task", "none", nil), event(entity.Leaf("at", "gte", int64(1759400000)))),
			)
		}, "-created_at", nil},
	}
}

func BenchmarkPage(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			c := newCrowd(b, engine)
			lists := entity.NewLists(nil)
			linked := func(kind crm.Kind) (field.Set, error) {
				return field.New(c.db).All(context.Background(), c.who.AccountID, kind)
			}
			s := entity.Scope{Who: c.who, Kind: crm.Deal, Fields: c.set, Linked: linked, Env: env}
			for _, sc := range append(c.scenes(), c.nearby()...) {
				b.Run(sc.name, func(b *testing.B) {
					list := func(i int) error {
						_, err := lists.Page(context.Background(), c.db, s, entity.Query{Filter: sc.filter(i), Sort: sc.sort})
						return err
					}
					bare := func(i int) error {
						sql, args := sc.bare(i)
						rows, err := c.db.Query(context.Background(), sql, args...)
						_, err = db.Collect(rows, err, func(r db.Rows) (x struct{ id, key any }, err error) {
							return x, r.Scan(&x.id, &x.key)
						})
						return err
					}
					if sc.bare == nil {
						bare = nil
					}
					compare(b, list, bare)
				})
			}
		})
	}
}

// compare runs both in turn, so that the noise of the machine falls on both, and reports the median and the 95th
// percentile of the list, and how it stands to the bare statement.
func compare(b *testing.B, list, bare func(i int) error) {
	b.Helper()
	var ours, theirs []time.Duration
	run := func(fn func(i int) error, i int) time.Duration {
		began := time.Now()
		if err := fn(i); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	for i := 0; b.Loop(); i += 7 {
		// The one that comes second finds the pages warm: each is it in turn.
		if bare != nil && i%2 == 0 {
			theirs = append(theirs, run(bare, i))
		}
		ours = append(ours, run(list, i))
		if bare != nil && i%2 == 1 {
			theirs = append(theirs, run(bare, i))
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	ms := func(times []time.Duration, percent int) float64 {
		return float64(times[len(times)*percent/100].Microseconds()) / 1000
	}
	b.ReportMetric(ms(ours, 50), "median-ms")
	b.ReportMetric(ms(ours, 95), "p95-ms")
	if bare != nil {
		b.ReportMetric(ms(theirs, 50), "bare-median-ms")
		b.ReportMetric(ms(ours, 50)/max(ms(theirs, 50), 0.001), "ratio")
	}
	b.ReportMetric(0, "ns/op")
}
