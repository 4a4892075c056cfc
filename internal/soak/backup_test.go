package soak_test

import (
	"path/filepath"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// TestBackupUnderLoad makes a backup while a storm writes, and serves it elsewhere: what was acknowledged before it began
// is in it, whole, and rules go on where they were.
func TestBackupUnderLoad(t *testing.T) {
	rounds := 1
	if long() {
		rounds = 5
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			for range rounds {
				backupUnderLoad(t, engine)
			}
		})
	}
}

func backupUnderLoad(t *testing.T, engine db.Engine) {
	s := newServer(t, dbtest.Config(t, engine).URL)
	from, to := rule(s)
	var book ledger
	end := storms(s, &book, from, to, "b")
	waitForDeals(t, s, &book, 200)
	before := book.copy()
	file := filepath.Join(t.TempDir(), "voronka.tar.gz")
	s.run("backup", "--file", file)
	end()
	s.kill()

	copied := &server{t: t, bin: s.bin, data: t.TempDir(), addr: freeAddr(t), token: s.token}
	if engine == db.Postgres {
		copied.db = dbtest.Config(t, engine).URL
	}
	copied.run("restore", "--file", file)
	copied.start()
	t.Cleanup(copied.kill)
	audit(t, copied, before, to)
}

// copy is what was certain at this moment.
func (l *ledger) copy() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := &ledger{}
	for _, d := range l.deals {
		same := *d
		out.deals = append(out.deals, &same)
	}
	return out
}
