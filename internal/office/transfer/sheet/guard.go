package sheet

import "strings"

// looksLikeFormula tells a text a spreadsheet would run: one that begins with = + - @ or with a tab or return before
// them. Files we write must not carry somebody's formula to the computer of another.
func looksLikeFormula(s string) bool {
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}
