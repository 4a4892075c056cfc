// Package sheet reads the tables people upload and writes the ones they download: XLSX, CSV of any encoding and
// separator, vCard. Files are streamed, never held whole in memory.
//
// Inspect looks at a file and returns a Book; Detect finds the heading and tells what its columns hold; Rows yields
// the cells. Whatever is wrong with a file is said in one sentence as an Invalid or Limit error.
package sheet

import (
	"context"
	"io"
	"iter"
	"time"

	"voronka/internal/kit/errs"
)

// Bounds of a table. Rows and columns are those of a spreadsheet; more columns than MaxColumns are refused.
const (
	MaxRows    = 1_048_576
	MaxColumns = 500
)

// Format is the kind of a file.
type Format string

// The formats that are read.
const (
	XLSX  Format = "xlsx"
	CSV   Format = "csv"
	VCard Format = "vcf"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells. A date may have a time of day. An Error is a formula that failed (#N/A).
const (
	Empty Kind = iota
	Text
	Number
	Date
	Bool
	Error
)

// Cell is a value of a table. Text is always there, as a person would see it; a date is in ISO form.
type Cell struct {
	Text string
	Kind Kind
	// Time is the date of a Date, as it stands in the file, in UTC.
	Time time.Time
	// Number is the exact decimal text of a Number.
	Number string
}

// Row is a line of a table with its number in the file as the person sees it, from 1. Cells behind the last filled one
// are left out.
type Row struct {
	Number int
	Cells  []Cell
}

// Cell returns the cell of a column counted from 0; a missing one is empty.
func (r Row) Cell(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// filled counts the cells that are not empty.
func (r Row) filled() int {
	n := 0
	for _, c := range r.Cells {
		if c.Kind != Empty {
			n++
		}
	}
	return n
}

// Sheet is one table of a book.
type Sheet struct {
	Name string
	// Rows is about how many rows there are; 0 means that only reading will tell.
	Rows   int
	Hidden bool
}

// Book is an opened file. It reads from the file it was made of until Close.
type Book struct {
	Format    Format
	Encoding  string // of a text: "utf-8", "windows-1251" …
	Separator string // of a CSV
	Sheets    []Sheet
	table     table
}

// table is a format of files.
type table interface {
	// rows yields the filled rows of a sheet in order. It stops at the first error.
	rows(ctx context.Context, sheet int, yield func(Row) bool) error
	io.Closer
}

// Close removes what the book keeps aside. The file itself stays open.
func (b *Book) Close() error { return b.table.Close() }

// Rows yields the filled rows of a sheet from a row on; empty rows are left out. An error ends the sequence.
func (b *Book) Rows(ctx context.Context, sheet, fromRow int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		if sheet < 0 || sheet >= len(b.Sheets) {
			yield(Row{}, errs.Invalid("sheet", "the file has no sheet %d", sheet+1))
			return
		}
		stopped := false
		err := b.table.rows(ctx, sheet, func(r Row) bool {
			if r.Number < fromRow {
				return true
			}
			stopped = !yield(r, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(Row{}, err)
		}
	}
}

// checkEvery is how often, in rows, a reader looks whether it is still wanted.
const checkEvery = 256

func checkRow(ctx context.Context, number int) error {
	if number > MaxRows {
		return errs.Limit("the table has more than %d rows, split the file", MaxRows)
	}
	if number%checkEvery == 0 {
		return ctx.Err()
	}
	return nil
}

func tooManyColumns(n int) error {
	return errs.Limit("the table has %d columns, more than %d are not read: remove those you do not need", n, MaxColumns)
}

// trimTail drops the empty cells at the end.
func trimTail(cells []Cell) []Cell {
	for len(cells) > 0 && cells[len(cells)-1].Kind == Empty {
		cells = cells[:len(cells)-1]
	}
	return cells
}
