package soak_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"voronka/internal/soak/cluster"
)

// TestPostgresRestart restarts PostgreSQL under a storm as a crash would. Meanwhile the server answers with errors a client
// understands; afterwards it goes on by itself, and everything acknowledged is there.
func TestPostgresRestart(t *testing.T) {
	restarts := 2
	if long() {
		restarts = 25
	}
	c := ownCluster(t)
	s := newServer(t, c.Database("soak"))
	from, to := rule(s)
	var book ledger
	end := storms(s, &book, from, to, "r")
	for range restarts {
		waitForDeals(t, s, &book, book.count()+50)
		if err := c.Restart(); err != nil {
			t.Fatal(err)
		}
	}
	waitForDeals(t, s, &book, book.count()+50)
	end()
	if s.cmd.ProcessState != nil {
		t.Fatal("the server ended")
	}
	t.Logf("answers that were errors: %v", book.refused)
	for i, text := range book.strange {
		if t.Errorf("an error no client understands: %s", text); i == 5 {
			break
		}
	}
	if t.Failed() {
		t.Log(s.log.String())
	}
	audit(t, s, &book, to)
}

// ownCluster is a PostgreSQL with a database "soak", removed at the end.
func ownCluster(t *testing.T) *cluster.Cluster {
	t.Helper()
	if os.Getenv("VORONKA_TEST_ENGINES") == "sqlite" {
		t.Skip("VORONKA_TEST_ENGINES=sqlite")
	}
	c, err := cluster.Start(filepath.Join(os.TempDir(), fmt.Sprintf("voronka-soak-postgres-%d", os.Getpid())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Remove(); err != nil {
			t.Error(err)
		}
	})
	conn, err := pgx.Connect(t.Context(), c.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), `CREATE DATABASE soak`); err != nil {
		t.Fatal(err)
	}
	return c
}

// waitForDeals waits until the storm has got so many deals through, and the server calls itself ready.
func waitForDeals(t *testing.T, s *server, book *ledger, n int) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for book.count() < n || !ready(s) {
		if time.Now().After(deadline) {
			t.Fatalf("the server does not recover: %d deals of %d, ready: %v\n%s", book.count(), n, ready(s), tail(s))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func ready(s *server) bool {
	res, err := http.Get("http://" + s.addr + "/readyz")
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// tail is the end of the server's log.
func tail(s *server) string {
	text := s.log.String()
	return text[max(0, len(text)-2000):]
}
