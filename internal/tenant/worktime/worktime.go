// Package worktime knows when people work: the hours of a week, holidays and days of their own, and from them the next
// working moment. It is pure: no database, no clock.
package worktime

// Span is a stretch of work of one day on the wall clock.
type Span struct {
	From string `json:"from" doc:"HH:MM"`
	To   string `json:"to" doc:"HH:MM; when not after from, it is of the next day"`
}

// Day is a day, or some in a row, that is not like others of its weekday: a holiday without spans, or hours of its own.
type Day struct {
	Date string `json:"date" doc:"The first day, 2026-12-31"`
	// Until is the last day, empty for a single one.
	Until string `json:"until,omitempty" doc:"The last day; none for a single one"`
	// Yearly says that it comes back every year.
	Yearly bool   `json:"yearly,omitempty"`
	Name   string `json:"name,omitempty"`
	Spans  []Span `json:"spans" doc:"None: nobody works"`
}

// Hours are what an account works by, or how one user differs from it.
type Hours struct {
	// Week has seven lists of spans, Monday first. A user without one works by that of the account.
	Week [][]Span `json:"week" doc:"Seven lists, Monday first; null for a user who works like the account"`
	Days []Day    `json:"days" doc:"Holidays and other days of their own"`
}

// The bounds of hours.
const (
	MaxDays  = 400
	MaxSpans = 6
	MaxName  = 100
	// MaxRange is how many days one entry may last.
	MaxRange = 366
)

// Usual are the hours of an account that said nothing: Monday to Friday from nine to six.
func Usual() Hours {
	h := Hours{Week: make([][]Span, 7), Days: []Day{}}
	for i := range h.Week {
		h.Week[i] = []Span{}
		if i < 5 {
			h.Week[i] = []Span{{From: "09:00", To: "18:00"}}
		}
	}
	return h
}

// Empty reports whether hours of a user say nothing of their own.
func (h Hours) Empty() bool { return h.Week == nil && len(h.Days) == 0 }
