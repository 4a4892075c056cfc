package event

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"voronka/internal/kit/db"
)

// horizon knows up to which id the log is settled (see doc.go). It is shared by the readers of a node.
type horizon struct {
	db *db.DB

	mu      sync.Mutex
	settled int64
	last    int64 // the last id given so far
	marks   []mark
	looked  time.Time
}

// mark: when none of the transactions in waits is running any more, the ids up to id are settled.
type mark struct {
	id    int64
	waits map[int64]bool
}

const (
	maxMarks = 64                   // more are not kept while a long transaction runs
	fresh    = 2 * time.Millisecond // how long an answer is good for other readers
)

// look returns the settled id and the last one given. On SQLite everything visible is settled.
func (h *horizon) look(ctx context.Context) (settled, last int64, err error) {
	if h.db.Engine() != db.Postgres {
		return math.MaxInt64, math.MaxInt64, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.settled == h.last || time.Since(h.looked) > fresh {
		err = h.refresh(ctx)
	}
	return h.settled, h.last, err
}

func (h *horizon) refresh(ctx context.Context) error {
	last, err := lastGiven(ctx, h.db.Keyed())
	if err != nil {
		return err
	}
	h.looked = time.Now()
	if last == h.last && len(h.marks) == 0 {
		return nil
	}
	// In a statement of its own, after the id: whoever took an id up to this one shows here, or has ended.
	now, err := running(ctx, h.db.Keyed())
	if err != nil {
		return err
	}
	if last > h.last {
		h.add(mark{last, now})
		h.last = last
	}
	for len(h.marks) > 0 && !overlap(h.marks[0].waits, now) {
		h.settled = h.marks[0].id
		h.marks = h.marks[1:]
	}
	return nil
}

// running lists the write transactions of this database. Those of other databases of the cluster do not matter,
// which is more than the snapshot functions of PostgreSQL could tell.
func running(ctx context.Context, q db.Querier) (map[int64]bool, error) {
	ids, err := db.Column[int64](ctx, q, `
		SELECT CAST(CAST(backend_xid AS TEXT) AS BIGINT)
		FROM pg_stat_activity
		WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xid IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("look for running transactions: %w", err)
	}
	out := make(map[int64]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

func overlap(a, b map[int64]bool) bool {
	for id := range a {
		if b[id] {
			return true
		}
	}
	return false
}

func (h *horizon) add(m mark) {
	if n := len(h.marks); n >= maxMarks {
		h.marks[n-1] = m
		return
	}
	h.marks = append(h.marks, m)
}

// lastGiven is the highest id that may belong to a committed event, now or later.
func lastGiven(ctx context.Context, q db.Querier) (id int64, err error) {
	text := `SELECT coalesce(max(id), 0) FROM events`
	if q.Engine() == db.Postgres {
		text = `SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM events_id_seq`
	}
	if err := q.QueryRow(ctx, text).Scan(&id); err != nil {
		return 0, fmt.Errorf("look for the last event: %w", err)
	}
	return id, nil
}
