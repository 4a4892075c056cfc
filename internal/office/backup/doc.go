// Package backup writes a whole installation into one file and brings it back into an empty one, of either engine.
//
// The file is a gzipped tar, readable by ordinary tools:
//
//	manifest.json               format, schema version, tables with their columns and the last ids given out
//	secret.key                  the master key, when it lives in the data folder
//	tables/deals/000001.jsonl   rows as JSON lists, a few megabytes each; a JSON column is a string of JSON
//	files/imports/1/ABC…        stored files under their keys
//	end.json                    how much there is, and a hash over the hashes of all parts
//
// After every part stands its SHA-256 as NAME.sha256. A file is read through and checked to its end before anything is
// touched; a cut or altered one changes nothing.
//
// Everything is read in one snapshot, so a backup may be made beside a running server. Restoring either happens whole or
// not at all: on PostgreSQL in one transaction, on SQLite into new files that are moved into place at the end.
package backup
