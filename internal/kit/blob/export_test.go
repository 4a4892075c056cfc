package blob

import "time"

// DiskError shows the tests how an error of the disk is told.
var DiskError = diskError

// Sweep lets the tests move the clock.
func (d *Disk) Sweep(before time.Time) { d.sweep(before) }
