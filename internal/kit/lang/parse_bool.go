package lang

import "voronka/internal/kit/errs"

// ParseBool reads a tick: да, yes, true, 1, +, v and the like are true; нет, no, false, 0, - are false.
func ParseBool(s string) (bool, error) {
	switch Fold(s) {
	case "да", "д", "yes", "y", "true", "t", "истина", "1", "+", "✓", "✔", "v", "x", "х", "on", "вкл", "есть", "☑":
		return true, nil
	case "нет", "н", "no", "n", "false", "f", "ложь", "0", "-", "off", "выкл", "☐", "✗":
		return false, nil
	}
	return false, errs.Invalid("", "%q is neither yes nor no, write yes or no", clip(s))
}
