package lang

// ruTasks translates the messages of tasks that repeat, have a checklist or are changed many at once.
var ruTasks = map[string]string{
	"has more than %d points, shorten it":                                                                "пунктов больше %d, сократите список",
	"is empty, name the types in their new order":                                                        "пусто, перечислите типы в новом порядке",
	"must have from 1 to %d characters":                                                                  "должно быть от 1 до %d знаков",
	"the checklist has no such point any more, reload the task":                                          "такого пункта в списке уже нет, обновите задачу",
	"are more than %d people, choose fewer":                                                              "больше %d человек, выберите меньше",
	"there is no task type %d, or it is named twice":                                                     "типа задач %d нет, или он указан дважды",
	"must be after from, and at most %d days later":                                                      "должно быть позже from, но не больше чем на %d дней",
	"must be from 1 to %d tasks":                                                                         "должно быть от 1 до %d задач",
	"the task does not repeat, put it off or complete it":                                                "задача не повторяется, перенесите её или завершите",
	"this is the last task of its series, complete or delete it":                                         "это последняя задача серии, завершите или удалите её",
	"must be a number from 1 to %d, or 0 for no end":                                                     "должно быть числом от 1 до %d, или 0 — без конца",
	"must be a day like 2026-12-31, not before the task's own":                                           "нужен день вида 2026-12-31, не раньше срока самой задачи",
	"must be a day of the month from 1 to 31":                                                            "должно быть числом месяца от 1 до 31",
	"must be days of the week from 1 (Monday) to 7":                                                      "должны быть дни недели от 1 (понедельник) до 7",
	"must be a month from 1 to 12, together with its day":                                                "должен быть месяц от 1 до 12 вместе с числом",
	"must be daily, weekly, monthly, yearly or never":                                                    "должно быть daily, weekly, monthly, yearly или never",
	"must be overdue, today, tomorrow, week, later, done or done_today":                                  "должно быть overdue, today, tomorrow, week, later, done или done_today",
	"must be from 1 to 4, or -1 for the last, together with a weekday from 1 (Monday) to 7":              "должно быть от 1 до 4 или -1 (последний) вместе с днём недели от 1 (понедельник) до 7",
	"must be due_at, updated_at, completed_at, created_at or id, with - before it for the largest first": "должно быть due_at, updated_at, completed_at, created_at или id, с минусом впереди — от большего",
}
