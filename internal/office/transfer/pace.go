package transfer

import (
	"sync/atomic"
	"time"
)

// The bounds of a batch. A large one takes fewer turns with the readers of the log; one that lasts long keeps other
// writers waiting.
const (
	firstBatch = 500
	leastBatch = 500
	mostBatch  = 1000 // two are held at once, the one that is written and the one that is read; more is not quicker
	batchTime  = 300 * time.Millisecond
)

// pace chooses how many rows one transaction writes, so that it lasts about batchTime. The writer tells, the reader asks.
type pace struct {
	size  atomic.Int64
	fixed bool
}

// newPace begins with a number of rows that is kept, or with none.
func newPace(fixed int) *pace {
	p := &pace{fixed: fixed > 0}
	p.size.Store(firstBatch)
	if p.fixed {
		p.size.Store(int64(fixed))
	}
	return p
}

func (p *pace) rows() int { return int(p.size.Load()) }

// took tells how long a batch lasted.
func (p *pace) took(rows int, d time.Duration) {
	if p.fixed || d <= 0 {
		return
	}
	fits := int64(rows) * int64(batchTime) / int64(d)
	p.size.Store(min(max((p.size.Load()+fits)/2, leastBatch), mostBatch))
}
