package backup

import (
	"errors"
	"fmt"
)

const (
	formatName    = "voronka-backup"
	formatVersion = 1

	manifestPart = "manifest.json"
	keyPart      = "secret.key"
	tablePrefix  = "tables/"
	filePrefix   = "files/"
	endPart      = "end.json"
	sumSuffix    = ".sha256"

	// partSize is when a part of rows is written out; maxPart is what a reader takes into memory.
	partSize = 4 << 20
	maxPart  = 256 << 20
)

// Manifest is what a backup says of itself.
type Manifest struct {
	Format    string  `json:"format"`
	Version   int     `json:"version"`
	Schema    int64   `json:"schema"`
	Program   string  `json:"program"`
	CreatedAt int64   `json:"created_at"`
	Tables    []table `json:"tables"`
	// Sealed is a known word sealed with the master key: only the right key opens it.
	Sealed []byte `json:"sealed"`
	HasKey bool   `json:"has_key"`
}

// sealedWord and sealedPlace are what Manifest.Sealed holds.
const (
	sealedWord  = "voronka"
	sealedPlace = "backup"
)

type table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	LastID  int64    `json:"last_id,omitempty"`
}

type end struct {
	Parts int    `json:"parts"`
	Rows  int64  `json:"rows"`
	Files int    `json:"files"`
	Chain string `json:"chain"`
}

// Summary is what was written or brought back.
type Summary struct {
	Tables  int   `json:"tables"`
	Rows    int64 `json:"rows"`
	Files   int   `json:"files"`
	Missing int   `json:"missing_files,omitempty"`
	HasKey  bool  `json:"has_key"`
}

var errDamaged = errors.New("the backup file is damaged")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s; nothing was restored, take another copy of it", errDamaged, fmt.Sprintf(format, args...))
}
