package v1_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/seed"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// camp is an account that has one of everything. The names of all its things hold a word of its own.
type camp struct {
	*caller
	word string
	ids  map[string]int64
}

// settle fills the scene's account over HTTP.
func settle(t testing.TB, s *server, scene *seed.Scene, word string) *camp {
	t.Helper()
	c := &camp{caller: s.as(scene.Admin), word: word, ids: map[string]int64{"account": int64(scene.Admin.AccountID), "admin": int64(scene.Admin.UserID)}}
	st := scene.Pipeline.Statuses
	c.ids["pipeline"], c.ids["status"], c.ids["next_status"] = int64(scene.Pipeline.ID), int64(st[0].ID), int64(st[1].ID)
	c.ids["lost"] = int64(st[len(st)-1].ID)
	c.people(t, s)
	c.settings()
	c.cards()
	c.work(t, s)
	c.told(t, s)
	return c
}

// make posts a body in which {name} is an id, ~ the word, and keeps the id of what was made.
func (c *camp) make(name, path, body string) {
	c.t.Helper()
	var made struct {
		ID int64 `json:"id"`
	}
	a := c.do("POST", c.fill(path), c.fill(body))
	if a.Status != 201 && a.Status != 202 {
		c.t.Fatalf("make %s: %d %s", name, a.Status, a.Body)
	}
	if err := json.Unmarshal([]byte(a.Body), &made); err != nil || made.ID == 0 {
		c.t.Fatalf("make %s: %s", name, a.Body)
	}
	c.ids[name] = made.ID
}

func (c *camp) fill(text string) string {
	for name, id := range c.ids {
		text = strings.ReplaceAll(text, "{"+name+"}", fmt.Sprint(id))
	}
	return strings.ReplaceAll(text, "~", c.word)
}

func (c *camp) accountID() tenant.AccountID { return tenant.AccountID(c.ids["account"]) }

func (c *camp) people(t testing.TB, s *server) {
	t.Helper()
	c.make("group", "/groups", `{"name":"Отдел ~"}`)
	c.make("role", "/roles", `{"name":"Роль ~","rights":{"entities":{"deal":{"view":"own"}}}}`)
	c.make("spare_role", "/roles", `{"name":"Вторая ~","rights":{"entities":{}}}`)
	colleague := seed.User(t, s.deps.DB, c.accountID(), seed.Named("Коллега "+c.word))
	c.ids["user"] = int64(colleague.UserID)
	c.make("invited", "/users", `{"name":"Гость ~","email":"guest-{account}@example.test","role_id":{role},"group_id":{group}}`)
	in, err := s.deps.Users.Begin(t.Context(), c.accountID(), colleague.UserID, user.Client{IP: "192.0.2.1", UserAgent: "Браузер " + c.word})
	if err != nil {
		t.Fatal(err)
	}
	c.ids["session"] = in.SessionID
	token, _, err := s.deps.Users.CreateToken(t.Context(), colleague, "Ключ "+c.word, 5)
	if err != nil {
		t.Fatal(err)
	}
	c.ids["token"] = token.ID
}

func (c *camp) settings() {
	c.make("spare_pipeline", "/pipelines", `{"name":"Воронка ~","statuses":[{"name":"Этап ~"}]}`)
	c.make("field_group", "/field-groups", `{"kind":"deal","name":"Вкладка ~"}`)
	c.make("field", "/fields", `{"kind":"deal","type":"text","name":"Поле ~","group_id":{field_group}}`)
	c.make("contact_field", "/fields", `{"kind":"contact","type":"text","name":"Поле человека ~"}`)
	c.make("company_field", "/fields", `{"kind":"company","type":"text","name":"Поле компании ~"}`)
	c.make("list", "/fields", `{"kind":"deal","type":"list","name":"Список ~","options":["Вариант ~"]}`)
	c.make("option", "/fields/{list}/options", `{"name":"Ещё ~"}`)
	c.make("loss_reason", "/loss-reasons", `{"name":"Причина ~"}`)
	c.make("task_type", "/task-types", `{"name":"Дело ~"}`)
}

func (c *camp) cards() {
	c.make("company", "/companies", `{"name":"Компания ~","tags":["метка ~"]}`)
	c.make("contact", "/contacts", `{"name":"Человек ~","phone":"+7916000000{account}","email":"person-{account}@example.test","company_id":{company}}`)
	c.make("stray", "/contacts", `{"name":"Другой ~"}`)
	c.make("double", "/contacts", `{"name":"Двойник ~"}`)
	c.make("gone", "/contacts", `{"name":"Ушедший ~"}`)
	c.make("merge", "/merges", `{"kind":"contact","into":{double},"from":[{gone}]}`)
	c.make("deal", "/deals", `{"name":"Сделка ~","price":777,"fields":{"{field}":"тайна ~"},"tags":["метка ~"],"company":{"id":{company}},"contacts":[{"id":{contact}}]}`)
	c.make("note", "/deals/{deal}/notes", `{"text":"Заметка ~"}`)
	c.make("task", "/tasks", `{"text":"Позвонить ~","entity":{"kind":"deal","id":{deal}},"type_id":{task_type}}`)
	c.make("free_task", "/tasks", `{"text":"Своё дело ~"}`)
}

