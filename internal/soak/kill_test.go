package soak_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// deal is what the storm knows for certain of one deal: every field was acknowledged by the server.
type deal struct {
	id    int64
	name  string
	moved bool
}

type ledger struct {
	mu    sync.Mutex
	deals []*deal
	// refused counts the answers that were errors, by status; strange holds those that a client could not understand.
	refused map[int]int
	strange []string
}

// refuse books an error that the server answered. A connection that broke has status 0 and is not one.
func (l *ledger) refuse(status int, err error) {
	if status == 0 {
		return
	}
	_, body, _ := strings.Cut(err.Error(), fmt.Sprint(status, ": "))
	var p struct {
		Status  int    `json:"status"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	bad := json.Unmarshal([]byte(body), &p) != nil || p.Status != status || p.Code == "" || p.Message == ""
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused == nil {
		l.refused = map[int]int{}
	}
	l.refused[status]++
	if bad || status != 503 || p.Code != "unavailable" {
		l.strange = append(l.strange, err.Error())
	}
}

// count is how many deals are booked so far.
func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.deals)
}

func (l *ledger) add(d *deal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deals = append(l.deals, d)
}

func (l *ledger) pick() *deal {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.deals) == 0 {
		return nil
	}
	return l.deals[rand.N(len(l.deals))]
}

type boot struct {
	Pipelines []struct {
		ID       int64 `json:"id"`
		Statuses []struct {
			ID   int64  `json:"id"`
			Kind string `json:"kind"`
		} `json:"statuses"`
	} `json:"pipelines"`
	TaskTypes []struct {
		ID int64 `json:"id"`
	} `json:"task_types"`
}

// TestKill kills the server with SIGKILL under a storm of writes, again and again. Afterwards every acknowledged deal is
// there with its event, every acknowledged move too, and each move made exactly one task by the account's rule.
func TestKill(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) { stormAndKill(t, dbtest.Config(t, engine).URL) })
	}
}

func stormAndKill(t *testing.T, dbURL string) {
	kills := 3
	if long() {
		kills = 50
	}
	s := newServer(t, dbURL)
	from, to := rule(s)
	var book ledger
	for round := range kills {
		end := storms(s, &book, from, to, fmt.Sprint(round))
		time.Sleep(time.Duration(300+rand.N(900)) * time.Millisecond) // the moment of the kill is the point, not a wait
		s.kill()
		end()
		s.start()
	}
	audit(t, s, &book, to)
}

// rule makes the account's rule: entering the second status makes a task. It returns the first and the second.
func rule(s *server) (from, to int64) {
	s.t.Helper()
	var b boot
	s.must("GET", "/api/v1/bootstrap", nil, &b)
	pipeline := b.Pipelines[0]
	from, to = pipeline.Statuses[0].ID, pipeline.Statuses[1].ID
	s.must("POST", "/api/v1/rules", map[string]any{
		"name": "Call", "entity_kind": "deal", "moment": "status_entered",
		"pipeline_id": pipeline.ID, "status_id": to, "action": "create_task", "is_on": true,
		"params": map[string]any{"type_id": b.TaskTypes[0].ID, "text": "Call back", "due": map[string]any{"amount": 1, "unit": "days"}},
	}, nil)
	return from, to
}

// writers is how many clients write at once.
const writers = 8

// storms begins to write with all clients and returns what ends it.
func storms(s *server, book *ledger, from, to int64, name string) (end func()) {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() { storm(s, book, from, to, fmt.Sprintf("%s-%d", name, w), stop) })
	}
	return func() { close(stop); wg.Wait() }
}

// storm writes until it is stopped; a broken connection leaves the last request's outcome unknown, so it is not booked.
// An answer that is an error is booked as such.
func storm(s *server, book *ledger, from, to int64, prefix string, stop chan struct{}) {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		if d := book.pick(); d != nil && n%3 == 0 {
			book.mu.Lock()
			again := d.moved
			book.mu.Unlock()
			if again {
				continue
			}
			status, err := s.call("POST", fmt.Sprintf("/api/v1/deals/%d/move", d.id), map[string]any{"status_id": to}, nil)
			if err != nil {
				book.refuse(status, err)
				continue
			}
			book.mu.Lock()
			d.moved = true
			book.mu.Unlock()
			continue
		}
		name := fmt.Sprintf("Deal %s-%d", prefix, n)
		var made struct {
			ID int64 `json:"id"`
		}
		status, err := s.call("POST", "/api/v1/deals", map[string]any{"name": name, "status_id": from, "price": 100}, &made)
		if err != nil {
			book.refuse(status, err)
			continue
		}
		book.add(&deal{id: made.ID, name: name})
	}
}

type feed struct {
	Items []struct {
		Kind string `json:"kind"`
	} `json:"items"`
}

// audit waits until the rules have caught up and compares the server with the ledger.
func audit(t *testing.T, s *server, book *ledger, to int64) {
	t.Logf("%d acknowledged deals", len(book.deals))
	if len(book.deals) == 0 {
		t.Fatal("the storm wrote nothing")
	}
	var missing, unmoved int
	for _, d := range book.deals {
		var got struct {
			Name     string `json:"name"`
			StatusID int64  `json:"status_id"`
		}
		if _, err := s.call("GET", fmt.Sprintf("/api/v1/deals/%d", d.id), nil, &got); err != nil || got.Name != d.name {
			missing++
			continue
		}
		if d.moved && got.StatusID != to {
			unmoved++
		}
		checkFeed(t, s, d, got.StatusID == to)
	}
	if missing > 0 || unmoved > 0 {
		t.Errorf("%d acknowledged deals are lost, %d acknowledged moves are lost", missing, unmoved)
	}
}

// checkFeed: one created event; for a deal in the target status one move and, soon, one task. Never two.
func checkFeed(t *testing.T, s *server, d *deal, moved bool) {
	deadline := time.Now().Add(30 * time.Second)
	for {
		var f feed
		s.must("GET", fmt.Sprintf("/api/v1/deals/%d/feed?limit=100", d.id), nil, &f)
		count := map[string]int{}
		for _, item := range f.Items {
			count[item.Kind]++
		}
		if count["deal.created"] != 1 {
			t.Fatalf("deal %d has %d created events", d.id, count["deal.created"])
		}
		want := 0
		if moved {
			want = 1
		}
		if count["deal.status_changed"] != want || count["deal.task_added"] > want {
			t.Fatalf("deal %d: %d moves, %d tasks, want %d of each", d.id, count["deal.status_changed"], count["deal.task_added"], want)
		}
		if count["deal.task_added"] == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("deal %d: its rule's task did not come", d.id)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
