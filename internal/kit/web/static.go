package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Client serves the built web client. Files under assets/ bear a hash in their name and are kept by browsers for ever;
// every other path that is not a file is the page itself, which routes by the address. Before the client is built a
// short page says so.
func Client(dist fs.FS) http.Handler {
	c := &client{files: map[string]*file{}}
	_ = fs.WalkDir(dist, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		body, err := fs.ReadFile(dist, name)
		if err == nil {
			c.files[name] = newFile(name, body)
		}
		return nil
	})
	if _, ok := c.files["index.html"]; !ok {
		c.files["index.html"] = newFile("index.html", []byte(notBuilt))
	}
	return c
}

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Voronka</title>
<h1>Voronka runs</h1><p>This binary was built without the web client. Run <code>make build</code> and start it again.
The API is at <a href="/api/v1/docs">/api/v1/docs</a>.</p></html>`

type client struct{ files map[string]*file }

type file struct {
	body           []byte
	kind, tag, age string
	small          func() []byte // the body compressed well, once
}

func newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	f := &file{body: body, kind: mime.TypeByExtension(path.Ext(name)), tag: `"` + hex.EncodeToString(sum[:8]) + `"`, age: "no-cache"}
	switch path.Ext(name) {
	case ".js", ".mjs":
		f.kind = "text/javascript; charset=utf-8"
	case ".woff2":
		f.kind = "font/woff2"
	case ".webmanifest":
		f.kind = "application/manifest+json"
	case ".html":
		f.kind = "text/html; charset=utf-8"
	}
	if strings.HasPrefix(name, "assets/") {
		f.age = "public, max-age=31536000, immutable"
	}
	f.small = sync.OnceValue(f.compress)
	return f
}

func (f *file) compress() []byte {
	if len(f.body) < minGzip || !compressible(f.kind) {
		return nil
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(f.body) // a buffer does not fail
	_ = z.Close()
	return b.Bytes()
}

func (c *client) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	f, ok := c.files[name]
	if !ok {
		if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
			http.NotFound(w, r) // a missing script must not come back as a page
			return
		}
		f = c.files["index.html"]
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", f.age)
	h.Set("ETag", f.tag)
	h.Add("Vary", "Accept-Encoding")
	if match := r.Header.Get("If-None-Match"); match != "" && strings.Contains(match, f.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	body := f.body
	if acceptsGzip(r) {
		if small := f.small(); small != nil {
			h.Set("Content-Encoding", "gzip")
			body = small
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
