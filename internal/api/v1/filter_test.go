package v1_test

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/kit/db"
	"voronka/internal/kit/job"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// TestFilterEverywhere: filters over linked cards, tasks and events are taken wherever a filter is: by lists, counts, the
// board, views, exports, rules and changes of many cards.
func TestFilterEverywhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		c := s.as(s.scene.Admin)
		var made struct{ ID int64 }
		c.do("POST", "/fields", `{"kind":"contact","type":"text","name":"Город"}`).want(201, &made)
		city := made.ID
		person := func(town string) int64 {
			c.do("POST", "/contacts", fmt.Sprintf(`{"name":"Человек","fields":{"%d":["%s"]}}`, city, town)).want(201, &made)
			return made.ID
		}
		kazan, perm := person("Казань"), person("Пермь")
		deal := func(name string, price, contact int64) int64 {
			c.do("POST", "/deals", fmt.Sprintf(`{"name":"%s","price":%d,"contacts":[{"id":%d}]}`, name, price, contact)).want(201, &made)
			return made.ID
		}
		dear, cheap, idle := deal("Дорогая", 20_000_000, kazan), deal("Дешёвая", 100, kazan), deal("Тихая", 100, perm)
		due := d.Now().Unix() + 3600
		for _, id := range []int64{dear, cheap} {
			c.do("POST", "/tasks", fmt.Sprintf(`{"entity":{"kind":"deal","id":%d},"text":"x","due_at":%d}`, id, due)).want(201, nil)
		}
		c.do("POST", fmt.Sprintf("/deals/%d/notes", idle), `{"text":"x"}`).want(201, nil)
		s.drain()
		filter := fmt.Sprintf(`{"or":[{"and":[{"field":"price","op":"gt","value":10000000},{"field":"contact.cf.%d","op":"eq","value":"казань"}]},`+
			`{"and":[{"field":"task","op":"none","value":{"field":"state","op":"eq","value":"open"}},`+
			`{"field":"event","op":"has","value":{"and":[{"field":"kind","op":"in","value":["note_added"]},{"field":"at","op":"gte","value":"today-7"}]}}]}]}`, city)
		query := "?filter=" + url.QueryEscape(filter)

		list := read[v1.Items[struct{ Name string }]](t, c.do("GET", "/deals"+query+"&sort=name", nil), 200)
		if len(list.Items) != 2 || list.Items[0].Name != "Дорогая" || list.Items[1].Name != "Тихая" {
			t.Errorf("the list: %+v", list.Items)
		}
		var total struct{ Count int }
		c.do("GET", "/deals/count"+query, nil).want(200, &total)
		if total.Count != 2 {
			t.Errorf("counted %d", total.Count)
		}
		c.do("GET", "/deals/board"+query, nil).want(200, &total)
		if total.Count != 2 {
			t.Errorf("on the board %d", total.Count)
		}
		c.do("POST", "/views", `{"kind":"deal","name":"Две стороны","filter":`+filter+`}`).want(201, &made)
		counts := c.do("GET", "/views/counts?kind=deal", nil).want(200, nil).Body
		if !strings.Contains(counts, fmt.Sprintf(`"view":"%d","count":2`, made.ID)) {
			t.Errorf("the count of the view: %s", counts)
		}
		c.do("POST", "/rules", `{"entity_kind":"deal","moment":"created","name":"x","condition":`+filter+`,"action":"add_note","params":{"text":"y"}}`).want(201, nil)

		c.do("POST", "/exports", `{"kind":"deal","format":"csv","filter":`+filter+`}`).want(202, &made)
		s.drain()
		file := c.do("GET", fmt.Sprintf("/exports/%d/file", made.ID), nil).want(200, nil).Body
		if !strings.Contains(file, "Дорогая") || !strings.Contains(file, "Тихая") || strings.Contains(file, "Дешёвая") {
			t.Errorf("the export: %s", file)
		}
		c.do("POST", "/bulk", `{"kind":"deal","action":"tags","params":{"add_tags":["найдены"]},"filter":`+filter+`}`).want(201, &made)
		runner := job.NewRunner(d, slog.New(slog.DiscardHandler))
		for _, k := range s.deps.Bulks.JobKinds() {
			runner.Add(k)
		}
		if err := runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		tagged := read[v1.Items[struct{ Name string }]](t, c.do("GET", "/deals?sort=name&filter="+url.QueryEscape(`{"field":"tags","op":"eq","value":"найдены"}`), nil), 200)
		if len(tagged.Items) != 2 || tagged.Items[0].Name != "Дорогая" {
			t.Errorf("changed: %+v, %s", tagged.Items, c.do("GET", fmt.Sprintf("/bulk/%d", made.ID), nil).Body)
		}

		// A stranger to the contacts finds nothing by them, nor whether there are any.
		who := s.scene.User(t, seed.Rights(tenant.Rights{Entities: map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeAll}}}))
		u := s.as(who)
		for text, want := range map[string]int{
			fmt.Sprintf(`{"field":"contact.cf.%d","op":"filled"}`, city): 0, `{"field":"contact","op":"has"}`: 0, `{"field":"contact","op":"none"}`: 3,
			`{"field":"contact.name","op":"contains","value":"чел"}`: 0,
		} {
			u.do("GET", "/deals/count?filter="+url.QueryEscape(text), nil).want(200, &total)
			if total.Count != want {
				t.Errorf("%s: %d, want %d", text, total.Count, want)
			}
		}
		bad := `{"and":[{"field":"name","op":"filled"},{"field":"task","op":"has","value":{"or":[{"field":"type","op":"in","value":["x"]},{}]}}]}`
		for _, body := range []string{`{"kind":"deal","name":"x","filter":`, `{"kind":"deal","format":"csv","filter":`, `{"kind":"deal","action":"delete","filter":`} {
			path := map[byte]string{'n': "/views", 'f': "/exports", 'a': "/bulk"}[body[16]]
			if a := c.do("POST", path, body+strings.Replace(bad, `"name","op":"filled"`, `"tags","op":"filled"`, 1)+`}`); a.Status != 422 {
				t.Errorf("%s took rubbish: %d %s", path, a.Status, a.Body)
			}
		}
		c.do("GET", "/deals?filter="+url.QueryEscape(`{"field":"task","op":"has","value":{"field":"type","op":"in","value":["x"]}}`), nil).refused(422, "filter.value.value.0")
		c.do("GET", "/deals?filter="+url.QueryEscape(`{"field":"event","op":"has","value":{"field":"kind","op":"eq","value":"boom"}}`), nil).refused(422, "filter.value.value")
	})
}
