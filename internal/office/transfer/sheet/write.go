package sheet

import (
	"time"

	"voronka/internal/kit/errs"
)

// Writer writes a table row by row. Close ends the file; the writer under it stays open.
type Writer interface {
	// Head writes the titles. It comes first, once.
	Head(titles ...string) error
	Row(cells ...Cell) error
	Close() error
}

// TextCell is a text; a blank one is an empty cell.
func TextCell(s string) Cell { return textCell(s) }

// NumberCell is a number by its exact decimal text ("-1250.50"). Another text becomes a text cell.
func NumberCell(exact string) Cell {
	if !isExact(exact) {
		return textCell(exact)
	}
	return Cell{Text: exact, Kind: Number, Number: exact}
}

// DateCell is a calendar day with the time of day of t, as it is in the zone of t; midnight is a day alone.
func DateCell(t time.Time) Cell {
	y, m, d := t.Date()
	return dateCell(time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, time.UTC))
}

// BoolCell is a yes or no.
func BoolCell(v bool) Cell { return boolCell(v) }

func isExact(s string) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	digits, points := 0, 0
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && digits > 0:
			points++
		default:
			return false
		}
	}
	return digits > 0 && points <= 1 && s[len(s)-1] != '.'
}

func hasTime(t time.Time) bool { return t.Hour()+t.Minute()+t.Second() > 0 }

// checkWrite holds a written table to the width a spreadsheet has.
func checkWrite(columns int) error {
	if columns > maxWriteColumns {
		return errs.Limit("the table has %d columns, a spreadsheet takes %d: choose fewer fields", columns, maxWriteColumns)
	}
	return nil
}

const maxWriteColumns = 16_384
