package expr

import (
	"strings"
	"unicode"

	"voronka/internal/kit/errs"
)

// token is a word of a formula: a sign, or what is named by its class.
type token struct {
	class byte // 'n' number, 't' text, 'f' name in braces, 'w' word, 's' sign, 0 the end
	text  string
	at    int // place of its first character, from 1
}

// scan parts a formula into tokens.
func scan(text string) ([]token, error) {
	r := []rune(text)
	var out []token
	for i := 0; i < len(r); {
		if unicode.IsSpace(r[i]) {
			i++
			continue
		}
		t, next, err := scanOne(r, i)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		i = next
	}
	return append(out, token{at: len(r) + 1}), nil
}

func scanOne(r []rune, i int) (token, int, error) {
	switch c := r[i]; {
	case c == '"' || c == '\'' || c == '«':
		return scanText(r, i)
	case c == '{':
		end := find(r, i+1, '}')
		if end < 0 {
			return token{}, 0, errs.Invalid("", "character %d: the name is not closed, add %s", i+1, "}")
		}
		return token{'f', strings.TrimSpace(string(r[i+1 : end])), i + 1}, end + 1, nil
	case c >= '0' && c <= '9':
		return scanNumber(r, i)
	case unicode.IsLetter(c):
		end := i
		for end < len(r) && (unicode.IsLetter(r[end]) || r[end] >= '0' && r[end] <= '9' || r[end] == '_') {
			end++
		}
		return token{'w', strings.ToUpper(string(r[i:end])), i + 1}, end, nil
	}
	if i+1 < len(r) {
		if two := string(r[i : i+2]); two == "<=" || two == ">=" || two == "<>" || two == "!=" || two == "==" {
			return token{'s', sameSign[two], i + 1}, i + 2, nil
		}
	}
	if sign, ok := signs[r[i]]; ok {
		return token{'s', sign, i + 1}, i + 1, nil
	}
	return token{}, 0, unexpected(token{'s', string(r[i]), i + 1})
}

var sameSign = map[string]string{"<=": "<=", ">=": ">=", "<>": "<>", "!=": "<>", "==": "="}

var signs = map[rune]string{
	'+': "+", '-': "-", '−': "-", '*': "*", '×': "*", '/': "/", '÷': "/", '(': "(", ')': ")", ',': ",", ';': ",", '=': "=",
	'<': "<", '>': ">", '≤': "<=", '≥': ">=", '≠': "<>", '&': "&",
}

func find(r []rune, from int, what rune) int {
	for i := from; i < len(r); i++ {
		if r[i] == what {
			return i
		}
	}
	return -1
}

func scanText(r []rune, i int) (token, int, error) {
	closing := r[i]
	if closing == '«' {
		closing = '»'
	}
	end := find(r, i+1, closing)
	if end < 0 {
		return token{}, 0, errs.Invalid("", "character %d: the text is not closed, add %s", i+1, string(closing))
	}
	return token{'t', string(r[i+1 : end]), i + 1}, end + 1, nil
}

// maxDigits bounds a number that is written out.
const maxDigits = 30

func scanNumber(r []rune, i int) (token, int, error) {
	end, point := i, false
	for end < len(r) {
		isPoint := r[end] == '.' && !point && end+1 < len(r) && r[end+1] >= '0' && r[end+1] <= '9'
		if !isPoint && (r[end] < '0' || r[end] > '9') {
			break
		}
		point = point || isPoint
		end++
	}
	if end-i > maxDigits {
		return token{}, 0, errs.Invalid("", "character %d: the number is too long, use at most %d digits", i+1, maxDigits)
	}
	return token{'n', string(r[i:end]), i + 1}, end, nil
}

func unexpected(t token) error {
	if t.class == 0 {
		return errs.Invalid("", "the formula ends too early, something is missing at its end")
	}
	return errs.Invalid("", "character %d: %q is not expected here", t.at, clip(t.text))
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
