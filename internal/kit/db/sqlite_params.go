package db

import "strings"

// plainParams writes "?" for $1, $2, … when each stands once and in order, as in the rows of an INSERT. SQLite keeps a
// list of the names of named parameters and walks it for each one bound: the work for a thousand of them would grow
// with their square. A statement that names its parameters in another way stays as it is.
func plainParams(text string) string {
	var b strings.Builder
	next, quoted, from := 1, false, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == '$' && !quoted:
			n, end := number(text, i+1)
			if n != next {
				return text
			}
			b.WriteString(text[from:i])
			b.WriteByte('?')
			next, from, i = next+1, end, end-1
		}
	}
	if next == 1 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

// number reads the digits of text from a place on, and tells where they end. No digits are -1.
func number(text string, at int) (n, end int) {
	end = at
	for end < len(text) && text[end] >= '0' && text[end] <= '9' && end-at < 9 {
		n = n*10 + int(text[end]-'0')
		end++
	}
	if end == at {
		return -1, end
	}
	return n, end
}
