package v4_test

import "testing"

func TestAccount(t *testing.T) {
	story(t, "account", []row{
		{name: "plain", method: "GET", path: "/api/v4/account", status: 200},
		{name: "with", method: "GET", path: "/api/v4/account?with=amojo_id,uuid,amojo_rights,users_groups,task_types,version,datetime_settings,drive_url,is_api_filter_enabled,invoices_settings,nonsense", status: 200},
		{name: "names", method: "GET", path: "/api/v4/account?with=entity_names", status: 200},
		{name: "slashes", method: "GET", path: "//api/v4//account/", status: 200},
	})
}

func TestLeads(t *testing.T) {
	story(t, "leads", []row{
		{name: "none", method: "GET", path: "/api/v4/leads", status: 204},
		{name: "no_lead", method: "GET", path: "/api/v4/leads/1", status: 204},
		{name: "huge_id", method: "GET", path: "/api/v4/leads/99999999999999999999999", status: 204},
		{name: "create", method: "POST", path: "/api/v4/leads", status: 200, body: `[
			{"name":"Дом у озера","price":1000,"custom_fields_values":null,"_embedded":{"tags":[{"name":"VIP"},{"name":"озеро"}]},"request_id":"first","metadata":{},"account_id":7},
			{"name":"С копейками","price":99.5,"status_id":1001,"created_by":0,"created_at":1760000000},
			{"price":0,"status_id":142,"pipeline_id":1},
			{"name":"Проиграна","status_id":143,"loss_reason_id":1}]`},
		{name: "create_object", method: "POST", path: "/api/v4/leads", status: 200, body: `{"name":"Один объект","price":null,"pipeline_id":null}`},
		{name: "list", method: "GET", path: "/api/v4/leads?with=contacts,loss_reason,catalog_elements,source_id,is_price_modified_by_robot", status: 200},
		{name: "page", method: "GET", path: "/api/v4/leads?limit=2&page=2&order[id]=desc&filter[id][]=1&filter[id][]=2&filter[id][]=3&filter[id][]=4", status: 200},
		{name: "one", method: "GET", path: "/api/v4/leads/1", status: 200},
		{name: "statuses", method: "GET", path: "/api/v4/leads?filter[statuses][0][pipeline_id]=1&filter[statuses][0][status_id]=142", status: 200},
		{name: "statuses_elsewhere", method: "GET", path: "/api/v4/leads?filter[statuses][0][pipeline_id]=77&filter[statuses][0][status_id]=142", status: 204},
		{name: "created_at", method: "GET", path: "/api/v4/leads?filter%5Bcreated_at%5D%5Bfrom%5D=1759999999&filter%5Bcreated_at%5D%5Bto%5D=1760000001", status: 200},
		{name: "price", method: "GET", path: "/api/v4/leads?filter[price][from]=99&filter[price][to]=100", status: 200},
		{name: "move", method: "PATCH", path: "/api/v4/leads/1", status: 200, body: `{"status_id":142,"updated_at":1}`},
		{name: "bulk", method: "PATCH", path: "/api/v4/leads", status: 200, body: `[{"id":1,"name":"Переименована","price":5,"tags_to_add":[{"name":"новый"}],"tags_to_delete":[{"id":1}]},{"id":"2","price":99,"_embedded":{"tags":null}}]`},
		{name: "changed", method: "GET", path: "/api/v4/leads?filter[id]=1,2", status: 200},
		{name: "bad_items", method: "POST", path: "/api/v4/leads", status: 400, body: `[{"name":"Хорошая"},{"name":["x"],"price":"много","status_id":999999,"request_id":"b"},{"responsible_user_id":424242,"pipeline_id":9}]`},
		{name: "nothing_stored", method: "GET", path: "/api/v4/leads?filter[name]=Хорошая", status: 204},
		{name: "negative", method: "POST", path: "/api/v4/leads", status: 400, body: `[{"price":-1}]`},
		{name: "unknown_lead", method: "PATCH", path: "/api/v4/leads", status: 400, body: `[{"id":777,"name":"x"}]`},
		{name: "no_id", method: "PATCH", path: "/api/v4/leads", status: 400, body: `[{"name":"x"}]`},
		{name: "unknown_in_path", method: "PATCH", path: "/api/v4/leads/777", status: 404, body: `{"name":"x"}`},
		{name: "not_json", method: "POST", path: "/api/v4/leads", status: 400, body: `{`},
		{name: "empty_array", method: "POST", path: "/api/v4/leads", status: 400, body: `[]`},
		{name: "blank", method: "POST", path: "/api/v4/leads", status: 400},
		{name: "strings", method: "POST", path: "/api/v4/leads", status: 400, body: `["a"]`},
		{name: "scalar", method: "PATCH", path: "/api/v4/leads/1", status: 400, body: `1`},
		{name: "bad_filter", method: "GET", path: "/api/v4/leads?filter[statuses]={:pipeline_id=>1}", status: 400},
		{name: "bad_price", method: "GET", path: "/api/v4/leads?filter[price][from]=x", status: 400},
		{name: "method", method: "DELETE", path: "/api/v4/leads/1", status: 405},
		{name: "route", method: "GET", path: "/api/v4/leeds", status: 404},
	})
}

