package lang

// ruOffice translates the messages of internal/office.
var ruOffice = map[string]string{}
