package entity_test

import (
	"fmt"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/lang"
)

// cases are filters and what they mean, said once more in Go.
func (w *world) cases() map[string]func(deal) bool {
	cf := func(typ string) string { return fmt.Sprintf("cf.%d", w.byType[typ].ID) }
	values := func(d deal, typ string) []any { return d.Data[w.byType[typ].ID] }
	text := func(d deal, typ string) string {
		return lang.Fold(w.byType[typ].ToText(values(d, typ), env))
	}
	number := func(d deal, typ string) (float64, bool) {
		numbers, _ := w.byType[typ].Index(values(d, typ))
		if len(numbers) == 0 {
			return 0, false
		}
		return numbers[0], true
	}
	option := func(typ string, i int) int64 { return int64(w.byType[typ].Options[i].ID) }
	day := func(s string) float64 {
		o, err := w.byType["date"].Def().Operand(w.byType["date"], s, env)
		if err != nil {
			panic(err)
		}
		return o.Low
	}
	return map[string]func(deal) bool{
		`{}`: func(deal) bool { return true },
		`{"field":"` + cf("monetary") + `","op":"between","value":[2000,400000]}`: func(d deal) bool { n, ok := number(d, "monetary"); return ok && n >= 2000 && n <= 400000 },
		`{"field":"` + cf("monetary") + `","op":"eq","value":300000}`:             func(d deal) bool { n, ok := number(d, "monetary"); return ok && n == 300000 },
		`{"field":"` + cf("monetary") + `","op":"empty"}`:                         func(d deal) bool { return len(values(d, "monetary")) == 0 },
		`{"field":"` + cf("formula") + `","op":"gt","value":3}`:                   func(d deal) bool { n, ok := number(d, "formula"); return ok && n > 3 },
		`{"field":"` + cf("formula") + `","op":"eq","value":1}`:                   func(d deal) bool { n, ok := number(d, "formula"); return ok && n == 1 },
		`{"field":"` + cf("link") + `","op":"eq","value":"contact:101"}`:          func(d deal) bool { return leads(values(d, "link"), "contact", 101) },
		`{"field":"` + cf("link") + `","op":"nin","value":["user:2","contact:100"]}`: func(d deal) bool {
			return !leads(values(d, "link"), "user", 2) && !leads(values(d, "link"), "contact", 100)
		},
		`{"field":"` + cf("link") + `","op":"filled"}`:                                    func(d deal) bool { return len(values(d, "link")) > 0 },
		`{"field":"` + cf("legal_entity") + `","op":"eq","value":"7707083893"}`:           func(d deal) bool { return len(values(d, "legal_entity")) > 0 },
		`{"field":"` + cf("legal_entity") + `","op":"contains","value":"УЮТ"}`:            func(d deal) bool { return strings.Contains(text(d, "legal_entity"), "уют") },
		`{"field":"` + cf("tracking_data") + `","op":"eq","value":"rome"}`:                func(d deal) bool { return text(d, "tracking_data") == "rome" },
		`{"field":"price","op":"gte","value":10000}`:                                      func(d deal) bool { return d.price >= 10000 },
		`{"field":"price","op":"gt","value":10000}`:                                       func(d deal) bool { return d.price > 10000 },
		`{"field":"price","op":"between","value":[3000,5000]}`:                            func(d deal) bool { return d.price >= 3000 && d.price <= 5000 },
		`{"field":"price","op":"nin","value":[1000,2000]}`:                                func(d deal) bool { return d.price != 1000 && d.price != 2000 },
		`{"field":"responsible","op":"eq","value":2}`:                                     func(d deal) bool { return d.ResponsibleID == 2 },
		`{"field":"status","op":"in","value":[10,11]}`:                                    func(d deal) bool { return d.status < 12 },
		`{"field":"is_closed","op":"eq","value":true}`:                                    func(d deal) bool { return d.closed != nil },
		`{"field":"is_closed","op":"ne","value":true}`:                                    func(d deal) bool { return d.closed == nil },
		`{"field":"company","op":"eq","value":3}`:                                         func(d deal) bool { return d.company != nil && *d.company == 3 },
		`{"field":"company","op":"ne","value":3}`:                                         func(d deal) bool { return d.company == nil || *d.company != 3 },
		`{"field":"company","op":"empty"}`:                                                func(d deal) bool { return d.company == nil },
		`{"field":"contact","op":"in","value":[100,111]}`:                                 func(d deal) bool { return slices.Contains(d.contacts, 100) || slices.Contains(d.contacts, 111) },
		`{"field":"contact","op":"empty"}`:                                                func(d deal) bool { return len(d.contacts) == 0 },
		`{"field":"tags","op":"eq","value":"VIP"}`:                                        func(d deal) bool { return slices.Contains(d.tags, "vip") },
		`{"field":"tags","op":"nin","value":["vip","ЧАЙ"]}`:                               func(d deal) bool { return !slices.Contains(d.tags, "vip") && !slices.Contains(d.tags, "чай") },
		`{"field":"tags","op":"filled"}`:                                                  func(d deal) bool { return len(d.tags) > 0 },
		`{"field":"name","op":"contains","value":"а1"}`:                                   func(d deal) bool { return strings.Contains(lang.Fold(d.Name), "а1") },
		`{"field":"name","op":"starts","value":"СДЕЛКА Г"}`:                               func(d deal) bool { return strings.HasPrefix(lang.Fold(d.Name), "сделка г") },
		`{"field":"name","op":"contains","value":"%"}`:                                    func(deal) bool { return false },
		`{"field":"next_task","op":"overdue"}`:                                            func(d deal) bool { return d.NextTaskAt != nil && *d.NextTaskAt < now.Unix() },
		`{"field":"next_task","op":"eq","value":"today"}`:                                 func(d deal) bool { return d.NextTaskAt != nil && *d.NextTaskAt == now.Unix() },
		`{"field":"next_task","op":"later"}`:                                              func(d deal) bool { return d.NextTaskAt != nil && *d.NextTaskAt > now.Unix() },
		`{"field":"next_task","op":"none"}`:                                               func(d deal) bool { return d.NextTaskAt == nil },
		`{"field":"created_at","op":"gte","value":"today-7"}`:                             func(d deal) bool { return d.CreatedAt >= env.DayStart(-7).Unix() },
		`{"field":"created_at","op":"eq","value":"2026-03-10"}`:                           func(d deal) bool { return d.CreatedAt/86400 == env.DayStart(-5).Unix()/86400 },
		`{"field":"closed_at","op":"lte","value":` + fmt.Sprint(now.Unix()-7200) + `}`:    func(d deal) bool { return d.closed != nil && *d.closed <= now.Unix()-7200 },
		`{"not":{"field":"closed_at","op":"lte","value":` + fmt.Sprint(now.Unix()) + `}}`: func(d deal) bool { return d.closed == nil },

		`{"field":"` + cf("text") + `","op":"eq","value":"ЁЛКА"}`:           func(d deal) bool { return text(d, "text") == "елка" },
		`{"field":"` + cf("text") + `","op":"ne","value":"ёлка"}`:           func(d deal) bool { return text(d, "text") != "елка" },
		`{"field":"` + cf("text") + `","op":"contains","value":"О"}`:        func(d deal) bool { return strings.Contains(text(d, "text"), "о") },
		`{"field":"` + cf("text") + `","op":"contains","value":"%"}`:        func(d deal) bool { return strings.Contains(text(d, "text"), "%") },
		`{"field":"` + cf("text") + `","op":"contains","value":"_"}`:        func(d deal) bool { return strings.Contains(text(d, "text"), "_") },
		`{"field":"` + cf("text") + `","op":"starts","value":"дом \""}`:     func(d deal) bool { return strings.HasPrefix(text(d, "text"), `дом "`) },
		`{"field":"` + cf("text") + `","op":"in","value":["rome","ель"]}`:   func(d deal) bool { return text(d, "text") == "rome" || text(d, "text") == "ель" },
		`{"field":"` + cf("text") + `","op":"empty"}`:                       func(d deal) bool { return text(d, "text") == "" },
		`{"not":{"field":"` + cf("text") + `","op":"empty"}}`:               func(d deal) bool { return text(d, "text") != "" },
		`{"field":"` + cf("textarea") + `","op":"contains","value":"rome"}`: func(d deal) bool { return strings.Contains(text(d, "textarea"), "rome") },
		`{"field":"` + cf("number") + `","op":"lt","value":-1.5}`:           func(d deal) bool { n, ok := number(d, "number"); return ok && n < -1.5 },
		`{"field":"` + cf("number") + `","op":"between","value":["-2",2.25]}`: func(d deal) bool {
			n, ok := number(d, "number")
			return ok && n >= -2 && n <= 2.25
		},
		`{"not":{"field":"` + cf("number") + `","op":"lt","value":0}}`:    func(d deal) bool { n, ok := number(d, "number"); return !ok || n >= 0 },
		`{"field":"` + cf("money") + `","op":"in","value":[1050,2100,9]}`: func(d deal) bool { n, ok := number(d, "money"); return ok && (n == 1050 || n == 2100) },
		`{"field":"` + cf("money") + `","op":"eq","value":0}`:             func(d deal) bool { n, ok := number(d, "money"); return ok && n == 0 },
		`{"field":"` + cf("checkbox") + `","op":"eq","value":true}`:       func(d deal) bool { return len(values(d, "checkbox")) == 1 },
		`{"field":"` + cf("checkbox") + `","op":"eq","value":false}`:      func(d deal) bool { return len(values(d, "checkbox")) == 0 },
		`{"field":"` + cf("checkbox") + `","op":"ne","value":false}`:      func(d deal) bool { return len(values(d, "checkbox")) == 1 },
		fmt.Sprintf(`{"field":"%s","op":"eq","value":%d}`, cf("list"), option("list", 1)): func(d deal) bool {
			return slices.Contains(values(d, "list"), any(option("list", 1)))
		},
		fmt.Sprintf(`{"field":"%s","op":"in","value":[%d,%d]}`, cf("multilist"), option("multilist", 0), option("multilist", 2)): func(d deal) bool {
			v := values(d, "multilist")
			return slices.Contains(v, any(option("multilist", 0))) || slices.Contains(v, any(option("multilist", 2)))
		},
		fmt.Sprintf(`{"field":"%s","op":"ne","value":%d}`, cf("multilist"), option("multilist", 0)): func(d deal) bool {
			return !slices.Contains(values(d, "multilist"), any(option("multilist", 0)))
		},
		`{"field":"` + cf("date") + `","op":"gte","value":"2026-03-01"}`: func(d deal) bool { n, ok := number(d, "date"); return ok && n >= day("2026-03-01") },
		`{"field":"` + cf("date") + `","op":"eq","value":"today"}`:       func(d deal) bool { n, ok := number(d, "date"); return ok && n == day("2026-03-15") },
		`{"field":"` + cf("date") + `","op":"lt","value":"today-10"}`:    func(d deal) bool { n, ok := number(d, "date"); return ok && n < day("2026-03-05") },
		`{"field":"` + cf("datetime") + `","op":"eq","value":"today-1"}`: func(d deal) bool { n, ok := number(d, "datetime"); return ok && int64(n)/86400 == now.Unix()/86400-1 },
		`{"field":"` + cf("datetime") + `","op":"in","value":["today","today-2"]}`: func(d deal) bool {
			n, ok := number(d, "datetime")
			ago := now.Unix()/86400 - int64(n)/86400
			return ok && (ago == 0 || ago == 2)
		},
		`{"field":"` + cf("birthday") + `","op":"between","value":["1950-01-01","1960-12-31"]}`: func(d deal) bool {
			v := values(d, "birthday")
			return len(v) == 1 && v[0].(string) >= "1950" && v[0].(string) < "1961"
		},
		`{"field":"` + cf("url") + `","op":"contains","value":"EXAMPLE3"}`:     func(d deal) bool { return strings.Contains(text(d, "url"), "example3") },
		`{"field":"` + cf("phone") + `","op":"eq","value":"8 916 123 45 07"}`:  func(d deal) bool { return strings.Contains(text(d, "phone"), "79161234507") },
		`{"field":"` + cf("phone") + `","op":"contains","value":"123-45-1"}`:   func(d deal) bool { return strings.Contains(text(d, "phone"), "123451") },
		`{"field":"` + cf("phone") + `","op":"eq","value":"+74957654321"}`:     func(d deal) bool { return text(d, "phone") != "" },
		`{"field":"` + cf("email") + `","op":"eq","value":"USER7@example.ru"}`: func(d deal) bool { return strings.HasPrefix(text(d, "email"), "user7@") },
		`{"field":"` + cf("email") + `","op":"contains","value":"user1"}`:      func(d deal) bool { return strings.Contains(text(d, "email"), "user1") },
		`{"field":"` + cf("address") + `","op":"contains","value":"москва"}`:   func(d deal) bool { return strings.Contains(text(d, "address"), "москва") },
		`{"or":[{"field":"` + cf("text") + `","op":"eq","value":"rome"},{"field":"price","op":"eq","value":1000}]}`: func(d deal) bool {
			return text(d, "text") == "rome" || d.price == 1000
		},
		`{"and":[{"field":"` + cf("number") + `","op":"gt","value":0},{"or":[{"field":"tags","op":"eq","value":"vip"},{"not":{"field":"status","op":"eq","value":10}}]}]}`: func(d deal) bool {
			n, ok := number(d, "number")
			return ok && n > 0 && (slices.Contains(d.tags, "vip") || d.status != 10)
		},
		`{"and":[{"field":"` + cf("checkbox") + `","op":"eq","value":true},{"field":"` + cf("date") + `","op":"filled"}]}`: func(d deal) bool {
			return len(values(d, "checkbox")) == 1 && len(values(d, "date")) == 1
		},
	}
}

func leads(values []any, kind crm.Kind, id crm.ID) bool {
	return slices.ContainsFunc(values, func(v any) bool { return field.LinkOf(v) == crm.Ref{Kind: kind, ID: id} })
}
