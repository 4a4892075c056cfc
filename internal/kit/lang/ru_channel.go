package lang

// ruChannel translates the messages of internal/channel.
var ruChannel = map[string]string{}
