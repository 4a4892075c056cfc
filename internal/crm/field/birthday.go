package field

import "voronka/internal/kit/errs"

// birthdayType is a calendar day of the past.
type birthdayType struct{ dateType }

func (birthdayType) Name() string { return "birthday" }

func (t birthdayType) Normalize(f Field, raw any, env Env) ([]any, error) {
	values, err := t.dateType.Normalize(f, raw, env)
	if err != nil {
		return nil, err
	}
	return values, checkBirthday(values, env)
}

func (t birthdayType) FromText(f Field, text string, env Env) ([]any, error) {
	values, err := t.dateType.FromText(f, text, env)
	if err != nil {
		return nil, err
	}
	return values, checkBirthday(values, env)
}

func checkBirthday(values []any, env Env) error {
	if day := first(values); day > env.Moment().Format("2006-01-02") {
		return errs.Invalid("", "a birthday must not lie in the future")
	}
	return nil
}
