// Package web carries the built client inside the binary.
package web

import "embed"

// Dist holds the built client under dist/. Before the first `npm run build`
// it holds only an empty marker file, so that the server still compiles.
//
//go:embed all:dist
var Dist embed.FS
