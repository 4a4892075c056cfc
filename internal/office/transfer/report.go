package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/tenant"
)

// reasonTitle is the title of the column that says why a row was rejected.
func reasonTitle(loc lang.Locale) string { return lang.Text(loc, "Why it was not imported") }

func isReasonColumn(title string) bool {
	for _, loc := range lang.Locales() {
		if lang.Fold(title) == lang.Fold(reasonTitle(loc)) {
			return true
		}
	}
	return false
}

// Rejected writes a workbook of the rows that were not imported: their own columns and one of reasons. Corrected it can
// be sent again.
func (s *Service) Rejected(ctx context.Context, who tenant.Actor, id ImportID, w io.Writer) error {
	i, err := s.Find(ctx, who, id)
	if err != nil {
		return err
	}
	if i.Counts.Failed == 0 {
		return errs.NotFound("no row of this import was rejected")
	}
	return s.withBook(ctx, i, func(book *sheet.Book) error {
		out, err := sheet.NewXLSX(w, "")
		if err != nil {
			return err
		}
		err = s.writeRejected(ctx, who, i, book, out)
		if closing := out.Close(); err == nil {
			err = closing
		}
		return err
	})
}

func (s *Service) writeRejected(ctx context.Context, who tenant.Actor, i Import, book *sheet.Book, out sheet.Writer) error {
	loc := lang.Locale(who.Locale)
	var titles []string
	var kept []int
	for _, c := range i.Facts.Head.Columns {
		if !isReasonColumn(c.Title) {
			titles, kept = append(titles, mapping.TitleOf(i.Facts.Head, c.Index)), append(kept, c.Index)
		}
	}
	if err := out.Head(append(titles, reasonTitle(loc))...); err != nil {
		return err
	}
	reasons := &reasonReader{s: s, who: who, id: i.ID, loc: loc}
	for row, err := range book.Rows(ctx, i.Plan.Sheet, i.Plan.From()) {
		if err != nil {
			return err
		}
		why, err := reasons.of(ctx, row.Number)
		if err != nil {
			return err
		}
		if reasons.ended {
			return nil
		}
		if why == "" {
			continue
		}
		cells := make([]sheet.Cell, 0, len(kept)+1)
		for _, column := range kept {
			cells = append(cells, row.Cell(column))
		}
		if err := out.Row(append(cells, sheet.TextCell(why))...); err != nil {
			return err
		}
	}
	return nil
}

// reasonReader gives the reasons of rejected rows in the order of the rows, which is the order they were stored in.
type reasonReader struct {
	s     *Service
	who   tenant.Actor
	id    ImportID
	loc   lang.Locale
	page  []mapping.Problem
	after int64
	last  bool
	ended bool
}

// of is why a row was rejected, empty when it was not.
func (r *reasonReader) of(ctx context.Context, row int) (why string, err error) {
	for {
		if len(r.page) == 0 {
			if r.last {
				r.ended = why == ""
				return why, nil
			}
			if err := r.more(ctx); err != nil {
				return "", err
			}
			continue
		}
		p := r.page[0]
		if p.Row > row {
			return why, nil
		}
		r.page = r.page[1:]
		if p.Row < row {
			continue
		}
		if why != "" {
			why += "; "
		}
		if p.Column != "" {
			why += p.Column + ": "
		}
		why += p.Reason.Text(r.loc)
	}
}

const reasonPage = 500

func (r *reasonReader) more(ctx context.Context) (err error) {
	r.page, err = listProblems(ctx, r.s.DB, r.who.AccountID, r.id, true, r.after, reasonPage)
	r.last = len(r.page) < reasonPage
	if len(r.page) > 0 {
		r.after = r.page[len(r.page)-1].ID
	}
	return err
}

// Problems is a page of the report of an import, in the order they were found; after is the last id of the page before.
func (s *Service) Problems(ctx context.Context, who tenant.Actor, id ImportID, fatalOnly bool, after int64, limit int) (list []mapping.Problem, more bool, err error) {
	if _, err := s.Find(ctx, who, id); err != nil {
		return nil, false, err
	}
	list, err = listProblems(ctx, s.DB, who.AccountID, id, fatalOnly, after, limit+1)
	if len(list) > limit {
		return list[:limit], true, err
	}
	return list, false, err
}

func listProblems(ctx context.Context, q db.Querier, account tenant.AccountID, id ImportID, fatalOnly bool, after int64, limit int) ([]mapping.Problem, error) {
	rows, err := q.Query(ctx, `
		SELECT id, row_number, column_name, value, reason, is_fatal
		FROM import_problems
		WHERE account_id = $1
			AND import_id = $2
			AND id > $3
			AND (is_fatal OR NOT $4)
		ORDER BY id
		LIMIT $5`, account, id, after, fatalOnly, limit)
	list, err := db.Collect(rows, err, func(r db.Rows) (p mapping.Problem, err error) {
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
