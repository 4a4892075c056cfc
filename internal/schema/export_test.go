package schema

// MigrateFrom lets a test bring its own migrations, Expand shows one written out, LockSQLite takes the lock of a file.
var (
	MigrateFrom = migrate
	Expand      = expand
	LockSQLite  = lockSQLite
)
