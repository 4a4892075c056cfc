package secret

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// KeyFile is the name of the master key in the data folder. Without it sealed values are lost: back it up apart from
// the database.
const KeyFile = "secret.key"

// Load opens the box of a server. fromEnv is the value of VORONKA_SECRET_KEY: one or more keys of 32 bytes in base64
// with commas between, the first of which seals. When it is empty the key file in dir is read, and made when absent.
func Load(dir, fromEnv string) (*Box, error) {
	if strings.TrimSpace(fromEnv) != "" {
		return fromText("VORONKA_SECRET_KEY", fromEnv)
	}
	path := filepath.Join(dir, KeyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := createKeyFile(dir, path); err != nil {
			return nil, fmt.Errorf("make the key file: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	return parse(path, text)
}

// Parse opens a box with the content of a key file, or of VORONKA_SECRET_KEY.
func Parse(text []byte) (*Box, error) { return parse("the master key", text) }

func parse(source string, text []byte) (*Box, error) {
	if len(text) == keySize { // raw bytes, as a careful administrator may have put them there
		return New(text)
	}
	return fromText(source, string(text))
}

func fromText(source, text string) (*Box, error) {
	var masters [][]byte
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(", \t\r\n", r) }) {
		m, err := decodeKey(part)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		masters = append(masters, m)
	}
	if len(masters) == 0 {
		return nil, fmt.Errorf("%s is empty: put the key back from the backup, a new one would not open what is sealed", source)
	}
	return New(masters...)
}

// decodeKey never quotes the key in its error.
func decodeKey(s string) ([]byte, error) {
	s = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(s), "=")
	m, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(m) != keySize {
		return nil, fmt.Errorf("a key must be %d bytes in base64 (make one by: openssl rand -base64 32)", keySize)
	}
	return m, nil
}

// createKeyFile writes a new key aside and links it into place, so that two servers starting at once agree on one and
// a crash leaves no half of a key.
func createKeyFile(dir, path string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, KeyFile+".*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if err := writeKey(tmp); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return os.Rename(tmp.Name(), path) // a file system without hard links
	}
	return nil
}

func writeKey(f *os.File) error {
	master := make([]byte, keySize)
	rand.Read(master)
	var text bytes.Buffer
	text.WriteString(base64.StdEncoding.EncodeToString(master) + "\n")
	_, err := f.Write(text.Bytes())
	return errors.Join(err, f.Sync(), f.Close())
}
