package v1_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant"
)

// rightsOf are rights of one scope with what has no scope.
func rightsOf(scope tenant.Scope, extra ...string) seed.UserOption {
	r := seed.ScopedRights(scope)
	r.Extra = map[string]bool{}
	for _, e := range extra {
		r.Extra[e] = true
	}
	return seed.Rights(r)
}

// hidden is a word in everything that is the administrator's.
const hidden = "Секретно"

// office is an account where the administrator and a colleague have the same things, each their own.
type office struct {
	*server
	admin, own *caller
	who        tenant.Actor
	ids        map[string]int64
}

func newOffice(t *testing.T, d *db.DB, rights seed.UserOption) *office {
	t.Helper()
	s := newServer(t, d)
	o := &office{server: s, who: s.scene.User(t, rights, seed.Named("Менеджер")), ids: map[string]int64{}}
	o.admin, o.own = s.as(s.scene.Admin), s.as(o.who)
	for name, c := range map[string]*caller{hidden: o.admin, "Своё": o.own} {
		for _, kind := range []string{"company", "contact", "deal"} {
			path := map[string]string{"company": "/companies", "contact": "/contacts", "deal": "/deals"}[kind]
			var made struct{ ID int64 }
			c.do("POST", path, fmt.Sprintf(`{"name":"Общее имя %s","tags":["%s"]}`, name, name)).want(201, &made)
			o.ids[kind+name] = made.ID
			var note struct{ ID int64 }
			c.do("POST", fmt.Sprintf("%s/%d/notes", path, made.ID), fmt.Sprintf(`{"text":"заметка %s"}`, name)).want(201, &note)
			o.ids["note of "+kind+name] = note.ID
			var task struct{ ID int64 }
			c.do("POST", "/tasks", fmt.Sprintf(`{"text":"дело %s","entity":{"kind":"%s","id":%d}}`, name, kind, made.ID)).want(201, &task)
			o.ids["task of "+kind+name] = task.ID
		}
	}
	var free struct{ ID int64 }
	o.admin.do("POST", "/tasks", `{"text":"своё дело `+hidden+`"}`).want(201, &free)
	o.ids["free task"+hidden] = free.ID
	s.scene.Drain(t)
	return o
}

// Somebody who may see their own cards only sees nothing of others', by whatever way they ask.
func TestOwnOnly_reads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, rightsOf(tenant.ScopeOwn, "events", "import"))
		number := o.scene.Field(t, crm.Deal, "number", "Площадь").ID
		deal, status := o.ids["deal"+hidden], o.scene.Pipeline.Statuses[0].ID
		for _, path := range []string{
			"/deals", "/deals?sort=name", "/deals?sort=-price", fmt.Sprintf("/deals?sort=cf.%d", number), "/contacts", "/companies", "/deals/board",
			fmt.Sprintf("/deals/board/columns/%d", status), fmt.Sprintf("/deals/board/cards?ids=%d,%d", deal, o.ids["dealСвоё"]),
			`/deals?filter=` + url.QueryEscape(fmt.Sprintf(`{"field":"id","op":"in","value":[%d]}`, deal)),
			`/deals?filter=` + url.QueryEscape(`{"field":"query","op":"contains","value":"общее имя"}`),
			`/deals?filter=` + url.QueryEscape(`{"or":[{"field":"price","op":"gte","value":0},{"field":"name","op":"contains","value":"общее"}]}`),
			`/deals?filter=` + url.QueryEscape(`{"not":{"field":"price","op":"gte","value":1}}`),
			`/contacts?filter=` + url.QueryEscape(fmt.Sprintf(`{"field":"responsible","op":"eq","value":%d}`, o.scene.Admin.UserID)),
			`/companies?filter=` + url.QueryEscape(`{"field":"tags","op":"eq","value":"`+hidden+`"}`),
			"/search?q=" + url.QueryEscape("общее имя"), "/search?q=" + url.QueryEscape(hidden), fmt.Sprintf("/search?q=%d", deal),
			"/search?kinds=deal,contact&q=" + url.QueryEscape("имя"),
			"/duplicates?kind=contact&name=" + url.QueryEscape("Общее имя "+hidden), "/duplicates?kind=deal&name=" + url.QueryEscape("Общее имя "+hidden),
			"/events", "/events?kind=deal", fmt.Sprintf("/events?kind=deal&entity_id=%d", deal),
			fmt.Sprintf("/events?actor_id=%d", o.scene.Admin.UserID), "/events?kinds=deal.created,task_added,contact.note_added",
			"/tasks", "/tasks?kind=deal", fmt.Sprintf("/tasks?responsible_id=%d", o.scene.Admin.UserID), "/imports", "/exports", "/sign-ins",
			fmt.Sprintf("/deals/%d/feed", o.ids["dealСвоё"]),
		} {
			a := o.own.do("GET", path, nil).want(200, nil)
			if strings.Contains(a.Body, hidden) {
				t.Errorf("%s shows the cards of others: %.400s", path, a.Body)
			}
		}
		for path, want := range map[string]int{"/deals": 1, "/contacts": 1, "/companies": 1, "/tasks": 3, "/search?q=" + url.QueryEscape("общее имя"): 3} {
			var page v1.Items[map[string]any]
			if o.own.do("GET", path, nil).want(200, &page); len(page.Items) != want {
				t.Errorf("%s: %d things, want %d of one's own: %v", path, len(page.Items), want, page.Items)
			}
		}
		var total v1.Total
		for _, path := range []string{"/deals/count", "/contacts/count", "/companies/count"} {
			if o.own.do("GET", path, nil).want(200, &total); total.Count != 1 {
				t.Errorf("%s: %+v", path, total)
			}
		}
		var board v1.BoardView
		if o.own.do("GET", "/deals/board/counts", nil).want(200, &board); board.Count != 1 {
			t.Errorf("%+v", board)
		}
		o.missing(t)
	})
}

// missing asks for single things of others.
func (o *office) missing(t *testing.T) {
	t.Helper()
	for _, kind := range []string{"deal", "contact", "company"} {
		id := o.ids[kind+hidden]
		path := map[string]string{"company": "/companies", "contact": "/contacts", "deal": "/deals"}[kind]
		for _, ask := range [][3]string{
			{"GET", "%d", ""}, {"GET", "%d/feed", ""}, {"POST", "%d/notes", `{"text":"x"}`}, {"PATCH", "%d", `{"name":"x"}`},
			{"DELETE", "%d", ""}, {"POST", "%d/restore", ""},
		} {
			o.own.do(ask[0], path+"/"+fmt.Sprintf(ask[1], id), ask[2]).refused(http.StatusNotFound)
		}
		note, task := o.ids["note of "+kind+hidden], o.ids["task of "+kind+hidden]
		o.own.do("PATCH", fmt.Sprintf("/notes/%d", note), `{"text":"x"}`).refused(404)
		o.own.do("DELETE", fmt.Sprintf("/notes/%d", note), nil).refused(404)
		o.own.do("PUT", fmt.Sprintf("/notes/%d/pin", note), `{"is_pinned":true}`).refused(404)
		o.own.do("GET", fmt.Sprintf("/tasks/%d", task), nil).refused(404)
		o.own.do("POST", fmt.Sprintf("/tasks/%d/complete", task), `{}`).refused(404)
		o.own.do("GET", fmt.Sprintf("/tasks?kind=%s&entity_id=%d", kind, id), nil).refused(404)
		o.own.do("GET", fmt.Sprintf("/rule-runs?kind=%s&entity_id=%d", kind, id), nil).refused(404)
		o.own.do("POST", "/tasks", fmt.Sprintf(`{"text":"x","entity":{"kind":"%s","id":%d}}`, kind, id)).refused(404)
	}
	mine := o.ids["dealСвоё"]
	o.own.do("PUT", fmt.Sprintf("/deals/%d/contacts/%d", mine, o.ids["contact"+hidden]), `{}`).refused(422, "contact_id")
	o.own.do("PATCH", fmt.Sprintf("/deals/%d", mine), fmt.Sprintf(`{"company_id":%d}`, o.ids["company"+hidden])).refused(422, "company_id")
	o.own.do("POST", "/deals", fmt.Sprintf(`{"name":"x","contacts":[{"id":%d}]}`, o.ids["contact"+hidden])).refused(422, "contacts.0.id")
	o.own.do("POST", "/deals", fmt.Sprintf(`{"name":"x","responsible_id":%d}`, o.scene.Admin.UserID)).refused(403)
	o.own.do("POST", fmt.Sprintf("/deals/%d/move", o.ids["deal"+hidden]), fmt.Sprintf(`{"status_id":%d}`, o.scene.Pipeline.Statuses[1].ID)).refused(404)
}

