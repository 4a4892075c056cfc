package sheet

import (
	"bytes"
	"context"
	"io"
	"math"
	"strings"

	"voronka/internal/kit/errs"
)

// sampleSize is how much of a text decides about its separator.
const sampleSize = 256 << 10

// textTable is a CSV file.
type textTable struct {
	file  io.ReaderAt
	size  int64
	facts textFacts
	sep   byte
}

// openText finds the separator of a text, or says why it is no table.
func openText(file io.ReaderAt, size int64, facts textFacts, sample []byte) (*textTable, error) {
	sep, err := findSeparator(sample)
	if err != nil {
		return nil, err
	}
	return &textTable{file: file, size: size, facts: facts, sep: sep}, nil
}

func (t *textTable) Close() error { return nil }

func (t *textTable) rows(ctx context.Context, _ int, yield func(Row) bool) error {
	in := newRecords(decoded(t.file, t.size, t.facts), t.sep)
	for {
		fields, err := in.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := checkRow(ctx, in.count); err != nil {
			return err
		}
		if in.count == 1 && isSeparatorLine(fields, t.sep) {
			continue
		}
		row := Row{Number: in.count, Cells: textCells(fields)}
		if len(row.Cells) > MaxColumns {
			return tooManyColumns(len(row.Cells))
		}
		if len(row.Cells) > 0 && !yield(row) {
			return nil
		}
	}
}

// isSeparatorLine knows the line "sep=;" some programs write first.
func isSeparatorLine(fields []string, sep byte) bool {
	return len(fields) == 2 && strings.EqualFold(fields[0], "sep=") && fields[1] == "" ||
		len(fields) == 1 && strings.EqualFold(fields[0], "sep="+string(sep))
}

func textCells(fields []string) []Cell {
	for len(fields) > 0 && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	cells := make([]Cell, len(fields))
	for i, f := range fields {
		cells[i] = textCell(unguard(f))
	}
	return cells
}

// unguard takes off the apostrophe an export put before a text that looks like a formula.
func unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && looksLikeFormula(s[1:]) {
		return s[1:]
	}
	return s
}

const maxSampleRecords = 300

// findSeparator tries every separator and takes the one that parts the lines most evenly.
func findSeparator(sample []byte) (byte, error) {
	if line, _, _ := bytes.Cut(sample, []byte("\n")); len(line) >= 5 && len(line) <= 6 && strings.EqualFold(string(line[:4]), "sep=") {
		return line[4], nil
	}
	best, bestScore := byte(','), 0.0
	for _, candidate := range []struct {
		sep    byte
		weight float64 // of two that fit alike, a comma is more often a letter of a text or a number
	}{{';', 1}, {'\t', 1}, {'|', 0.95}, {',', 0.9}} {
		if score := candidate.weight * evenness(sample, candidate.sep); score > bestScore {
			best, bestScore = candidate.sep, score
		}
	}
	if bestScore == 0 && isMostlyProse(sample) {
		return 0, errs.Invalid("file", "the file is a text, not a table: no columns were found in it")
	}
	return best, nil
}

// evenness grows with the share of lines that have the most frequent number of fields, and with that number. It is 0
// when there are no columns.
func evenness(sample []byte, sep byte) float64 {
	in := newRecords(bytes.NewReader(sample), sep)
	counts := map[int]int{}
	total := 0
	for total < maxSampleRecords {
		fields, err := in.next()
		if err != nil {
			break
		}
		if len(fields) == 1 && strings.TrimSpace(fields[0]) == "" {
			continue
		}
		counts[len(fields)]++
		total++
	}
	mode := 0
	for n, c := range counts {
		if c > counts[mode] || c == counts[mode] && n > mode {
			mode = n
		}
	}
	share := float64(counts[mode]) / float64(max(total, 1))
	if mode < 2 || share < 0.5 || mode <= 3 && sep == ',' && isMostlyProse(sample) {
		return 0
	}
	return share * (1 + math.Log2(float64(min(mode, 16)))/8)
}

// isMostlyProse tells a text from a list of short values: phones, addresses, names.
func isMostlyProse(sample []byte) bool {
	lines, prose := 0, 0
	for line := range strings.Lines(string(sample)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		lines++
		if isProse(line) {
			prose++
		}
	}
	return prose*5 > lines*2
}

func isProse(line string) bool {
	words := strings.Fields(line)
	if len(line) > 300 || len(words) > 15 {
		return true
	}
	return len(words) > 5 && strings.ContainsAny(line[len(line)-1:], ".!?,")
}
