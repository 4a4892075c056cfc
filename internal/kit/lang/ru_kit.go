package lang

// ruKit translates the messages of internal/kit.
var ruKit = map[string]string{
	// db
	"the server's disk is full: nothing was saved, free some space and try again": "на сервере кончилось место: ничего не сохранено, освободите место и повторите",
	"the database does not answer: nothing was saved, try again in a minute":      "база данных не отвечает: ничего не сохранено, повторите через минуту",

	// lang
	"something went wrong on our side, please try again":           "у нас что-то сломалось, попробуйте ещё раз",
	"%q is not an e-mail address, write it like name@example.com":  "%q не похоже на адрес почты, нужно как name@example.com",
	"%q is not a number, write it like 1250.50":                    "%q не число, нужно как 1250,50",
	"%q is not an amount of money, write it like 1250.50":          "%q не сумма, нужно как 1250,50",
	"%q is more money than fits, give a smaller amount":            "%q больше, чем помещается, укажите сумму поменьше",
	"%q is not a date, write it like 31.12.2025":                   "%q не дата, нужно как 31.12.2025",
	"%q has no such time of day, hours go to 23 and minutes to 59": "%q: такого времени нет, часы бывают до 23, минуты до 59",
	"%q is not in the calendar: there is no month %d":              "%q: такой даты нет, месяца %d не бывает",
	"%q is not in the calendar: the year must have four digits":    "%q: такой даты нет, год пишется четырьмя цифрами",
	"%q is not in the calendar: that month has %d days":            "%q: такой даты нет, в этом месяце %d дн.",
	"%q is neither yes nor no, write yes or no":                    "%q не «да» и не «нет», напишите «да» или «нет»",
}
