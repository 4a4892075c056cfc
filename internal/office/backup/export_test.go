package backup

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"
)

// Part is a part of a forged backup.
type Part struct {
	Name string
	Body []byte
}

// Parts takes a backup apart; Forge puts one together with hashes that fit.
func Parts(t *testing.T, path string) (parts []Part) {
	t.Helper()
	_, err := walkFile(path, func(name string, size int64, body io.Reader) error {
		raw, err := readPart(size, body)
		parts = append(parts, Part{name, raw})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// Forge writes parts as a backup.
func Forge(t *testing.T, path string, parts []Part) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := newArchive(f, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if err := a.part(p.Name, int64(len(p.Body)), bytes.NewReader(p.Body)); err != nil {
			t.Fatal(err)
		}
		switch {
		case bytes.HasPrefix([]byte(p.Name), []byte(filePrefix)):
			a.end.Files++
		case bytes.HasPrefix([]byte(p.Name), []byte(tablePrefix)):
			a.end.Rows += int64(bytes.Count(p.Body, []byte{'\n'}))
		}
	}
	if err := a.finish(); err != nil {
		t.Fatal(err)
	}
}
