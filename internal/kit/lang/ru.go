package lang

import "maps"

// parts lists the translations: each wing has a file of its own.
var parts = []map[string]string{
	ruKit, ruTenant, ruCRM, ruTasks, ruTrade, ruChannel, ruCompany, ruOffice, ruProcess, ruAPI, ruFiles, ruFields, ruLists, ruExport,
}

// russian holds every Russian message by its English format.
var russian = merge(parts)

// russianPlurals holds the three Russian forms (1, 2-4, 5-20) by the English plural.
var russianPlurals = map[string][3]string{
	"%d rows":  {"%d строка", "%d строки", "%d строк"},
	"%d deals": {"%d сделка", "%d сделки", "%d сделок"},
}

func merge(parts []map[string]string) map[string]string {
	all := map[string]string{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}
