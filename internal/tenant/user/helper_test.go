package user_test

import (
	"io"
	"log/slog"
	"testing"
)

func testLog(testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }
