package lang

// ruProcess translates the messages of internal/process.
var ruProcess = map[string]string{}
