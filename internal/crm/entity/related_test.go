package entity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// sight is what somebody knows: which cards, and whether the city of cards.
type sight struct {
	sees func(*person) bool
}

func (s sight) any(list []*person, is func(*person) bool) bool {
	return slices.ContainsFunc(list, func(p *person) bool { return !p.deleted && s.sees(p) && is(p) })
}

func (s sight) of(p *person, is func(*person) bool) bool {
	return p.company != nil && s.any([]*person{p.company}, is)
}

func everyone(*person) bool { return true }

// related are filters over links, tasks and events, and what they mean, said once more in Go.
func (w *town) related(kind crm.Kind) map[string]func(*person, sight) bool {
	in := func(city string) func(*person) bool { return func(p *person) bool { return p.city == city } }
	cf := func(kind crm.Kind) string { return fmt.Sprintf("%s.cf.%d", kind, w.city[kind].ID) }
	week := env.DayStart(-7).Unix()
	task := func(p *person, is func(chore) bool) bool { return slices.ContainsFunc(p.tasks, is) }
	event := func(p *person, is func(happening) bool) bool { return slices.ContainsFunc(p.events, is) }
	out := map[string]func(*person, sight) bool{
		`{"field":"task","op":"has"}`:  func(p *person, _ sight) bool { return len(p.tasks) > 0 },
		`{"field":"task","op":"none"}`: func(p *person, _ sight) bool { return len(p.tasks) == 0 },
		`{"field":"task","op":"has","value":{"and":[{"field":"type","op":"in","value":[1,2]},{"field":"state","op":"eq","value":"open"}]}}`: func(p *person, _ sight) bool {
			return task(p, func(c chore) bool { return c.kind < 3 && !c.done })
		},
		`{"field":"task","op":"has","value":{"field":"state","op":"eq","value":"overdue"}}`: func(p *person, _ sight) bool {
			return task(p, func(c chore) bool { return !c.done && c.due < now.Unix() })
		},
		`{"field":"task","op":"has","value":{"and":[{"field":"responsible","op":"eq","value":2},{"field":"due_at","op":"between","value":["today-3","today+3"]}]}}`: func(p *person, _ sight) bool {
			return task(p, func(c chore) bool {
				return c.responsible == 2 && c.due >= env.DayStart(-3).Unix() && c.due < env.DayStart(4).Unix()
			})
		},
		`{"field":"task","op":"none","value":{"field":"completed_at","op":"gte","value":"today-5"}}`: func(p *person, _ sight) bool {
			return !task(p, func(c chore) bool { return c.done && c.due >= env.DayStart(-5).Unix() })
		},
		`{"field":"task","op":"has","value":{"field":"state","op":"ne","value":"completed"}}`: func(p *person, _ sight) bool {
			return task(p, func(c chore) bool { return !c.done })
		},
		`{"field":"event","op":"has","value":{"and":[{"field":"kind","op":"eq","value":"note_added"},{"field":"at","op":"gte","value":"today-7"}]}}`: func(p *person, _ sight) bool {
			return event(p, func(h happening) bool { return h.verb == "note_added" && h.at >= week })
		},
		`{"field":"event","op":"none","value":{"field":"at","op":"gte","value":"today-7"}}`: func(p *person, s sight) bool {
			return !event(p, func(h happening) bool { return h.at >= week && (h.field == 0 || w.tells(s)) })
		},
		`{"field":"event","op":"has","value":{"and":[{"field":"by","op":"in","value":[2,3]},{"field":"kind","op":"in","value":["created","task_completed"]}]}}`: func(p *person, _ sight) bool {
			return event(p, func(h happening) bool { return h.by > 1 && (h.verb == "created" || h.verb == "task_completed") })
		},
		`{"field":"event","op":"has","value":{"and":[{"field":"kind","op":"eq","value":"status_changed"},{"field":"status","op":"in","value":[11,12]}]}}`: func(p *person, _ sight) bool {
			return event(p, func(h happening) bool { return h.status == 11 || h.status == 12 })
		},
		`{"field":"event","op":"has","value":{"field":"kind","op":"nin","value":["created","note_added","field_changed"]}}`: func(p *person, _ sight) bool {
			return event(p, func(h happening) bool { return h.verb == "status_changed" || h.verb == "task_completed" })
		},
		`{"field":"event","op":"has","value":{"field":"by","op":"eq","value":3}}`: func(p *person, s sight) bool {
			return event(p, func(h happening) bool { return h.by == 3 && (h.field == 0 || w.tells(s)) })
		},
	}
	to := func(other crm.Kind, list func(*person) []*person) {
		name := string(other)
		out[`{"field":"`+name+`","op":"has"}`] = func(p *person, s sight) bool { return s.any(list(p), everyone) }
		out[`{"field":"`+name+`","op":"none"}`] = func(p *person, s sight) bool { return !s.any(list(p), everyone) }
		out[`{"field":"`+name+`.name","op":"contains","value":"ПЕТР"}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return strings.HasPrefix(o.name, "Пётр") })
		}
		out[`{"field":"`+name+`.responsible","op":"in","value":[1,2]}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return o.responsible < 3 })
		}
		out[`{"field":"`+name+`.responsible","op":"ne","value":1}`] = func(p *person, s sight) bool {
			return !s.any(list(p), func(o *person) bool { return o.responsible == 1 })
		}
		out[`{"field":"`+name+`.tags","op":"eq","value":"vip"}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return slices.Contains(o.tags, "vip") })
		}
		out[`{"field":"`+name+`.tags","op":"empty"}`] = func(p *person, s sight) bool {
			return !s.any(list(p), func(o *person) bool { return len(o.tags) > 0 })
		}
		out[`{"field":"`+name+`.created_at","op":"gte","value":"today-7"}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return o.createdAt >= week })
		}
		out[`{"field":"`+cf(other)+`","op":"eq","value":"казань"}`] = func(p *person, s sight) bool { return s.any(list(p), in("Казань")) }
		out[`{"field":"`+cf(other)+`","op":"filled"}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return o.city != "" })
		}
		out[`{"field":"`+cf(other)+`","op":"empty"}`] = func(p *person, s sight) bool {
			return !s.any(list(p), func(o *person) bool { return o.city != "" })
		}
		out[`{"field":"`+cf(other)+`","op":"starts","value":"пе"}`] = func(p *person, s sight) bool { return s.any(list(p), in("Пермь")) }
		out[`{"field":"`+name+`","op":"has","value":{"and":[{"field":"`+strings.TrimPrefix(cf(other), name+".")+`","op":"eq","value":"Тула"},{"field":"tags","op":"empty"}]}}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool { return o.city == "Тула" && len(o.tags) == 0 })
		}
		out[`{"field":"`+name+`","op":"has","value":{"field":"task","op":"has","value":{"field":"state","op":"eq","value":"overdue"}}}`] = func(p *person, s sight) bool {
			return s.any(list(p), func(o *person) bool {
				return task(o, func(c chore) bool { return !c.done && c.due < now.Unix() })
			})
		}
		out[`{"or":[{"field":"`+name+`.name","op":"starts","value":"rome"},{"field":"name","op":"starts","value":"rome"}]}`] = func(p *person, s sight) bool {
			return strings.HasPrefix(p.name, "Rome") || s.any(list(p), func(o *person) bool { return strings.HasPrefix(o.name, "Rome") })
		}
		out[`{"and":[{"not":{"field":"`+name+`.tags","op":"filled"}},{"field":"`+cf(other)+`","op":"in","value":["Тула","Пермь"]}]}`] = func(p *person, s sight) bool {
			return !s.any(list(p), func(o *person) bool { return len(o.tags) > 0 }) && s.any(list(p), func(o *person) bool { return o.city == "Тула" || o.city == "Пермь" })
		}
	}
	company := func(p *person) []*person {
		if p.company == nil {
			return nil
		}
		return []*person{p.company}
	}
	switch kind {
	case crm.Deal:
		to(crm.Contact, func(p *person) []*person { return p.contacts })
		to(crm.Company, company)
		vip := func(o *person) bool { return o.vip }
		out[fmt.Sprintf(`{"field":"contact.cf.%d","op":"eq","value":true}`, w.vip.ID)] = func(p *person, s sight) bool { return s.any(p.contacts, vip) }
		out[fmt.Sprintf(`{"field":"contact.cf.%d","op":"eq","value":false}`, w.vip.ID)] = func(p *person, s sight) bool {
			return s.any(p.contacts, func(o *person) bool { return !o.vip })
		}
	case crm.Contact:
		to(crm.Company, company)
		to(crm.Deal, func(p *person) []*person { return p.deals })
	case crm.Company:
		to(crm.Contact, func(p *person) []*person { return p.staff })
		to(crm.Deal, func(p *person) []*person { return p.deals })
	}
	if kind != crm.Deal {
		out[`{"field":"deal.status","op":"in","value":[11,12]}`] = func(p *person, s sight) bool {
			return s.any(p.deals, func(o *person) bool { return o.status == 11 || o.status == 12 })
		}
		out[`{"field":"deal.is_closed","op":"eq","value":false}`] = func(p *person, s sight) bool {
			return s.any(p.deals, func(o *person) bool { return !o.closed })
		}
		out[`{"field":"deal","op":"none","value":{"and":[{"field":"price","op":"gte","value":10000},{"field":"is_closed","op":"eq","value":false}]}}`] = func(p *person, s sight) bool {
			return !s.any(p.deals, func(o *person) bool { return o.price >= 10000 && !o.closed })
		}
	}
	return out
}

