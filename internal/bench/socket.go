package main

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// socket is an open live connection, as a browser's: enough of WebSocket and of the live protocol to listen.
type socket struct {
	conn net.Conn
	in   *bufio.Reader
}

// dial opens a socket and waits until it is subscribed.
func (u user) dial() (*socket, error) {
	conn, err := net.Dial("tcp", u.addr)
	if err != nil {
		return nil, err
	}
	s := &socket{conn, bufio.NewReaderSize(conn, 2048)}
	if err := s.shake(u); err != nil {
		conn.Close()
		return nil, err
	}
	return s, nil
}

func (s *socket) shake(u user) error {
	key := make([]byte, 16)
	rand.Read(key)
	_, err := fmt.Fprintf(s.conn, "GET /live/websocket HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n", u.addr, u.token, base64.StdEncoding.EncodeToString(key))
	if err != nil {
		return err
	}
	res, err := http.ReadResponse(s.in, nil)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("open a socket: %s", res.Status)
	}
	if err := s.send(`{"id":1,"connect":{}}`); err != nil {
		return err
	}
	answer, err := s.read()
	if err == nil && !strings.Contains(answer, `"connect"`) {
		err = fmt.Errorf("connect a socket: %.200s", answer)
	}
	return err
}

// send writes a short text frame; a client masks, and a mask of zeros is one.
func (s *socket) send(text string) error {
	if len(text) > 125 {
		return errors.New("the frame is too long")
	}
	frame := append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
	_, err := s.conn.Write(frame)
	return err
}

// read returns the next text frame.
func (s *socket) read() (string, error) {
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(s.in, head); err != nil {
			return "", err
		}
		size := int64(head[1] & 0x7f)
		if size >= 126 {
			wide := make([]byte, map[int64]int{126: 2, 127: 8}[size])
			if _, err := io.ReadFull(s.in, wide); err != nil {
				return "", err
			}
			size = int64(binary.BigEndian.Uint64(append(make([]byte, 8-len(wide)), wide...)))
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return "", err
		}
		switch head[0] & 0x0f {
		case 1:
			return string(body), nil
		case 8:
			return "", io.EOF
		}
	}
}

// liveEvent is what a socket hears of a change.
type liveEvent struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

// listen calls hear for every event until the socket is closed, and answers pings.
func (s *socket) listen(hear func(at time.Time, e liveEvent)) {
	for {
		text, err := s.read()
		if err != nil {
			return
		}
		at := time.Now()
		for part := range strings.SplitSeq(text, "\n") {
			if strings.TrimSpace(part) == "{}" {
				_ = s.send("{}")
				continue
			}
			var m struct {
				Push struct {
					Pub struct {
						Data struct {
							Events []liveEvent `json:"events"`
						} `json:"data"`
					} `json:"pub"`
				} `json:"push"`
			}
			if json.Unmarshal([]byte(part), &m) != nil {
				continue
			}
			for _, e := range m.Push.Pub.Data.Events {
				hear(at, e)
			}
		}
	}
}
