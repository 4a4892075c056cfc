package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/schema"
	"voronka/internal/tenant"
)

// crowd is an installation of a million deals with twenty fields and a million people, of a hundred users in ten groups;
// ten thousand of the deals are open. It is built once and kept.
type crowd struct {
	*place
	account  tenant.AccountID
	fields   [20]crm.FieldID
	open     []int64
	closed   []int64
	pipeline int64
	users    []int64 // of the hundred; the first ten are one group
}

// crowdVersion grows with every change of what is built.
const crowdVersion = 1

const (
	// colleague sees what their group has.
	colleague = "user0@example.test"
	usersOf   = 100
	groupOf   = 10
)

// fieldColumns are the twenty fields: type and the value of deal i, spread evenly and apart from the other fields.
var fieldColumns = [20]struct{ typ, value string }{
	{"number", "i * 7919 % 1000003"}, {"number", "i * 104729 % 1000"}, {"number", "i * 1299709 % 100"}, {"number", "i * 15485863 % 10"},
	{"money", "i * 6700417 % 1000000 * 100"}, {"money", "i * 49979687 % 5000 * 100"}, {"money", "i * 982451653 % 50 * 100"},
	{"datetime", "1700000000 + i * 7368787 % 90000000"}, {"datetime", "1700000000 + i * 4256249 % 900000"},
	{"number", "i * 413158511 % 777777"}, {"number", "i * 32416190071 % 33"}, {"number", "i * 2860486313 % 4"},
	{"money", "i * 5915587277 % 123456"}, {"money", "i * 1500450271 % 654321"}, {"number", "i * 3267000013 % 12"}, {"number", "i * 5754853343 % 1234"},
	{"text", "i * 4093082899 % 50000"}, {"text", "i * 9576890767 % 200"}, {"text", "i * 3628273133 % 999983"}, {"text", "i * 2860486313 % 17"},
}

// crowd opens the installation of an engine, and builds it when it is not there.
func (b *bench) crowd(engine db.Engine) (*crowd, error) {
	n := b.pick(1_000_000, 20_000)
	hash, err := schema.Hash(engine)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("crowd_%s_%d_%d_%s", engine, n, crowdVersion, hash)
	c := &crowd{place: &place{bench: b, data: filepath.Join(b.cache, name)}}
	if engine == db.Postgres {
		server, err := b.postgres()
		if err != nil {
			return nil, err
		}
		c.db = server.Database(name)
	}
	if _, err := os.Stat(filepath.Join(c.data, "built")); err == nil {
		return c, c.with(c.learn)
	}
	fmt.Fprintf(os.Stderr, "building %s, this is done once\n", name)
	if err := b.forget(engine, fmt.Sprintf("crowd_%s_%d_", engine, n)); err != nil {
		return nil, err
	}
	if engine == db.Postgres {
		if _, err := b.newDatabase(name); err != nil {
			return nil, err
		}
	}
	_, err = c.run("init", "--company", "Crowd", "--email", "admin@example.test", "--password", password, "--lang", "en")
	if err != nil {
		return nil, err
	}
	if err := c.with(func(d *db.DB) error { return c.build(b.ctx, d, n) }); err != nil {
		return nil, err
	}
	if err := c.with(c.learn); err != nil {
		return nil, err
	}
	return c, os.WriteFile(filepath.Join(c.data, "built"), nil, 0o600)
}

// forget removes installations of an older schema: they are large.
func (b *bench) forget(engine db.Engine, prefix string) error {
	old, err := filepath.Glob(filepath.Join(b.cache, prefix+"*"))
	if err != nil {
		return err
	}
	for _, path := range old {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if engine == db.Postgres {
			if err := b.dropDatabase(filepath.Base(path)); err != nil {
				return err
			}
		}
	}
	return nil
}

// with opens the database of the crowd for a while.
func (c *crowd) with(fn func(*db.DB) error) error {
	d, err := db.Open(c.bench.ctx, c.config())
	if err != nil {
		return err
	}
	return errors.Join(fn(d), d.Close())
}

// learn reads the ids of what was built.
func (c *crowd) learn(d *db.DB) error {
	ctx := c.bench.ctx
	if err := d.QueryRow(ctx, `SELECT id FROM accounts`).Scan(&c.account); err != nil {
		return err
	}
	if err := d.QueryRow(ctx, `SELECT id FROM pipelines ORDER BY id LIMIT 1`).Scan(&c.pipeline); err != nil {
		return err
	}
	var err error
	if c.open, err = db.Column[int64](ctx, d, `SELECT id FROM statuses WHERE kind = 'open' ORDER BY position`); err != nil {
		return err
	}
	if c.closed, err = db.Column[int64](ctx, d, `SELECT id FROM statuses WHERE kind <> 'open' ORDER BY position`); err != nil {
		return err
	}
	if c.users, err = db.Column[int64](ctx, d, `SELECT id FROM users WHERE NOT is_admin ORDER BY id`); err != nil {
		return err
	}
	ids, err := db.Column[int64](ctx, d, `SELECT id FROM fields WHERE entity_kind = 'deal' AND name LIKE 'Field %' ORDER BY id`)
	if err != nil {
		return err
	}
	for i := range min(len(ids), len(c.fields)) {
		c.fields[i] = crm.FieldID(ids[i])
	}
	return nil
}