// tells reports whether events about the city are seen.
func (*town) tells(s sight) bool { return s.sees(&person{responsible: -1}) }

func (w *town) expect(kind crm.Kind, passes func(*person, sight) bool, s sight, sees func(*person) bool) []crm.ID {
	var ids []crm.ID
	for _, p := range w.cards[kind] {
		if !p.deleted && sees(p) && passes(p, s) {
			ids = append(ids, p.ref.ID)
		}
	}
	return ids
}

func (w *town) find(t *testing.T, lists *entity.Lists, s entity.Scope, text string) []crm.ID {
	t.Helper()
	filter, err := entity.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	page, err := lists.Page(context.Background(), w.db, s, entity.Query{Filter: filter, Sort: "id", Limit: 500})
	if err != nil {
		t.Fatalf("%s of %ss: %v", text, s.Kind, err)
	}
	total, err := lists.Count(context.Background(), w.db, s, filter, 500)
	if err != nil || total.Count != len(page.IDs) {
		t.Errorf("%s of %ss: %d counted, %d listed, %v", text, s.Kind, total.Count, len(page.IDs), err)
	}
	return page.IDs
}

// TestRelated: filters over linked cards, tasks and events mean what they say, whichever way a list is found, and only
// what the reader may see decides.
func TestRelated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		newTown(t, d, "stranger", 40, 2)
		w := newTown(t, d, "one", 120, 1)
		all := map[string]map[string]tenant.Scope{}
		own := map[string]map[string]tenant.Scope{}
		for _, kind := range crm.CardKinds {
			all[string(kind)] = map[string]tenant.Scope{"view": tenant.ScopeAll}
			own[string(kind)] = map[string]tenant.Scope{"view": tenant.ScopeGroup}
		}
		hidden := map[int64]tenant.FieldAccess{int64(w.city[crm.Deal].ID): tenant.FieldHidden, int64(w.city[crm.Contact].ID): tenant.FieldHidden,
			int64(w.city[crm.Company].ID): tenant.FieldHidden}
		narrow := tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Members: []tenant.UserID{2, 3}, Rights: tenant.Rights{Entities: own}}
		blind := tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Rights: tenant.Rights{Entities: all, Fields: hidden}}
		for name, c := range map[string]struct {
			who  tenant.Actor
			sees func(*person) bool
		}{
			"admin":  {w.who, everyone},
			"narrow": {narrow, func(p *person) bool { return p.responsible == 2 || p.responsible == 3 || p.responsible == -1 }},
			"blind":  {blind, func(p *person) bool { return p.responsible != -1 }},
		} {
			for way, tune := range ways {
				lists := entity.NewLists(nil)
				lists.Tune(tune[0], tune[1], tune[2], tune[3])
				for _, kind := range crm.CardKinds {
					scope := w.scope(t, c.who, kind)
					for text, passes := range w.related(kind) {
						if name == "blind" && strings.Contains(text, "cf.") {
							continue
						}
						want := w.expect(kind, passes, sight{c.sees}, c.sees)
						if got := w.find(t, lists, scope, text); !slices.Equal(got, want) {
							t.Errorf("%s, %s: %s of %ss:\n got %v\nwant %v", name, way, text, kind, got, want)
						}
					}
				}
			}
		}
	})
}

