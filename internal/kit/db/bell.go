package db

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// bell wakes sleepers by topic: at once in this process, and through the database in other nodes.
// A ring may be lost, so whoever sleeps on a topic also looks by itself now and then.
type bell struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]bool
	outward chan string
}

// notifyEvery bounds how often one node rings the others: NOTIFY takes a database-wide lock at commit.
const notifyEvery = 20 * time.Millisecond

func (b *bell) start(ctx context.Context, back backend, done *sync.WaitGroup) {
	b.waiting = map[string]map[chan struct{}]bool{}
	b.outward = make(chan string, 64)
	done.Go(func() { b.listen(ctx, back) })
	done.Go(func() { b.tell(ctx, back) })
}

func (b *bell) listen(ctx context.Context, back backend) {
	for ctx.Err() == nil {
		err := back.listen(ctx, b.wake)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			slog.WarnContext(ctx, "database listener lost, reconnecting", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// tell passes rings to other nodes, each topic at most once per notifyEvery.
func (b *bell) tell(ctx context.Context, back backend) {
	for {
		pending := map[string]bool{}
		select {
		case <-ctx.Done():
			return
		case topic := <-b.outward:
			pending[topic] = true
		}
		timer := time.NewTimer(notifyEvery)
	gather:
		for {
			select {
			case topic := <-b.outward:
				pending[topic] = true
			case <-timer.C:
				break gather
			case <-ctx.Done():
				timer.Stop()
				return
			}
		}
		for topic := range pending {
			if err := back.notify(ctx, topic); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "could not wake other nodes", "err", err)
			}
		}
	}
}

func (b *bell) ring(topic string) {
	b.wake(topic)
	select {
	case b.outward <- topic:
	default: // others look by themselves within a second
	}
}

func (b *bell) wake(topic string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for ch := range b.waiting[topic] {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Listen returns a channel that gets a value after every commit that signalled the topic, on any node.
// Rings that come together are joined into one. Call the returned function when done.
func (d *DB) Listen(topic string) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	b := &d.bell
	b.mu.Lock()
	if b.waiting[topic] == nil {
		b.waiting[topic] = map[chan struct{}]bool{}
	}
	b.waiting[topic][ch] = true
	b.mu.Unlock()
	return ch, func() {
		b.mu.Lock()
		delete(b.waiting[topic], ch)
		b.mu.Unlock()
	}
}
