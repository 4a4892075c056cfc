package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit in which /proc counts the time of processors.
const tick = 10 * time.Millisecond

// effort is the time of processors that the server, its database and this program (as client, or as the one who writes the
// bare statements) took together. On a machine where the two turns meet different loads it tells more than their pace.
type effort struct{ server, database, self time.Duration }

func (e effort) minus(o effort) effort {
	return effort{e.server - o.server, e.database - o.database, e.self - o.self}
}

func (e *effort) add(o effort) {
	e.server, e.database, e.self = e.server+o.server, e.database+o.database, e.self+o.self
}

// each is what one of n writings took.
func (e effort) each(n int) string {
	us := func(d time.Duration) string { return fmt.Sprintf("%d", d.Microseconds()/int64(max(1, n))) }
	return fmt.Sprintf("%s us (server %s, database %s, client %s)", us(e.server+e.database+e.self), us(e.server), us(e.database), us(e.self))
}

// effort is what has been spent until now.
func (s *server) effort() effort {
	e := effort{self: spent(os.Getpid()), server: spent(s.cmd.Process.Pid)}
	if c := s.place.bench.cluster; c != nil && s.place.db != "" {
		e.database = tree(c.Home)
	}
	return e
}

// tree is the time of a database server: that of its first process, of those it started, and of those that have ended.
func tree(home string) time.Duration {
	raw, err := os.ReadFile(filepath.Join(home, "data", "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	var sum time.Duration
	for _, path := range all {
		f := stat(path)
		switch {
		case len(f) < 17:
		case f[0] == first:
			sum += ticks(f[13:17])
		case f[3] == first:
			sum += ticks(f[13:15])
		}
	}
	return sum
}

func spent(pid int) time.Duration {
	f := stat(fmt.Sprintf("/proc/%d/stat", pid))
	if len(f) < 15 {
		return 0
	}
	return ticks(f[13:15])
}

// stat are the fields of /proc/PID/stat, of which the second is a name that may hold spaces.
func stat(path string) []string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil // it has ended
	}
	pid, rest, _ := strings.Cut(string(raw), " (")
	name, rest, _ := cutLast(rest, ") ")
	return append([]string{pid, name}, strings.Fields(rest)...)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func ticks(fields []string) time.Duration {
	var n int64
	for _, f := range fields {
		v, _ := strconv.ParseInt(f, 10, 64)
		n += v
	}
	return time.Duration(n) * tick
}
