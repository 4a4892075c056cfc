package lang

// ruTenant translates the messages of internal/tenant.
var ruTenant = map[string]string{}