func TestComplex(t *testing.T) {
	story(t, "complex", []row{
		{name: "create", method: "POST", path: "/api/v4/leads/complex", status: 200, body: `[
			{"name":"С людьми","price":10,"_embedded":{"metadata":{"category":"forms"},"contacts":[{"first_name":"Анна","last_name":"Ким","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"+79161234567","enum_code":"MOB"}]}]}],"companies":[{"name":"Ромашка"}]}},
			{"name":"Без людей","request_id":"alone"}]`},
		{name: "existing", method: "POST", path: "/api/v4/leads/complex", status: 200, body: `[{"_embedded":{"contacts":[{"id":1}],"companies":[{"id":1}]}}]`},
		{name: "lead", method: "GET", path: "/api/v4/leads/1?with=contacts", status: 200},
		{name: "contact", method: "GET", path: "/api/v4/contacts/1?with=leads,customers", status: 200},
		{name: "company", method: "GET", path: "/api/v4/companies/1?with=leads,contacts", status: 200},
		{name: "unknown_contact", method: "POST", path: "/api/v4/leads/complex", status: 400, body: `[{"_embedded":{"contacts":[{"id":55}]}}]`},
		{name: "bad_contact", method: "POST", path: "/api/v4/leads/complex", status: 400, body: `[{"_embedded":{"contacts":[{"name":"Ы","custom_fields_values":[{"field_code":"NOPE","values":[]}]}]}}]`},
	})
}

