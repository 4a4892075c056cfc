package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"voronka/internal/kit/secret"
	"voronka/internal/office/backup"
	"voronka/internal/schema"
)

type backupCommand struct {
	Config
	File string `required:"" env:"VORONKA_FILE" placeholder:"FILE" help:"Where to write the backup; an older one there is replaced when the new one is whole."`
}

// Help says what a person must know before relying on a backup.
func (*backupCommand) Help() string {
	return `Writes the whole installation into one file: every row, every stored file, and the master key when it lives in the data folder. Works beside a running server.

Who has the file can read everything in it, sealed passwords and tokens too: keep it as you keep the server. With --secret-key the key is not in the file; without that key it cannot be restored.`
}

// Run makes a backup and prints what is in it.
func (c *backupCommand) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	a, err := c.existing(ctx, s)
	if err != nil {
		return err
	}
	defer a.close()
	version, _, err := schema.Version(ctx, c.database())
	if err != nil {
		return err
	}
	source := backup.Source{DB: a.DB, Files: a.Files, Box: a.Box, Schema: version, Program: Version}
	if strings.TrimSpace(c.SecretKey) == "" {
		source.KeyFile = filepath.Join(c.Data, secret.KeyFile)
	}
	sum, err := backup.Write(ctx, source, c.File)
	if err != nil {
		return err
	}
	return json.NewEncoder(s.out).Encode(sum)
}

type restoreCommand struct {
	Config
	File string `required:"" env:"VORONKA_FILE" placeholder:"FILE" help:"The backup."`
}

// Help says when a backup can be restored.
func (*restoreCommand) Help() string {
	return `Brings a backup back into an empty installation, of SQLite or PostgreSQL whatever the backup was made of, so this is also the way from one to the other. Stop the server first. The file is checked to its end before anything is written; it is restored whole or not at all.

Needs the version of the program that made the backup; start a newer one on the result afterwards.`
}

// Run restores a backup and prints what was in it.
func (c *restoreCommand) Run(ctx context.Context, s streams) error {
	if err := c.check(); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	target := backup.Target{DB: c.database(), Data: c.Data, SecretKey: c.SecretKey}
	if c.S3Endpoint != "" {
		bucket, err := c.openStorage(ctx)
		if err != nil {
			return err
		}
		defer bucket.Close()
		target.Files = bucket
	}
	sum, err := backup.Restore(ctx, target, c.File)
	if err != nil {
		return err
	}
	return json.NewEncoder(s.out).Encode(sum)
}
