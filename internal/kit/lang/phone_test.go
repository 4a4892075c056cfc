package lang_test

import (
	"slices"
	"testing"

	"voronka/internal/kit/lang"
)

func TestPhones(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in          string
		split       []string
		key, e164   string
		digits, ext string
	}{
		{"+7 (982) 337-50-71", []string{"+7 (982) 337-50-71"}, "9823375071", "+79823375071", "79823375071", ""},
		{"89746709731", []string{"89746709731"}, "9746709731", "+79746709731", "79746709731", ""},
		{"79418195584", []string{"79418195584"}, "9418195584", "+79418195584", "79418195584", ""},
		{"9656674103", []string{"9656674103"}, "9656674103", "+79656674103", "9656674103", ""},
		{"8 (952) 8867851; +71587688259", []string{"8 (952) 8867851", "+71587688259"}, "9528867851", "+79528867851", "79528867851", ""},
		{"8 (495) 123-45-67, доб. 12", []string{"8 (495) 123-45-67, доб. 12"}, "4951234567", "+74951234567", "74951234567", "12"},
		{"+7 495 123-45-67 (вн. 105)", []string{"+7 495 123-45-67 (вн. 105"}, "4951234567", "+74951234567", "74951234567", "105"},
		{"(495) 123 45 67 ext 9", []string{"(495) 123 45 67 ext 9"}, "4951234567", "+74951234567", "4951234567", "9"},
		{"8 916 123-45-67 8 903 765-43-21", []string{"8 916 123-45-67", "8 903 765-43-21"}, "9161234567", "+79161234567", "79161234567", ""},
		{"+79161234567+79037654321", []string{"+79161234567", "+79037654321"}, "9161234567", "+79161234567", "79161234567", ""},
		{"89161234567 89037654321", []string{"89161234567", "89037654321"}, "9161234567", "+79161234567", "79161234567", ""},
		{"моб. 8-951-642-4746 (Иван)", []string{"8-951-642-4746"}, "9516424746", "+79516424746", "79516424746", ""},
		{"8/916/1234567", []string{"1234567"}, "1234567", "", "1234567", ""},
		{"+1 (650) 253-0000", []string{"+1 (650) 253-0000"}, "6502530000", "+16502530000", "16502530000", ""},
		{"380441234567", []string{"380441234567"}, "0441234567", "+380441234567", "380441234567", ""},
		{"нет", nil, "", "", "", ""},
		{"", nil, "", "", "", ""},
		{"12", nil, "", "", "", ""},
	}
	for _, tt := range tests {
		if got := lang.SplitPhones(tt.in); !slices.Equal(got, tt.split) {
			t.Errorf("SplitPhones(%q) = %q, want %q", tt.in, got, tt.split)
		}
		if got := lang.PhoneKey(tt.in); got != tt.key {
			t.Errorf("PhoneKey(%q) = %q, want %q", tt.in, got, tt.key)
		}
		if got := lang.PhoneDigits(tt.in); got != tt.digits {
			t.Errorf("PhoneDigits(%q) = %q, want %q", tt.in, got, tt.digits)
		}
		if got := lang.PhoneExtension(tt.in); got != tt.ext {
			t.Errorf("PhoneExtension(%q) = %q, want %q", tt.in, got, tt.ext)
		}
		if got, ok := lang.FormatPhone(tt.in, "RU"); got != tt.e164 || ok != (tt.e164 != "") {
			t.Errorf("FormatPhone(%q) = %q, %v, want %q", tt.in, got, ok, tt.e164)
		}
	}
	if got := lang.DisplayPhone("+79161234567"); got != "+7 916 123-45-67" {
		t.Error(got)
	}
	if got := lang.DisplayPhone("abc"); got != "abc" {
		t.Error(got)
	}
}

func FuzzPhones(f *testing.F) {
	for _, s := range []string{"+7 916 123-45-67 доб. 12", "8 916 123-45-67 8 903 765-43-21", "+++", "x1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if k := lang.PhoneKey(s); len(k) > 10 {
			t.Errorf("%q: key %q", s, k)
		}
		lang.FormatPhone(s, "RU")
	})
}

func TestEmails(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" Tatyana.Sokolova0@Example.RU ": "tatyana.sokolova0@example.ru",
		"Иван <Ivan@example.ru>":         "ivan@example.ru",
		"mailto:a@b.ru":                  "a@b.ru",
		"a@b.ru;":                        "a@b.ru",
		"почта@пример.рф":                "почта@пример.рф",
		"нет":                            "",
		"a@b":                            "",
		"a b@c.ru":                       "",
		"a@@b.ru":                        "",
		"@b.ru":                          "",
		"a@b..ru":                        "",
	} {
		if got := lang.EmailKey(in); got != want {
			t.Errorf("EmailKey(%q) = %q, want %q", in, got, want)
		}
	}
	got := lang.SplitEmails("A@b.ru, a@b.ru; Иван <c@d.ru>\nnone")
	if !slices.Equal(got, []string{"A@b.ru", "c@d.ru"}) {
		t.Error(got)
	}
}
