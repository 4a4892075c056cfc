package db

import "testing"

func TestPlainParams(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"INSERT INTO t VALUES ($1, $2), ($3, $4)": "INSERT INTO t VALUES (?, ?), (?, ?)",
		"SELECT 1":                        "SELECT 1",
		"SELECT $1, $1":                   "SELECT $1, $1",
		"SELECT $2, $1":                   "SELECT $2, $1",
		"SELECT $2":                       "SELECT $2",
		"SELECT $1, a ->> '$.\"12\"', $2": "SELECT ?, a ->> '$.\"12\"', ?",
		"SELECT '$1', $1":                 "SELECT '$1', ?",
		"SELECT 'it''s $2', $1":           "SELECT 'it''s $2', ?",
		"SELECT $x, $1":                   "SELECT $x, $1",
		"SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 + 1": "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? + 1",
		"SELECT $11111111111111111111":                       "SELECT $11111111111111111111",
	} {
		if got := plainParams(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}