// What is given away is seen no more, and an export holds what the right to export reaches.
func TestOwnOnly_givesAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, rightsOf(tenant.ScopeOwn))
		var export v1.ExportView
		o.own.do("POST", "/exports", `{"kind":"deal","format":"csv"}`).want(202, &export)
		o.drain()
		file := o.own.do("GET", fmt.Sprintf("/exports/%d/file", export.ID), nil).want(200, nil)
		if strings.Contains(file.Body, hidden) || !strings.Contains(file.Body, "Общее имя Своё") {
			t.Errorf("the export holds %s", file.Body)
		}
		mine := fmt.Sprintf("/deals/%d", o.ids["dealСвоё"])
		o.own.do("PATCH", mine, fmt.Sprintf(`{"responsible_id":%d}`, o.scene.Admin.UserID)).want(200, nil)
		o.own.do("GET", mine, nil).refused(404)
		o.own.do("PATCH", mine, `{"name":"обратно"}`).refused(404)
		for _, path := range []string{"/deals", "/deals/board", "/search?kinds=deal&q=" + url.QueryEscape("общее имя")} {
			if a := o.own.do("GET", path, nil).want(200, nil); strings.Contains(a.Body, "Общее имя") {
				t.Errorf("%s still shows it: %s", path, a.Body)
			}
		}
		o.own.do("GET", "/events", nil).refused(403)
		o.own.do("GET", "/roles", nil).refused(403)
	})
}

// Rights follow the group at once: the next request knows.
func TestGroupScope_follows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, rightsOf(tenant.ScopeGroup, "events"))
		var sales, rest v1.GroupView
		o.admin.do("POST", "/groups", `{"name":"Продажи"}`).want(201, &sales)
		o.admin.do("POST", "/groups", `{"name":"Прочие"}`).want(201, &rest)
		boss := fmt.Sprintf("/users/%d", o.scene.Admin.UserID)
		me := fmt.Sprintf("/users/%d", o.who.UserID)
		deal := fmt.Sprintf("/deals/%d", o.ids["deal"+hidden])
		seen := func(want bool) {
			t.Helper()
			status := map[bool]int{true: 200, false: 404}[want]
			o.own.do("GET", deal, nil).want(status, nil)
			for _, path := range []string{"/deals", "/deals/board", "/search?q=" + url.QueryEscape("общее имя"), "/events?kind=deal", "/tasks"} {
				if a := o.own.do("GET", path, nil).want(200, nil); strings.Contains(a.Body, hidden) != want {
					t.Errorf("%s: %v, want %v", path, !want, want)
				}
			}
		}
		seen(false)
		o.admin.do("PATCH", boss, fmt.Sprintf(`{"group_id":%d}`, sales.ID)).want(200, nil)
		seen(false)
		o.admin.do("PATCH", me, fmt.Sprintf(`{"group_id":%d}`, sales.ID)).want(200, nil)
		seen(true)
		o.admin.do("PATCH", me, fmt.Sprintf(`{"group_id":%d}`, rest.ID)).want(200, nil)
		seen(false)
		o.admin.do("PATCH", fmt.Sprintf("/groups/%d", sales.ID), fmt.Sprintf(`{"head_id":%d}`, o.who.UserID)).want(200, nil)
		seen(true)
		o.admin.do("DELETE", fmt.Sprintf("/groups/%d", sales.ID), nil).want(204, nil)
		seen(false)
	})
}

