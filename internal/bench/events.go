package main

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

// changesPerSecond is the load under which readers are timed.
const changesPerSecond = 500

// events measures how soon after its acknowledgement a change has passed every durable reader and has reached a socket, at
// five hundred changes a second. One change of ten sets off a rule, whose task goes to a webhook.
func (b *bench) events(engine db.Engine) error {
	p, remove, err := b.fresh(engine, "events")
	defer remove()
	if err != nil {
		return err
	}
	s, err := p.serve("--allow-private-webhooks")
	if err != nil {
		return err
	}
	defer s.stop()
	who, err := s.as("admin@example.test")
	if err != nil {
		return err
	}
	sink, err := listen()
	if err != nil {
		return err
	}
	defer sink.Close()
	flow, err := newFlow(b, who, "http://"+sink.Addr().String()+"/hook")
	if err != nil {
		return err
	}
	d, err := db.Open(b.ctx, p.config())
	if err != nil {
		return err
	}
	defer d.Close()
	return flow.measure(b, d, engine)
}

// listen answers webhooks.
func listen() (net.Listener, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		go func() {
			_ = http.Serve(l, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
		}()
	}
	return l, err
}

// newDeals makes deals and returns their ids.
func newDeals(who user, n int) ([]int64, error) {
	ids := make([]int64, n)
	for i := range ids {
		var made struct {
			ID int64 `json:"id"`
		}
		if err := who.call("POST", "/api/v1/deals", map[string]any{"name": fmt.Sprint("Deal ", i)}, &made); err != nil {
			return nil, err
		}
		ids[i] = made.ID
	}
	return ids, nil
}

// flow is a stream of changes: deals move between stages, each in its turn.
type flow struct {
	who      user
	deals    []int64
	statuses []int64 // the one with the rule is the last

	mu   sync.Mutex
	acks map[int64][]time.Time // of each deal, in order
	seen map[int64][]time.Time // by the socket
}

func newFlow(b *bench, who user, hook string) (*flow, error) {
	var boot boot
	if err := who.call("GET", "/api/v1/bootstrap", nil, &boot); err != nil {
		return nil, err
	}
	f := &flow{who: who, acks: map[int64][]time.Time{}, seen: map[int64][]time.Time{}}
	for _, s := range boot.Pipelines[0].Statuses[1:4] {
		f.statuses = append(f.statuses, s.ID)
	}
	err := who.call("POST", "/api/v1/rules", map[string]any{
		"name": "Call", "entity_kind": "deal", "moment": "status_entered", "pipeline_id": boot.Pipelines[0].ID, "status_id": f.statuses[2],
		"action": "create_task", "is_on": true,
		"params": map[string]any{"type_id": boot.TaskTypes[0].ID, "text": "Call back", "due": map[string]any{"amount": 1, "unit": "days"}},
	}, nil)
	if err != nil {
		return nil, err
	}
	if err := who.call("POST", "/api/v1/webhooks", map[string]any{"url": hook, "kinds": []string{"deal.task_added"}}, nil); err != nil {
		return nil, err
	}
	f.deals, err = newDeals(who, b.pick(1000, 200))
	return f, err
}

// mark is a place a reader was seen at.
type mark struct {
	at time.Time
	id int64
}

func (f *flow) measure(b *bench, d *db.DB, engine db.Engine) error {
	socket, err := f.who.dial()
	if err != nil {
		return err
	}
	defer socket.conn.Close()
	go socket.listen(f.hear)
	stop := make(chan struct{})
	marks := make(chan map[string][]mark, 1)
	go func() { marks <- watch(b, d, stop) }()
	span := time.Duration(b.pick(12, 3)) * time.Second
	rate, err := f.run(span)
	time.Sleep(2 * time.Second) // the last ones arrive
	close(stop)
	places := <-marks
	if err != nil {
		return err
	}
	ids, err := f.ids(b, d)
	if err != nil {
		return err
	}
	f.report(b, engine, rate, places, ids)
	return nil
}

