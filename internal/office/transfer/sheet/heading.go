package sheet

import (
	"strings"

	"voronka/internal/kit/lang"
)

// belowWindow is how many rows behind a heading tell what a table looks like.
const belowWindow = 25

// findHeading returns the index of the row of titles among the first rows, or -1 when the table begins with data.
func findHeading(rows []Row) int {
	best, bestScore := -1, 0.0
	weighed := make([]weighedRow, len(rows))
	for i, r := range rows {
		weighed[i] = weigh(r)
	}
	for i := range weighed {
		below := weighed[i+1 : min(len(rows), i+1+belowWindow)]
		if score := headingScore(weighed[i], below) - 0.05*float64(i); score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// weighedRow is a row with what is asked of it again and again.
type weighedRow struct {
	Row
	filled int
	values []bool // by cell, see isValue
}

func weigh(r Row) weighedRow {
	w := weighedRow{Row: r, filled: r.filled(), values: make([]bool, len(r.Cells))}
	for i, c := range r.Cells {
		w.values[i] = c.Kind != Empty && isValue(c)
	}
	return w
}

// headingScore rates a row as a heading of the rows below it: as wide as they are, made of short different texts, of
// words known as titles, and other in kind than what stands below. 0 and less is none.
func headingScore(row weighedRow, below []weighedRow) float64 {
	filled, usual := row.filled, usualWidth(below)
	if filled == 0 || usual > 1 && filled*2 < usual || usual > 1 && filled == 1 {
		return 0
	}
	seen := map[string]bool{}
	known, values, strange := 0, 0, 0
	for i, c := range row.Cells {
		if c.Kind == Empty {
			continue
		}
		if row.values[i] {
			values++
			continue
		}
		if _, confidence := meaningOf(c.Text); confidence > 0.6 {
			known++
		}
		key := lang.Fold(c.Text)
		if seen[key] || len([]rune(key)) > 80 || repeatsBelow(key, i, below) {
			strange++
		}
		seen[key] = true
	}
	n := float64(filled)
	score := 0.3 + 2*float64(known)/n - 3*float64(values)/n - 1.5*float64(strange)/n
	score += contrast(row, below)
	if usual > 0 {
		score += 0.5 * min(1, n/float64(usual))
	}
	return score
}

// isValue tells what stands in data and not in titles.
func isValue(c Cell) bool {
	if c.Kind != Text {
		return true
	}
	for _, t := range typesOf(strings.TrimSpace(c.Text)) {
		if t != TypeURL {
			return true
		}
	}
	return false
}

// usualWidth is the median of the filled cells of rows.
func usualWidth(rows []weighedRow) int {
	counts := make([]int, MaxColumns+1)
	for _, r := range rows {
		counts[min(r.filled, MaxColumns)]++
	}
	passed := 0
	for n, c := range counts {
		passed += c
		if passed*2 >= len(rows) && len(rows) > 0 && passed > 0 {
			return n
		}
	}
	return 0
}

// repeatsBelow finds a title that is a value of its own column.
func repeatsBelow(key string, column int, below []weighedRow) bool {
	for _, r := range below {
		if c := r.Cell(column); c.Kind == Text && len(c.Text) == len(key) && lang.Fold(c.Text) == key {
			return true
		}
	}
	return false
}

// contrast is the share of columns that hold values below a title that is text.
func contrast(row weighedRow, below []weighedRow) float64 {
	columns, differ := 0, 0
	for i, c := range row.Cells {
		if c.Kind == Empty {
			continue
		}
		columns++
		values, filled := 0, 0
		for _, r := range below {
			if b := r.Cell(i); b.Kind != Empty {
				filled++
				if r.values[i] {
					values++
				}
			}
		}
		if filled > 0 && values*2 > filled && !row.values[i] {
			differ++
		}
	}
	return float64(differ) / float64(max(columns, 1))
}
