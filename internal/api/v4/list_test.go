package v4_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

type pageBody struct {
	Page     int `json:"_page"`
	Links    map[string]struct{ Href string }
	Embedded map[string][]struct{ ID json.RawMessage } `json:"_embedded"`
}

// UnmarshalJSON reads _links beside the rest.
func (p *pageBody) UnmarshalJSON(raw []byte) error {
	type plain pageBody
	var links struct {
		Links map[string]struct{ Href string } `json:"_links"`
	}
	if err := json.Unmarshal(raw, &links); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, (*plain)(p)); err != nil {
		return err
	}
	p.Links = links.Links
	return nil
}

// walk follows _links.next to the end and gathers the ids; it fails when a page repeats one.
func (s *server) walk(t *testing.T, path, key string) []string {
	t.Helper()
	var ids []string
	for range 50 {
		var p pageBody
		s.get(t, path, &p)
		for _, item := range p.Embedded[key] {
			if slices.Contains(ids, string(item.ID)) {
				t.Fatalf("%s came twice", item.ID)
			}
			ids = append(ids, string(item.ID))
		}
		next, more := p.Links["next"]
		if !more {
			return ids
		}
		path = strings.TrimPrefix(next.Href, s.URL)
		if path == next.Href {
			t.Fatalf("the link leads elsewhere: %s", next.Href)
		}
	}
	t.Fatal("the list has no end")
	return nil
}

// TestPages: links and counting lead through the same list, and both end.
func TestPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := start(t, d, -1)
		var items []string
		for i := range 23 {
			items = append(items, fmt.Sprintf(`{"name":"Сделка %d","price":%d}`, i, i))
		}
		a := s.do(t, "POST", "/api/v4/leads", "["+strings.Join(items, ",")+"]")
		if a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		for _, sort := range []string{"", "&order[id]=desc", "&order[created_at]=desc", "&order[updated_at]=asc"} {
			linked := s.walk(t, "/api/v4/leads?limit=5"+sort, "leads")
			var counted []string
			for page := 1; ; page++ {
				a := s.do(t, "GET", fmt.Sprintf("/api/v4/leads?limit=5&page=%d%s", page, sort), "")
				if a.status == 204 {
					break
				}
				var p pageBody
				if err := json.Unmarshal(a.body, &p); err != nil {
					t.Fatal(err)
				}
				for _, item := range p.Embedded["leads"] {
					counted = append(counted, string(item.ID))
				}
			}
			if len(linked) != 23 || !slices.Equal(linked, counted) {
				t.Errorf("order %q: links %v, counting %v", sort, linked, counted)
			}
		}
		if got := s.walk(t, "/api/v4/events?limit=7&filter[type]=lead_added", "events"); len(got) != 23 {
			t.Errorf("%d events, want 23", len(got))
		}
	})
}

// TestEditedLink: somebody who changes the page in a link gets that page.
func TestEditedLink(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	for range 6 {
		s.Deal(t, s.Admin, deal.New{})
	}
	var p pageBody
	s.get(t, "/api/v4/leads?limit=2", &p)
	u, err := url.Parse(p.Links["next"].Href)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("cursor") == "" {
		t.Fatalf("no place in the link: %s", u)
	}
	q.Set("page", "3")
	s.get(t, "/api/v4/leads?"+q.Encode(), &p)
	if got := string(p.Embedded["leads"][0].ID); got != "5" {
		t.Errorf("page 3 begins with %s, want 5", got)
	}
	q.Set("page", "2")
	q.Set("cursor", "2.rubbish")
	if a := s.do(t, "GET", "/api/v4/leads?"+q.Encode(), ""); a.status != 400 {
		t.Errorf("a forged place: %d %s", a.status, a.body)
	}
}

// TestBatch: 250 items are one transaction; 251 are refused, and one bad item takes all with it.
func TestBatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := start(t, d, -1)
		good := strings.Repeat(`{"name":"А","_embedded":{"tags":[{"name":"т"}]}},`, 249)
		for name, c := range map[string]struct {
			body   string
			status int
		}{
			"too many":   {"[" + good + `{"name":"Б"},{"name":"В"}]`, 400},
			"one is bad": {"[" + good + `{"name":"Б","_embedded":{"contacts":[{"id":77}]}}]`, 400},
		} {
			if a := s.do(t, "POST", "/api/v4/leads", c.body); a.status != c.status {
				t.Errorf("%s: %d %.300s", name, a.status, a.body)
			}
		}
		if a := s.do(t, "GET", "/api/v4/leads", ""); a.status != 204 {
			t.Errorf("a refused batch left something: %.300s", a.body)
		}
		a := s.do(t, "POST", "/api/v4/leads", "["+good+`{"name":"Б"}]`)
		if a.status != 200 {
			t.Fatalf("250 items: %d %.300s", a.status, a.body)
		}
		var p pageBody
		if err := json.Unmarshal(a.body, &p); err != nil || len(p.Embedded["leads"]) != 250 {
			t.Errorf("%d items answered, %v", len(p.Embedded["leads"]), err)
		}
	})
}

func TestOnlyDeleted(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), -1)
	d := s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "Удалённая"}})
	s.Deal(t, s.Admin, deal.New{New: entity.New{Name: "Живая"}})
	if err := s.Deals.Delete(t.Context(), s.Admin, d.ID); err != nil {
		t.Fatal(err)
	}
	var page struct {
		Embedded struct {
			Leads []struct {
				ID        int64
				IsDeleted bool `json:"is_deleted"`
			}
		} `json:"_embedded"`
	}
	s.get(t, "/api/v4/leads?with=only_deleted", &page)
	if len(page.Embedded.Leads) != 1 || page.Embedded.Leads[0].ID != int64(d.ID) || !page.Embedded.Leads[0].IsDeleted {
		t.Errorf("%+v", page)
	}
	if a := s.do(t, "GET", fmt.Sprintf("/api/v4/leads/%d", d.ID), ""); a.status != 204 {
		t.Errorf("a deleted lead: %d", a.status)
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := start(t, d, -1)
		s.do(t, "POST", "/api/v4/contacts", `[{"name":"Пётр Иванов","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+79161234567"}]}]},{"name":"Другая"}]`)
		s.Drain(t)
		for _, q := range []string{"иванов", "1234567", "петр"} {
			var p pageBody
			s.get(t, "/api/v4/contacts?query="+url.QueryEscape(q), &p)
			if len(p.Embedded["contacts"]) != 1 {
				t.Errorf("%s: %+v", q, p)
			}
		}
	})
}
