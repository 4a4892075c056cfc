package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"voronka/internal/app"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// A backup made beside a running server is served by another one, of the other database, to the same token.
func TestBackupAndRestore(t *testing.T) {
	data := t.TempDir()
	must := func(args ...string) string {
		t.Helper()
		code, out, stderr := run(args...)
		if code != 0 {
			t.Fatal(args, stderr)
		}
		return out
	}
	must("init", "--data", data, "--company", "Ромашка", "--email", "anna@example.test", "--password", "correct horse")
	s := start(t, app.Serve{Config: app.Config{Data: data}})
	must("demo", "--data", data, "--deals", "100")
	bearer := "Bearer " + strings.TrimSpace(must("token", "--data", data, "--email", "anna@example.test"))
	file := filepath.Join(t.TempDir(), "voronka.tar.gz")
	if out := must("backup", "--data", data, "--file", file); !strings.Contains(out, `"has_key":true`) {
		t.Error(out)
	}
	before := get(t, s.url+"/api/v1/deals/count", "Authorization", bearer)
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	other, target := t.TempDir(), dbtest.Config(t, db.Postgres).URL
	must("restore", "--data", other, "--db", target, "--file", file)
	s = start(t, app.Serve{Config: app.Config{Data: other, DB: target}})
	defer func() { _ = s.stop() }()
	after := get(t, s.url+"/api/v1/deals/count", "Authorization", bearer)
	if before.status != 200 || before.body != after.body || !strings.Contains(after.body, `"count":100`) {
		t.Errorf("before %d %s\nafter %d %s", before.status, before.body, after.status, after.body)
	}
	for want, args := range map[string][]string{
		"there is an account": {"restore", "--data", other, "--db", target, "--file", file},
		"--file":              {"backup", "--data", data, "--file", filepath.Join(data, "no", "such")},
		"no such file":        {"restore", "--data", t.TempDir(), "--file", filepath.Join(data, "none")},
		"voronka init":        {"backup", "--data", t.TempDir(), "--file", file},
	} {
		code, out, stderr := run(args...)
		if code == 0 || out != "" || !strings.Contains(stderr, want) || strings.Count(strings.TrimSpace(stderr), "\n") != 0 {
			t.Errorf("%v: %d %q %q", args, code, out, stderr)
		}
	}
}
