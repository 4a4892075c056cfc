package web

import (
	"mime"
	"net/http"
)

// StoredFile sets the headers under which a file somebody uploaded can do no harm on our own address: nothing in it may
// run, load or be framed by others, and it is saved, unless the caller knows that its type may be shown in place.
func StoredFile(h http.Header, name, mediaType string, shown bool) {
	typ, way, policy := "application/octet-stream", "attachment", "default-src 'none'; sandbox"
	if shown {
		typ, way = mediaType, "inline"
	}
	if shown && typ == "application/pdf" {
		// The browser's viewer does not start in a sandbox; it is a program of its own and runs nothing of ours.
		policy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
	}
	h.Set("Content-Type", typ)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Disposition", mime.FormatMediaType(way, map[string]string{"filename": name}))
}
