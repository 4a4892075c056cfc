package lang

import "maps"

// russian holds every Russian message by its English format. Each wing has a file of its own, listed here.
var russian = merge(ruKit, ruTenant, ruCRM, ruTrade, ruChannel, ruCompany, ruOffice, ruProcess, ruAPI)

// russianPlurals holds the three Russian forms (1, 2-4, 5-20) by the English plural.
var russianPlurals = map[string][3]string{
	"%d rows":  {"%d строка", "%d строки", "%d строк"},
	"%d deals": {"%d сделка", "%d сделки", "%d сделок"},
}

func merge(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}
