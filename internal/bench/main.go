// Command bench measures Voronka against its bars of speed and size, prints a table and fails when a bar is missed.
//
// It drives the built program (bin/voronka) over HTTP wherever a person would; the large installations it needs are built
// once by bulk statements and kept in .cache/bench. Ratios compare with bare statements in the bare drivers in the same
// run, in turns, so that the noise of the machine falls on both.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/soak/cluster"
)

// bench is one run.
type bench struct {
	ctx   context.Context
	quick bool
	only  string
	cache string
	bin   string
	table table
	// broken: a measurement could not be made.
	broken bool

	cluster *cluster.Cluster
}

// row is one measurement: it adds lines to the table, or fails as a whole.
type row struct {
	name    string
	engines []db.Engine
	run     func(*bench, db.Engine) error
}

var both = []db.Engine{db.SQLite, db.Postgres}

// rows are the measurements in their order. Those that need a quiet machine come first.
var rows = []row{
	{"create", both, (*bench).create},
	{"events", both, (*bench).events},
	{"live", []db.Engine{db.SQLite}, (*bench).live},
	{"import", both, (*bench).imports},
	{"size", both, (*bench).size},
	{"page", both, (*bench).page},
	{"board", both, (*bench).board},
	{"search", both, (*bench).search},
}

func main() {
	b := &bench{}
	flag.BoolVar(&b.quick, "quick", false, "small sizes: looks whether the benchmarks work, bars mean little")
	flag.StringVar(&b.only, "only", "", "names of rows and engines with commas between: page,postgres")
	flag.StringVar(&b.bin, "bin", "bin/voronka", "the built program")
	flag.StringVar(&b.cache, "cache", ".cache/bench", "where large installations are kept between runs")
	flag.Parse()
	if !b.main() {
		os.Exit(1)
	}
}

// main reports whether every bar was met; a quick run only whether everything ran.
func (b *bench) main() bool {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	b.ctx = ctx
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return false
	}
	return b.table.print(os.Stdout) || b.quick && !b.broken
}

func (b *bench) run() error {
	for _, path := range []*string{&b.bin, &b.cache} {
		full, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		*path = full
	}
	if _, err := os.Stat(b.bin); err != nil {
		return fmt.Errorf("build the program first (make build): %w", err)
	}
	if err := os.MkdirAll(b.cache, 0o755); err != nil {
		return err
	}
	defer b.stopCluster()
	for _, r := range rows {
		for _, engine := range r.engines {
			if !b.wanted(r.name, engine) {
				continue
			}
			began := time.Now()
			name := r.name + " " + string(engine)
			if err := r.run(b, engine); err != nil {
				b.broken = true
				b.table.add(line{name: name, figure: "failed: " + strings.TrimSpace(err.Error()), bar: "-"})
			}
			if b.ctx.Err() != nil {
				return b.ctx.Err()
			}
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, time.Since(began).Round(100*time.Millisecond))
		}
	}
	return nil
}

// wanted: without --only everything; else every word that is a row, and every word that is an engine, narrows.
func (b *bench) wanted(name string, engine db.Engine) bool {
	if b.only == "" {
		return true
	}
	rowOK, engineOK, rowsNamed, enginesNamed := false, false, false, false
	for word := range strings.SplitSeq(b.only, ",") {
		if word == string(db.SQLite) || word == string(db.Postgres) {
			enginesNamed, engineOK = true, engineOK || word == string(engine)
			continue
		}
		rowsNamed, rowOK = true, rowOK || word == name
	}
	return (!rowsNamed || rowOK) && (!enginesNamed || engineOK)
}

// server of PostgreSQL, of its own and with its promises kept, started when first asked for.
func (b *bench) postgres() (*cluster.Cluster, error) {
	if b.cluster == nil {
		c, err := cluster.Start(filepath.Join(b.cache, "postgres"))
		if err != nil {
			return nil, err
		}
		b.cluster = c
	}
	return b.cluster, nil
}

func (b *bench) stopCluster() {
	if b.cluster == nil {
		return
	}
	if err := b.cluster.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, "bench: stop PostgreSQL:", err)
	}
}

// pick is the full size or the quick one.
func (b *bench) pick(full, quick int) int {
	if b.quick {
		return quick
	}
	return full
}
