package db

import (
	"context"
	"errors"
	"time"
)

// Writers that wait for each other anyway share one transaction of SQLite, and so one flush of the disk, which is what a
// small write costs. Each runs in a savepoint of its own: a failure undoes its own changes only. Nobody is told of success
// before the common commit, and when that fails, all of them are told.
//
// The one who has written passes the connection on with the transaction open when another is waiting, and the last one
// commits. A Write must therefore not wait, inside its function, for the return of another Write.

const (
	groupMost = 32                   // writers of one transaction
	groupTime = 4 * time.Millisecond // after which it takes no further one: the first wants its answer
)

// group is a transaction that several writers share.
type group struct {
	began time.Time
	size  int
	done  chan struct{} // closed at its end
	err   error         // of its end, to be read after done
}

func (s *sqliteDB) write(ctx context.Context, fn func(Querier) error) error {
	w, err := s.turn(ctx)
	if err != nil {
		return err
	}
	// The statements of an open transaction are not cut off by a caller who went away: a cancelled
	// context would leave the connection in an unknown state. Between statements it is honoured.
	inner := context.WithoutCancel(ctx)
	if err := w.enter(inner); err != nil {
		s.leave(inner, w)
		return err
	}
	g := w.group
	failure := s.attempt(ctx, w, fn)
	if w.group == nil { // the engine has given up the transaction: everybody's changes are lost
		s.writer <- w
		return failure
	}
	if failure == nil && s.waiting.Load() > 0 && g.size < groupMost && time.Since(g.began) < groupTime {
		s.writer <- w
		return s.await(inner, g)
	}
	s.leave(inner, w)
	if failure != nil {
		return failure
	}
	return g.err
}

// enter begins a transaction, or joins the open one.
func (w *sqliteWriter) enter(ctx context.Context) error {
	if w.group == nil {
		if _, err := w.Exec(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		w.group = &group{began: time.Now(), done: make(chan struct{})}
	}
	w.group.size++
	_, err := w.Exec(ctx, "SAVEPOINT writer")
	return err
}

// attempt runs one writer's function; what it changed is there afterwards or not at all, also when it panics.
func (s *sqliteDB) attempt(ctx context.Context, w *sqliteWriter, fn func(Querier) error) (err error) {
	inner := context.WithoutCancel(ctx)
	finished := false
	defer func() {
		if finished {
			return
		}
		w.undo(inner, errors.New("another writer panicked"))
		s.leave(inner, w)
	}()
	err = fn(&sqliteTx{w, ctx})
	finished = true
	if err == nil {
		_, err = w.Exec(inner, "RELEASE SAVEPOINT writer")
	}
	if err != nil {
		w.undo(inner, err)
	}
	return err
}

// undo takes back what the last writer did. After some failures (a full disk) the engine has already given up the whole
// transaction; then its end is the failure, for everybody in it.
func (w *sqliteWriter) undo(ctx context.Context, cause error) {
	_, err := w.Exec(ctx, "ROLLBACK TO SAVEPOINT writer")
	if err == nil {
		_, err = w.Exec(ctx, "RELEASE SAVEPOINT writer")
	}
	if err != nil {
		_ = w.end(ctx, "ROLLBACK") // the cause is what is told
		w.finish(cause)
	}
}

// leave commits the transaction, tells everybody in it, and lets go of the writer.
func (s *sqliteDB) leave(ctx context.Context, w *sqliteWriter) {
	if w.group != nil {
		w.finish(w.end(ctx, "COMMIT"))
	}
	s.writer <- w
}

// end runs COMMIT or ROLLBACK; after a failed COMMIT nothing is left open.
func (w *sqliteWriter) end(ctx context.Context, word string) error {
	_, err := w.Exec(ctx, word)
	if err != nil {
		_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // there may be nothing left to undo
	}
	return err
}

func (w *sqliteWriter) finish(err error) {
	g := w.group
	w.group = nil
	g.err = err
	close(g.done)
}

// await waits for the end of a transaction that was passed on. When nobody took it, because who waited went away, it is
// ended here. A later transaction that is met instead is ended too: whoever left it counted on being followed.
func (s *sqliteDB) await(ctx context.Context, g *group) error {
	for {
		select {
		case <-g.done:
			return g.err
		case w := <-s.writer:
			s.leave(ctx, w)
		}
	}
}