// TestRelatedRefused: what cannot be asked of what belongs to a card is named by its path.
func TestRelatedRefused(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	w, other := newTown(t, d, "one", 5, 1), newTown(t, d, "two", 5, 2)
	blind := tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Rights: tenant.Rights{
		Entities: map[string]map[string]tenant.Scope{"deal": {"view": tenant.ScopeAll}, "contact": {"view": tenant.ScopeAll}},
		Fields:   map[int64]tenant.FieldAccess{int64(w.city[crm.Contact].ID): tenant.FieldHidden, int64(w.city[crm.Deal].ID): tenant.FieldHidden},
	}}
	deep := func(n int) string {
		return strings.Repeat(`{"not":`, n) + `{"field":"contact","op":"has","value":{"not":{"field":"name","op":"eq","value":"x"}}}` + strings.Repeat(`}`, n)
	}
	wide := `{"field":"contact","op":"has","value":{"and":[` + strings.Repeat(`{"field":"name","op":"eq","value":"x"},`, 100) + `{"field":"name","op":"eq","value":"x"}]}}`
	for _, c := range []struct {
		who        tenant.Actor
		text, path string
	}{
		{w.who, `{"field":"contact.","op":"eq","value":1}`, "filter.field"},
		{w.who, `{"field":".name","op":"eq","value":1}`, "filter.field"},
		{w.who, `{"field":"contact.price","op":"eq","value":1}`, "filter.field"},
		{w.who, `{"field":"contact.company.name","op":"eq","value":"x"}`, "filter.field"},
		{w.who, `{"field":"contact.company","op":"has"}`, "filter.field"},
		{w.who, `{"field":"deal","op":"has"}`, "filter.field"},
		{w.who, `{"field":"contact.query","op":"contains","value":"x"}`, "filter.field"},
		{w.who, `{"field":"contact.deleted","op":"eq","value":true}`, "filter.field"},
		{w.who, `{"field":"task.type","op":"eq","value":1}`, "filter.field"},
		{w.who, `{"field":"task","op":"eq","value":1}`, "filter.op"},
		{w.who, `{"field":"contact.name","op":"gt","value":"x"}`, "filter.op"},
		{w.who, `{"field":"contact.name","op":"eq","value":5}`, "filter.value"},
		{w.who, `{"field":"contact","op":"has","value":5}`, "filter.value"},
		{w.who, `{"field":"contact","op":"has","value":[{"field":"name","op":"eq","value":"x"}]}`, "filter.value"},
		{w.who, `{"field":"contact","op":"has","value":{"and":[{"field":"name","op":"eq","value":"x"},{"field":"nope","op":"eq","value":1}]}}`, "filter.value.and.1.field"},
		{w.who, `{"field":"contact","op":"has","value":{"field":"name","op":"eq","value":"x","oops":1}}`, "filter.value.oops"},
		{w.who, `{"field":"task","op":"has","value":{"field":"cf.1","op":"filled"}}`, "filter.value.field"},
		{w.who, `{"field":"task","op":"has","value":{"field":"name","op":"eq","value":"x"}}`, "filter.value.field"},
		{w.who, `{"field":"task","op":"has","value":{"field":"state","op":"eq","value":"late"}}`, "filter.value.value"},
		{w.who, `{"field":"task","op":"has","value":{"field":"due_at","op":"gte","value":"soon"}}`, "filter.value.value"},
		{w.who, `{"field":"task","op":"has","value":{"field":"task","op":"has"}}`, "filter.value.field"},
		{w.who, `{"field":"event","op":"has","value":{"field":"kind","op":"eq","value":"contact.created"}}`, "filter.value.value"},
		{w.who, `{"field":"event","op":"has","value":{"field":"kind","op":"in","value":["created","'; DROP TABLE events"]}}`, "filter.value.value.1"},
		{w.who, `{"field":"event","op":"has","value":{"field":"by","op":"eq","value":"me"}}`, "filter.value.value"},
		{w.who, fmt.Sprintf(`{"field":"event","op":"has","value":{"field":"field","op":"eq","value":%d}}`, other.city[crm.Deal].ID), "filter.value.value"},
		{w.who, fmt.Sprintf(`{"field":"contact.cf.%d","op":"filled"}`, other.city[crm.Contact].ID), "filter.field"},
		{w.who, fmt.Sprintf(`{"field":"contact.cf.%d","op":"filled"}`, w.city[crm.Deal].ID), "filter.field"},
		{blind, fmt.Sprintf(`{"field":"contact.cf.%d","op":"filled"}`, w.city[crm.Contact].ID), "filter.field"},
		{blind, fmt.Sprintf(`{"field":"contact","op":"none","value":{"field":"cf.%d","op":"eq","value":"x"}}`, w.city[crm.Contact].ID), "filter.value.field"},
		{blind, fmt.Sprintf(`{"field":"event","op":"has","value":{"field":"field","op":"eq","value":%d}}`, w.city[crm.Deal].ID), "filter.value.value"},
		{w.who, deep(8), "filter.not.not.not.not.not.not.not.not.value.not"},
		{w.who, wide, "filter.value.and.98"},
	} {
		filter, err := entity.Parse([]byte(c.text))
		err = errs.At("filter", err)
		if err == nil {
			err = entity.NewLists(nil).Validate(w.scope(t, c.who, crm.Deal), filter)
		}
		if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != c.path {
			t.Errorf("%.120s: %v, want a problem at %s", c.text, err, c.path)
		}
	}
	if err := entity.NewLists(nil).Validate(w.scope(t, w.who, crm.Deal), parse(t, deep(7))); err != nil {
		t.Error("as deep as may be:", err)
	}
}

