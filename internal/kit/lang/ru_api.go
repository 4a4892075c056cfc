package lang

// ruAPI translates the messages of internal/api.
var ruAPI = map[string]string{}
