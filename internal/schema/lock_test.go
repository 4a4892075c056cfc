package schema_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"voronka/internal/schema"
)

// Whoever cannot have the lock is told so, instead of migrating beside the one who has it.
func TestLockIsHeld(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "voronka.db")
	unlock, err := schema.LockSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if second, err := schema.LockSQLite(short, path); err == nil {
		second()
		t.Error("two hold the lock at once")
	}
	unlock()
	again, err := schema.LockSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	again()
}
