package db

import (
	"context"
	"runtime/debug"
)

// Relax gives back the memory that a long piece of work needed: it is not kept for the next one, which may never come.
func (d *DB) Relax(ctx context.Context) {
	if s, ok := d.backend.(*sqliteDB); ok {
		s.relax(ctx)
	}
	debug.FreeOSMemory()
}

// relax empties the writer's caches of pages and statements.
func (s *sqliteDB) relax(ctx context.Context) {
	w, err := s.turn(ctx)
	if err != nil {
		return
	}
	inner := context.WithoutCancel(ctx)
	w.forget()
	_, _ = w.conn.ExecContext(inner, "PRAGMA shrink_memory") // it frees what it can, and does not fail
	s.leave(inner, w)
}