func TestContacts(t *testing.T) {
	story(t, "contacts", []row{
		{name: "none", method: "GET", path: "/api/v4/contacts", status: 204},
		{name: "create", method: "POST", path: "/api/v4/contacts", status: 200, body: `[
			{"first_name":"Пётр","last_name":"Иванов","custom_fields_values":[{"field_id":null,"field_code":"PHONE","values":[{"value":"8 (916) 123-45-67","enum_code":"WORK","enum_id":null}]},{"field_code":"POSITION","values":[{"value":"Директор"}]}]},
			{"name":"Просто имя","_embedded":{"tags":[{"name":"партнёр"}]}}]`},
		{name: "list", method: "GET", path: "/api/v4/contacts?with=leads", status: 200},
		{name: "by_field", method: "GET", path: "/api/v4/contacts?filter[custom_fields_values][3][]=Директор", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/contacts/1", status: 200, body: `{"last_name":"Петров","custom_fields_values":[{"field_id":3,"values":null}]}`},
		{name: "bulk", method: "PATCH", path: "/api/v4/contacts", status: 200, body: `[{"id":2,"name":"Другое имя","request_id":"r"}]`},
		{name: "one", method: "GET", path: "/api/v4/contacts/1", status: 200},
		{name: "nameless", method: "POST", path: "/api/v4/contacts", status: 400, body: `[{"name":""}]`},
		{name: "bad_phone", method: "POST", path: "/api/v4/contacts", status: 400, body: `[{"name":"А","custom_fields_values":[{"field_code":"PHONE","values":[{"value":"нет"}]}]}]`},
	})
}

func TestCompanies(t *testing.T) {
	story(t, "companies", []row{
		{name: "none", method: "GET", path: "/api/v4/companies", status: 204},
		{name: "create", method: "POST", path: "/api/v4/companies", status: 200, body: `[{"name":"ООО Вектор","custom_fields_values":[{"field_code":"WEB","values":[{"value":"https://example.com"}]},{"field_code":"ADDRESS","values":[{"value":"Тверская 1","enum_code":"address_line_1"},{"value":"RU","enum_id":6}]}]}]`},
		{name: "list", method: "GET", path: "/api/v4/companies?with=contacts,leads,customers,catalog_elements", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/companies/1", status: 200, body: `{"name":"ООО Вектор-М"}`},
		{name: "one", method: "GET", path: "/api/v4/companies/1", status: 200},
	})
}

func TestLinks(t *testing.T) {
	story(t, "links", []row{
		{name: "lead", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"А"},{"name":"Б"}]`, silent: true},
		{name: "contacts", method: "POST", path: "/api/v4/contacts", status: 200, body: `[{"name":"Анна"},{"name":"Борис"}]`, silent: true},
		{name: "company", method: "POST", path: "/api/v4/companies", status: 200, body: `[{"name":"Вектор"}]`, silent: true},
		{name: "none", method: "GET", path: "/api/v4/leads/1/links", status: 204},
		{name: "link", method: "POST", path: "/api/v4/leads/1/link", status: 200, body: `[
			{"entity_id":null,"entity_type":null,"to_entity_id":1,"to_entity_type":"contacts","metadata":{"is_main":true}},
			{"to_entity_id":2,"to_entity_type":"contacts","metadata":null},{"to_entity_id":1,"to_entity_type":"companies"}]`},
		{name: "from_contact", method: "POST", path: "/api/v4/contacts/2/link", status: 200, body: `[{"to_entity_id":2,"to_entity_type":"leads"},{"to_entity_id":1,"to_entity_type":"companies"}]`},
		{name: "of_lead", method: "GET", path: "/api/v4/leads/1/links", status: 200},
		{name: "of_contacts", method: "GET", path: "/api/v4/contacts/links?filter[entity_id][]=1&filter[entity_id][]=2", status: 200},
		{name: "of_company", method: "GET", path: "/api/v4/companies/1/links?filter[to_entity_type]=contacts", status: 200},
		{name: "bulk", method: "POST", path: "/api/v4/leads/link", status: 200, body: `[{"entity_id":2,"to_entity_id":1,"to_entity_type":"companies"}]`},
		{name: "unlink", method: "POST", path: "/api/v4/leads/1/unlink", status: 204, body: `[{"to_entity_id":1,"to_entity_type":"contacts"},{"to_entity_id":1,"to_entity_type":"companies"}]`},
		{name: "after", method: "GET", path: "/api/v4/leads/1/links", status: 200},
		{name: "unlinks", method: "POST", path: "/api/v4/leads/1/unlinks", status: 204, body: `[{"to_entity_id":2,"to_entity_type":"contacts"}]`},
		{name: "unknown_to", method: "POST", path: "/api/v4/leads/1/link", status: 400, body: `[{"to_entity_id":99,"to_entity_type":"contacts"}]`},
		{name: "unknown_type", method: "POST", path: "/api/v4/leads/1/link", status: 400, body: `[{"to_entity_id":1,"to_entity_type":"catalog_elements"}]`},
		{name: "unknown_lead", method: "POST", path: "/api/v4/leads/99/link", status: 404, body: `[{"to_entity_id":1,"to_entity_type":"contacts"}]`},
		{name: "no_ids", method: "GET", path: "/api/v4/leads/links", status: 400},
	})
}

func TestPipelines(t *testing.T) {
	story(t, "pipelines", []row{
		{name: "list", method: "GET", path: "/api/v4/leads/pipelines", status: 200},
		{name: "create", method: "POST", path: "/api/v4/leads/pipelines", status: 200, body: `[{"name":"Вторая","sort":20,"is_main":false,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"Новая","sort":10,"color":"#fffeb2"},{"name":"Дальше","color":"#98CBFF"},{"id":142,"name":"Победа"},{"id":143,"name":"Мимо"}]}}]`},
		{name: "one", method: "GET", path: "/api/v4/leads/pipelines/2", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/leads/pipelines/2", status: 200, body: `{"name":"Другая","is_main":true}`},
		{name: "statuses", method: "GET", path: "/api/v4/leads/pipelines/2/statuses?with=descriptions", status: 200},
		{name: "add_status", method: "POST", path: "/api/v4/leads/pipelines/2/statuses", status: 200, body: `[{"name":"Посреди","sort":15,"color":"#ff8f92","descriptions":[{"level":"newbie","description":"Что делать"}]}]`},
		{name: "status", method: "GET", path: "/api/v4/leads/pipelines/2/statuses/142", status: 200},
		{name: "rename_won", method: "PATCH", path: "/api/v4/leads/pipelines/2/statuses/142", status: 200, body: `{"name":"Ура","color":"#123456"}`},
		{name: "bad_color", method: "POST", path: "/api/v4/leads/pipelines/2/statuses", status: 400, body: `[{"name":"Цвет","color":"#123456"}]`},
		{name: "no_name", method: "POST", path: "/api/v4/leads/pipelines", status: 400, body: `[{"sort":1}]`},
		{name: "delete_won", method: "DELETE", path: "/api/v4/leads/pipelines/2/statuses/142", status: 400},
		{name: "no_status", method: "GET", path: "/api/v4/leads/pipelines/2/statuses/1001", status: 404},
		{name: "no_pipeline", method: "GET", path: "/api/v4/leads/pipelines/9", status: 404},
		{name: "delete", method: "DELETE", path: "/api/v4/leads/pipelines/2", status: 204},
		{name: "delete_last", method: "DELETE", path: "/api/v4/leads/pipelines/1", status: 400},
		{name: "reasons", method: "GET", path: "/api/v4/leads/loss_reasons", status: 200},
		{name: "add_reason", method: "POST", path: "/api/v4/leads/loss_reasons", status: 200, body: `[{"name":"Ушли","sort":5,"request_id":"q"}]`},
		{name: "rename_reason", method: "PATCH", path: "/api/v4/leads/loss_reasons/6", status: 200, body: `{"name":"Ушли к другим"}`},
		{name: "reason", method: "GET", path: "/api/v4/leads/loss_reasons/6", status: 200},
		{name: "same_reason", method: "POST", path: "/api/v4/leads/loss_reasons", status: 400, body: `[{"name":"Ещё"},{"name":"Ушли к другим"}]`},
		{name: "delete_reason", method: "DELETE", path: "/api/v4/leads/loss_reasons/6", status: 204},
		{name: "no_reason", method: "GET", path: "/api/v4/leads/loss_reasons/6", status: 404},
	})
}

func TestFields(t *testing.T) {
	story(t, "fields", []row{
		{name: "none", method: "GET", path: "/api/v4/leads/custom_fields", status: 204},
		{name: "of_contacts", method: "GET", path: "/api/v4/contacts/custom_fields?limit=2", status: 200},
		{name: "create", method: "POST", path: "/api/v4/leads/custom_fields", status: 201, body: `[
			{"name":"Цвет","type":"select","code":"COLOR","sort":1,"enums":[{"value":"Синий","sort":2},{"value":"Красный","sort":1,"code":"red"}],"required_statuses":[{"pipeline_id":1,"status_id":1003},{"pipeline_id":1,"status_id":142}]},
			{"name":"Сумма","type":"monetary","request_id":"m"},{"name":"Дата","type":"date"},{"name":"Галка","type":"checkbox","is_api_only":true}]`},
		{name: "list", method: "GET", path: "/api/v4/leads/custom_fields?order[id]=desc&filter[type]=select,date", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/leads/custom_fields/8", status: 200, body: `{"type":"select","name":"Оттенок","enums":[{"id":2,"value":"Синий"},{"value":"Зелёный"}],"required_statuses":[]}`},
		{name: "bulk", method: "PATCH", path: "/api/v4/leads/custom_fields", status: 200, body: `[{"id":10,"name":"День"}]`},
		{name: "one", method: "GET", path: "/api/v4/leads/custom_fields/8", status: 200},
		{name: "values", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"Со значениями","status_id":1001,"custom_fields_values":[{"field_code":"COLOR","values":[{"value":"Синий"}]},{"field_id":9,"values":[{"value":"1500.50"}]},{"field_id":10,"values":[{"value":"2020-01-01T00:00:00+03:00"}]},{"field_id":11,"values":[{"value":true}]}]}]`},
		{name: "read_values", method: "GET", path: "/api/v4/leads/1", status: 200},
		{name: "by_enum", method: "GET", path: "/api/v4/leads?filter[custom_fields_values][8][]=2&filter[custom_fields_values][9][from]=1500&filter[custom_fields_values][10][to]=1577826000", status: 200},
		{name: "bad_enum", method: "PATCH", path: "/api/v4/leads/1", status: 400, body: `{"custom_fields_values":[{"field_id":8,"values":[{"enum_id":99}]}]}`},
		{name: "other_type", method: "PATCH", path: "/api/v4/leads/custom_fields/8", status: 400, body: `{"type":"date"}`},
		{name: "bad_type", method: "POST", path: "/api/v4/leads/custom_fields", status: 400, body: `[{"name":"Товары","type":"items"},{"type":"text"}]`},
		{name: "missing", method: "GET", path: "/api/v4/leads/custom_fields/1", status: 404},
		{name: "groups", method: "GET", path: "/api/v4/leads/custom_fields/groups", status: 200},
		{name: "add_group", method: "POST", path: "/api/v4/leads/custom_fields/groups", status: 201, body: `[{"name":"Доставка","sort":2,"fields":[8]}]`},
		{name: "update_group", method: "PATCH", path: "/api/v4/leads/custom_fields/groups/leads_1", status: 200, body: `{"name":"Логистика","fields":[9]}`},
		{name: "group", method: "GET", path: "/api/v4/leads/custom_fields/groups/leads_1", status: 200},
		{name: "delete_group", method: "DELETE", path: "/api/v4/leads/custom_fields/groups/leads_1", status: 204},
		{name: "delete_main", method: "DELETE", path: "/api/v4/leads/custom_fields/groups/default", status: 400},
		{name: "no_group", method: "GET", path: "/api/v4/leads/custom_fields/groups/nope", status: 404},
		{name: "delete", method: "DELETE", path: "/api/v4/leads/custom_fields/11", status: 204},
		{name: "deleted", method: "DELETE", path: "/api/v4/leads/custom_fields/11", status: 404},
	})
}