func (c *camp) work(t testing.TB, s *server) {
	t.Helper()
	c.make("webhook", "/webhooks", `{"name":"Адрес ~","url":"https://example.com/{account}","kinds":["deal.*"]}`)
	c.make("delivery", "/webhooks/{webhook}/test", "")
	c.make("rule", "/rules", `{"name":"Правило ~","entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"Привет ~"}}`)
	var run int64
	err := s.deps.DB.Write(t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(t.Context(), `
			INSERT INTO trigger_runs (account_id, trigger_id, event_id, entity_kind, entity_id, state, created_at, finished_at)
			VALUES ($1, $2, 1, 'deal', $3, 'failed', $4, $5)
			RETURNING id`, c.ids["account"], c.ids["rule"], c.ids["deal"], tx.Unix(), tx.Unix()).Scan(&run)
	})
	if err != nil {
		t.Fatal(err)
	}
	c.ids["run"] = run
	var up struct {
		ID int64 `json:"id"`
	}
	c.upload("list-"+c.word+".csv", strings.NewReader("Имя;Телефон\nИван "+c.word+";+79161112233\n")).want(201, &up)
	c.ids["import"] = up.ID
	c.make("template", "/import-templates", fmt.Sprintf(`{"name":"%s","import_id":%d}`, c.word, up.ID))
	c.make("view", "/views", `{"kind":"deal","name":"Вид ~","filter":{"field":"price","op":"gte","value":1},"is_shared":true}`)
	c.make("bulk", "/bulk", `{"kind":"deal","action":"tags","params":{"add_tags":["Тег ~"]},"ids":[{deal}]}`)
	c.make("export", "/exports", `{"kind":"deal","format":"csv"}`)
	var stored struct {
		ID        int64 `json:"id"`
		VersionID int64 `json:"version_id"`
	}
	c.uploadTo(c.fill("/files?kind=deal&entity_id={deal}"), "файл-"+c.word+".txt", strings.NewReader("тайна "+c.word)).want(201, &stored)
	c.ids["file"], c.ids["version"] = stored.ID, stored.VersionID
	c.make("file_link", "/files/{file}/links", `{}`)
	s.drain()
	s.scene.Drain(t)
}

// told makes a notice and a browser that takes pushes.
func (c *camp) told(t testing.TB, s *server) {
	t.Helper()
	var notice, subscription int64
	err := s.deps.DB.Write(t.Context(), func(tx *db.Tx) error {
		err := tx.QueryRow(t.Context(), `
			INSERT INTO notices (account_id, user_id, source, kind, tab, params, created_at)
			VALUES ($1, $2, 'event:1', 'stopped', 'system', $3, $4)
			RETURNING id`, c.ids["account"], c.ids["admin"], `{"name":"Адрес `+c.word+`"}`, tx.Unix()).Scan(&notice)
		if err != nil {
			return err
		}
		return tx.QueryRow(t.Context(), `
			INSERT INTO push_subscriptions (account_id, user_id, session_id, endpoint, endpoint_hash, keys, user_agent, created_at)
			VALUES ($1, $2, 1, 'push.example.com', 'x', 'x', $3, $4)
			RETURNING id`, c.ids["account"], c.ids["admin"], "Браузер "+c.word, tx.Unix()).Scan(&subscription)
	})
	if err != nil {
		t.Fatal(err)
	}
	c.ids["notice"], c.ids["subscription"] = notice, subscription
}

// dump is every row of an account, of every table that has rows of accounts.
func dump(t testing.TB, d *db.DB, account int64) map[string]string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	out := map[string]string{}
	for _, table := range tables(t, d) {
		row := "CAST(t.* AS TEXT)"
		if d.Engine() == db.SQLite {
			columns, err := db.Column[string](ctx, d, `SELECT 'quote('||name||')' FROM pragma_table_info('`+table+`')`)
			if err != nil {
				t.Fatal(err)
			}
			row = strings.Join(columns, "||' '||")
		}
		rows, err := db.Column[string](ctx, d, `SELECT `+row+` FROM `+table+` t WHERE account_id = $1 ORDER BY 1`, account)
		if err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		out[table] = strings.Join(rows, "\n")
	}
	return out
}

func tables(t testing.TB, d *db.DB) []string {
	t.Helper()
	query := `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'account_id'`
	if d.Engine() == db.Postgres {
		query = `SELECT CAST(table_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'`
	}
	all, err := db.Column[string](t.Context(), d, query)
	if err != nil || len(all) < 30 {
		t.Fatal(all, err)
	}
	return all
}