func parse(t *testing.T, text string) entity.Node {
	t.Helper()
	n, err := entity.Parse([]byte(text))
	if err != nil {
		t.Fatal(text, err)
	}
	return n
}

// TestHiddenLinksDoNotCount: a link to a card out of sight is as none, also for who asks for the link by id.
func TestHiddenLinksDoNotCount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newTown(t, d, "one", 60, 4)
		who := tenant.Actor{AccountID: w.who.AccountID, UserID: 2, Rights: tenant.Rights{Entities: map[string]map[string]tenant.Scope{
			"deal": {"view": tenant.ScopeAll}, "contact": {"view": tenant.ScopeOwn}, "company": {"view": tenant.ScopeNone}}}}
		scope := w.scope(t, who, crm.Deal)
		lists := entity.NewLists(nil)
		living := len(w.expect(crm.Deal, func(*person, sight) bool { return true }, sight{everyone}, everyone))
		var ids []int64
		for _, p := range w.cards[crm.Contact] {
			if p.responsible != 2 {
				ids = append(ids, int64(p.ref.ID))
			}
		}
		list, err := json.Marshal(ids)
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]int{
			`{"field":"company","op":"filled"}`: 0, `{"field":"company","op":"empty"}`: living, `{"field":"company","op":"has"}`: 0,
			`{"field":"company.name","op":"contains","value":"а"}`:                                         0,
			`{"field":"contact","op":"in","value":` + string(list) + `}`:                                   0,
			`{"field":"contact","op":"nin","value":` + string(list) + `}`:                                  living,
			`{"field":"contact","op":"has","value":{"field":"id","op":"in","value":` + string(list) + `}}`: 0,
		} {
			if got := w.find(t, lists, scope, text); len(got) != want {
				t.Errorf("%.80s: %d, want %d", text, len(got), want)
			}
		}
	})
}
