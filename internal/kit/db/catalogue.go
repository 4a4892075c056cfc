package db

import (
	"context"
	"fmt"
)

// ColumnType is what a column holds, the same word on both engines.
type ColumnType string

// The types of columns. JSON is Text on SQLite.
const (
	Integer ColumnType = "integer"
	Float   ColumnType = "float"
	Text    ColumnType = "text"
	Bool    ColumnType = "bool"
	JSON    ColumnType = "json"
)

// Table is a table of the program as it stands in the database.
type Table struct {
	Name    string
	Columns []TableColumn
	// Counted: the column id is filled from a sequence.
	Counted bool
}

// TableColumn is a column of a table.
type TableColumn struct {
	Name string
	Type ColumnType
}

var columnTypes = map[string]ColumnType{
	"INTEGER": Integer, "BIGINT": Integer, "DOUBLE PRECISION": Float, "TEXT": Text, "BOOLEAN": Bool,
	"bigint": Integer, "integer": Integer, "double precision": Float, "text": Text, "boolean": Bool, "jsonb": JSON,
}

const sqliteColumns = `
	SELECT t.name, c.name, c.type, s.sql LIKE '%AUTOINCREMENT%'
	FROM pragma_table_list t
	JOIN sqlite_master s ON s.type = 'table' AND s.name = t.name
	CROSS JOIN pragma_table_info(t.name) c
	WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name NOT LIKE 'goose\_%' ESCAPE '\'
	ORDER BY t.name, c.cid`

const postgresColumns = `
	SELECT t.table_name, c.column_name, c.data_type,
		EXISTS (SELECT 1 FROM information_schema.columns i
			WHERE i.table_schema = t.table_schema AND i.table_name = t.table_name AND i.column_name = 'id' AND i.is_identity = 'YES')
	FROM information_schema.tables t
	JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
	WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND t.table_name NOT LIKE 'goose\_%'
	ORDER BY t.table_name COLLATE "C", c.ordinal_position`

// Tables lists the tables that hold data, by name, without those the engine and the migrator keep for themselves.
func Tables(ctx context.Context, q Querier) ([]Table, error) {
	text := sqliteColumns
	if q.Engine() == Postgres {
		text = postgresColumns
	}
	rows, err := q.Query(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Table
	for rows.Next() {
		var table, column, typ string
		var counted bool
		if err := rows.Scan(&table, &column, &typ, &counted); err != nil {
			return nil, err
		}
		known, ok := columnTypes[typ]
		if !ok {
			return nil, fmt.Errorf("column %s.%s has the unknown type %s", table, column, typ)
		}
		if len(out) == 0 || out[len(out)-1].Name != table {
			out = append(out, Table{Name: table, Counted: counted})
		}
		last := &out[len(out)-1]
		last.Columns = append(last.Columns, TableColumn{column, known})
	}
	return out, rows.Err()
}

// LastID is the last id a sequence has given out, 0 when none. It may be ahead of the snapshot it is read in.
func LastID(ctx context.Context, q Querier, table string) (id int64, err error) {
	text := `SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = $1), 0)`
	if q.Engine() == Postgres {
		text = `SELECT COALESCE(pg_sequence_last_value(CAST(pg_get_serial_sequence($1, 'id') AS regclass)), 0)`
	}
	err = q.QueryRow(ctx, text, table).Scan(&id)
	return id, err
}

// SetLastID makes the sequence of a table go on after an id.
func SetLastID(ctx context.Context, q Querier, table string, id int64) error {
	if q.Engine() == Postgres {
		_, err := q.Exec(ctx, `SELECT setval(pg_get_serial_sequence($1, 'id'), CAST($2 AS BIGINT))`, table, id)
		return err
	}
	n, err := q.Exec(ctx, `UPDATE sqlite_sequence SET seq = $1 WHERE name = $2`, id, table)
	if err == nil && n == 0 {
		_, err = q.Exec(ctx, `INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)`, table, id)
	}
	return err
}

// ParamLimit is how many bound values one statement may have.
func ParamLimit(engine Engine) int {
	if engine == Postgres {
		return 65_535
	}
	return 32_766
}
