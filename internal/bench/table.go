package main

import (
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"
)

// line is a figure beside its bar.
type line struct {
	name, figure, bar string
	pass              bool
	// info: the figure explains another one and has no bar.
	info bool
}

type table struct{ lines []line }

func (t *table) add(l line) {
	t.lines = append(t.lines, l)
	fmt.Println(l.text(34, 40, 14))
}

func (l line) verdict() string {
	switch {
	case l.info:
		return ""
	case l.pass:
		return "pass"
	}
	return "MISSED"
}

func (l line) text(name, figure, bar int) string {
	return pad(l.name, name) + "  " + pad(l.figure, figure) + "  " + pad(l.bar, bar) + "  " + l.verdict()
}

func pad(s string, width int) string {
	return fmt.Sprintf("%s%*s", s, max(0, width-utf8.RuneCountInString(s)), "")
}

// print writes the whole table and reports whether every bar was met.
func (t *table) print(w io.Writer) bool {
	var name, figure, bar int
	ok := true
	for _, l := range t.lines {
		name, figure, bar = max(name, len(l.name)), max(figure, utf8.RuneCountInString(l.figure)), max(bar, utf8.RuneCountInString(l.bar))
		ok = ok && (l.pass || l.info)
	}
	fmt.Fprintln(w, "\n"+pad("name", name)+"  "+pad("figure", figure)+"  "+pad("bar", bar)+"  pass")
	for _, l := range t.lines {
		fmt.Fprintln(w, l.text(name, figure, bar))
	}
	return ok
}

// times are durations to be told by their quantiles.
type times []time.Duration

func (t times) at(quantile float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[min(len(sorted)-1, int(quantile*float64(len(sorted))))]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func mb(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/(1<<20)) }
