package lang

// ruCRM translates the messages of internal/crm.
var ruCRM = map[string]string{}
