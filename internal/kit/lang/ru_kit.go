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

	// secret
	"the password is longer than %d bytes, choose a shorter one": "пароль длиннее %d байт, выберите покороче",

	// blob
	"the key of a file must have 1 to %d letters":                            "в ключе файла должно быть от 1 до %d знаков",
	"the key %q may have only Latin letters, digits and ._- between slashes": "в ключе %q между косыми чертами могут быть только латинские буквы, цифры и ._-",
	"the file is larger than %d MB, send a smaller one":                      "файл больше %d МБ, отправьте файл поменьше",
	"the file is not in the storage any more":                                "файла больше нет в хранилище",
	"the server has no free space for files, free some and try again":        "на сервере кончилось место для файлов, освободите его и повторите",
	"the storage of files is read-only now, make it writable and try again":  "в хранилище файлов сейчас нельзя писать, откройте запись и повторите",

	// web, outbound
	"%s is this server itself, requests to it must be allowed by the administrator":                 "%s — это сам сервер, запросы к нему должен разрешить администратор",
	"%s is in a private network, requests to it must be allowed by the administrator":               "%s находится в частной сети, запросы туда должен разрешить администратор",
	"%s is in the inner network of a provider, requests to it must be allowed by the administrator": "%s находится во внутренней сети провайдера, запросы туда должен разрешить администратор",
	"%s is a link-local or cloud service address, requests do not go there":                         "%s — служебный адрес сети или облака, запросы туда не отправляются",
	"%s is not the address of one machine, requests do not go there":                                "%s — адрес не одной машины, запросы туда не отправляются",
	"%s is a reserved address, requests do not go there":                                            "%s — зарезервированный адрес, запросы туда не отправляются",
	"the address is not a link, write it like https://example.com/hook":                             "это не ссылка, нужно как https://example.com/hook",
	"the link must begin with https:// or http://":                                                  "ссылка должна начинаться с https:// или http://",
	"the address redirects more than %d times, give the final one":                                  "адрес перенаправляет больше %d раз, укажите конечный",
	"the answer is larger than %d KB":                                                               "ответ больше %d КБ",

	// job
	"there is no job %d":                                "задания %d нет",
	"job %d is finished already":                        "задание %d уже завершено",
	"job %d has not failed, there is nothing to repeat": "задание %d не падало, повторять нечего",
}
