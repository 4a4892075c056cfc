// Package soak_test holds the long reliability runs: the real binary, real kills, real clients.
//
// `go test` runs short forms; VORONKA_SOAK=1 (make soak) the long ones.
package soak_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// long reports whether the full runs were asked for.
func long() bool { return os.Getenv("VORONKA_SOAK") != "" }

var (
	buildOnce sync.Once
	binary    string
	buildErr  error
)

// build compiles the program once for all tests of the package.
func build(t *testing.T) string {
	t.Helper()
	buildOnce.Do(func() {
		dir, err := os.MkdirTemp("", "voronka-soak-")
		if err != nil {
			buildErr = err
			return
		}
		binary = filepath.Join(dir, "voronka")
		out, err := exec.Command("go", "build", "-o", binary, "voronka/cmd/voronka").CombinedOutput()
		if err != nil {
			buildErr = fmt.Errorf("build: %w: %s", err, out)
		}
	})
	if buildErr != nil {
		t.Fatal(buildErr)
	}
	return binary
}

func TestMain(m *testing.M) {
	code := m.Run()
	if binary != "" {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// server is one installation whose process can be killed and started again.
type server struct {
	t     *testing.T
	bin   string
	data  string
	db    string // postgres URL, empty for SQLite
	addr  string
	token string
	log   *bytes.Buffer
	cmd   *exec.Cmd
}

func freeAddr(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// newServer makes a fresh account and starts the program.
func newServer(t *testing.T, dbURL string) *server {
	t.Helper()
	s := &server{t: t, bin: build(t), data: t.TempDir(), db: dbURL, addr: freeAddr(t)}
	s.begin()
	return s
}

// begin makes an account and starts the program for the first time.
func (s *server) begin() {
	s.t.Helper()
	s.run("init", "--company", "Soak", "--lang", "en", "--email", "a@example.com", "--password", "correct horse battery")
	s.token = string(bytes.TrimSpace(s.run("token", "--email", "a@example.com", "--name", "soak")))
	s.start()
	s.t.Cleanup(s.kill)
}

func (s *server) args(cmd string, more ...string) []string {
	args := []string{cmd, "--data", s.data}
	if s.db != "" {
		args = append(args, "--db", s.db)
	}
	return append(args, more...)
}

func (s *server) run(cmd string, more ...string) []byte {
	s.t.Helper()
	c := exec.Command(s.bin, s.args(cmd, more...)...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		s.t.Fatalf("voronka %s: %v: %s", cmd, err, stderr.Bytes())
	}
	return out
}

func (s *server) start() {
	s.t.Helper()
	s.log = &bytes.Buffer{}
	s.cmd = exec.Command(s.bin, s.args("serve", "--listen", s.addr)...)
	s.cmd.Stderr = s.log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for {
		res, err := http.Get("http://" + s.addr + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case <-ctx.Done():
			s.t.Fatalf("the server did not become ready: %s", s.log.Bytes())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// kill ends the process as a power cut would end it: no chance to finish anything.
func (s *server) kill() {
	if s.cmd != nil && s.cmd.Process != nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
		s.cmd = nil
	}
}

var client = &http.Client{Timeout: 20 * time.Second}

// call sends one JSON request with the account's token. err is a connection that broke: the outcome is unknown.
func (s *server) call(method, path string, in, out any) (status int, err error) {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return 0, err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, "http://"+s.addr+path, body)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	if out != nil && res.StatusCode < 300 {
		if err := json.Unmarshal(raw, out); err != nil {
			return res.StatusCode, fmt.Errorf("%s %s: %w: %s", method, path, err, raw)
		}
	}
	if res.StatusCode >= 300 {
		return res.StatusCode, fmt.Errorf("%s %s: %d: %s", method, path, res.StatusCode, raw)
	}
	return res.StatusCode, nil
}

// must is call for requests outside the storm, which may not fail.
func (s *server) must(method, path string, in, out any) {
	s.t.Helper()
	if _, err := s.call(method, path, in, out); err != nil {
		s.t.Fatal(err)
	}
}
