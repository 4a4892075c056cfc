package lang

// ruCompany translates the messages of internal/company.
var ruCompany = map[string]string{}
