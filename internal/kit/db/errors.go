package db

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"voronka/internal/kit/errs"
)

// IsUnique reports whether err is the violation of a unique index. The name is that of the index on
// PostgreSQL and "table.column, …" on SQLite: compare with strings.Contains.
func IsUnique(err error) (name string, ok bool) {
	var pe *pgconn.PgError
	if errors.As(err, &pe) && pe.Code == "23505" {
		return pe.ConstraintName, true
	}
	var se *sqlite.Error
	if errors.As(err, &se) && (se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || se.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) {
		_, after, _ := strings.Cut(se.Error(), "failed: ")
		return after, true
	}
	return "", false
}

// translate gives a code to failures of the machine: a full disk, a database that went away.
// Everything else comes back as it is.
func translate(err error) error {
	if err == nil || errs.As(err) != nil {
		return err
	}
	if full(err) {
		return errors.Join(errs.Unavailable("the server's disk is full: nothing was saved, free some space and try again"), err)
	}
	if gone(err) {
		return errors.Join(errs.Unavailable("the database does not answer: nothing was saved, try again in a minute"), err)
	}
	return err
}

// Translate is for errors of reads, which do not pass through Write.
func Translate(err error) error { return translate(err) }

func full(err error) bool {
	var se *sqlite.Error
	if errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_FULL {
		return true
	}
	var pe *pgconn.PgError
	return errors.As(err, &pe) && (pe.Code == "53100" || pe.Code == "58030")
}

func gone(err error) bool {
	// A caller who did not want to wait is not a fault of the database, though it looks like a network timeout.
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if errors.Is(err, errNoTurn) || errors.Is(err, errCut) {
		return true
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		class := pe.Code[:2]
		return class == "57" && pe.Code != "57014" || class == "08" || pe.Code == "53300"
	}
	var ce *pgconn.ConnectError
	var ne net.Error
	return errors.As(err, &ce) || errors.As(err, &ne) || pgconn.SafeToRetry(err)
}

// Unreachable reports whether err is a failure of the machine (a full disk, a database that went away), which
// says nothing about the work that met it.
func Unreachable(err error) bool { return err != nil && (full(err) || gone(err)) }

// Retryable reports whether err means that the transaction lost to another one and may simply run again.
func Retryable(err error) bool {
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return pe.Code == "40001" || pe.Code == "40P01"
	}
	var se *sqlite.Error
	return errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_BUSY
}
