package v1_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// sent is a request of a caller with headers of its own.
func (c *caller) sent(method, path, body string, headers map[string]string) answer {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+"/api/v1"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.token)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{c.t, w.StatusCode, w.Header, string(raw)}
}

func keyed(key string) map[string]string { return map[string]string{"Idempotency-Key": key} }

func dealsNamed(t *testing.T, c *caller, name string) int {
	t.Helper()
	page := c.do(http.MethodGet, `/deals?filter={"field":"name","op":"eq","value":"`+name+`"}`, nil)
	var got struct{ Items []json.RawMessage }
	if err := json.Unmarshal([]byte(page.Body), &got); err != nil {
		t.Fatalf("%d %s: %v", page.Status, page.Body, err)
	}
	return len(got.Items)
}

func TestRequestIsDoneOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		admin := s.as(s.scene.Admin)
		first := admin.sent("POST", "/deals", `{"name":"Once"}`, keyed("a"))
		again := admin.sent("POST", "/deals", `{"name":"Once"}`, keyed("a"))
		if first.Status >= 300 || again.Status != first.Status || strings.TrimSpace(again.Body) != strings.TrimSpace(first.Body) {
			t.Fatalf("first %d %s\nagain %d %s", first.Status, first.Body, again.Status, again.Body)
		}
		if first.Header.Get("Idempotency-Replayed") != "" || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Error("only the repeated answer is marked")
		}
		if n := dealsNamed(t, admin, "Once"); n != 1 {
			t.Errorf("%d deals were made", n)
		}
		if other := admin.sent("POST", "/deals", `{"name":"Other"}`, keyed("a")); other.Status != 409 || !strings.Contains(other.Body, `"key_reused"`) {
			t.Errorf("the key of another request: %d %s", other.Status, other.Body)
		}
		if fresh := admin.sent("POST", "/deals", `{"name":"Once"}`, keyed("b")); fresh.Status != first.Status || fresh.Body == first.Body {
			t.Errorf("another key is another request: %d %s", fresh.Status, fresh.Body)
		}
		if plain := admin.sent("POST", "/deals", `{"name":"Once"}`, nil); plain.Status != first.Status {
			t.Errorf("without a key: %d", plain.Status)
		}
	})
}

func TestTwoAtOnceAreDoneOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		admin := s.as(s.scene.Admin)
		answers := make([]answer, 8)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() { answers[i] = admin.sent("POST", "/deals", `{"name":"Twin"}`, keyed("twin")) })
		}
		wg.Wait()
		for _, a := range answers {
			if a.Status != answers[0].Status || strings.TrimSpace(a.Body) != strings.TrimSpace(answers[0].Body) {
				t.Errorf("%d %s is not %d %s", a.Status, a.Body, answers[0].Status, answers[0].Body)
			}
		}
		if n := dealsNamed(t, admin, "Twin"); n != 1 {
			t.Errorf("%d deals were made", n)
		}
	})
}

// A refused request left nothing behind, so it may be sent again with its key, also when another part of it is right now.
func TestRefusedRequestKeepsItsKeyFree(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	admin := s.as(s.scene.Admin)
	for range 2 {
		if a := admin.sent("POST", "/deals", `{"name":"Named","status_id":999999}`, keyed("c")); a.Status != 422 {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
	}
	if a := admin.sent("POST", "/deals", `{"name":"Named"}`, keyed("c")); a.Status >= 300 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestKeysOfOthers(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	admin, member := s.as(s.scene.Admin), s.as(s.scene.User(t))
	if a := admin.sent("POST", "/deals", `{"name":"Mine"}`, keyed("k")); a.Status >= 300 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := member.sent("POST", "/deals", `{"name":"Mine"}`, keyed("k")); a.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("the answer of somebody else: %s", a.Body)
	}
	for _, key := range []string{strings.Repeat("k", 101), "two words", "ключ"} {
		if a := admin.sent("POST", "/deals", `{"name":"Mine"}`, keyed(key)); a.Status != 422 {
			t.Errorf("key %q: %d %s", key, a.Status, a.Body)
		}
	}
	own := strconv.FormatInt(int64(s.scene.Admin.UserID), 10)
	for user, want := range map[string]int{own: 201, "999999": 409, "x": 409} {
		a := admin.sent("POST", "/deals", `{"name":"Whose"}`, map[string]string{"Voronka-User": user})
		if (a.Status >= 300) != (want >= 300) || want >= 300 && !strings.Contains(a.Body, `"other_user"`) {
			t.Errorf("user %s: %d %s", user, a.Status, a.Body)
		}
	}
	if a := admin.sent("POST", "/deals", strings.Repeat(" ", 2<<20), keyed("big")); a.Status != 413 {
		t.Errorf("a huge body: %d %s", a.Status, a.Body)
	}
}
