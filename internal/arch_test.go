// Package internal_test holds the law of imports: wings are floors, and imports run down only.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "voronka/"

// floors is the height of each wing. A package may import any lower floor.
var floors = map[string]int{
	"app": 8, "api": 7, "process": 6, "office": 5, "trade": 4, "channel": 4, "company": 4, "crm": 3, "tenant": 2,
	"schema": 2, "kit": 1,
	"seed": 4, "soak": 9, "bench": 10, // factories for tests and demo data; the long runs; speed and size
}

// inside is what a package may import of its own wing. What is not named here imports nothing of it but the wing's
// vocabulary.
var inside = map[string][]string{
	"kit/db":                  {"kit/errs"},
	"kit/event":               {"kit/errs", "kit/db"},
	"kit/job":                 {"kit/errs", "kit/db", "kit/event"},
	"kit/blob":                {"kit/errs"},
	"kit/blob/*":              {"kit/errs", "kit/blob"},
	"kit/web":                 {"kit/errs"},
	"kit/live":                {"kit/errs"},
	"kit/lang":                {"kit/errs"},
	"kit/expr":                {"kit/errs", "kit/lang"},
	"kit/secret":              {"kit/errs"},
	"schema/dbtest":           {"schema"},
	"tenant/account":          {"tenant/worktime"},
	"tenant/user":             {"tenant/account", "tenant/worktime"},
	"crm/timeline":            {"crm/access"},
	"crm/field":               {"crm/access", "crm/timeline"},
	"crm/file":                {"crm/access", "crm/timeline"},
	"crm/watch":               {"crm/access", "crm/timeline"},
	"crm/pipeline":            {"crm/access", "crm/timeline"},
	"crm/entity":              {"crm/access", "crm/timeline", "crm/field", "crm/file"},
	"crm/contact":             {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity"},
	"crm/deal":                {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity", "crm/contact"},
	"crm/task":                {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity"},
	"crm/search":              {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity"},
	"crm/merge":               {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity", "crm/contact", "crm/deal"},
	"crm/view":                {"crm/access", "crm/timeline", "crm/field", "crm/pipeline", "crm/entity"},
	"crm/bin":                 {"crm/access", "crm/timeline", "crm/field", "crm/entity"},
	"company/notice":          {"company/letter", "company/push"},
	"office/transfer":         {"office/transfer/sheet", "office/transfer/mapping"},
	"office/transfer/mapping": {"office/transfer/sheet"},
	"office/transfer/export":  {"office/transfer/sheet"},
	"process/action/*":        {"process/action"},
	"process/robot":           {"process/action"},
	"seed/demo":               {"seed"},
}

// onlyFor names packages that ordinary code must not import, whatever the floor. Suites that tests run (blobtest) may.
var onlyFor = map[string][]string{"seed": {"app", "seed"}, "schema/dbtest": {"seed", "schema"}}

func TestImportsRunDown(t *testing.T) {
	t.Parallel()
	seen := 0
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		seen++
		for _, to := range importsOf(t, file) {
			if why := forbidden(filepath.ToSlash(filepath.Dir(file)), to); why != "" {
				t.Errorf("%s imports %s: %s", file, to, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 50 {
		t.Fatalf("only %d files were looked at", seen)
	}
}

func TestForbidden(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		from, to string
		ok       bool
	}{
		{"crm/deal", "kit/db", true},
		{"crm/deal", "crm", true},
		{"crm/deal", "crm/entity", true},
		{"crm/entity", "crm/deal", false},
		{"crm/access", "tenant/user", true},
		{"tenant/user", "crm/access", false},
		{"tenant/account", "tenant/user", false},
		{"trade/invoice", "channel/mail", false},
		{"kit/db", "kit/event", false},
		{"tenant/user", "schema", false},
		{"api/v1", "api/v4", false},
		{"api/v1", "seed", false},
		{"process/action/actiontest", "seed", true},
		{"app", "api/v4", true},
		{"office/webhook", "process/robot", false},
		{"office/transfer", "office/transfer/sheet", true},
		{"nowhere/at", "kit/db", false},
	} {
		if why := forbidden(tt.from, tt.to); (why == "") != tt.ok {
			t.Errorf("%s to %s: %q", tt.from, tt.to, why)
		}
	}
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var own []string
	for _, imp := range parsed.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(p, module+"internal/"); ok {
			own = append(own, rest)
		}
	}
	return own
}

// forbidden says why an arrow may not be drawn, "" when it may.
func forbidden(from, to string) string {
	wing, other := wingOf(from), wingOf(to)
	if _, ok := floors[wing]; !ok {
		return "the wing " + wing + " has no floor, give it one in arch_test.go"
	}
	if who := onlyForOf(to); who != nil && !slices.Contains(who, wing) && !strings.HasSuffix(from, "test") {
		return to + " is for tests"
	}
	if wing != other {
		if floors[other] < floors[wing] || wing == "seed" && floors[other] <= floors["seed"] {
			return ""
		}
		return "the arrow runs up, from floor " + strconv.Itoa(floors[wing]) + " to " + strconv.Itoa(floors[other])
	}
	if to == wing && strings.Contains(from, "/") || slices.Contains(allowedInside(from), to) {
		return ""
	}
	return "inside the wing it may import only " + strings.Join(allowedInside(from), ", ")
}

func wingOf(pkg string) string { wing, _, _ := strings.Cut(pkg, "/"); return wing }

func onlyForOf(pkg string) []string {
	for p := pkg; p != "."; p = path.Dir(p) {
		if who, ok := onlyFor[p]; ok {
			return who
		}
	}
	return nil
}

func allowedInside(from string) []string {
	if list, ok := inside[from]; ok {
		return list
	}
	return inside[path.Dir(from)+"/*"]
}
