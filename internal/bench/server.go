package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"voronka/internal/kit/db"
)

// place is an installation: a data folder and, perhaps, a database of the cluster.
type place struct {
	bench *bench
	data  string
	db    string
}

// config opens the database of the place beside its server.
func (p *place) config() db.Config {
	if p.db != "" {
		return db.Config{URL: p.db}
	}
	return db.Config{Path: filepath.Join(p.data, "voronka.db")}
}

const password = "correct horse battery"

// fresh is a new installation with an account, removed by the returned function.
func (b *bench) fresh(engine db.Engine, name string) (*place, func(), error) {
	dir, err := os.MkdirTemp(b.cache, name+"-")
	if err != nil {
		return nil, nil, err
	}
	p := &place{bench: b, data: dir}
	remove := func() { os.RemoveAll(dir) }
	if engine == db.Postgres {
		if p.db, err = b.newDatabase("bench_" + name); err != nil {
			return nil, remove, err
		}
	}
	_, err = p.run("init", "--company", "Bench", "--email", "admin@example.test", "--password", password, "--lang", "en")
	return p, remove, err
}

// newDatabase makes an empty database in the place of an older one.
func (b *bench) newDatabase(name string) (string, error) {
	if err := b.dropDatabase(name); err != nil {
		return "", err
	}
	return b.cluster.Database(name), b.administer(`CREATE DATABASE ` + name)
}

func (b *bench) dropDatabase(name string) error {
	return b.administer(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`)
}

// administer runs one statement on a connection of its own.
func (b *bench) administer(text string) error {
	c, err := b.postgres()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(b.ctx, c.URL)
	if err != nil {
		return err
	}
	defer conn.Close(b.ctx)
	_, err = conn.Exec(b.ctx, text)
	return err
}

func (p *place) args(command string, more ...string) []string {
	args := []string{command, "--data", p.data}
	if p.db != "" {
		args = append(args, "--db", p.db)
	}
	return append(args, more...)
}

func (p *place) run(command string, more ...string) (string, error) {
	cmd := exec.CommandContext(p.bench.ctx, p.bench.bin, p.args(command, more...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("voronka %s: %w: %s", command, err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// token is a new token of a user.
func (p *place) token(email string) (string, error) { return p.run("token", "--email", email) }

// server is the running program.
type server struct {
	place  *place
	addr   string
	cmd    *exec.Cmd
	log    bytes.Buffer
	ended  chan error
	client *http.Client
	// started is how long it took until it was ready.
	started time.Duration
}

func (p *place) serve(more ...string) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{place: p, addr: l.Addr().String(), client: &http.Client{
		Timeout: 5 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	}}
	if err := l.Close(); err != nil {
		return nil, err
	}
	s.cmd = exec.CommandContext(p.bench.ctx, p.bench.bin, p.args("serve", append(more, "--listen", s.addr, "--log-level", "warn", "--api-rate=-1")...)...)
	s.cmd.Stderr = &s.log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.ended = make(chan error, 1)
	go func() { s.ended <- s.cmd.Wait() }()
	for !s.ready() {
		select {
		case err := <-s.ended:
			return nil, fmt.Errorf("the server ended: %w: %s", err, strings.TrimSpace(s.log.String()))
		case <-time.After(2 * time.Millisecond):
		}
		if time.Since(began) > time.Minute {
			s.stop()
			return nil, fmt.Errorf("the server does not become ready: %s", strings.TrimSpace(s.log.String()))
		}
	}
	s.started = time.Since(began)
	return s, nil
}

func (s *server) ready() bool {
	res, err := s.client.Get("http://" + s.addr + "/readyz")
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	<-s.ended
}

// memory is a figure of /proc/PID/status in bytes: VmRSS now, VmHWM at its highest.
func (s *server) memory(figure string) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, ok := strings.Cut(string(raw), figure+":")
	if !ok {
		return 0, errors.New("no " + figure + " in /proc")
	}
	var kb int64
	_, err = fmt.Sscan(after, &kb)
	return kb << 10, err
}

// user calls the server with a token.
type user struct {
	*server
	token string
}

func (s *server) as(email string) (user, error) {
	token, err := s.place.token(email)
	return user{s, token}, err
}

func (u user) call(method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(raw)
	}
	return u.send(method, path, "application/json", body, out)
}

func (u user) send(method, path, contentType string, body io.Reader, out any) error {
	req, err := http.NewRequestWithContext(context.WithoutCancel(u.place.bench.ctx), method, "http://"+u.addr+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+u.token)
	req.Header.Set("Content-Type", contentType)
	res, err := u.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %d %.300s", method, path, res.StatusCode, raw)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

// boot is what the client of an account starts from.
type boot struct {
	Pipelines []struct {
		ID       int64 `json:"id"`
		Statuses []struct {
			ID   int64  `json:"id"`
			Kind string `json:"kind"`
		} `json:"statuses"`
	} `json:"pipelines"`
	TaskTypes []struct {
		ID int64 `json:"id"`
	} `json:"task_types"`
}
