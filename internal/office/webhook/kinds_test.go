package webhook_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voronka/internal/office/webhook"
)

// written are the ways in which code writes an event of a fixed kind.
var written = regexp.MustCompile(`(?:Kind:\s+|Record\(ctx, tx, [a-z]+, )"([a-z_]+\.[a-z_]+)"`)

// An address can ask for every kind of event that is ever written; only the end of a session is nobody's business.
func TestKinds_areAll(t *testing.T) {
	t.Parallel()
	known, found := webhook.Kinds(), 0
	for _, wing := range []string{"tenant", "crm", "office", "process"} {
		err := filepath.WalkDir(filepath.Join("../..", wing), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, m := range written.FindAllStringSubmatch(string(raw), -1) {
				found++
				if kind := m[1]; !slices.Contains(known, kind) {
					t.Errorf("%s writes %s, which no address can ask for", path, kind)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 15 {
		t.Errorf("only %d places write events: the test looks for the wrong thing", found)
	}
}
