package transfer

import "voronka/internal/kit/lang"

// reasonTitle is the title of the column that says why a row was rejected.
func reasonTitle(loc lang.Locale) string { return lang.Text(loc, "Why it was not imported") }

func isReasonColumn(title string) bool {
	for _, loc := range lang.Locales() {
		if lang.Fold(title) == lang.Fold(reasonTitle(loc)) {
			return true
		}
	}
	return false
}
