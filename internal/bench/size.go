package main

import (
	"os"
	"time"

	"voronka/internal/kit/db"
)

// size measures what the program costs when nobody uses it.
func (b *bench) size(engine db.Engine) error {
	c, err := b.crowd(engine)
	if err != nil {
		return err
	}
	s, err := c.serve()
	if err != nil {
		return err
	}
	started := s.started
	s.stop()
	if s, err = c.serve(); err != nil { // the first start may have had to read the program from the disk
		return err
	}
	defer s.stop()
	started = min(started, s.started)
	b.table.add(line{name: "start with the large account, " + string(engine), figure: ms(started), bar: "< 1 s", pass: started < time.Second})
	select {
	case <-time.After(time.Duration(b.pick(10, 2)) * time.Second):
	case <-b.ctx.Done():
		return b.ctx.Err()
	}
	idle, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	b.table.add(line{name: "idle memory, " + string(engine), figure: mb(idle), bar: "< 100 MB", pass: idle < 100<<20})
	if engine != db.SQLite {
		return nil
	}
	info, err := os.Stat(b.bin)
	if err != nil {
		return err
	}
	b.table.add(line{name: "binary", figure: mb(info.Size()), bar: "< 80 MB", pass: info.Size() < 80<<20})
	return nil
}
