package main

import (
	"fmt"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

// live measures how soon a moved card reaches the other sockets when five thousand are open, all of people who see it.
func (b *bench) live(engine db.Engine) error {
	p, remove, err := b.fresh(engine, "live")
	defer remove()
	if err != nil {
		return err
	}
	c := &crowd{place: p}
	err = c.with(func(d *db.DB) error {
		if err := c.learn(d); err != nil {
			return err
		}
		return d.Write(b.ctx, func(tx *db.Tx) error {
			if err := c.addUsers(b.ctx, tx, 0); err != nil {
				return err
			}
			_, err := tx.Exec(b.ctx, `UPDATE users SET is_admin = TRUE`)
			return err
		})
	})
	if err != nil {
		return err
	}
	s, err := p.serve()
	if err != nil {
		return err
	}
	defer s.stop()
	admin, err := s.as("admin@example.test")
	if err != nil {
		return err
	}
	deal, err := newDeals(admin, 1)
	if err != nil {
		return err
	}
	h := &hall{}
	defer h.close()
	total := b.pick(5000, 200)
	if err := h.fill(s, total); err != nil {
		return err
	}
	b.table.add(line{name: "  memory with the sockets", figure: memoryText(s), info: true})
	return b.moves(admin, h, deal[0], total)
}

func memoryText(s *server) string {
	now, err := s.memory("VmRSS")
	if err != nil {
		return err.Error()
	}
	return mb(now)
}

func (b *bench) moves(admin user, h *hall, deal int64, total int) error {
	var boot boot
	if err := admin.call("GET", "/api/v1/bootstrap", nil, &boot); err != nil {
		return err
	}
	statuses := boot.Pipelines[0].Statuses
	var first, most, last times
	for i := range b.pick(20, 5) {
		heard := h.expect(deal, total)
		sent := time.Now()
		if err := admin.call("POST", fmt.Sprintf("/api/v1/deals/%d/move", deal), map[string]any{"status_id": statuses[1+i%2].ID}, nil); err != nil {
			return err
		}
		select {
		case <-heard:
		case <-time.After(10 * time.Second):
			return fmt.Errorf("of %d sockets %d heard of the move within 10 s", total, h.count())
		}
		heardAt := h.span(sent)
		first, most, last = append(first, heardAt.at(0)), append(most, heardAt.at(.95)), append(last, heardAt.at(1))
	}
	b.table.add(line{
		name: fmt.Sprintf("a move reaches %d sockets", total), bar: "< 200 ms",
		figure: fmt.Sprintf("the first %s, 95 of 100 %s, the last %s (medians of moves)", ms(first.at(.5)), ms(most.at(.5)), ms(last.at(.5))),
		pass:   most.at(.5) < 200*time.Millisecond,
	})
	return nil
}

// hall is many open sockets.
type hall struct {
	mu      sync.Mutex
	sockets []*socket
	deal    int64
	left    int
	got     []time.Time
	done    chan struct{}
}

// fill opens sockets for the hundred users alike.
func (h *hall) fill(s *server, total int) error {
	each := total / usersOf
	var wg sync.WaitGroup
	var failed error
	users := make(chan int, usersOf)
	for i := range usersOf {
		users <- i
	}
	close(users)
	for range 4 {
		wg.Go(func() {
			for i := range users {
				if err := h.enter(s, i, each); err != nil {
					h.mu.Lock()
					failed = err
					h.mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return failed
}

func (h *hall) enter(s *server, i, each int) error {
	who, err := s.as(fmt.Sprintf("user%d@example.test", i))
	if err != nil {
		return err
	}
	for range each {
		socket, err := who.dial()
		if err != nil {
			return err
		}
		h.mu.Lock()
		h.sockets = append(h.sockets, socket)
		h.mu.Unlock()
		go socket.listen(h.hear)
	}
	return nil
}

func (h *hall) hear(at time.Time, e liveEvent) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e.Name != "deal.status_changed" || e.ID != h.deal || h.left == 0 {
		return
	}
	h.got = append(h.got, at)
	if h.left--; h.left == 0 {
		close(h.done)
	}
}

// expect is closed when so many sockets have heard of a move of the deal.
func (h *hall) expect(deal int64, sockets int) <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.deal, h.left, h.got, h.done = deal, sockets, nil, make(chan struct{})
	return h.done
}

func (h *hall) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.got)
}

// span is how long it took each socket to hear.
func (h *hall) span(since time.Time) (all times) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, at := range h.got {
		all = append(all, at.Sub(since))
	}
	return all
}

func (h *hall) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.sockets {
		s.conn.Close()
	}
}
