package file

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner looks for viruses.
type Scanner interface {
	// Scan reads r to its end and names the virus found in it, "" when there is none. An error is "not known yet".
	Scan(ctx context.Context, r io.Reader) (virus string, err error)
}

// Clamd speaks to the ClamAV daemon: INSTREAM over TCP ("127.0.0.1:3310") or a socket ("unix:/run/clamav/clamd.ctl").
type Clamd struct {
	Address string
	// Timeout bounds one conversation; 0 means five minutes.
	Timeout time.Duration
}

const clamdPiece = 64 << 10

// Scan sends the bytes in pieces and reads the verdict.
func (c Clamd) Scan(ctx context.Context, r io.Reader) (string, error) {
	conn, err := c.dial(ctx)
	if err != nil {
		return "", fmt.Errorf("reach the virus scanner: %w", err)
	}
	defer conn.Close()
	wait := c.Timeout
	if wait == 0 {
		wait = 5 * time.Minute
	}
	if err := conn.SetDeadline(time.Now().Add(wait)); err != nil {
		return "", err
	}
	sent := stream(conn, r)
	answer, err := io.ReadAll(io.LimitReader(conn, 4096)) // clamd may answer, and hang up, before everything is sent
	if len(answer) == 0 {
		if sent != nil {
			err = sent
		}
		return "", fmt.Errorf("speak to the virus scanner: %w", orNoAnswer(err))
	}
	return verdict(string(answer))
}

// Ping asks whether the daemon is there.
func (c Clamd) Ping(ctx context.Context) error {
	conn, err := c.dial(ctx)
	if err != nil {
		return fmt.Errorf("reach the virus scanner: %w", err)
	}
	defer conn.Close()
	if at, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(at); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(conn, "zPING\x00"); err != nil {
		return fmt.Errorf("speak to the virus scanner: %w", err)
	}
	answer, err := io.ReadAll(io.LimitReader(conn, 100))
	if strings.TrimRight(string(answer), "\x00\n") != "PONG" {
		return fmt.Errorf("speak to the virus scanner: %w", orNoAnswer(err))
	}
	return nil
}

func orNoAnswer(err error) error {
	if err == nil {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (c Clamd) dial(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if path, ok := strings.CutPrefix(c.Address, "unix:"); ok {
		return d.DialContext(ctx, "unix", path)
	}
	return d.DialContext(ctx, "tcp", c.Address)
}

// stream writes zINSTREAM: pieces, each after its length, and a length of nothing at the end.
func stream(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	buf := make([]byte, 4+clamdPiece)
	for {
		n, err := io.ReadFull(r, buf[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buf, uint32(n)) //nolint:gosec // at most clamdPiece
			if _, err := w.Write(buf[:4+n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF { //nolint:errorlint // ReadFull gives them themselves
			_, err := w.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return err
		}
	}
}

// verdict reads "stream: OK" or "stream: Eicar-Signature FOUND".
func verdict(answer string) (string, error) {
	answer = strings.TrimSpace(strings.Trim(answer, "\x00"))
	_, said, ok := strings.Cut(answer, ": ")
	switch virus, found := strings.CutSuffix(said, " FOUND"); {
	case ok && said == "OK":
		return "", nil
	case ok && found:
		return virus, nil
	}
	return "", fmt.Errorf("the virus scanner answered %q", answer)
}