// watch looks at the readers' places all the time.
func watch(b *bench, d *db.DB, stop chan struct{}) map[string][]mark {
	out := map[string][]mark{}
	for {
		select {
		case <-stop:
			return out
		case <-time.After(2 * time.Millisecond):
		}
		rows, err := d.Query(b.ctx, `SELECT reader, last_id FROM event_cursors`)
		_, err = db.Collect(rows, err, func(r db.Rows) (name string, err error) {
			var id int64
			err = r.Scan(&name, &id)
			if list := out[name]; len(list) == 0 || list[len(list)-1].id < id {
				out[name] = append(list, mark{time.Now(), id})
			}
			return name, err
		})
		if err != nil {
			return out
		}
	}
}

// run changes at the given rate, as long as the server can follow, and returns the rate that was reached.
func (f *flow) run(span time.Duration) (float64, error) {
	work := make(chan int, 64)
	var wg sync.WaitGroup
	var failed error
	for range 2 * clients {
		wg.Go(func() {
			for n := range work {
				if err := f.change(n); err != nil {
					f.mu.Lock()
					failed = err
					f.mu.Unlock()
				}
			}
		})
	}
	began := time.Now()
	n := 0
	for ; time.Since(began) < span; n++ {
		time.Sleep(time.Until(began.Add(time.Duration(n) * time.Second / changesPerSecond)))
		work <- n
	}
	close(work)
	wg.Wait()
	return float64(n) / time.Since(began).Seconds(), failed
}

func (f *flow) change(n int) error {
	deal := f.deals[n%len(f.deals)]
	status := f.statuses[n/len(f.deals)%2]
	if n%10 == 0 {
		status = f.statuses[1+n/len(f.deals)%2]
	}
	err := f.who.call("POST", fmt.Sprintf("/api/v1/deals/%d/move", deal), map[string]any{"status_id": status}, nil)
	f.mu.Lock()
	f.acks[deal] = append(f.acks[deal], time.Now())
	f.mu.Unlock()
	return err
}

func (f *flow) hear(at time.Time, e liveEvent) {
	if e.Name != "deal.status_changed" {
		return
	}
	f.mu.Lock()
	f.seen[e.ID] = append(f.seen[e.ID], at)
	f.mu.Unlock()
}

// ids are the events of the moves, by deal and in order.
func (f *flow) ids(b *bench, d *db.DB) (map[int64][]int64, error) {
	rows, err := d.Query(b.ctx, `SELECT id, entity_id FROM events WHERE kind = 'deal.status_changed' ORDER BY id`)
	out := map[int64][]int64{}
	_, err = db.Collect(rows, err, func(r db.Rows) (id int64, err error) {
		var deal int64
		err = r.Scan(&id, &deal)
		out[deal] = append(out[deal], id)
		return id, err
	})
	return out, err
}

func (f *flow) report(b *bench, engine db.Engine, rate float64, places map[string][]mark, ids map[int64][]int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ok := rate >= changesPerSecond*0.95
	figure := fmt.Sprintf("%.0f a second; p99:", rate)
	names := []string{}
	for name := range places {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		late := f.lateness(places[name], ids)
		ok = ok && len(late) > 0 && late.at(.99) < 100*time.Millisecond
		figure += " " + name + " " + ms(late.at(.99))
	}
	var live times
	for deal, acks := range f.acks {
		for i, at := range f.seen[deal] {
			if i < len(acks) {
				live = append(live, max(0, at.Sub(acks[i])))
			}
		}
	}
	ok = ok && len(live) > 0 && live.at(.99) < 100*time.Millisecond
	figure += " socket " + ms(live.at(.99))
	b.table.add(line{name: "event to reader, " + string(engine), figure: figure, bar: "p99 < 100 ms", pass: ok})
}

// lateness is how long after its acknowledgement each change was behind a reader. One that never was counts as a minute.
func (f *flow) lateness(places []mark, ids map[int64][]int64) times {
	var out times
	for deal, acks := range f.acks {
		for i, at := range acks {
			if i >= len(ids[deal]) {
				continue // a move to the stage the deal was in is no change
			}
			id := ids[deal][i]
			n, _ := slices.BinarySearchFunc(places, id, func(m mark, id int64) int { return int(m.id - id) })
			if n == len(places) {
				out = append(out, time.Minute)
				continue
			}
			out = append(out, max(0, places[n].at.Sub(at)))
		}
	}
	return out
}
