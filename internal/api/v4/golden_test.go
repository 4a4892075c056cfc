package v4_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// golden compares with testdata/<name>.golden.json; -update rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	got = append(bytes.TrimSpace(got), '\n')
	path := filepath.Join("testdata", name+".golden.json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no golden, run with -update: %v", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs, got:\n%s\nwant:\n%s", path, got, want)
	}
}
