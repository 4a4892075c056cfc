package webhook

import "time"

// pauses stand between the attempts of one delivery: quick at first, for a restart of the receiver, then slower, a
// day in all.
var pauses = []time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 10 * time.Hour,
}

// maxAttempts is how often an address is tried before the delivery is dead.
var maxAttempts = len(pauses) + 1

// Pause is how long to wait after the given failed attempt (from 1).
func Pause(attempt int) time.Duration {
	return pauses[min(max(attempt, 1), len(pauses))-1]
}