func TestTags(t *testing.T) {
	story(t, "tags", []row{
		{name: "none", method: "GET", path: "/api/v4/leads/tags", status: 204},
		{name: "create", method: "POST", path: "/api/v4/leads/tags", status: 200, body: `[{"name":"VIP","color":"FF8F92"},{"name":"vip","request_id":"again"},{"name":"Озеро"}]`},
		{name: "list", method: "GET", path: "/api/v4/leads/tags?query=озе", status: 200},
		{name: "by_name", method: "GET", path: "/api/v4/leads/tags?filter[name]=ViP", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/leads/tags", status: 200, body: `[{"id":1,"name":"Важный","color":"86C0FC"}]`},
		{name: "bad_color", method: "POST", path: "/api/v4/leads/tags", status: 400, body: `[{"name":"X","color":"zzz"}]`},
		{name: "no_name", method: "POST", path: "/api/v4/contacts/tags", status: 400, body: `[{}]`},
		{name: "of_contacts", method: "POST", path: "/api/v4/contacts/tags", status: 200, body: `[{"name":"Партнёр"}]`},
		{name: "by_id", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"Метка","_embedded":{"tags":[{"id":1}]}}]`, silent: true},
		{name: "foreign_kind", method: "POST", path: "/api/v4/contacts", status: 400, body: `[{"name":"А","_embedded":{"tags":[{"id":1}]}}]`},
	})
}

func TestTasks(t *testing.T) {
	story(t, "tasks", []row{
		{name: "none", method: "GET", path: "/api/v4/tasks", status: 204},
		{name: "lead", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"А"}]`, silent: true},
		{name: "create", method: "POST", path: "/api/v4/tasks", status: 200, body: `[
			{"text":"Позвонить","complete_till":1800000000,"entity_id":1,"entity_type":"leads","task_type_id":1,"request_id":"call"},
			{"text":"Без сделки","complete_till":"1800003600","task_type_id":2,"duration":1800,"entity_id":null,"entity_type":null},
			{"text":"Уже сделано","complete_till":1790000000,"is_completed":true,"result":{"text":"Договорились"}}]`},
		{name: "list", method: "GET", path: "/api/v4/tasks", status: 200},
		{name: "open_of_lead", method: "GET", path: "/api/v4/tasks?filter[is_completed]=0&filter[entity_type]=leads&filter[entity_id][]=1&filter[task_type][]=1&filter[task_type_id][]=1", status: 200},
		{name: "of_missing", method: "GET", path: "/api/v4/tasks?filter[entity_type]=leads&filter[entity_id]=77", status: 204},
		{name: "order", method: "GET", path: "/api/v4/tasks?order[complete_till]=desc&limit=1", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/tasks/1", status: 200, body: `{"text":"Перезвонить","complete_till":1800000001}`},
		{name: "complete", method: "PATCH", path: "/api/v4/tasks/1", status: 200, body: `{"is_completed":true,"result":{"text":"Дозвонились"}}`},
		{name: "done", method: "GET", path: "/api/v4/tasks/1", status: 200},
		{name: "same_again", method: "PATCH", path: "/api/v4/tasks", status: 200, body: `[{"id":1,"is_completed":true,"text":"Перезвонить","result":[]}]`},
		{name: "change_done", method: "PATCH", path: "/api/v4/tasks/1", status: 422, body: `{"text":"Другое"}`},
		{name: "reopen", method: "PATCH", path: "/api/v4/tasks/1", status: 200, body: `{"is_completed":false}`},
		{name: "missing_keys", method: "POST", path: "/api/v4/tasks", status: 400, body: `[{"text":""}]`},
		{name: "bad_refs", method: "POST", path: "/api/v4/tasks", status: 400, body: `[{"text":"а","complete_till":1800000000,"task_type_id":77,"entity_id":1},{"text":"а","complete_till":1800000000,"entity_id":1,"entity_type":"customers"},{"text":"а","complete_till":1800000000,"responsible_user_id":77}]`},
		{name: "missing_lead", method: "POST", path: "/api/v4/tasks", status: 400, body: `[{"text":"а","complete_till":1800000000,"entity_id":77,"entity_type":"leads"}]`},
		{name: "far", method: "POST", path: "/api/v4/tasks", status: 400, body: `[{"text":"а","complete_till":99999999999999}]`},
		{name: "no_task", method: "GET", path: "/api/v4/tasks/77", status: 204},
		{name: "change_missing", method: "PATCH", path: "/api/v4/tasks/77", status: 404, body: `{"text":"x"}`},
		{name: "bad_flag", method: "GET", path: "/api/v4/tasks?filter[is_completed]=maybe", status: 400},
	})
}

