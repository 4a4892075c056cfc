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

// mark: when all transactions below before have ended, the ids up to id are settled.
type mark struct{ id, before int64 }

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
	last, err := lastGiven(ctx, h.db)
	if err != nil {
		return err
	}
	if last > h.last {
		// A number of our own, taken after the id: whoever took an id up to this one has a lower number. (The upper
		// end of a snapshot would not do: it may lie below numbers already given.)
		var own int64
		err := h.db.QueryRow(ctx, `SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`).Scan(&own)
		if err != nil {
			return fmt.Errorf("mark the running transactions: %w", err)
		}
		h.add(mark{last, own})
		h.last = last
	}
	h.looked = time.Now()
	if len(h.marks) == 0 {
		return nil
	}
	var oldest int64
	err = h.db.QueryRow(ctx, `SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`).Scan(&oldest)
	if err != nil {
		return fmt.Errorf("look for running transactions: %w", err)
	}
	for len(h.marks) > 0 && h.marks[0].before <= oldest {
		h.settled = h.marks[0].id
		h.marks = h.marks[1:]
	}
	return nil
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
