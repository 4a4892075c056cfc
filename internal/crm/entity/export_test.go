package entity

// Tune makes the lists try only so many steps and look at only so many matches, to force a way upon a small table.
func (l *Lists) Tune(budget, matches int) {
	l.tune = tuning{budget, func(int) int { return matches }}
}
