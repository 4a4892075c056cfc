package job

import (
	"context"
	"fmt"
	"slices"

	"voronka/internal/kit/db"
)

// keyLocks is the class of the advisory locks of queue keys.
const keyLocks = 4128

// candidate is a due job as a claim first sees it.
type candidate struct {
	id  int64
	key string
}

// keyState is what stands in the way of a key's jobs.
type keyState struct {
	running bool
	waiting int64 // the lowest parked job, 0: none
	first   int64 // the lowest ready job: of the due ones, or of all when the order is strict; of any kind
}

const candidateQuery = `
	SELECT id, queue_key
	FROM jobs
	WHERE state = 'ready' AND kind = $1 AND run_at <= $2
	ORDER BY run_at, id
	LIMIT $3`

// due reports whether a look with a transaction is worth it.
func due(ctx context.Context, d *db.DB, k Kind) (yes bool, err error) {
	err = d.QueryRow(ctx, `
		SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 'ready' AND kind = $1 AND run_at <= $2)`,
		k.Name, d.Now().Unix()).Scan(&yes)
	return yes, err
}

// choose finds up to want jobs that may run now, keeps others away from them until the transaction ends,
// and parks those whose key is busy. parked says that looking again may find more.
func choose(ctx context.Context, tx *db.Tx, k Kind, want, depth int) (ids []int64, parked bool, err error) {
	rows, err := tx.Query(ctx, candidateQuery+db.SkipLocked(tx.Engine()), k.Name, tx.Unix(), depth)
	found, err := db.Collect(rows, err, func(r db.Rows) (c candidate, err error) { err = r.Scan(&c.id, &c.key); return c, err })
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	keys, err := lockKeys(ctx, tx, keysOf(found))
	if err != nil {
		return nil, false, err
	}
	states, err := statesOf(ctx, tx, keys, k.Strict)
	if err != nil {
		return nil, false, err
	}
	free, busy := part(found, states)
	if err := park(ctx, tx, busy); err != nil {
		return nil, false, err
	}
	return free[:min(want, len(free))], len(busy) > 0, nil
}

func keysOf(found []candidate) []string {
	var keys []string
	for _, c := range found {
		if c.key != "" {
			keys = append(keys, c.key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// lockKeys returns the keys this transaction may decide about. SQLite has one writer: all of them.
func lockKeys(ctx context.Context, tx *db.Tx, keys []string) ([]string, error) {
	if tx.Engine() != db.Postgres || len(keys) == 0 {
		return keys, nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`SELECT value FROM `, db.Words(b, keys), ` WHERE pg_try_advisory_xact_lock(`, fmt.Sprint(keyLocks), `, hashtext(value))`)
	return db.Column[string](ctx, tx, b.SQL(), b.Args()...)
}

// lockKey waits for the lock of one key: the end of a job must not pass by a claim that is parking another.
func lockKey(ctx context.Context, tx *db.Tx, key string) error {
	if tx.Engine() != db.Postgres || key == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(CAST($1 AS INTEGER), hashtext($2))`, keyLocks, key)
	return err
}

func statesOf(ctx context.Context, tx *db.Tx, keys []string, strict bool) (map[string]keyState, error) {
	out := make(map[string]keyState, len(keys))
	if len(keys) == 0 {
		return out, nil
	}
	due := ""
	b := db.NewBuilder(tx.Engine())
	if !strict {
		due = ` AND run_at <= ` + b.Arg(tx.Unix())
	}
	b.Add(`
		SELECT value,
			EXISTS (SELECT 1 FROM jobs WHERE queue_key = value AND state = 'running'),
			coalesce((SELECT min(id) FROM jobs WHERE queue_key = value AND state = 'waiting'), 0),
			coalesce((SELECT min(id) FROM jobs WHERE queue_key = value AND queue_key <> '' AND state = 'ready'`, due, `), 0)
		FROM `, db.Words(b, keys))
	rows, err := tx.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (key string, err error) {
		var s keyState
		err = r.Scan(&key, &s.running, &s.waiting, &s.first)
		out[key] = s
		return key, err
	})
	return out, err
}

// part splits the candidates into those that may run now and those to park. Candidates of a key that is
// missing from states belong to another node for the moment and are in neither.
func part(found []candidate, states map[string]keyState) (free, busy []int64) {
	for _, c := range found {
		s, mine := states[c.key]
		switch {
		case c.key == "":
			free = append(free, c.id)
		case !mine:
		case s.running || s.first < c.id || s.waiting != 0 && s.waiting < c.id:
			busy = append(busy, c.id)
		default:
			free = append(free, c.id)
		}
	}
	return free, busy
}

func park(ctx context.Context, tx *db.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`UPDATE jobs SET state = 'waiting' WHERE `, db.In(b, "id", ids))
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

// wake makes the next parked job of each key ready. The caller holds the locks of the keys.
func wake(ctx context.Context, tx *db.Tx, keys []string) error {
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "" })
	if len(keys) == 0 {
		return nil
	}
	b := db.NewBuilder(tx.Engine())
	b.Add(`
		UPDATE jobs
		SET state = 'ready'
		WHERE id IN (
			SELECT (SELECT min(id) FROM jobs WHERE queue_key = value AND state = 'waiting')
			FROM `, db.Words(b, keys), `)`)
	// Also when none was parked: another node may have passed one by while the key was locked.
	tx.Signal(Topic)
	_, err := tx.Exec(ctx, b.SQL(), b.Args()...)
	return err
}

const jobColumns = `id, account_id, kind, queue_key, payload, attempt, created_by, created_at, progress`

func scanJob(r db.Rows) (Job, error) {
	var j Job
	var payload string
	var progress *string
	if err := r.Scan(&j.ID, &j.AccountID, &j.Kind, &j.QueueKey, &payload, &j.Attempt, &j.CreatedBy, &j.CreatedAt, &progress); err != nil {
		return j, err
	}
	j.Payload = []byte(payload)
	return j, j.Progress.parse(progress)
}

// inOrder sorts jobs as their ids were chosen: UPDATE … RETURNING keeps no order.
func inOrder(jobs []Job, ids []int64) []Job {
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(jobs, func(a, b Job) int { return place[a.ID] - place[b.ID] })
	return jobs
}
