package v1_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"voronka/internal/api/v1"
	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
)

// crowd is an account whose deals have many custom fields, and some deals with twenty values.
type crowd struct {
	*caller
	ids  []crm.FieldID
	deal v1.DealView
	// body makes a deal with twenty values, table is a file whose columns are named like fields.
	body, table string
	importID    int64
}

// newCrowd makes n fields of all everyday types, and forty deals.
func newCrowd(t *testing.T, s *server, scene *seed.Scene, n int) *crowd {
	t.Helper()
	c := &crowd{caller: s.as(scene.Admin)}
	types := []string{"text", "number", "list", "date", "checkbox"}
	if err := scene.DB.Write(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			d := field.Draft{Kind: crm.Deal, Type: types[i%len(types)], Name: fmt.Sprintf("Поле %d", i)}
			if d.Type == "list" {
				d.Options = []string{"Да", "Нет", "Позже"}
			}
			f, err := scene.Fields.CreateTx(t.Context(), tx, scene.Admin, d)
			if err != nil {
				return err
			}
			c.ids = append(c.ids, f.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var values []string
	titles, cells := []string{"Сделка"}, []string{"Из файла"}
	for i, id := range c.ids[n-20:] {
		switch types[(n-20+i)%len(types)] {
		case "text":
			values = append(values, fmt.Sprintf(`"%d":["значение %d"]`, id, i))
		case "number":
			values = append(values, fmt.Sprintf(`"%d":[%d]`, id, i))
		case "checkbox":
			values = append(values, fmt.Sprintf(`"%d":[true]`, id))
		}
		titles, cells = append(titles, fmt.Sprintf("Поле %d", n-20+i)), append(cells, "1")
	}
	c.body = `{"name":"Сделка","fields":{` + strings.Join(values, ",") + `}}`
	c.table = strings.Join(titles, ";") + "\n" + strings.Join(cells, ";") + "\n"
	for range 40 {
		c.do("POST", "/deals", c.body).want(201, &c.deal)
	}
	var up v1.ImportDetail
	c.upload("table.csv", strings.NewReader(c.table)).want(201, &up)
	c.importID = int64(up.ID)
	return c
}

// What one does with an account of 500 custom fields costs about what it does with 20: cards, lists and filters touch the
// values there are. Only what shows all fields grows with their number, and no faster.
func TestManyFields(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		few, many := newCrowd(t, s, s.scene, 20), newCrowd(t, s, s.scene.Another(t), 500)
		filter := func(c *crowd) string {
			return "/deals?limit=50&filter=" + url.QueryEscape(fmt.Sprintf(`{"field":"cf.%d","op":"eq","value":true}`, c.ids[len(c.ids)-1]))
		}
		for _, work := range []struct {
			name string
			bar  float64 // how many times slower it may be
			do   func(c *crowd)
		}{
			{"create", 4, func(c *crowd) { c.do("POST", "/deals", c.body).want(201, nil) }},
			{"change", 4, func(c *crowd) {
				c.do("PATCH", fmt.Sprintf("/deals/%d", c.deal.ID), fmt.Sprintf(`{"fields":{"%d":["x%d"]}}`, c.ids[0], time.Now().UnixNano())).want(200, nil)
			}},
			{"card", 4, func(c *crowd) { c.do("GET", fmt.Sprintf("/deals/%d", c.deal.ID), nil).want(200, nil) }},
			{"list", 4, func(c *crowd) { c.do("GET", "/deals?limit=50", nil).want(200, nil) }},
			{"filter", 4, func(c *crowd) { c.do("GET", filter(c), nil).want(200, nil) }},
			{"import_mapping", 30, func(c *crowd) { c.do("GET", fmt.Sprintf("/imports/%d", c.importID), nil).want(200, nil) }},
			{"import_preview", 30, func(c *crowd) { c.do("GET", fmt.Sprintf("/imports/%d/preview", c.importID), nil).want(200, nil) }},
			{"settings", 30, func(c *crowd) { c.do("GET", "/fields?kind=deal", nil).want(200, nil) }},
			{"bootstrap", 30, func(c *crowd) { c.do("GET", "/bootstrap", nil).want(200, nil) }},
		} {
			least := map[*crowd]time.Duration{few: time.Hour, many: time.Hour}
			for range 12 { // one after the other: what else the machine does falls on both
				for _, c := range []*crowd{few, many} {
					began := time.Now()
					work.do(c)
					least[c] = min(least[c], time.Since(began))
				}
			}
			ratio := float64(least[many]) / float64(least[few])
			t.Logf("%-15s 20 fields %6.2f ms, 500 fields %6.2f ms, %.1f times", work.name,
				float64(least[few].Microseconds())/1000, float64(least[many].Microseconds())/1000, ratio)
			if ratio > work.bar {
				t.Errorf("%s takes %.1f times as long with 500 fields as with 20, at most %.0f is right", work.name, ratio, work.bar)
			}
		}
	})
}
