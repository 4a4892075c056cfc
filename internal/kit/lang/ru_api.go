package lang

// ruAPI translates the messages of internal/api.
var ruAPI = map[string]string{
	// v1
	"there is nothing at this address, see %s":                      "по этому адресу ничего нет, см. %s",
	"the address holds characters that no text has":                 "в адресе есть знаки, которых не бывает в тексте",
	"too many requests, try again in %d s":                          "слишком много запросов, повторите через %d с",
	"write the header as: Authorization: Bearer <token>":            "заголовок нужен такой: Authorization: Bearer <токен>",
	"sign in, or send a token as: Authorization: Bearer <token>":    "войдите или пришлите токен: Authorization: Bearer <токен>",
	"some fields need correction":                                   "исправьте отмеченные поля",
	"this took too long and was stopped, try again or ask for less": "это заняло слишком много времени и остановлено, повторите или запросите меньше",
	"the request is larger than %d KB, send less at once":           "запрос больше %d КБ, шлите меньше за раз",
	"the request came too slowly and was given up, try again":       "запрос шёл слишком медленно и отброшен, повторите",
	"the request is not understood":                                 "запрос непонятен",
	"the request needs a body in JSON":                              "запросу нужно тело в JSON",
	"is not known here, see the description of the API":             "здесь такого нет, см. описание API",
	"is needed":                            "нужно указать",
	"must be a whole number":               "нужно целое число",
	"must be a number":                     "нужно число",
	"must be true or false":                "нужно true или false",
	"must be one of: %s":                   "нужно одно из: %s",
	"must be at least %s":                  "нужно не меньше %s",
	"must be at most %s":                   "нужно не больше %s",
	"send the file as multipart/form-data": "пришлите файл как multipart/form-data",
	"send the body as application/json":    "пришлите тело как application/json",
	"has a value that does not fit, see the description of the API": "значение не подходит, см. описание API",
	"holds a zero character, which no text has":                     "есть нулевой знак, которого не бывает в тексте",
	"is not proper JSON: check commas, quotes and brackets":         "это не JSON: проверьте запятые, кавычки и скобки",
	"must be %s":                "нужно: %s",
	"a whole number":            "целое число",
	"a number":                  "число",
	"a text in quotes":          "текст в кавычках",
	"true or false":             "true или false",
	"a list in square brackets": "список в квадратных скобках",
	"an object in braces":       "объект в фигурных скобках",
	"a token is made by a person, not by a program": "токен создаёт человек, не программа",
	"this user is inactive already":                 "этот пользователь уже отключён",

	// app
	"the request comes from another site; programs send a token instead of the cookie": "запрос пришёл с другого сайта; программы шлют токен, а не cookie",
}
