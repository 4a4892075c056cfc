package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// minGzip is the size below which compressing costs more than it saves.
const minGzip = 1024

var gzips = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	return z
}}

// Gzip compresses texts (JSON, scripts, styles, pages) for clients that understand it.
func Gzip(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !acceptsGzip(r) || r.Method == http.MethodHead || r.Header.Get("Upgrade") != "" || r.Header.Get("Range") != "" {
			next.ServeHTTP(w, r)
			return
		}
		z := &gzipWriter{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if (name == "gzip" || name == "*") && strings.ReplaceAll(params, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// gzipWriter holds back the first bytes until it is clear whether compressing is worth it.
type gzipWriter struct {
	http.ResponseWriter
	status  int
	held    []byte
	z       *gzip.Writer
	decided bool
}

func (g *gzipWriter) WriteHeader(status int) {
	if status >= 100 && status < 200 && status != http.StatusSwitchingProtocols {
		g.ResponseWriter.WriteHeader(status)
		return
	}
	if g.status == 0 {
		g.status = status
	}
	if status == http.StatusNoContent || status == http.StatusNotModified || status == http.StatusSwitchingProtocols {
		_ = g.decide(false) // there is no body to fail with
	}
}

func (g *gzipWriter) Write(b []byte) (int, error) {
	if g.status == 0 {
		g.status = http.StatusOK
	}
	if g.decided {
		return g.pass(b)
	}
	g.held = append(g.held, b...)
	if len(g.held) >= minGzip {
		if err := g.decide(true); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

func (g *gzipWriter) pass(b []byte) (int, error) {
	if g.z != nil {
		return g.z.Write(b)
	}
	return g.ResponseWriter.Write(b)
}

func (g *gzipWriter) decide(big bool) error {
	if g.decided {
		return nil
	}
	g.decided = true
	h := g.Header()
	if h.Get("Content-Type") == "" && len(g.held) > 0 {
		h.Set("Content-Type", http.DetectContentType(g.held))
	}
	if big && h.Get("Content-Encoding") == "" && compressible(h.Get("Content-Type")) {
		h.Add("Vary", "Accept-Encoding")
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		if tag := h.Get("ETag"); tag != "" && !strings.HasPrefix(tag, "W/") {
			h.Set("ETag", "W/"+tag)
		}
		g.z = gzips.Get().(*gzip.Writer)
		g.z.Reset(g.ResponseWriter)
	}
	if g.status != 0 {
		g.ResponseWriter.WriteHeader(g.status)
	}
	if len(g.held) == 0 {
		return nil
	}
	_, err := g.pass(g.held)
	g.held = nil
	return err
}

func compressible(contentType string) bool {
	t, _, _ := strings.Cut(contentType, ";")
	t = strings.TrimSpace(t)
	return strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") || strings.HasSuffix(t, "javascript") ||
		strings.HasSuffix(t, "+xml") || t == "application/wasm"
}

// Flush sends what is there; http.ResponseController finds it.
func (g *gzipWriter) Flush() {
	_ = g.decide(len(g.held) > 0)
	if g.z != nil {
		_ = g.z.Flush()
	}
	_ = http.NewResponseController(g.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (g *gzipWriter) Unwrap() http.ResponseWriter { return g.ResponseWriter }

func (g *gzipWriter) close() {
	if recovered := recover(); recovered != nil {
		panic(recovered) // nothing is sent of an answer that broke off while held back
	}
	if err := g.decide(false); err != nil || g.z == nil {
		return
	}
	_ = g.z.Close()
	g.z.Reset(io.Discard)
	gzips.Put(g.z)
}
