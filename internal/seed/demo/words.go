package demo

// words are the stock of one language.
type words struct {
	men, women         []string
	surnames           []string // masculine form in Russian
	firms, firmKinds   []string
	subjects, services []string
	positions, cities  []string
	streets, tags      []string
	tasks, notes       []string
	phone              func(n int) string
	domain             string
}

var stock = map[string]words{"ru": russian, "en": english}

var russian = words{
	men:       []string{"Александр", "Алексей", "Андрей", "Антон", "Артём", "Борис", "Вадим", "Виктор", "Владимир", "Георгий", "Денис", "Дмитрий", "Евгений", "Иван", "Игорь", "Илья", "Кирилл", "Константин", "Максим", "Михаил", "Николай", "Олег", "Павел", "Пётр", "Роман", "Семён", "Сергей", "Степан", "Тимур", "Фёдор", "Юрий", "Ярослав"},
	women:     []string{"Александра", "Алёна", "Алина", "Анастасия", "Анна", "Валерия", "Вера", "Виктория", "Галина", "Дарья", "Евгения", "Екатерина", "Елена", "Жанна", "Зоя", "Ирина", "Карина", "Ксения", "Лариса", "Любовь", "Людмила", "Марина", "Мария", "Надежда", "Наталья", "Оксана", "Ольга", "Полина", "Светлана", "София", "Татьяна", "Юлия"},
	surnames:  []string{"Иванов", "Смирнов", "Кузнецов", "Попов", "Васильев", "Петров", "Соколов", "Михайлов", "Новиков", "Фёдоров", "Морозов", "Волков", "Алексеев", "Лебедев", "Семёнов", "Егоров", "Павлов", "Козлов", "Степанов", "Николаев", "Орлов", "Андреев", "Макаров", "Никитин", "Захаров", "Зайцев", "Соловьёв", "Борисов", "Яковлев", "Григорьев", "Романов", "Воробьёв", "Сергеев", "Кузьмин", "Фролов", "Александров", "Дмитриев", "Королёв", "Гусев", "Киселёв", "Ильин", "Максимов", "Поляков", "Сорокин", "Виноградов", "Ковалёв", "Белов", "Медведев", "Антонов", "Тарасов", "Жуков", "Баранов", "Филиппов", "Комаров", "Давыдов", "Беляев", "Герасимов", "Богданов", "Осипов", "Сидоров", "Матвеев", "Титов", "Марков", "Миронов", "Крылов", "Куликов", "Карпов", "Власов", "Мельников", "Денисов", "Гаврилов", "Тихонов", "Казаков", "Афанасьев", "Данилов", "Савельев", "Тимофеев", "Фомин", "Чернов", "Абрамов"},
	firms:     []string{"Альтаир", "Атлант", "Берёзка", "Вектор", "Вершина", "Гранит", "Городские окна", "Дом и сад", "Европласт", "Звезда", "Импульс", "Инженер-Сервис", "Кедр", "Контур", "Кристалл", "Лаборатория вкуса", "Лотос", "Магнолия", "Маяк", "Меридиан", "Мир упаковки", "Новый берег", "Оазис", "Орион", "Паритет", "Первая линия", "Планета света", "Радуга", "Регион-Строй", "Ромашка", "Северный ветер", "Сибирский лес", "Солярис", "Спектр", "Стандарт", "Стройка века", "Титан", "Точка роста", "Универсал", "Фабрика окон", "Феникс", "Форпост", "Центр качества", "Чистый город", "Энергия", "Эталон", "Юпитер", "Янтарь"},
	firmKinds: []string{"ООО", "ООО", "ООО", "АО", "ИП", "ТД", "ГК"},
	subjects:  []string{"Поставка оборудования", "Монтаж вентиляции", "Ремонт офиса", "Годовое обслуживание", "Разработка сайта", "Корпоративное обучение", "Окна в новый корпус", "Мебель для переговорной", "Аудит бухгалтерии", "Рекламная кампания", "Печать каталогов", "Доставка по региону", "Внедрение CRM", "Лицензии на год", "Пробная партия", "Расширение склада", "Замена освещения", "Проект благоустройства", "Сервисный договор", "Аренда техники"},
	services:  []string{"", "", "", " — этап 1", " — этап 2", ", доп. соглашение", " (повторно)", ", срочно", " на осень", " на весну"},
	positions: []string{"директор", "коммерческий директор", "руководитель отдела закупок", "менеджер по закупкам", "главный инженер", "бухгалтер", "администратор", "маркетолог", "владелец", "офис-менеджер"},
	cities:    []string{"Москва", "Санкт-Петербург", "Новосибирск", "Екатеринбург", "Казань", "Нижний Новгород", "Челябинск", "Самара", "Омск", "Ростов-на-Дону", "Уфа", "Красноярск", "Пермь", "Воронеж", "Томск"},
	streets:   []string{"ул. Ленина", "пр. Мира", "ул. Садовая", "ул. Советская", "ул. Набережная", "ул. Школьная", "ул. Гагарина", "ул. Заводская"},
	tags:      []string{"VIP", "повторный", "выставка", "сайт", "рекомендация", "тендер", "опт", "розница", "горячий", "партнёр"},
	tasks:     []string{"Позвонить, уточнить сроки", "Отправить коммерческое предложение", "Согласовать договор", "Напомнить об оплате", "Назначить встречу", "Узнать решение", "Подготовить расчёт", "Поздравить с праздником", "Проверить отгрузку", "Собрать документы"},
	notes:     []string{"Просит скидку при объёме от 10 штук.", "Решение примут после 15-го числа.", "Лучше писать на почту, по телефону не отвечает до обеда.", "Бюджет утверждён, ждут договор.", "Сравнивает с двумя поставщиками.", "Нужны образцы до конца недели.", "Знаком с нами по выставке.", "Попросил перезвонить через месяц."},
	phone: func(n int) string {
		return "+79" + digits(n, 9)
	},
	domain: "ru",
}

