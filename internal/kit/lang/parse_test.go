package lang_test

import (
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0": "0", "007": "7", "1 250 000,50": "1250000.50", "1,250,000.50": "1250000.50", "1.250.000,5": "1250000.5",
		"1\u00a0250": "1250", "1\u202f250,1": "1250.1", "1'250": "1250", "-12": "-12", "− 12": "-12", "(12)": "-12",
		"+5": "5", "1,250": "1.250", "1.250": "1.250", "1.250.000": "1250000", ",5": "0.5", "5,": "5", "1.5E+3": "1500",
		"1,5e-3": "0.0015", "12 %": "12", "3 шт.": "3", "-0": "0", "-0,00": "0.00", "68890.14999999999": "68890.14999999999",
	} {
		if got, err := lang.ParseNumber(in); got != want || err != nil {
			t.Errorf("ParseNumber(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", " ", "нет", "12.05.2025", "1 2", "12 34 567", "+7 916 123-45-67", "1..2", "1,2,3", "0x10",
		"1e999", "1,25.3,4", "--1", "٣", strings.Repeat("9", 500), "1,000.00.00", "5 6,5", "()", "+", "-"} {
		if got, err := lang.ParseNumber(in); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("ParseNumber(%q) = %q, %v, want an invalid error", in, got, err)
		}
	}
}

func TestParseMoney(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"1 250 000,50 ₽": 125000050, "824000 руб.": 82400000, "376 000 р.": 37600000, "0 руб.": 0, "0,00": 0,
		"836569.72": 83656972, "68890.14999999999": 6889015, "1.250": 125000, "1,250": 125000, "0,250": 25,
		"$1,250.50": 125050, "-$5": -500, "€ 12": 1200, "12 EUR": 1200, "1,5 млн": 150000000, "15 тыс. руб.": 1500000,
		"2 т.р.": 200000, "10k": 1000000, "1 млрд ₽": 100000000000, "250 руб. 50 коп.": 25050, "1250-00": 125000,
		"1 250=50": 125050, "(300)": -30000, "-300,0051": -30001, "-300,005": -30000500, "1 000 000 рублей": 100000000, "5 тенге": 500,
		"1\u00a0250,5\u00a0₽": 125050, "- 5 руб": -500, "100 тысяч": 10000000,
	} {
		if got, err := lang.ParseMoney(in); got != want || err != nil {
			t.Errorf("ParseMoney(%q) = %d, %v, want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"", "нет", "руб.", "договорная", "от 5000", "99999999999999999999", "12.05.2025", "5 000 - 7 000"} {
		if got, err := lang.ParseMoney(in); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("ParseMoney(%q) = %d, %v, want an invalid error", in, got, err)
		}
	}
	if got, err := lang.ParseMoneyIn("1500", "JPY"); got != 1500 || err != nil {
		t.Error(got, err)
	}
}

func TestMoneyReadsBack(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{0, 1, -1, 99, 100, 123456789, -100000000, 1 << 50} {
		for _, currency := range []string{"RUB", "USD", "EUR", "JPY"} {
			for _, loc := range lang.Locales() {
				text := lang.MoneyFull(loc, n, currency)
				if got, err := lang.ParseMoneyIn(text, currency); got != n || err != nil {
					t.Errorf("%q = %d, %v, want %d", text, got, err, n)
				}
			}
		}
	}
}

func TestParseDate(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"31.12.2025": "2025-12-31", "2025-12-31": "2025-12-31", "1.2.25": "2025-02-01", "05/09/25": "2025-09-05",
		"24/04/24": "2024-04-24", "12/31/2025": "2025-12-31", "31/12/2025": "2025-12-31", "2025.12.31": "2025-12-31",
		"31 декабря 2025": "2025-12-31", "31 декабря 2025 г.": "2025-12-31", "«31» декабря 2025": "", "1 мая 2025 года": "2025-05-01",
		"3 марта 1999": "1999-03-03", "Dec 31, 2025": "2025-12-31", "31 Dec 2025": "2025-12-31", "September 1, 2025": "2025-09-01",
		"31-дек-25": "2025-12-31", "20251231": "2025-12-31", "2025-12-31T23:59:59Z": "2025-12-31", "31.12.2025 14:05": "2025-12-31",
		"пн, 15 сентября 2025": "2025-09-15", "29.02.2024": "2024-02-29", "1.1.70": "1970-01-01", "10.04.1960": "1960-04-10",
		"2025-03-13 15:48:00": "2025-03-13", "1 Март 2020": "2020-03-01", "5 июня 2020": "2020-06-05", "5 июл. 2020": "2020-07-05",
	} {
		got, err := lang.ParseDate(in, lang.RU)
		if want == "" {
			if err == nil {
				t.Errorf("ParseDate(%q) = %v, want an error", in, got)
			}
			continue
		}
		if err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("ParseDate(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	if got, _ := lang.ParseDate("05/09/2025", lang.EN); got.Format(time.DateOnly) != "2025-05-09" {
		t.Error("English puts the month first:", got)
	}
}

