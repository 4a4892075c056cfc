package job

import "context"

// CandidateQuery is what a claim looks with.
const CandidateQuery = candidateQuery

// Flush stores what was noted, as the keeper of leases does every second.
func (p *Progress) Flush(ctx context.Context) { p.flush(ctx) }