var english = words{
	men:       []string{"James", "John", "Robert", "Michael", "William", "David", "Richard", "Joseph", "Thomas", "Charles", "Daniel", "Matthew", "Anthony", "Mark", "Steven", "Paul", "Andrew", "Joshua", "Kevin", "Brian", "George", "Edward", "Ryan", "Jacob"},
	women:     []string{"Mary", "Patricia", "Jennifer", "Linda", "Elizabeth", "Barbara", "Susan", "Jessica", "Sarah", "Karen", "Nancy", "Lisa", "Margaret", "Sandra", "Ashley", "Emily", "Donna", "Michelle", "Carol", "Amanda", "Laura", "Emma", "Olivia", "Grace"},
	surnames:  []string{"Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Martinez", "Wilson", "Anderson", "Taylor", "Thomas", "Moore", "Martin", "Lee", "Thompson", "White", "Harris", "Clark", "Lewis", "Robinson", "Walker", "Young", "Allen", "King", "Wright", "Scott", "Hill", "Green", "Adams", "Baker", "Nelson", "Carter", "Mitchell", "Roberts", "Turner", "Phillips", "Campbell", "Parker", "Evans", "Edwards", "Collins", "O’Brien", "Murphy", "Cook", "Rogers", "Morgan"},
	firms:     []string{"Altair", "Beacon", "Birchwood", "Blue Harbor", "Bright Path", "Cedar Ridge", "Clearwater", "Copper Creek", "Crestline", "Eastgate", "Evergreen", "Fairview", "Forge & Co", "Granite Bay", "Greenfield", "Harborview", "Highland", "Ironwood", "Juniper", "Keystone", "Lakeside", "Lighthouse", "Meridian", "Northwind", "Oak Hill", "Orion", "Pinnacle", "Redwood", "Riverstone", "Silver Birch", "Summit", "Sunrise", "Trailhead", "Vantage", "Westbrook", "Willow Creek"},
	firmKinds: []string{"Ltd", "Inc", "LLC", "Group", "Partners", "& Sons"},
	subjects:  []string{"Equipment supply", "Ventilation works", "Office renovation", "Annual maintenance", "Website redesign", "Staff training", "Windows for the new wing", "Meeting room furniture", "Accounting audit", "Ad campaign", "Catalogue printing", "Regional delivery", "CRM rollout", "Yearly licences", "Trial batch", "Warehouse extension", "Lighting upgrade", "Landscaping project", "Service contract", "Machinery rental"},
	services:  []string{"", "", "", " — phase 1", " — phase 2", ", amendment", " (repeat)", ", urgent", " for autumn", " for spring"},
	positions: []string{"CEO", "sales director", "head of procurement", "buyer", "chief engineer", "accountant", "administrator", "marketing manager", "owner", "office manager"},
	cities:    []string{"London", "Manchester", "Dublin", "New York", "Boston", "Chicago", "Toronto", "Sydney", "Austin", "Denver"},
	streets:   []string{"High Street", "Station Road", "Main Street", "Park Avenue", "Mill Lane", "Church Road"},
	tags:      []string{"VIP", "repeat", "trade show", "website", "referral", "tender", "wholesale", "retail", "hot", "partner"},
	tasks:     []string{"Call about the dates", "Send the proposal", "Agree on the contract", "Remind about the payment", "Set up a meeting", "Ask for the decision", "Prepare an estimate", "Check the shipment", "Collect the papers"},
	notes:     []string{"Asks for a discount from 10 pieces.", "They decide after the 15th.", "Prefers e-mail, does not pick up before noon.", "Budget is approved, waiting for the contract.", "Compares us with two suppliers.", "Needs samples by the end of the week.", "Knows us from the trade show.", "Asked to call back in a month."},
	phone: func(n int) string {
		return "+1202555" + digits(n, 4)
	},
	domain: "com",
}
