package file

import (
	"context"
	"time"
)

// SweepOrphansAt lets the tests move the clock.
func (s *Service) SweepOrphansAt(ctx context.Context, now time.Time) error {
	return s.sweepOrphans(ctx, now.Add(-orphanAge))
}
