package backup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"voronka/internal/kit/db"
)

// row is a place for the values of one row, to be used again and again.
type row struct {
	columns []db.TableColumn
	dest    []any
}

func newRow(columns []db.TableColumn) *row {
	r := &row{columns: columns, dest: make([]any, len(columns))}
	for i, c := range columns {
		switch c.Type {
		case db.Integer:
			r.dest[i] = new(*int64)
		case db.Float:
			r.dest[i] = new(*float64)
		case db.Bool:
			r.dest[i] = new(*bool)
		case db.Text, db.JSON:
			r.dest[i] = new(*string)
		}
	}
	return r
}

// encode appends the scanned row as a line.
func (r *row) encode(b *bytes.Buffer) error {
	b.WriteByte('[')
	for i, d := range r.dest {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := encodeValue(b, d); err != nil {
			return fmt.Errorf("column %s: %w", r.columns[i].Name, err)
		}
	}
	b.WriteString("]\n")
	return nil
}

func encodeValue(b *bytes.Buffer, dest any) error {
	switch d := dest.(type) {
	case **int64:
		if *d != nil {
			b.Write(strconv.AppendInt(b.AvailableBuffer(), **d, 10))
			return nil
		}
	case **bool:
		if *d != nil {
			b.Write(strconv.AppendBool(b.AvailableBuffer(), **d))
			return nil
		}
	case **float64:
		if *d != nil {
			return encodeJSON(b, **d)
		}
	case **string:
		if *d != nil {
			return encodeJSON(b, **d)
		}
	}
	b.WriteString("null")
	return nil
}

func encodeJSON(b *bytes.Buffer, v any) error {
	raw, err := json.Marshal(v)
	b.Write(raw)
	return err
}

// decode reads a line into values to be bound, one for each column.
func decode(line []byte, columns []db.TableColumn) ([]any, error) {
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return nil, err
	}
	if len(cells) != len(columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(cells), len(columns))
	}
	out := make([]any, len(cells))
	for i, cell := range cells {
		v, err := decodeValue(cell, columns[i].Type)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", columns[i].Name, err)
		}
		out[i] = v
	}
	return out, nil
}

func decodeValue(cell json.RawMessage, typ db.ColumnType) (any, error) {
	if string(cell) == "null" {
		return nil, nil
	}
	switch typ {
	case db.Integer:
		return strconv.ParseInt(string(cell), 10, 64)
	case db.Bool:
		return strconv.ParseBool(string(cell))
	case db.Float:
		return strconv.ParseFloat(string(cell), 64)
	case db.Text, db.JSON:
		var s string
		err := json.Unmarshal(cell, &s)
		return s, err
	}
	return nil, fmt.Errorf("unknown type %s", typ)
}
