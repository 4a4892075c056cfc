package lang

// ruTrade translates the messages of internal/trade.
var ruTrade = map[string]string{}
