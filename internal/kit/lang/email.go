package lang

import (
	"net/mail"
	"strings"

	"voronka/internal/kit/errs"
)

// EmailKey is the form in which addresses are compared: bare, without a display name, in lower case. It is empty when
// s holds no address.
func EmailKey(s string) string {
	addr, err := ParseEmail(s)
	if err != nil {
		return ""
	}
	return strings.ToLower(addr)
}

// ParseEmail takes the one address out of "Иван <ivan@example.ru>", "mailto:…" or a bare one. Case is kept.
func ParseEmail(s string) (string, error) {
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(s), ";,"))
	if len(s) >= 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	if i := strings.LastIndexByte(s, '<'); i >= 0 && strings.HasSuffix(s, ">") {
		s = s[i+1 : len(s)-1]
	}
	if !isAddress(s) {
		return "", errs.Invalid("", "%q is not an e-mail address, write it like name@example.com", clip(s))
	}
	return s, nil
}

func isAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || len(s) > 254 || strings.ContainsAny(s, " ,;<>\"()\t\r\n") || strings.Count(s, "@") != 1 {
		return false
	}
	domain := s[at+1:]
	dot := strings.LastIndexByte(domain, '.')
	if dot < 1 || dot == len(domain)-1 || strings.Contains(domain, "..") || strings.ContainsAny(domain, "_/\\:") {
		return false
	}
	_, err := mail.ParseAddress(s)
	return err == nil
}

// SplitEmails takes every address out of a cell, in order, each once.
func SplitEmails(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",; \t\r\n|", r) }) {
		addr, err := ParseEmail(strings.Trim(part, "<>()"))
		if err != nil || seen[strings.ToLower(addr)] {
			continue
		}
		seen[strings.ToLower(addr)] = true
		out = append(out, addr)
	}
	return out
}

// clip shortens a value quoted in a message.
func clip(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
