package v1_test

import (
	"fmt"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// TestMergeStory merges two contacts over HTTP, follows the old address, takes it back, and empties the bin.
func TestMergeStory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		me := s.as(s.scene.Admin)
		make1 := func(body string) (id int64) {
			t.Helper()
			var c struct {
				ID int64 `json:"id"`
			}
			me.do("POST", "/contacts", body).want(201, &c)
			return c.ID
		}
		a, b := make1(`{"name":"Иван","phone":"+79161234567"}`), make1(`{"name":"Иван Петров","phone":"89161234567"}`)
		var groups struct {
			Items []struct {
				Key   string               `json:"key"`
				Cards []struct{ ID int64 } `json:"cards"`
			} `json:"items"`
		}
		me.do("GET", "/duplicates/groups?kind=contact&by=phone", nil).want(200, &groups)
		if len(groups.Items) != 1 || len(groups.Items[0].Cards) != 2 {
			t.Fatalf("groups %+v", groups)
		}
		order := fmt.Sprintf(`{"kind":"contact","into":%d,"from":[%d],"choose":{"name":%d},"versions":{"%d":1}}`, a, b, b, b)
		var preview struct {
			Lines []struct {
				Key  string `json:"key"`
				From int64  `json:"from"`
			} `json:"lines"`
		}
		me.do("POST", "/merges/preview", order).want(200, &preview)
		if len(preview.Lines) == 0 || preview.Lines[0].Key != "name" || preview.Lines[0].From != b {
			t.Errorf("preview %+v", preview)
		}
		var m struct {
			ID int64 `json:"id"`
		}
		me.do("POST", "/merges", order).want(201, &m)
		var gone struct {
			Reason string `json:"reason"`
			Data   struct {
				MergedInto int64 `json:"merged_into"`
			} `json:"data"`
		}
		me.do("GET", fmt.Sprint("/contacts/", b), nil).want(404, &gone)
		if gone.Reason != "deleted" || gone.Data.MergedInto != a {
			t.Errorf("the old address: %+v", gone)
		}
		me.do("POST", "/bin/restore", fmt.Sprintf(`{"kind":"contact","ids":[%d]}`, b)).want(200, nil)
		var u struct {
			Kept []string `json:"kept"`
		}
		me.do("POST", fmt.Sprintf("/merges/%d/undo", m.ID), nil).want(200, &u)
		if u.Kept == nil || len(u.Kept) != 0 {
			t.Errorf("undo %+v", u)
		}
		me.do("DELETE", fmt.Sprint("/contacts/", b), nil).want(204, nil)
		me.do("POST", "/bin/purge", fmt.Sprintf(`{"kind":"contact","ids":[%d],"count":2}`, b)).want(422, nil)
		me.do("POST", "/bin/purge", fmt.Sprintf(`{"kind":"contact","ids":[%d],"count":1}`, b)).want(200, nil)
		me.do("PUT", "/bin/settings", `{"keeps":true}`).want(200, nil)
		for _, bad := range []string{`{}`, `{"kind":"task","into":1,"from":[2]}`, `{"kind":"deal","into":1,"from":null}`, `{"kind":"contact","into":"x"}`, `[]`} {
			if a := me.do("POST", "/merges", bad); a.Status < 400 || a.Status >= 500 {
				t.Errorf("%s: %d", bad, a.Status)
			}
		}
	})
}
