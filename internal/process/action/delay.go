package action

import (
	"time"

	"voronka/internal/kit/errs"
)

// Delay is a time from now, as a DelayPick gives it.
type Delay struct {
	Amount int    `json:"amount"`
	Unit   string `json:"unit"`
}

// maxDelay is the longest delay, in days.
const maxDelay = 5 * 366

var perDay = map[string]int{"minutes": 24 * 60, "hours": 24, "days": 1}

// check refuses units that are not there and delays of more than five years.
func (d Delay) check(path string) error {
	switch {
	case d.Amount < 0:
		return errs.Invalid(path+".amount", "must be a whole number, zero or more")
	case d.Unit == "weeks" && d.Amount <= maxDelay/7, perDay[d.Unit] > 0 && d.Amount <= maxDelay*perDay[d.Unit]:
		return nil
	case d.Unit == "weeks" || perDay[d.Unit] > 0:
		return errs.Invalid(path+".amount", "is more than five years, give a smaller one")
	}
	return errs.Invalid(path+".unit", "must be minutes, hours, days or weeks")
}

// After is the moment the delay ends. Days and weeks keep the time of day in the zone of from.
func (d Delay) After(from time.Time) time.Time {
	switch d.Unit {
	case "minutes":
		return from.Add(time.Duration(d.Amount) * time.Minute)
	case "hours":
		return from.Add(time.Duration(d.Amount) * time.Hour)
	case "weeks":
		return from.AddDate(0, 0, 7*d.Amount)
	}
	return from.AddDate(0, 0, d.Amount)
}
