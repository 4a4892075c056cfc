package entity

// Tune forces a way upon a small table: walk through so few cards without a thought, look at few matches first, at lots of
// them after so many steps.
func (l *Lists) Tune(small, few, steps, lots int) {
	l.tune = tuning{small: small, few: func(int) int { return few }, steps: steps, lots: lots}
}