func (c *crowd) build(ctx context.Context, d *db.DB, n int) error {
	if err := c.learn(d); err != nil {
		return err
	}
	steps := []struct {
		name string
		run  func(ctx context.Context, tx *db.Tx, n int) error
	}{{"people who work", c.addUsers}, {"fields", c.addFields(d)}, {"deals", c.addDeals}, {"values", c.addValues}}
	for _, s := range steps {
		began := time.Now()
		if err := d.Write(ctx, func(tx *db.Tx) error { return s.run(ctx, tx, n) }); err != nil {
			return fmt.Errorf("build %s: %w", s.name, err)
		}
		fmt.Fprintf(os.Stderr, "  %s: %v\n", s.name, time.Since(began).Round(time.Second))
		if err := c.learn(d); err != nil {
			return err
		}
	}
	if err := c.addContacts(ctx, d, n); err != nil {
		return fmt.Errorf("build contacts: %w", err)
	}
	text := `ANALYZE`
	if d.Engine() == db.Postgres {
		text = `VACUUM ANALYZE`
	}
	_, err := d.Exec(ctx, text)
	return err
}

// addUsers makes a hundred users in ten groups, who see what their group has.
func (c *crowd) addUsers(ctx context.Context, tx *db.Tx, _ int) error {
	var role int64
	err := tx.QueryRow(ctx, `SELECT id FROM roles WHERE name = 'Head of sales'`).Scan(&role)
	if err != nil {
		return err
	}
	for i := range usersOf {
		var group, person int64
		if i%groupOf == 0 {
			_, err = tx.Exec(ctx, `INSERT INTO user_groups (account_id, name) VALUES ($1, $2)`, c.account, fmt.Sprint("Group ", i/groupOf))
			if err != nil {
				return err
			}
		}
		if err := tx.QueryRow(ctx, `SELECT MAX(id) FROM user_groups`).Scan(&group); err != nil {
			return err
		}
		email := fmt.Sprintf("user%d@example.test", i)
		err := tx.QueryRow(ctx, `
			INSERT INTO persons (email, email_key, password_hash, created_at, updated_at)
			VALUES ($1, $2, '', 1, 1)
			RETURNING id`, email, email).Scan(&person)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO users (account_id, person_id, name, role_id, group_id, created_at)
			VALUES ($1, $2, $3, $4, $5, 1)`, c.account, person, fmt.Sprint("User ", i), role, group)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `UPDATE accounts SET access_version = access_version + 1`)
	return err
}

func (c *crowd) addFields(d *db.DB) func(context.Context, *db.Tx, int) error {
	return func(ctx context.Context, tx *db.Tx, _ int) error {
		admin := tenant.Actor{AccountID: c.account, UserID: 1, Admin: true, Kind: tenant.Person}
		s := field.New(d)
		for i, col := range fieldColumns {
			_, err := s.CreateTx(ctx, tx, admin, field.Draft{Kind: crm.Deal, Type: col.typ, Name: fmt.Sprint("Field ", i)})
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// series is the numbers 1 to n as rows s(i).
func series(engine db.Engine, n int) string {
	if engine == db.Postgres {
		return fmt.Sprintf("generate_series(CAST(1 AS BIGINT), %d) s(i)", n)
	}
	return fmt.Sprintf("(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %d) SELECT i FROM s) s", n)
}

// addDeals makes the deals inside the database, which is many times faster than sending them. One of a hundred is open,
// and at most ten thousand.
func (c *crowd) addDeals(ctx context.Context, tx *db.Tx, n int) error {
	var data []string
	for i, col := range fieldColumns {
		value := "(" + col.value + ")"
		switch col.typ {
		case "text":
			value = `'"word ' || ` + value + ` || '"'`
		case "number":
			value = `'"' || ` + value + ` || '"'`
		}
		data = append(data, fmt.Sprintf(`'"%d":[' || %s || ']'`, c.fields[i], value))
	}
	json := "'{' || " + strings.Join(data, " || ',' || ") + " || '}'"
	if tx.Engine() == db.Postgres {
		json = "CAST(" + json + " AS JSONB)"
	}
	isOpen := fmt.Sprintf("i %% %d = 0", max(2, n/10_000))
	_, err := tx.Exec(ctx, fmt.Sprintf(`
		INSERT INTO deals (id, account_id, name, name_key, price, pipeline_id, status_id, is_closed, closed_at, responsible_id, data,
			status_changed_at, created_by, updated_by, created_at, updated_at)
		SELECT i, %d, 'Deal ' || i, 'deal ' || i, i * 7907 %% 1000000, %d,
			CASE WHEN %s THEN %s ELSE %s END, NOT (%s), CASE WHEN %s THEN NULL ELSE 1700000000 + i END,
			%d + i * 31 %% %d, %s, 1700000000, 1, 1, 1700000000 + i * 60, 1700000000 + i * 48271 %% 60000000
		FROM %s`, c.account, c.pipeline, isOpen, choice(c.open, "i / 100"), choice(c.closed, "i"), isOpen, isOpen,
		c.users[0], usersOf, json, series(tx.Engine(), n)))
	if err != nil {
		return err
	}
	return db.SetLastID(ctx, tx, "deals", int64(n))
}

// choice is one of ids by a number, as an expression.
func choice(ids []int64, number string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CASE (%s) %% %d", number, len(ids))
	for i, id := range ids {
		fmt.Fprintf(&b, " WHEN %d THEN %d", i, id)
	}
	return b.String() + " END"
}

func (c *crowd) addValues(ctx context.Context, tx *db.Tx, n int) error {
	for i, col := range fieldColumns {
		table, value := "field_numbers", "CAST("+col.value+" AS DOUBLE PRECISION)"
		if col.typ == "text" {
			table, value = "field_texts", "'word ' || ("+col.value+")"
		}
		_, err := tx.Exec(ctx, fmt.Sprintf(`
			INSERT INTO %s (account_id, field_id, value, entity_id)
			SELECT %d, %d, v, i
			FROM (SELECT i, %s AS v FROM %s) x
			ORDER BY v, i`, table, c.account, c.fields[i], value, series(tx.Engine(), n)))
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	firstNames = []string{"Иван", "Пётр", "Анна", "Ольга", "Сергей", "Мария", "Алексей", "Наталья", "Дмитрий", "Елена", "John", "Mary", "Рустам", "Гульнара"}
	stems      = []string{"Иван", "Петр", "Сидор", "Кузнец", "Смирн", "Попов", "Волк", "Соловь", "Васильев", "Зайцев", "Павл", "Семён", "Голуб", "Виноград", "Богдан", "Воробь", "Фёдор", "Михайл", "Беля", "Тарас"}
	tails      = []string{"ов", "ев", "ин", "ский", "енко", "ова", "ева", "ина", "ская", "чук", "ян", "швили"}
)

// personName and personPhone are those of contact i.
func personName(i int) string {
	h := uint64(i) * 0x9E3779B97F4A7C15 >> 11
	return firstNames[h%14] + " " + stems[h/14%20] + tails[h/280%12]
}

func personPhone(i int) string {
	return fmt.Sprintf("79%09d", (uint64(i)*0x9E3779B97F4A7C15>>13)%1_000_000_000)
}

// addContacts writes people and what search reads of them.
func (c *crowd) addContacts(ctx context.Context, d *db.DB, n int) error {
	const chunk = 1000
	began := time.Now()
	for from := 0; from < n; from += chunk {
		var cards, entries []any
		for i := from; i < from+chunk; i++ {
			name, phone, who := personName(i), personPhone(i), c.users[i%len(c.users)]
			key := lang.Fold(name)
			cards = append(cards, c.account, i+1, name, key, who, "{}", 1, 1, 1_700_000_000+i, 1_700_000_000+i)
			entries = append(entries, c.account, "contact", i+1, who, key, fmt.Sprintf(" %s %s user%d mail ru", key, phone, i))
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO contacts (account_id, id, name, name_key, responsible_id, data, created_by, updated_by, created_at, updated_at)
				VALUES `+db.Values(chunk, 10), cards...)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `INSERT INTO search_entries (account_id, entity_kind, entity_id, responsible_id, name_key, text)
				VALUES `+db.Values(chunk, 6), entries...)
			return err
		})
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "  people: %v\n", time.Since(began).Round(time.Second))
	if d.Engine() == db.SQLite {
		if _, err := d.Exec(ctx, `INSERT INTO search_fts (search_fts) VALUES ('optimize')`); err != nil {
			return err
		}
	}
	return d.Write(ctx, func(tx *db.Tx) error { return db.SetLastID(ctx, tx, "contacts", int64(n)) })
}
