package schema

// MigrateFrom lets a test bring its own migrations, Expand shows one written out.
var (
	MigrateFrom = migrate
	Expand      = expand
)