func TestNotes(t *testing.T) {
	story(t, "notes", []row{
		{name: "none", method: "GET", path: "/api/v4/leads/notes", status: 204},
		{name: "lead", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"А"},{"name":"Б"}]`, silent: true},
		{name: "create", method: "POST", path: "/api/v4/leads/notes", status: 200, body: `[
			{"entity_id":1,"note_type":"common","params":{"text":"Текст"}},
			{"entity_id":2,"note_type":"call_in","params":{"uniq":"u1","duration":60,"source":"АТС","link":"https://example.com/1.mp3","phone":"+79161234567","call_result":"ok"},"request_id":"c"}]`},
		{name: "on_card", method: "POST", path: "/api/v4/leads/1/notes", status: 200, body: `[{"note_type":"service_message","params":{"service":"Бот","text":"Сообщение"}}]`},
		{name: "list", method: "GET", path: "/api/v4/leads/notes?with=is_pinned&order[id]=desc", status: 200},
		{name: "of_card", method: "GET", path: "/api/v4/leads/1/notes?filter[note_type]=service_message", status: 200},
		{name: "one", method: "GET", path: "/api/v4/leads/notes/2", status: 200},
		{name: "one_of_card", method: "GET", path: "/api/v4/leads/2/notes/2", status: 200},
		{name: "other_card", method: "GET", path: "/api/v4/leads/1/notes/2", status: 204},
		{name: "other_kind", method: "GET", path: "/api/v4/contacts/notes/2", status: 204},
		{name: "update", method: "PATCH", path: "/api/v4/leads/notes/1", status: 200, body: `{"note_type":"common","params":{"text":"Новый текст"}}`},
		{name: "bulk", method: "PATCH", path: "/api/v4/leads/2/notes", status: 200, body: `[{"id":2,"params":{"duration":61}}]`},
		{name: "bulk_other_card", method: "PATCH", path: "/api/v4/leads/1/notes", status: 404, body: `[{"id":2,"params":{"duration":62}}]`},
		{name: "updated", method: "GET", path: "/api/v4/leads/notes?filter[id]=1,2", status: 200},
		{name: "pin", method: "POST", path: "/api/v4/leads/notes/1/pin", status: 204},
		{name: "pinned", method: "GET", path: "/api/v4/leads/notes/1?with=is_pinned", status: 200},
		{name: "unpin", method: "POST", path: "/api/v4/leads/notes/1/unpin", status: 204},
		{name: "lone_data", method: "POST", path: "/api/v4/leads/1/notes", status: 400, body: `{"data":{"note_type":"common","params":{"text":"x"}}}`},
		{name: "bad", method: "POST", path: "/api/v4/leads/notes", status: 400, body: `[{"note_type":"common","params":{}},{"entity_id":1,"note_type":"chat","params":{"text":"x"}},{"entity_id":1,"note_type":"common","params":"x"}]`},
		{name: "missing_card", method: "POST", path: "/api/v4/leads/notes", status: 400, body: `[{"entity_id":77,"note_type":"common","params":{"text":"x"}}]`},
		{name: "missing_parent", method: "POST", path: "/api/v4/leads/77/notes", status: 404, body: `[{"note_type":"common","params":{"text":"x"}}]`},
	})
}

func TestEvents(t *testing.T) {
	story(t, "events", []row{
		{name: "types", method: "GET", path: "/api/v4/events/types?language_code=en", status: 200},
		{name: "none", method: "GET", path: "/api/v4/events", status: 204},
		{name: "field", method: "POST", path: "/api/v4/leads/custom_fields", status: 201, body: `[{"name":"Цвет","type":"select","enums":[{"value":"Синий"}]}]`, silent: true},
		{name: "lead", method: "POST", path: "/api/v4/leads", status: 200, body: `[{"name":"А","price":10}]`, silent: true},
		{name: "contact", method: "POST", path: "/api/v4/contacts", status: 200, body: `[{"name":"Анна"}]`, silent: true},
		{name: "change", method: "PATCH", path: "/api/v4/leads/1", status: 200, body: `{"name":"Б","price":20,"status_id":142,"tags_to_add":[{"name":"VIP"}],"custom_fields_values":[{"field_id":8,"values":[{"enum_id":1}]}]}`, silent: true},
		{name: "link", method: "POST", path: "/api/v4/leads/1/link", status: 200, body: `[{"to_entity_id":1,"to_entity_type":"contacts"}]`, silent: true},
		{name: "note", method: "POST", path: "/api/v4/leads/1/notes", status: 200, body: `[{"note_type":"common","params":{"text":"x"}},{"note_type":"call_out","params":{"phone":"1"}}]`, silent: true},
		{name: "task", method: "POST", path: "/api/v4/tasks", status: 200, body: `[{"text":"а","complete_till":1800000000,"entity_id":1,"entity_type":"leads"}]`, silent: true},
		{name: "task_change", method: "PATCH", path: "/api/v4/tasks/1", status: 200, body: `{"complete_till":1800000001}`, silent: true},
		{name: "task_done", method: "PATCH", path: "/api/v4/tasks/1", status: 200, body: `{"is_completed":true,"result":{"text":"да"}}`, silent: true},
		{name: "list", method: "GET", path: "/api/v4/events?with=lead_name,contact_name", status: 200},
		{name: "by_type", method: "GET", path: "/api/v4/events?filter[type]=lead_added,outgoing_call", status: 200},
		{name: "by_field", method: "GET", path: "/api/v4/events?filter[type]=custom_field_8_value_changed&filter[value_after][custom_field_values]=1", status: 200},
		{name: "by_status", method: "GET", path: "/api/v4/events?filter[type]=lead_status_changed&filter[value_after][leads_statuses][0][pipeline_id]=1&filter[value_after][leads_statuses][0][status_id]=142", status: 200},
		{name: "of_task", method: "GET", path: "/api/v4/events?filter[entity]=task&filter[entity_id][]=1", status: 200},
		{name: "page", method: "GET", path: "/api/v4/events?limit=2&page=2", status: 200},
		{name: "wrong_value", method: "GET", path: "/api/v4/events?filter[value_before][responsible_user_id]=1", status: 204},
		{name: "unknown_type", method: "GET", path: "/api/v4/events?filter[type]=nope", status: 204},
		{name: "unknown_id", method: "GET", path: "/api/v4/events/01hmzzzzzzzzzzzzzzzzzzzzzz", status: 204},
		{name: "bad_pair", method: "GET", path: "/api/v4/events?filter[created_at]=a,b", status: 400},
		{name: "id_without_entity", method: "GET", path: "/api/v4/events?filter[entity_id]=1", status: 400},
	})
}

func TestStaff(t *testing.T) {
	story(t, "staff", []row{
		{name: "users", method: "GET", path: "/api/v4/users?with=role,group,uuid,amojo_id,user_rank,phone_number", status: 200},
		{name: "user", method: "GET", path: "/api/v4/users/1", status: 200},
		{name: "no_user", method: "GET", path: "/api/v4/users/77", status: 404},
		{name: "no_roles", method: "GET", path: "/api/v4/roles", status: 204},
		{name: "create", method: "POST", path: "/api/v4/roles", status: 201, body: `[{"name":"Продавец","rights":{"leads":{"view":"A","edit":"G","add":"A","delete":"D","export":"M"},"contacts":{"view":"A"},"tasks":{"edit":"A","delete":"D"},"mail_access":true,"status_rights":[{"entity_type":"leads","pipeline_id":1,"status_id":142,"rights":{"view":"A","edit":"D"}}]},"request_id":"r"}]`},
		{name: "list", method: "GET", path: "/api/v4/roles?with=users", status: 200},
		{name: "update", method: "PATCH", path: "/api/v4/roles/1", status: 200, body: `{"name":"Старший","rights":{"leads":{"view":"M"},"status_rights":null}}`},
		{name: "one", method: "GET", path: "/api/v4/roles/1", status: 200},
		{name: "bad", method: "POST", path: "/api/v4/roles", status: 400, body: `[{"rights":{"leads":{"view":"X"}}}]`},
		{name: "delete", method: "DELETE", path: "/api/v4/roles/1", status: 204},
		{name: "deleted", method: "GET", path: "/api/v4/roles/1", status: 404},
		{name: "not_self", method: "POST", path: "/api/v4/users/deactivate", status: 400, body: `[{"id":1}]`},
		{name: "unknown", method: "POST", path: "/api/v4/users/activate", status: 400, body: `[{"id":77}]`},
	})
}
