package lang_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"voronka/internal/kit/lang"
)

// plain shows no-break spaces as underscores.
func plain(s string) string { return strings.ReplaceAll(s, lang.NBSP, "_") }

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64][2]string{
		0: {"0", "0"}, 999: {"999", "999"}, 1000: {"1_000", "1,000"}, -1234567: {"-1_234_567", "-1,234,567"},
		math.MinInt64: {"-9_223_372_036_854_775_808", "-9,223,372,036,854,775,808"},
	} {
		if ru, en := plain(lang.Number(lang.RU, n)), lang.Number(lang.EN, n); ru != want[0] || en != want[1] {
			t.Errorf("%d: %q, %q", n, ru, en)
		}
	}
	for in, want := range map[string]string{"1234.50": "1_234,50", "-0.5": "-0,5", "1e5": "1e5", "": "", "1.": "1.", "abc": "abc"} {
		if got := plain(lang.Decimal(lang.RU, in)); got != want {
			t.Errorf("Decimal(%q) = %q", in, got)
		}
	}
	if got := plain(lang.Percent(lang.RU, 1250)) + lang.Percent(lang.EN, -5) + lang.Percent(lang.EN, 10000); got != "12,5_%-0.05%100%" {
		t.Error(got)
	}
}

func TestMoney(t *testing.T) {
	t.Parallel()
	tests := []struct {
		minor        int64
		currency     string
		ru, en, full string
	}{
		{125000050, "RUB", "1_250_000,50_₽", "₽1,250,000.50", "1_250_000,50_₽"},
		{125000000, "RUB", "1_250_000_₽", "₽1,250,000", "1_250_000,00_₽"},
		{-5, "USD", "-0,05_$", "-$0.05", "-0,05_$"},
		{1500, "JPY", "1_500_¥", "¥1,500", "1_500_¥"},
		{1500, "KWD", "1,500_KWD", "KWD_1.500", "1,500_KWD"},
		{0, "EUR", "0_€", "€0", "0,00_€"},
		{math.MinInt64, "RUB", "-92_233_720_368_547_758,08_₽", "-₽92,233,720,368,547,758.08", "-92_233_720_368_547_758,08_₽"},
	}
	for _, tt := range tests {
		ru, en := plain(lang.Money(lang.RU, tt.minor, tt.currency)), plain(lang.Money(lang.EN, tt.minor, tt.currency))
		if full := plain(lang.MoneyFull(lang.RU, tt.minor, tt.currency)); ru != tt.ru || en != tt.en || full != tt.full {
			t.Errorf("%d %s: %q, %q, %q", tt.minor, tt.currency, ru, en, full)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 3, 1, 9, 5, 0, 0, time.UTC)
	for got, want := range map[string]string{
		lang.Date(lang.RU, at): "01.03.2025", lang.Date(lang.EN, at): "1 Mar 2025",
		plain(lang.DateLong(lang.RU, at)): "1_марта 2025_г.", lang.DateLong(lang.EN, at): "1 March 2025",
		lang.DateTime(lang.RU, at): "01.03.2025 09:05", lang.DateTime(lang.EN, at): "1 Mar 2025, 09:05",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for m := time.January; m <= time.December; m++ {
		day := time.Date(2024, m, 5, 0, 0, 0, 0, time.UTC)
		for _, loc := range lang.Locales() {
			for _, text := range []string{lang.Date(loc, day), lang.DateLong(loc, day)} {
				if back, err := lang.ParseDate(text, loc); err != nil || !back.Equal(day) {
					t.Errorf("%s %q reads back as %v, %v", loc, text, back, err)
				}
			}
		}
	}
}
