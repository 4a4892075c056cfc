package sheet

import (
	"context"
	"strings"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

// Head is what Detect found out about a sheet. Row numbers are those of Row.
type Head struct {
	// Row holds the titles; 0 means that the table begins with its data.
	Row int
	// FirstRow and LastRow bound the data; LastRow is before the totals. Both are 0 when there is none.
	FirstRow, LastRow int
	// Rows is how many rows of data are not empty.
	Rows int
	// Totals are the rows behind the data that sum it up or sign it.
	Totals  []int
	Columns []Column
}

// Column is a column of a sheet.
type Column struct {
	Index int // from 0, as in Row.Cells
	Title string
	// Samples are up to 20 different values from the beginning.
	Samples []string
	Guess   Guess
	// EmptyShare is the part of the rows, from 0 to 1, that have no value here.
	EmptyShare float64
	// Values are all different values of a list, by their first appearance.
	Values []string
}

const (
	headWindow   = 60  // rows in which the heading is looked for
	tailWindow   = 6   // rows in which totals are looked for
	maxSamples   = 20  // different values shown
	guessSamples = 300 // values, with repeats, the type is guessed by
	maxDistinct  = 200 // different values counted
)

// Detect reads a sheet through and finds its heading, its columns and the end of its data.
func (b *Book) Detect(ctx context.Context, sheet int) (Head, error) {
	return b.DetectFrom(ctx, sheet, 0)
}

// NoHead is the row of titles of a table that begins with its data.
const NoHead = -1

// DetectFrom is Detect with a row of titles that is known: what stands above it is passed over. 0 lets it be found,
// NoHead says that there is none.
func (b *Book) DetectFrom(ctx context.Context, sheet, headRow int) (Head, error) {
	d := detector{known: headRow}
	for row, err := range b.Rows(ctx, sheet, max(headRow, 1)) {
		if err != nil {
			return Head{}, err
		}
		d.add(row)
	}
	d.settle()
	if len(d.head.Columns) == 0 {
		return Head{}, errs.Invalid("sheet", "the sheet has no rows, choose another one")
	}
	return d.finish(), nil
}

// detector goes over the rows once: the first ones are held until the heading is known, the last ones until they are
// known not to be totals.
type detector struct {
	head    Head
	known   int   // see DetectFrom
	window  []Row // before the heading is known
	settled bool
	tail    []Row
	stats   []columnStats
}

type columnStats struct {
	filled   int
	samples  []string
	distinct map[string]string // folded to first spelling
	order    []string
	overflow bool
}

func (d *detector) add(r Row) {
	if d.settled {
		d.hold(r)
		return
	}
	d.window = append(d.window, r)
	if len(d.window) == headWindow {
		d.settle()
	}
}

// settle finds the heading among the first rows and takes those behind it as data.
func (d *detector) settle() {
	if d.settled {
		return
	}
	d.settled = true
	at := d.findHeading()
	width := 0
	for _, r := range d.window[at+1:] {
		width = max(width, len(r.Cells))
	}
	if at >= 0 {
		d.head.Row = d.window[at].Number
		width = max(width, len(d.window[at].Cells))
	}
	for i := range width {
		c := Column{Index: i}
		if at >= 0 {
			c.Title = strings.Join(strings.Fields(d.window[at].Cell(i).Text), " ")
		}
		d.head.Columns = append(d.head.Columns, c)
	}
	for _, r := range d.window[at+1:] {
		d.hold(r)
	}
	d.window = nil
}

func (d *detector) findHeading() int {
	switch {
	case d.known > 0 && len(d.window) > 0 && d.window[0].Number == d.known:
		return 0
	case d.known != 0:
		return -1
	}
	return findHeading(d.window)
}

// hold keeps a row back until enough others came behind it.
func (d *detector) hold(r Row) {
	d.tail = append(d.tail, r)
	if len(d.tail) > tailWindow {
		d.count(d.tail[0])
		d.tail = append(d.tail[:0], d.tail[1:]...)
	}
}

func (d *detector) count(r Row) {
	if d.head.FirstRow == 0 {
		d.head.FirstRow = r.Number
	}
	d.head.LastRow = r.Number
	d.head.Rows++
	for len(d.head.Columns) < len(r.Cells) {
		d.head.Columns = append(d.head.Columns, Column{Index: len(d.head.Columns)})
	}
	for len(d.stats) < len(d.head.Columns) {
		d.stats = append(d.stats, columnStats{distinct: map[string]string{}})
	}
	for i, c := range r.Cells {
		if c.Kind != Empty {
			d.stats[i].add(strings.TrimSpace(c.Text))
		}
	}
}

func (s *columnStats) add(text string) {
	s.filled++
	if len(s.samples) < guessSamples {
		s.samples = append(s.samples, clipSample(text))
	}
	if s.overflow {
		return
	}
	key := lang.Fold(text)
	if _, ok := s.distinct[key]; ok {
		return
	}
	s.distinct[key] = text
	s.order = append(s.order, clipSample(text))
	s.overflow = len(s.order) > maxDistinct
}

func clipSample(s string) string {
	const most = 500
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func (d *detector) finish() Head {
	data := endOfData(d.tail)
	for _, r := range d.tail[:data] {
		d.count(r)
	}
	for _, r := range d.tail[data:] {
		d.head.Totals = append(d.head.Totals, r.Number)
	}
	for i := range d.head.Columns {
		c := &d.head.Columns[i]
		var s columnStats
		if i < len(d.stats) {
			s = d.stats[i]
		}
		c.Samples = s.order[:min(len(s.order), maxSamples)]
		c.EmptyShare = 1 - float64(s.filled)/float64(max(d.head.Rows, 1))
		c.Guess = GuessField(c.Title, s.samples)
		d.reviseList(c, &s)
	}
	return d.head
}

// reviseList looks at the whole column, where GuessField saw its beginning.
func (d *detector) reviseList(c *Column, s *columnStats) {
	isList := !s.overflow && len(s.order) <= maxListValues && len(s.order)*listRepeats <= s.filled
	switch {
	case c.Guess.Type == TypeList && isList:
		c.Values = s.order
	case c.Guess.Type == TypeList && (s.overflow || len(s.order)*listRepeats > s.filled) && c.Guess.Meaning != MeaningStage:
		c.Guess.Type = TypeText
	case c.Guess.Type == TypeList:
		c.Values = s.order
	}
}

// endOfData is how many of the last rows are data: a totals row and what stands behind it is not.
func endOfData(tail []Row) int {
	for i := len(tail) - 1; i >= 0; i-- {
		if isTotals(tail[i]) && onlyNotes(tail[i+1:]) {
			for i > 0 && isTotals(tail[i-1]) {
				i--
			}
			return i
		}
	}
	return len(tail)
}

func onlyNotes(rows []Row) bool {
	for _, r := range rows {
		if r.filled() > 2 {
			return false
		}
	}
	return true
}

// isTotals wants a word for a total in the first filled cells and mostly numbers beside it.
func isTotals(r Row) bool {
	said := false
	others := 0
	for _, c := range r.Cells {
		switch {
		case c.Kind == Empty || c.Kind == Number || c.Kind == Error || strings.HasPrefix(c.Text, "="):
		case !said && saysTotal(c.Text):
			said = true
		case c.Kind != Text || isContact(c.Text):
			return false
		default:
			if _, err := lang.ParseMoney(c.Text); err != nil {
				others++
			}
		}
	}
	return said && others <= 1
}

// isContact finds what no total has beside it.
func isContact(s string) bool {
	return lang.EmailKey(s) != "" || isPhone(s)
}

func saysTotal(s string) bool {
	w := words(s)
	if len(w) == 0 || len(w) > 4 {
		return false
	}
	switch w[0] {
	case "итого", "итог", "итоги", "всего", "total", "totals", "subtotal":
		return true
	}
	return len(w) > 1 && (w[0] == "grand" && w[1] == "total" || w[0] == "общий" && w[1] == "итог" || w[0] == "общая" && w[1] == "сумма")
}
