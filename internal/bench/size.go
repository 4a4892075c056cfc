package main

import (
	"fmt"
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
	waited, err := s.rest(time.Duration(b.pick(10, 2))*time.Second, 2*time.Minute)
	if err != nil {
		return err
	}
	idle, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	own, err := s.memory("RssAnon")
	if err != nil {
		return err
	}
	b.table.add(line{
		name: "idle memory, " + string(engine), bar: "< 100 MB", pass: idle < 100<<20,
		figure: fmt.Sprintf("%s (of it %s without mapped files), %.0f s after the start", mb(idle), mb(own), waited.Seconds()),
	})
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

// rest waits until the server has nothing to do any more: a new installation walks once over what it holds. It tells how
// long that took since the start, at least the time given.
func (s *server) rest(least, most time.Duration) (time.Duration, error) {
	began := time.Now()
	for {
		before := s.effort().server
		select {
		case <-time.After(least):
		case <-s.place.bench.ctx.Done():
			return 0, s.place.bench.ctx.Err()
		}
		if s.effort().server-before < least/50 || time.Since(began) > most {
			return time.Since(began), nil
		}
	}
}
