package v1_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// foreign is a request of ours that names something of theirs. {x} is our id of x, {their x} theirs; "found" is for
// lists, which may answer, with nothing of theirs in them.
type foreign struct {
	method, path, body string
	found              bool
}

// paths says whose id stands in the address of a resource.
var paths = map[string]string{
	"/deals": "deal", "/contacts": "contact", "/companies": "company", "/notes": "note", "/tasks": "task", "/fields": "list",
	"/field-groups": "field_group", "/pipelines": "pipeline", "/statuses": "status", "/loss-reasons": "loss_reason",
	"/task-types": "task_type", "/users": "user", "/groups": "group", "/roles": "role", "/rules": "rule", "/rule-runs": "run",
	"/webhooks": "webhook", "/webhook-deliveries": "delivery", "/imports": "import", "/import-templates": "template", "/exports": "export", "/views": "view", "/bulk": "bulk",
	"/files": "file", "/file-links": "file_link",
	"/merges": "merge", "/me/sessions": "session", "/me/tokens": "token", "/notices": "notice", "/push-subscriptions": "subscription",
}

// bodies are good bodies, so that nothing but the id in the address is wrong.
var bodies = map[string]string{
	"patch-companies-id": `{"name":"x"}`, "patch-contacts-id": `{"name":"x"}`, "patch-deals-id": `{"name":"x"}`,
	"post-companies-id-notes": `{"text":"x"}`, "post-contacts-id-notes": `{"text":"x"}`, "post-deals-id-notes": `{"text":"x"}`,
	"put-deals-id-contacts-contact_id": `{}`, "put-deals-id-contacts-contact-id": `{}`, "post-deals-id-move": `{"status_id":{next_status}}`,
	"patch-field-groups-id": `{"name":"x"}`, "patch-fields-id": `{"name":"x"}`, "post-fields-id-options": `{"name":"x"}`, "put-fields-id-roles": `{"roles":[]}`,
	"patch-groups-id": `{"name":"x"}`, "put-imports-id-sheet": `{"sheet":0}`, "put-imports-id-template": `{"template_id":{template}}`, "patch-import-templates-id": `{"name":"x"}`,
	"put-imports-id-plan":   `{"sheet":0,"head_row":1,"columns":[{"index":0,"target":"contact.name"}],"duplicates":{"contact":"none","company":"none","deal":"none"},"tag":{"auto":false,"names":[]}}`,
	"patch-loss-reasons-id": `{"name":"x"}`, "patch-notes-id": `{"text":"x"}`, "put-notes-id-pin": `{"is_pinned":true}`,
	"patch-pipelines-id": `{"name":"x"}`, "post-pipelines-id-statuses": `{"name":"x"}`, "put-pipelines-id-statuses-order": `{"ids":[{their status}]}`,
	"patch-roles-id": `{"name":"x"}`, "patch-rules-id": `{"name":"x"}`, "patch-statuses-id": `{"name":"x"}`,
	"patch-task-types-id": `{"name":"x"}`, "patch-tasks-id": `{"text":"x"}`, "post-tasks-id-complete": `{"result":"x"}`,
	"put-tasks-id-checklist-point_id": `{"is_done":true}`, "put-tasks-id-checklist-point-id": `{"is_done":true}`,
	"patch-views-id":        `{"name":"x"}`,
	"put-deals-id-watchers": `{"user_ids":[{user}]}`, "put-contacts-id-watchers": `{"user_ids":[{user}]}`, "put-companies-id-watchers": `{"user_ids":[{user}]}`,
	"put-deals-id-star": `{"is_starred":true}`, "put-contacts-id-star": `{"is_starred":true}`, "put-companies-id-star": `{"is_starred":true}`,
	"patch-files-id": `{"name":"x"}`, "post-files-id-links": `{}`,
	"post-notices-id-snooze": `{"minutes":5}`, "patch-users-id": `{"name":"x"}`, "put-users-id-working-hours": `{"days":[]}`, "patch-webhooks-id": `{"name":"x"}`,
}

