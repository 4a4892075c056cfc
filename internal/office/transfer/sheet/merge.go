package sheet

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"time"
)

// merge is cells of one column joined over several rows: the value stands in the first, and belongs to all.
type merge struct{ top, bottom, column int }

// maxMerges bounds the memory a hostile file can take.
const maxMerges = 100_000

// filler repeats the value of merged cells in the rows below the first.
type filler struct {
	merges []merge // by top
	active []activeMerge
	next   int
}

type activeMerge struct {
	merge
	value Cell
}

func (w *workbook) filler(ctx context.Context, sheet int) (*filler, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	merges, known := w.merges[sheet]
	if !known {
		var err error
		if merges, err = w.readMerges(ctx, sheet); err != nil {
			return nil, err
		}
		w.merges[sheet] = merges
	}
	return &filler{merges: merges}, nil
}

// readMerges looks behind the cells of a worksheet, where the list of merged ones stands.
func (w *workbook) readMerges(ctx context.Context, sheet int) ([]merge, error) {
	rc, err := openEntry(w.sheets[sheet])
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	in := bufio.NewReaderSize(contextReader{ctx, rc}, 256<<10)
	if err := skipCells(in); err != nil {
		return nil, archiveError(err)
	}
	var out []merge
	s := newScanner(in)
	for len(out) < maxMerges {
		kind, err := s.next()
		if err == io.EOF || err == nil && kind == endTag && s.is("mergeCells") {
			break
		}
		if err != nil {
			return nil, archiveError(err)
		}
		if kind == startTag && s.is("mergeCell") {
			ref, _ := s.attr("ref")
			if m, ok := parseMerge(ref); ok {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, func(a, b merge) int { return a.top - b.top })
	return out, nil
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// skipCells reads to behind </sheetData>, whatever its prefix, without looking at the tags between.
func skipCells(in *bufio.Reader) error {
	end := []byte("sheetData>")
	for {
		window, err := in.Peek(in.Size())
		for from := 0; ; {
			i := bytes.Index(window[from:], end)
			if i < 0 {
				break
			}
			i += from
			open := bytes.LastIndexByte(window[:i], '<')
			if open >= 0 && open+1 < len(window) && window[open+1] == '/' {
				_, err := in.Discard(i + len(end))
				return err
			}
			from = i + len(end)
		}
		if err == io.EOF { // <sheetData/> has no end, and no merged cells that matter
			_, err = in.Discard(len(window))
			return err
		}
		if err != nil {
			return err
		}
		const overlap = 64 // an end tag cut in two, with its prefix
		if _, err := in.Discard(len(window) - overlap); err != nil {
			return err
		}
	}
}

func parseMerge(ref string) (merge, bool) {
	from, to, ok := strings.Cut(ref, ":")
	left, top := parseRef(from)
	right, bottom := parseRef(to)
	return merge{top, bottom, left}, ok && left == right && top < bottom && left > 0 && left <= MaxColumns
}

// apply fills the cells of a row. Rows must come in order.
func (f *filler) apply(row int, cells []Cell) []Cell {
	for f.next < len(f.merges) && f.merges[f.next].top <= row {
		m := f.merges[f.next]
		f.next++
		if m.top == row && m.column <= len(cells) && cells[m.column-1].Kind != Empty {
			f.active = append(f.active, activeMerge{m, cells[m.column-1]})
		}
	}
	if len(f.active) == 0 {
		return cells
	}
	f.active = slices.DeleteFunc(f.active, func(a activeMerge) bool { return a.bottom < row })
	for _, a := range f.active {
		for len(cells) < a.column {
			cells = append(cells, Cell{})
		}
		if cells[a.column-1].Kind == Empty {
			cells[a.column-1] = a.value
		}
	}
	return cells
}

func boolCell(v bool) Cell {
	if v {
		return Cell{Text: "true", Kind: Bool}
	}
	return Cell{Text: "false", Kind: Bool}
}

// isoDate reads the rare cells that keep a date as text by ISO 8601.
func isoDate(s string) Cell {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			y, m, d := t.Date()
			return dateCell(time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, time.UTC))
		}
	}
	return textCell(s)
}