// The list of events, by right and by filter.
func TestEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, rightsOf(tenant.ScopeOwn))
		blind := o.as(o.scene.User(t, rightsOf(tenant.ScopeNone, "events")))
		var page v1.EventPage
		if blind.do("GET", "/events", nil).want(200, &page); len(page.Items) != 0 {
			t.Errorf("without a right to any card: %+v", page.Items)
		}
		o.admin.do("POST", "/loss-reasons", `{"name":"Дорого"}`).want(201, nil)
		var all []int64
		for before := int64(0); ; before = page.Next {
			page = v1.EventPage{}
			o.admin.do("GET", fmt.Sprintf("/events?limit=3&before=%d", before), nil).want(200, &page)
			for _, e := range page.Items {
				all = append(all, e.ID)
			}
			if page.Next == 0 {
				break
			}
		}
		if len(all) < 12 || !slices.IsSortedFunc(all, func(a, b int64) int { return int(b - a) }) || len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("pages: %v", all)
		}
		page = v1.EventPage{}
		o.admin.do("GET", "/events?limit=1", nil).want(200, &page)
		if e := page.Items[0]; e.Kind != "loss_reason.changed" || e.Entity.Kind != "loss_reason" || e.Actor.Name == "" {
			t.Errorf("%+v", e)
		}
		id := o.ids["deal"+hidden]
		o.admin.do("GET", fmt.Sprintf("/events?kind=deal&entity_id=%d&kinds=deal.note_added", id), nil).want(200, &page)
		if len(page.Items) != 1 || page.Items[0].Entity.Name != "Общее имя "+hidden || page.Items[0].Note == nil {
			t.Errorf("%+v", page.Items)
		}
		for query, path := range map[string]string{"entity_id=5": "entity_id", "limit=0": "limit", "limit=201": "limit", "before=-1": "before", "actor_id=x": "actor_id"} {
			o.admin.do("GET", "/events?"+query, nil).refused(422, path)
		}
		for _, query := range []string{"from=9000000000000", "to=1", "kinds=nothing", "kind=spaceship", "actor_id=9000000000000", "before=1"} {
			page = v1.EventPage{}
			if o.admin.do("GET", "/events?"+query, nil).want(200, &page); len(page.Items) != 0 || page.Next != 0 {
				t.Errorf("%s: %+v", query, page)
			}
		}
	})
}

// Search and duplicates over HTTP: input, kinds, what a hit tells.
func TestSearchAndDuplicates(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newOffice(t, d, rightsOf(tenant.ScopeOwn))
		blind := o.as(o.scene.User(t, rightsOf(tenant.ScopeNone)))
		o.admin.do("POST", "/contacts", `{"name":"Семён О'Нил","phone":"8 916 123-45-67","email":"s@example.test"}`).want(201, nil)
		o.scene.Drain(t)
		var hits v1.Items[v1.HitView]
		o.admin.do("GET", "/search?kinds=contact,company&limit=5&q="+url.QueryEscape("семен"), nil).want(200, &hits)
		if len(hits.Items) != 1 || hits.Items[0].Kind != "contact" || hits.Items[0].Detail == "" || hits.Items[0].StatusID != nil {
			t.Errorf("%+v", hits.Items)
		}
		for _, path := range []string{"/search?q=" + url.QueryEscape("семен"), "/search?q=" + url.QueryEscape("общее имя"), "/duplicates?kind=contact&phone=89161234567"} {
			var none v1.Items[map[string]any]
			if blind.do("GET", path, nil).want(200, &none); len(none.Items) != 0 {
				t.Errorf("%s without a right to view: %v", path, none.Items)
			}
		}
		var same v1.Items[v1.DuplicateView]
		o.admin.do("GET", "/duplicates?kind=contact&phone=%2B7(916)1234567&email=S@example.test&name="+url.QueryEscape("общее имя "+hidden), nil).want(200, &same)
		if len(same.Items) != 2 || same.Items[0].By != "phone" || same.Items[1].By != "name" {
			t.Errorf("%+v", same.Items)
		}
		o.admin.do("GET", "/search", nil).refused(422, "q")
		o.admin.do("GET", "/search?q=x&kinds=task", nil).refused(422, "kinds")
		o.admin.do("GET", "/search?q=x&limit=51", nil).refused(422, "limit")
		o.admin.do("GET", "/duplicates?kind=task&name=x", nil).refused(422, "kind")
		o.admin.do("GET", "/duplicates?kind=contact"+"&phone="+strings.Repeat("1,", 60), nil).refused(422)
		o.admin.do("GET", "/search?q="+strings.Repeat("a", 100_000), nil).want(200, nil)
	})
}
