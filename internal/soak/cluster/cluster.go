// Package cluster runs a PostgreSQL of its own that keeps its promises (fsync, synchronous commit), for runs that break it
// or measure it. The tests' shared one (scripts/postgres.sh) is tuned to be quick and must not be restarted.
package cluster

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// Cluster is a running server with its data in Home.
type Cluster struct {
	Home string
	// URL is the address of its database postgres.
	URL string
	bin string
}

// durable undoes what the script sets for speed; the rest are PostgreSQL's defaults.
const durable = `
# kept promises
fsync = on
synchronous_commit = on
full_page_writes = on
`

// Start starts the cluster in home and makes it when absent. The folders above must be open to the user postgres.
func Start(home string) (*Cluster, error) {
	script, err := find("scripts/postgres.sh")
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(script, "start")
	cmd.Env = append(os.Environ(), "VORONKA_TEST_POSTGRES_HOME="+home, "VORONKA_TEST_POSTGRES_IDLE=100000")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	if err != nil {
		return nil, err
	}
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(bins) == 0 {
		return nil, errors.New("no PostgreSQL in /usr/lib/postgresql")
	}
	sort.Strings(bins)
	c := &Cluster{Home: home, URL: strings.TrimSpace(string(out)), bin: bins[len(bins)-1]}
	return c, c.harden()
}

func (c *Cluster) harden() error {
	path := filepath.Join(c.Home, "data", "postgresql.conf")
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Contains(string(raw), durable) {
		return nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(durable)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return c.Restart()
}

// Restart cuts every connection as a crash would, and starts again on the same port: nothing is flushed first.
func (c *Cluster) Restart() error { return c.control("-m", "immediate", "restart") }

// Stop ends the server; its data stays.
func (c *Cluster) Stop() error { return c.control("-m", "fast", "stop") }

// Remove ends the server and removes its data.
func (c *Cluster) Remove() error {
	err := c.control("-m", "immediate", "stop")
	return errors.Join(err, os.RemoveAll(c.Home), os.RemoveAll(c.Home+".lock"))
}

func (c *Cluster) control(args ...string) error {
	u, err := url.Parse(c.URL)
	if err != nil {
		return err
	}
	data := filepath.Join(c.Home, "data")
	args = append([]string{"-D", data, "-w", "-t", "60", "-l", filepath.Join(data, "server.log"), "-o", "-p " + u.Port()}, args...)
	cmd := exec.Command(filepath.Join(c.bin, "pg_ctl"), args...)
	if os.Getuid() == 0 { // the server refuses to run as root
		cmd = exec.Command("runuser", append([]string{"-u", "postgres", "--", cmd.Path}, args...)...)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_ctl %s: %w: %s", args[len(args)-1], err, out)
	}
	return nil
}

// Database is the address of a database of the cluster by name.
func (c *Cluster) Database(name string) string {
	u, err := url.Parse(c.URL)
	if err != nil {
		return c.URL
	}
	u.Path = "/" + name
	return u.String()
}

// find looks for a file of the repository from the working folder upwards.
func find(name string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("%s is not in any folder above", name)
		}
		dir = parent
	}
}