// foreigns name theirs in bodies and queries.
var foreigns = []foreign{
	{"POST", "/deals", `{"name":"x","status_id":{their status}}`, false},
	{"POST", "/deals", `{"name":"x","pipeline_id":{their pipeline}}`, false},
	{"POST", "/deals", `{"name":"x","pipeline_id":{pipeline},"status_id":{their status}}`, false},
	{"POST", "/deals", `{"name":"x","responsible_id":{their user}}`, false},
	{"POST", "/deals", `{"name":"x","fields":{"{their field}":"y"}}`, false},
	{"POST", "/deals", `{"name":"x","fields":{"{list}":[{their option}]}}`, false},
	{"POST", "/deals", `{"name":"x","company":{"id":{their company}}}`, false},
	{"POST", "/deals", `{"name":"x","company":{"name":"y","responsible_id":{their user}}}`, false},
	{"POST", "/deals", `{"name":"x","company":{"name":"y","fields":{"{their company_field}":"z"}}}`, false},
	{"POST", "/deals", `{"name":"x","contacts":[{"id":{contact}},{"id":{their contact}}]}`, false},
	{"POST", "/deals", `{"name":"x","contacts":[{"name":"y","company_id":{their company}}]}`, false},
	{"POST", "/deals", `{"name":"x","contacts":[{"name":"y","responsible_id":{their user}}]}`, false},
	{"POST", "/deals", `{"name":"x","contacts":[{"name":"y","fields":{"{their contact_field}":"z"}}]}`, false},
	{"PATCH", "/deals/{deal}", `{"status_id":{their status}}`, false},
	{"PATCH", "/deals/{deal}", `{"pipeline_id":{their pipeline}}`, false},
	{"PATCH", "/deals/{deal}", `{"responsible_id":{their user}}`, false},
	{"PATCH", "/deals/{deal}", `{"company_id":{their company}}`, false},
	{"PATCH", "/deals/{deal}", `{"status_id":{lost},"loss_reason_id":{their loss_reason}}`, false},
	{"PATCH", "/deals/{deal}", `{"fields":{"{their field}":"y"}}`, false},
	{"PATCH", "/deals/{deal}", `{"fields":{"{list}":[{their option}]}}`, false},
	{"POST", "/deals/{deal}/move", `{"status_id":{their status}}`, false},
	{"POST", "/deals/{deal}/move", `{"status_id":{lost},"loss_reason_id":{their loss_reason}}`, false},
	{"POST", "/deals/{deal}/move", `{"status_id":{next_status},"fields":{"{their field}":"y"}}`, false},
	{"PUT", "/deals/{deal}/contacts/{their contact}", `{}`, false},
	{"PUT", "/deals/{their deal}/contacts/{contact}", `{}`, false},
	{"DELETE", "/deals/{deal}/contacts/{their contact}", ``, true}, // nobody was linked, nothing to take away
	{"DELETE", "/deals/{their deal}/contacts/{contact}", ``, false},
	{"POST", "/contacts", `{"name":"x","company_id":{their company}}`, false},
	{"POST", "/contacts", `{"name":"x","responsible_id":{their user}}`, false},
	{"POST", "/contacts", `{"name":"x","fields":{"{their contact_field}":"y"}}`, false},
	{"PATCH", "/contacts/{contact}", `{"company_id":{their company}}`, false},
	{"PATCH", "/contacts/{contact}", `{"responsible_id":{their user}}`, false},
	{"PATCH", "/contacts/{contact}", `{"fields":{"{their contact_field}":"y"}}`, false},
	{"POST", "/companies", `{"name":"x","responsible_id":{their user}}`, false},
	{"POST", "/companies", `{"name":"x","fields":{"{their company_field}":"y"}}`, false},
	{"PATCH", "/companies/{company}", `{"responsible_id":{their user}}`, false},
	{"PATCH", "/companies/{company}", `{"fields":{"{their company_field}":"y"}}`, false},
	{"POST", "/tasks", `{"text":"x","entity":{"kind":"deal","id":{their deal}}}`, false},
	{"POST", "/tasks", `{"text":"x","entity":{"kind":"contact","id":{their contact}}}`, false},
	{"POST", "/tasks", `{"text":"x","type_id":{their task_type}}`, false},
	{"POST", "/tasks", `{"text":"x","responsible_id":{their user}}`, false},
	{"PATCH", "/tasks/{task}", `{"entity":{"kind":"company","id":{their company}}}`, false},
	{"PATCH", "/tasks/{task}", `{"type_id":{their task_type}}`, false},
	{"PATCH", "/tasks/{task}", `{"responsible_id":{their user}}`, false},
	{"PATCH", "/tasks/{task}", `{"participants":[{their user}]}`, false},
	{"POST", "/tasks", `{"text":"x","participants":[{their user}]}`, false},
	// A point of a checklist is a number within its own task; an unknown one is new.
	{"PATCH", "/tasks/{task}", `{"checklist":[{"id":{their task},"text":""}]}`, false},
	{"POST", "/tasks", `{"text":"x","checklist":[{"id":{their task},"text":""}]}`, false},
	{"POST", "/tasks/change", `{"steps":[{"id":{task},"responsible_id":{their user}}]}`, false},
	{"POST", "/tasks/change", `{"steps":[{"id":{their task},"due_at":1900000000}]}`, true},
	{"POST", "/tasks/complete", `{"ids":[{their task}],"result":"x"}`, true},
	{"PUT", "/task-types/order", `{"ids":[{their task_type}]}`, false},
	{"POST", "/fields", `{"kind":"deal","type":"text","name":"x","group_id":{their field_group}}`, false},
	{"POST", "/fields", `{"kind":"deal","type":"text","name":"x","settings":{"pipeline_ids":[{their pipeline}]}}`, false},
	{"POST", "/fields", `{"kind":"deal","type":"text","name":"x","requirements":[{"pipeline_id":{their pipeline},"status_id":{their status}}]}`, false},
	{"PATCH", "/fields/{field}", `{"group_id":{their field_group}}`, false},
	{"PATCH", "/fields/{field}", `{"settings":{"pipeline_ids":[{their pipeline}]}}`, false},
	{"PATCH", "/fields/{field}", `{"requirements":[{"pipeline_id":{pipeline},"status_id":{their status}}]}`, false},
	{"PATCH", "/fields/{list}", `{"options":[{"id":{option},"name":"x"},{"id":{their option},"name":"y"}]}`, false},
	{"PUT", "/fields/order", `{"kind":"deal","ids":[{field},{their field}]}`, false},
	{"DELETE", "/fields/{list}/options/{option}?replacement={their option}", ``, false},
	{"DELETE", "/fields/{list}/options/{their option}", ``, false},
	{"GET", "/fields/{list}/dependants?option_id={their option}", ``, false},
	{"PUT", "/fields/{field}/roles", `{"roles":[{"role_id":{their role},"access":"hidden"}]}`, false},
	{"POST", "/roles", `{"name":"x","rights":{"entities":{},"fields":{"{their field}":"hidden"}}}`, false},
	{"PATCH", "/roles/{role}", `{"rights":{"entities":{},"fields":{"{their field}":"hidden"}}}`, false},
	{"PUT", "/field-groups/order", `{"kind":"deal","ids":[{field_group},{their field_group}]}`, false},
	{"PUT", "/pipelines/order", `{"ids":[{pipeline},{spare_pipeline},{their pipeline}]}`, false},
	{"PUT", "/pipelines/{pipeline}/statuses/order", `{"ids":[{status},{their status}]}`, false},
	{"PUT", "/loss-reasons/order", `{"ids":[{loss_reason},{their loss_reason}]}`, false},
	{"POST", "/pipelines", `{"name":"x","statuses":[{"name":"y","before":{their status}}]}`, true}, // all are new, none can stand before
	{"POST", "/pipelines/{pipeline}/statuses", `{"name":"x","before":{their status}}`, false},
	{"DELETE", "/statuses/{status}?move_to={their status}", ``, false},
	{"DELETE", "/pipelines/{pipeline}?move_to={their status}", ``, false},
	{"DELETE", "/task-types/{task_type}?move_to={their task_type}", ``, false},
	{"DELETE", "/users/{user}?successor_id={their user}", ``, false},
	{"PUT", "/views/order", `{"kind":"deal","ids":[{view},{their view}]}`, false},
	{"PUT", "/views/default", `{"kind":"deal","view":"{their view}"}`, false},
	{"POST", "/views", `{"kind":"deal","name":"x","filter":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"POST", "/views", `{"kind":"deal","name":"x","sort":"cf.{their field}"}`, false},
	{"POST", "/bulk", `{"kind":"deal","action":"field","params":{"field_id":{their field},"value":"x"},"ids":[{deal}]}`, false},
	{"POST", "/bulk", `{"kind":"deal","action":"move","params":{"status_id":{lost},"loss_reason_id":{their loss_reason}},"ids":[{deal}]}`, true},
	{"POST", "/bulk", `{"kind":"deal","action":"responsible","params":{"responsible_id":{their user}},"ids":[{deal}]}`, true},
	{"POST", "/bulk", `{"kind":"deal","action":"task","params":{"task":{"text":"x","type_id":{their task_type}}},"ids":[{deal}]}`, false},
	{"POST", "/bulk", `{"kind":"deal","action":"task","params":{"task":{"text":"x","responsible_id":{their user}}},"ids":[{deal}]}`, false},
	{"GET", "/views?kind=deal", ``, true},
	{"GET", "/views/counts?kind=deal&pipeline_id={their pipeline}", ``, true},
	{"POST", "/views", `{"kind":"deal","name":"x","columns":[{"name":"cf.{their field}"}]}`, false},
	{"PATCH", "/views/{view}", `{"columns":[{"name":"cf.{their field}"}]}`, false},
	{"PATCH", "/views/{view}", `{"sort":"cf.{their field}"}`, false},
	{"PATCH", "/views/{view}", `{"filter":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"POST", "/bulk", `{"kind":"deal","action":"delete","filter":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"POST", "/bulk", `{"kind":"deal","action":"delete","ids":[{their deal}]}`, true}, // refused card by card, as one that is not there
	{"POST", "/bulk", `{"kind":"deal","action":"move","params":{"status_id":{their status}},"ids":[{deal}]}`, true},
	{"POST", "/users", `{"name":"x","email":"new@example.test","role_id":{their role}}`, false},
	{"POST", "/users", `{"name":"x","email":"new@example.test","role_id":{role},"group_id":{their group}}`, false},
	{"PATCH", "/users/{user}", `{"role_id":{their role}}`, false},
	{"PATCH", "/users/{user}", `{"group_id":{their group}}`, false},
	{"PATCH", "/groups/{group}", `{"head_id":{their user}}`, false},
	{"POST", "/roles", `{"name":"x","rights":{"entities":{},"statuses":{"{their status}":{"view":"all"}}}}`, false},
	{"PATCH", "/roles/{role}", `{"rights":{"entities":{},"statuses":{"{their status}":{"view":"all"}}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"status_entered","status_id":{their status},"action":"add_note","params":{"text":"x"}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","pipeline_id":{their pipeline},"action":"add_note","params":{"text":"x"}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"x"},"condition":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"add_note","params":{"text":"{{deal.field.{their field}}}"}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"create_task","params":{"text":"x","due":{"amount":1,"unit":"days"},"type_id":{their task_type}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"create_task","params":{"text":"x","due":{"amount":1,"unit":"days"},"responsible_id":{their user}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"set_fields","params":{"fields":{"{their field}":["y"]}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"set_fields","params":{"fields":{"{list}":[{their option}]}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"move","params":{"status_id":{their status}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"move","params":{"status_id":{lost},"loss_reason_id":{their loss_reason}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"set_responsible","params":{"user_id":{their user}}}`, false},
	{"POST", "/rules", `{"entity_kind":"deal","moment":"created","action":"webhook","params":{"webhook_id":{their webhook}}}`, false},
	{"PATCH", "/rules/{rule}", `{"moment":"status_entered","status_id":{their status}}`, false},
	{"PATCH", "/rules/{rule}", `{"pipeline_id":{their pipeline}}`, false},
	{"PATCH", "/rules/{rule}", `{"condition":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"PATCH", "/rules/{rule}", `{"action":"webhook","params":{"webhook_id":{their webhook}}}`, false},
	{"PUT", "/imports/{import}/template", `{"template_id":{their template}}`, false},
	{"POST", "/import-templates", `{"name":"x","import_id":{their import}}`, false},
	{"PUT", "/imports/{import}/plan", plan(`"columns":[{"index":0,"target":"deal.field.{their field}"}]`), false},
	{"PUT", "/imports/{import}/plan", plan(`"columns":[{"index":0,"target":"deal.status","values":{"x":{their status}}}]`), false},
	{"PUT", "/imports/{import}/plan", plan(`"columns":[{"index":0,"target":"deal.name"}],"pipeline_id":{their pipeline}`), false},
	{"PUT", "/imports/{import}/plan", plan(`"columns":[{"index":0,"target":"deal.name"}],"status_id":{their status}`), false},
	{"PUT", "/imports/{import}/plan", plan(`"columns":[{"index":0,"target":"deal.name"}],"responsible_id":{their user}`), false},
	{"POST", "/exports", `{"kind":"deal","format":"csv","filter":{"field":"cf.{their field}","op":"filled"}}`, false},
	{"POST", "/exports", `{"kind":"deal","format":"csv","columns":["field.{their field}"]}`, false},
	{"POST", "/exports", `{"kind":"deal","format":"csv","sort":"cf.{their field}"}`, false},
	{"POST", "/exports", `{"kind":"deal","format":"csv","filter":{"field":"id","op":"eq","value":{their deal}}}`, true},
	{"POST", "/exports", `{"kind":"task","format":"csv","tasks":{"person_ids":[{their user}]}}`, true},
	{"POST", "/exports", `{"kind":"task","format":"csv","tasks":{"type_ids":[{their task_type}]}}`, true},
	{"POST", "/exports", `{"kind":"event","format":"csv","events":{"actor_ids":[{their user}]}}`, true},
	{"POST", "/exports", `{"kind":"task","format":"csv","tasks":{"responsible_ids":[{their user}]}}`, true},

	{"GET", `/deals?filter={"field":"cf.{their field}","op":"filled"}`, ``, false},
	{"GET", `/deals?sort=cf.{their field}`, ``, false},
	{"GET", `/deals?filter={"field":"responsible","op":"eq","value":{their admin}}`, ``, true},
	{"GET", `/deals?filter={"field":"contact","op":"eq","value":{their contact}}`, ``, true},
	{"GET", `/deals?filter={"field":"tags","op":"eq","value":"метка <their>"}`, ``, true},
	{"GET", `/deals?filter={"field":"query","op":"contains","value":"<their>"}`, ``, true},
	{"GET", `/deals?after=<after>`, ``, true},
	{"GET", `/deals/count?filter={"field":"status","op":"eq","value":{their status}}`, ``, true},
	{"GET", `/lists/groups?kind=deal&by=cf.{their field}`, ``, false},
	{"GET", `/lists/groups?kind=deal&by=status&filter={"field":"id","op":"eq","value":{their deal}}`, ``, true},
	{"GET", `/lists/groups?kind=deal&by=tags&filter={"field":"cf.{their field}","op":"filled"}`, ``, false},
	{"GET", `/lists/summaries?kind=deal&columns=cf.{their field}`, ``, false},
	{"GET", `/lists/summaries?kind=deal&columns=price&filter={"field":"id","op":"eq","value":{their deal}}`, ``, true},
	{"GET", `/deals/board?pipeline_id={their pipeline}`, ``, false},
	{"GET", `/deals/board/counts?pipeline_id={their pipeline}`, ``, false},
	{"GET", `/deals/board/counts?filter={"field":"cf.{their field}","op":"filled"}`, ``, false},
	{"GET", `/deals/board/columns/{their status}`, ``, false},
	{"GET", `/deals/board/columns/{status}?filter={"field":"cf.{their field}","op":"filled"}`, ``, false},
	{"GET", `/deals/board/columns/{status}?pipeline_id={their pipeline}`, ``, true}, // the stage says the pipeline
	{"GET", `/deals/board/columns/{status}?after=<after>`, ``, false},
	{"GET", `/deals/board?filter={"field":"cf.{their field}","op":"filled"}`, ``, false},
	{"GET", `/deals/board/cards?ids={their deal},{deal}`, ``, true},
	{"GET", `/contacts?filter={"field":"company","op":"eq","value":{their company}}`, ``, true},
	{"GET", `/contacts/count?filter={"field":"id","op":"in","value":[{their contact}]}`, ``, true},
	{"GET", `/companies?filter={"field":"id","op":"in","value":[{their company}]}`, ``, true},
	{"GET", `/companies/count?filter={"field":"cf.{their company_field}","op":"filled"}`, ``, false},
	{"GET", `/tasks?kind=deal&entity_id={their deal}`, ``, false},
	{"GET", `/tasks?responsible_id={their user}`, ``, true},
	{"GET", `/tasks?type_id={their task_type}`, ``, true},
	{"GET", `/tasks/counts?responsible_id={their user}`, ``, true},
	{"GET", `/tasks?person_id={their user}`, ``, true},
	{"GET", `/tasks/calendar?from=1767225600&to=1769904000&person_id={their user}`, ``, true},
	{"GET", `/tasks/calendar?from=1767225600&to=1769904000&type_id={their task_type}`, ``, true},
	{"GET", `/tasks/counts?person_id={their user}&type_id={their task_type}`, ``, true},
	{"GET", `/events?kind=deal&entity_id={their deal}`, ``, true},
	{"GET", `/events?actor_id={their admin}`, ``, true},
	{"GET", `/rule-runs?kind=deal&entity_id={their deal}`, ``, true},
	{"GET", `/rule-runs?after={their run}`, ``, true},
	{"GET", `/webhooks/{webhook}/deliveries?after={their delivery}`, ``, true},
	{"GET", `/imports?after={their import}`, ``, true},
	{"GET", `/exports?after={their export}`, ``, true},
	{"GET", `/files?kind=deal&entity_id={their deal}`, ``, false},
	{"POST", `/files?kind=deal&entity_id={their deal}`, ``, false},
	{"GET", `/files?kind=deal&entity_id={deal}&after={their file}`, ``, true},
	{"GET", `/files/{file}/content?version={their version}`, ``, false},
	{"GET", `/files/{file}/preview?version={their version}`, ``, false},
	{"POST", `/files/{file}/versions/{their version}/restore`, ``, false},
	{"POST", `/deals/{deal}/notes`, `{"text":"x","files":[{their file}]}`, false},
	{"POST", `/deals/{deal}/notes`, `{"text":"x","mentions":[{their user}]}`, false},
	{"POST", `/deals/{deal}/notes`, `{"text":"x","kind":"comment","reply_to":{their note}}`, false},
	{"PUT", `/deals/{deal}/watchers`, `{"user_ids":[{their user}]}`, false},
	{"GET", `/deals/{deal}/blind?user_ids={their user}`, ``, true},
	{"GET", `/deals/{deal}/feed?actor_id={their user}`, ``, true},
	{"PUT", `/contacts/{contact}/watchers`, `{"user_ids":[{their user}]}`, false},
	{"PUT", `/companies/{company}/watchers`, `{"user_ids":[{their user}]}`, false},
	{"GET", `/contacts/{contact}/blind?user_ids={their user}`, ``, true},
	{"GET", `/companies/{company}/blind?user_ids={their user}`, ``, true},
	{"GET", `/contacts/{contact}/feed?actor_id={their user}`, ``, true},
	{"GET", `/companies/{company}/feed?actor_id={their user}`, ``, true},
	{"GET", `/deals/{deal}/history?field={their field}`, ``, true},
	{"GET", `/deals/{deal}/feed?linked=true&to_at=4000000000&actor_id={their user}`, ``, true},
	{"GET", `/companies/{company}/history?property=name&before={their deal}`, ``, true},
	{"GET", `/sign-ins?before=9000000000000`, ``, true},
	{"GET", `/notices?after={their notice}`, ``, true},
	{"POST", "/notices/read", `{"tab":"all","up_to":{their notice}}`, true},
	{"GET", `/search?q=<their>`, ``, true},
	{"GET", `/search?q={their deal}`, ``, true},
	{"GET", `/duplicates?kind=contact&phone=+7916000000{their account}&email=person-{their account}@example.test&name=Человек <their>`, ``, true},
	{"GET", `/duplicates?kind=company&name=Компания <their>`, ``, true},
	{"GET", `/duplicates?kind=deal&name=Сделка <their>`, ``, true},
	{"GET", `/tags?kind=deal&query=<their>`, ``, true},
	{"GET", `/duplicates/groups?kind=contact&by=name`, ``, true},
	{"PUT", `/duplicates/different`, `{"kind":"deal","ids":[{deal},{their deal}],"is_different":true}`, false},
	{"GET", `/merges?kind=deal&entity_id={their deal}`, ``, false},
	{"POST", `/merges/preview`, `{"kind":"deal","into":{deal},"from":[{their deal}]}`, false},
	{"POST", `/merges/preview`, `{"kind":"contact","into":{their contact},"from":[{contact}]}`, false},
	{"POST", `/merges`, `{"kind":"deal","into":{deal},"from":[{their deal}]}`, false},
	{"POST", `/merges`, `{"kind":"company","into":{their company},"from":[{company}]}`, false},
	{"GET", `/bin?kind=deal`, ``, true},
	{"GET", `/bin?kind=contact&q=<their>`, ``, true},
	{"POST", `/bin/restore`, `{"kind":"contact","ids":[{their gone}]}`, true},
	{"POST", `/bin/purge`, `{"kind":"contact","ids":[{their gone}],"count":1}`, true},
	{"GET", `/tags?kind=company&query=метка`, ``, true},
	{"GET", `/fields?kind=deal`, ``, true},
	{"GET", `/fields?kind=deal&deleted=true`, ``, true},
	{"GET", `/exports/columns?kind=deal`, ``, true},
}

func plan(rest string) string {
	return `{"sheet":0,"head_row":1,"duplicates":{"contact":"none","company":"none","deal":"none"},"tag":{"auto":false,"names":[]},` + rest + `}`
}

// TestAnotherAccount calls every route with the ids of another account wherever an id can stand: nothing of theirs is
// shown or linked to, and afterwards every row of theirs is as it was.
func TestAnotherAccount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		our := settle(t, s, s.scene, "наше")
		their := settle(t, s, s.scene.Another(t), "Чужеземье")
		before, ours := dump(t, d, their.ids["account"]), dump(t, d, our.ids["account"])
		r := &raid{t: t, our: our, their: their, called: map[string]bool{}}
		r.walkPaths()
		r.upload("/files?kind=deal&entity_id={their deal}")
		r.upload("/files/{their file}/versions")
		for _, f := range foreigns {
			r.try(f)
		}
		r.readLists()
		for table, rows := range dump(t, d, their.ids["account"]) {
			if rows != before[table] {
				t.Errorf("%s of the other account changed from\n%s\nto\n%s", table, before[table], rows)
			}
		}
		after := dump(t, d, our.ids["account"])
		for _, table := range []string{"deals", "contacts", "companies", "tasks", "notes", "fields", "field_requirements", "triggers", "users", "roles", "user_groups", "deal_contacts"} {
			if after[table] != ours[table] {
				t.Errorf("%s of ours changed by what was refused from\n%s\nto\n%s", table, ours[table], after[table])
			}
		}
		r.complete()
	})
}

// raid is our walk through their things.
type raid struct {
	t          testing.TB
	our, their *camp
	called     map[string]bool
}

var theirs = regexp.MustCompile(`\{their ([a-z_]+)\}`)

func (r *raid) fill(text string) string {
	text = theirs.ReplaceAllStringFunc(text, func(m string) string {
		name := theirs.FindStringSubmatch(m)[1]
		if r.their.ids[name] == 0 {
			r.t.Fatalf("they have no %s", name)
		}
		return fmt.Sprint(r.their.ids[name])
	})
	text = strings.ReplaceAll(text, "<their>", r.their.word)
	if strings.Contains(text, "<after>") {
		var page struct {
			Next string `json:"next"`
		}
		r.their.do("GET", "/contacts?limit=1", nil).want(200, &page)
		text = strings.ReplaceAll(text, "<after>", page.Next)
	}
	return r.our.fill(text)
}

// try sends a request and looks that nothing comes of it.
func (r *raid) try(f foreign) answer {
	r.t.Helper()
	path, query, _ := strings.Cut(r.fill(f.path), "?")
	if query != "" {
		var parts []string
		for _, part := range strings.Split(query, "&") {
			name, value, _ := strings.Cut(part, "=")
			parts = append(parts, name+"="+url.QueryEscape(value))
		}
		path += "?" + strings.Join(parts, "&")
	}
	var body any
	if f.body != "" {
		body = r.fill(f.body)
	}
	a := r.our.do(f.method, path, body)
	what := f.method + " " + f.path + " " + f.body
	refused := a.Status == http.StatusNotFound || a.Status == http.StatusUnprocessableEntity || a.Status == http.StatusConflict
	if f.found != (a.Status < 300) || !f.found && !refused {
		r.t.Errorf("%s: %d %.300s", what, a.Status, a.Body)
	}
	if strings.Contains(a.Body, r.their.word) && !strings.Contains(f.path, "<their>") || strings.Contains(a.Body, "Чужеземье\"") {
		r.t.Errorf("%s shows theirs: %.300s", what, a.Body)
	}
	r.called[f.method+" "+pattern(f.path)] = true
	return a
}

// upload sends a file to something of theirs: it is not found.
func (r *raid) upload(path string) {
	r.t.Helper()
	if a := r.our.uploadTo(r.fill(path), "x.txt", strings.NewReader("x")); a.Status != http.StatusNotFound {
		r.t.Errorf("upload to %s: %d %.300s", path, a.Status, a.Body)
	}
}

// walkPaths puts their ids into every address.
func (r *raid) walkPaths() {
	for _, op := range operations(r.t) {
		path := strings.TrimPrefix(op.path, "/api/v1")
		if !strings.Contains(path, "{id}") {
			continue
		}
		resource, _, _ := strings.Cut(path, "/{id}")
		name, ok := paths[resource]
		if !ok {
			r.t.Errorf("whose id stands in %s?", path)
			continue
		}
		path = strings.Replace(path, "{id}", "{their "+name+"}", 1)
		path = strings.Replace(path, "{contact_id}", "{their contact}", 1)
		path = strings.Replace(path, "{version_id}", "{their version}", 1)
		if strings.HasSuffix(path, "/blind") {
			path += "?user_ids={user}"
		}
		a := r.try(foreign{op.method, path, bodies[op.id], false})
		if a.Status != http.StatusNotFound && op.id != "post-files-id-versions" { // that takes a file: see upload
			r.t.Errorf("%s of theirs: %d %.300s", op.id, a.Status, a.Body)
		}
		r.called[op.method+" "+pattern(strings.TrimPrefix(op.path, "/api/v1"))] = true
	}
}

// readLists asks for everything that needs no id.
func (r *raid) readLists() {
	for _, op := range operations(r.t) {
		path := strings.TrimPrefix(op.path, "/api/v1")
		if op.method != http.MethodGet || strings.Contains(path, "{") || r.called["GET "+path] {
			continue
		}
		r.try(foreign{"GET", path, "", true})
	}
}

var idInPath = regexp.MustCompile(`\{[a-z_ ]+\}`)

func pattern(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return idInPath.ReplaceAllString(path, "{}")
}