func TestParseDateSaysWhy(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"31.02.2025": "that month has 28 days", "32.01.2025": "that month has 31 days", "31.13.2025": "no month 13",
		"2025-00-10": "no month 0", "29.02.2023": "28 days", "01.01.0025": "four digits", "завтра": "not a date",
		"": "not a date", "2025": "not a date", "12.2025": "not a date", "31.12.2025 25:00": "no such time",
		"5 Марины 2020": "not a date", "10 20 30": "not a date", "0.0.0000": "no month 0", "31.12.2025 13:00 pm": "no such time",
	} {
		_, err := lang.ParseDate(in, lang.RU)
		if errs.CodeOf(err) != errs.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseDate(%q): %v, want %q", in, err, want)
		}
	}
}

func TestParseDateTime(t *testing.T) {
	t.Parallel()
	moscow := time.FixedZone("MSK", 3*3600)
	for in, want := range map[string]string{
		"31.12.2025 14:05": "2025-12-31T14:05:00+03:00", "31.12.2025": "2025-12-31T00:00:00+03:00",
		"2025-12-31T14:05:30Z": "2025-12-31T14:05:30Z", "2025-12-31T14:05:30.123+05:00": "2025-12-31T14:05:30+05:00",
		"31 декабря 2025 в 9:07": "2025-12-31T09:07:00+03:00", "Dec 31, 2025 2:05 PM": "2025-12-31T14:05:00+03:00",
		"12/31/2025 12:30 am": "2025-12-31T00:30:00+03:00", "31.12.2025, 09:00": "2025-12-31T09:00:00+03:00",
		"2025-12-31 10:00:00 -0330": "2025-12-31T10:00:00-03:30",
	} {
		got, err := lang.ParseDateTime(in, lang.RU, moscow)
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("ParseDateTime(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
}

func TestParseBool(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{"Да": true, "НЕТ": false, "yes": true, "no": false, "1": true, "0": false, "+": true,
		"-": false, "–": false, "true": true, "ЛОЖЬ": false, " да ": true, "Х": true} {
		if got, err := lang.ParseBool(in); got != want || err != nil {
			t.Errorf("ParseBool(%q) = %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "может быть", "2"} {
		if _, err := lang.ParseBool(in); errs.CodeOf(err) != errs.CodeInvalid {
			t.Errorf("ParseBool(%q): %v", in, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1 250 000,50 ₽", "1,5 млн", "31 декабря 2025", "12/31/2025 2:05 pm", "(1.5E+3)", "2025-12-31T10:00:00+05:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := lang.ParseNumber(s); err == nil {
			if again, err := lang.ParseNumber(n); err != nil || !sameNumber(again, n) {
				t.Errorf("%q = %q, then %q, %v", s, n, again, err)
			}
		}
		if _, err := lang.ParseMoney(s); err != nil && errs.CodeOf(err) != errs.CodeInvalid {
			t.Error(err)
		}
		if d, err := lang.ParseDate(s, lang.RU); err == nil {
			if again, err := lang.ParseDate(lang.Date(lang.RU, d), lang.RU); err != nil || !again.Equal(d) {
				t.Errorf("%q = %v, then %v, %v", s, d, again, err)
			}
		}
		lang.ParseBool(s)
	})
}

// sameNumber forgives ParseNumber the one ".0" it drops.
func sameNumber(a, b string) bool {
	return a == b || strings.TrimSuffix(a, ".0") == strings.TrimSuffix(b, ".0")
}
