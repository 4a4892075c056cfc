package lang

// Russian gives the tests a translation.
func Russian(format string) (string, bool) { t, ok := russian[format]; return t, ok }

// RussianParts gives the tests the translations wing by wing.
func RussianParts() []map[string]string { return parts }
