// Package web holds what every HTTP face needs: the id and origin of a request, the access log, bounds of size and time,
// security headers, compression, the static client, and a client for addresses given by people.
package web
