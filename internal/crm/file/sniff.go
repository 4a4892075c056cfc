package file

import (
	"bytes"
	"net/http"
	"path"
	"strings"
)

// sniffed is how many bytes are looked at to tell what a file is.
const sniffed = 4096

// zipped are the formats that are zip archives inside; their names are believed, for they are never shown, only saved.
var zipped = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}

// sniff tells what a file is by its first bytes; the name only tells apart what the bytes leave open.
func sniff(head []byte, name string) string {
	typ, _, _ := strings.Cut(http.DetectContentType(head), ";")
	ext := strings.ToLower(path.Ext(name))
	switch {
	case typ == "application/zip" && zipped[ext] != "":
		return zipped[ext]
	case typ == "text/plain" && ext == ".csv":
		return "text/csv"
	case typ == "text/plain" || typ == "text/xml":
		if bytes.Contains(bytes.ToLower(head), []byte("<svg")) {
			return "image/svg+xml"
		}
	}
	return typ
}

// isPicture says which pictures are decoded and shown.
func isPicture(typ string) bool {
	switch typ {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// Shown reports whether a browser may show the version in place instead of saving it: pictures that were decoded, and
// PDF.
func (v Version) Shown() bool {
	return v.Scan == Clean && (v.Width > 0 && isPicture(v.MediaType) || v.MediaType == "application/pdf")
}
