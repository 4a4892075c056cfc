package entity

// Tune makes the lists walk through tables of so many cards and look at only so many matches, to force a way upon a small table.
func (l *Lists) Tune(small, matches int) {
	l.tune = tuning{small, func(int) int { return matches }}
}
