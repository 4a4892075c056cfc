package transfer

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
)

// Problem is one thing that was wrong with a row.
type Problem struct {
	ID int64
	// Row is its number in the file, Column the title of its column; a problem of the whole row has none.
	Row    int
	Column string
	Value  string
	Reason lang.Sentence
	// IsFatal problems kept the row from being imported.
	IsFatal bool

	at *binding
}

// Problems is a page of the report of an import, in the order they were found; after is the last id of the page before.
func (s *Service) Problems(ctx context.Context, who tenant.Actor, id ImportID, fatalOnly bool, after int64, limit int) (list []Problem, more bool, err error) {
	if _, err := s.Find(ctx, who, id); err != nil {
		return nil, false, err
	}
	list, err = listProblems(ctx, s.DB, who.AccountID, id, fatalOnly, after, limit+1)
	if len(list) > limit {
		return list[:limit], true, err
	}
	return list, false, err
}

func listProblems(ctx context.Context, q db.Querier, account tenant.AccountID, id ImportID, fatalOnly bool, after int64, limit int) ([]Problem, error) {
	rows, err := q.Query(ctx, `
		SELECT id, row_number, column_name, value, reason, is_fatal
		FROM import_problems
		WHERE account_id = $1
			AND import_id = $2
			AND id > $3
			AND (is_fatal OR NOT $4)
		ORDER BY id
		LIMIT $5`, account, id, after, fatalOnly, limit)
	list, err := db.Collect(rows, err, func(r db.Rows) (p Problem, err error) {
		var reason string
		if err = r.Scan(&p.ID, &p.Row, &p.Column, &p.Value, &reason, &p.IsFatal); err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(reason), &p.Reason)
	})
	if err != nil {
		return nil, fmt.Errorf("list problems of import %d: %w", id, db.Translate(err))
	}
	return list, nil
}

// maxValue is how much of a cell the report quotes.
const maxValue = 200

func quoted(s string) string {
	if len(s) <= maxValue {
		return s
	}
	if r := []rune(s); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return s
}
