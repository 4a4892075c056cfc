package v4

import (
	"slices"

	"voronka/internal/crm"
)

// routes is the whole wire. Nothing is registered elsewhere.
func routes() []route {
	rows := slices.Concat(accountRoutes(), pipelineRoutes(), leadRoutes(), personRoutes(), taskRoutes(), eventRoutes(), staffRoutes())
	for _, kind := range crm.CardKinds {
		rows = slices.Concat(rows, noteRoutes(kind), fieldRoutes(kind), linkRoutes(kind), tagRoutes(kind))
	}
	return rows
}

func accountRoutes() []route {
	return []route{
		{"GET", "account", anyone, "the account of the token", (*API).getAccount},
	}
}

func pipelineRoutes() []route {
	return []route{
		{"GET", "leads/pipelines", anyone, "pipelines with their stages", (*API).listPipelines},
		{"POST", "leads/pipelines", anyone, "create pipelines", (*API).createPipelines},
		{"GET", "leads/pipelines/{id}", anyone, "one pipeline", (*API).getPipeline},
		{"PATCH", "leads/pipelines/{id}", anyone, "rename a pipeline, make it the main one", (*API).updatePipeline},
		{"DELETE", "leads/pipelines/{id}", anyone, "delete a pipeline without leads", (*API).deletePipeline},
		{"GET", "leads/pipelines/{pid}/statuses", anyone, "stages of a pipeline", (*API).listStatuses},
		{"POST", "leads/pipelines/{pid}/statuses", anyone, "create stages", (*API).createStatuses},
		{"GET", "leads/pipelines/{pid}/statuses/{id}", anyone, "one stage", (*API).getStatus},
		{"PATCH", "leads/pipelines/{pid}/statuses/{id}", anyone, "change a stage", (*API).updateStatus},
		{"DELETE", "leads/pipelines/{pid}/statuses/{id}", anyone, "delete a stage without leads", (*API).deleteStatus},
		{"GET", "leads/loss_reasons", anyone, "loss reasons", (*API).listLossReasons},
		{"POST", "leads/loss_reasons", anyone, "create loss reasons", (*API).createLossReasons},
		{"GET", "leads/loss_reasons/{id}", anyone, "one loss reason", (*API).getLossReason},
		{"PATCH", "leads/loss_reasons/{id}", anyone, "rename a loss reason", (*API).updateLossReason},
		{"DELETE", "leads/loss_reasons/{id}", anyone, "delete a loss reason", (*API).deleteLossReason},
	}
}

func leadRoutes() []route {
	return []route{
		{"GET", "leads", anyone, "leads by filter", (*API).listLeads},
		{"POST", "leads", anyone, "create leads", (*API).createLeads},
		{"PATCH", "leads", anyone, "change leads", (*API).updateLeads},
		{"POST", "leads/complex", anyone, "create leads with their contacts and company", (*API).createComplex},
		{"GET", "leads/{id}", anyone, "one lead", (*API).getLead},
		{"PATCH", "leads/{id}", anyone, "change a lead", (*API).updateLead},
	}
}

func personRoutes() []route {
	return []route{
		{"GET", "contacts", anyone, "contacts by filter", (*API).listContacts},
		{"POST", "contacts", anyone, "create contacts", (*API).createContacts},
		{"PATCH", "contacts", anyone, "change contacts", (*API).updateContacts},
		{"GET", "contacts/{id}", anyone, "one contact", (*API).getContact},
		{"PATCH", "contacts/{id}", anyone, "change a contact", (*API).updateContact},
		{"GET", "companies", anyone, "companies by filter", (*API).listCompanies},
		{"POST", "companies", anyone, "create companies", (*API).createCompanies},
		{"PATCH", "companies", anyone, "change companies", (*API).updateCompanies},
		{"GET", "companies/{id}", anyone, "one company", (*API).getCompany},
		{"PATCH", "companies/{id}", anyone, "change a company", (*API).updateCompany},
	}
}

func taskRoutes() []route {
	return []route{
		{"GET", "tasks", anyone, "tasks by filter", (*API).listTasks},
		{"POST", "tasks", anyone, "create tasks", (*API).createTasks},
		{"PATCH", "tasks", anyone, "change or complete tasks", (*API).updateTasks},
		{"GET", "tasks/{id}", anyone, "one task", (*API).getTask},
		{"PATCH", "tasks/{id}", anyone, "change or complete a task", (*API).updateTask},
	}
}

func eventRoutes() []route {
	return []route{
		{"GET", "events", anyone, "events by filter, newest first", (*API).listEvents},
		{"GET", "events/types", anyone, "every type of event", (*API).listEventTypes},
		{"GET", "events/{ulid:}", anyone, "one event", (*API).getEvent},
	}
}

func staffRoutes() []route {
	return []route{
		{"GET", "users", adminOf, "users with their rights", (*API).listUsers},
		{"POST", "users/activate", adminOf, "take users back", (*API).activateUsers},
		{"POST", "users/deactivate", adminOf, "take users' access away", (*API).deactivateUsers},
		{"GET", "users/{id}", adminOf, "one user", (*API).getUser},
		{"GET", "roles", adminOf, "roles", (*API).listRoles},
		{"POST", "roles", adminOf, "create roles", (*API).createRoles},
		{"GET", "roles/{id}", adminOf, "one role", (*API).getRole},
		{"PATCH", "roles/{id}", adminOf, "change a role", (*API).updateRole},
		{"DELETE", "roles/{id}", adminOf, "delete a role nobody has", (*API).deleteRole},
	}
}

func noteRoutes(kind crm.Kind) []route {
	of := plural[kind]
	return []route{
		{"GET", of + "/notes", anyone, "notes of all cards of the kind", listNotes(kind)},
		{"POST", of + "/notes", anyone, "create notes", createNotes(kind)},
		{"PATCH", of + "/notes", anyone, "change notes", updateNotes(kind)},
		{"GET", of + "/notes/{id}", anyone, "one note", getNote(kind)},
		{"PATCH", of + "/notes/{id}", anyone, "change a note", updateNote(kind)},
		{"POST", of + "/notes/{id}/pin", anyone, "put a note on top", pinNote(kind, true)},
		{"POST", of + "/notes/{id}/unpin", anyone, "take a note down", pinNote(kind, false)},
		{"GET", of + "/{eid}/notes", anyone, "notes of one card", listNotes(kind)},
		{"POST", of + "/{eid}/notes", anyone, "create notes on a card", createNotes(kind)},
		{"PATCH", of + "/{eid}/notes", anyone, "change notes of a card", updateNotes(kind)},
		{"GET", of + "/{eid}/notes/{id}", anyone, "one note of a card", getNote(kind)},
		{"PATCH", of + "/{eid}/notes/{id}", anyone, "change a note of a card", updateNote(kind)},
	}
}

func fieldRoutes(kind crm.Kind) []route {
	of := plural[kind] + "/custom_fields"
	return []route{
		{"GET", of, anyone, "custom fields", listFields(kind)},
		{"POST", of, adminOf, "create custom fields", createFields(kind)},
		{"PATCH", of, adminOf, "change custom fields", updateFields(kind)},
		{"GET", of + "/{id}", anyone, "one custom field", getField(kind)},
		{"PATCH", of + "/{id}", adminOf, "change a custom field", updateField(kind)},
		{"DELETE", of + "/{id}", adminOf, "delete a custom field", deleteField(kind)},
		{"GET", of + "/groups", anyone, "groups of fields", listFieldGroups(kind)},
		{"POST", of + "/groups", adminOf, "create groups", createFieldGroups(kind)},
		{"GET", of + "/groups/{gid:}", anyone, "one group", getFieldGroup(kind)},
		{"PATCH", of + "/groups/{gid:}", adminOf, "rename a group, move fields into it", updateFieldGroup(kind)},
		{"DELETE", of + "/groups/{gid:}", adminOf, "delete a group", deleteFieldGroup(kind)},
	}
}

func linkRoutes(kind crm.Kind) []route {
	of := plural[kind]
	return []route{
		{"GET", of + "/links", anyone, "links of several cards", listLinks(kind)},
		{"POST", of + "/link", anyone, "link several cards", changeLinks(kind, true)},
		{"POST", of + "/unlink", anyone, "unlink several cards", changeLinks(kind, false)},
		{"GET", of + "/{id}/links", anyone, "links of a card", listLinks(kind)},
		{"POST", of + "/{id}/link", anyone, "link a card", changeLinks(kind, true)},
		{"POST", of + "/{id}/unlink", anyone, "unlink a card", changeLinks(kind, false)},
		{"POST", of + "/{id}/unlinks", anyone, "unlink a card, as one client has it", changeLinks(kind, false)},
	}
}

func tagRoutes(kind crm.Kind) []route {
	of := plural[kind] + "/tags"
	rows := []route{
		{"GET", of, anyone, "tags", listTags(kind)},
		{"POST", of, anyone, "create tags", createTags(kind)},
	}
	if kind == crm.Deal {
		rows = append(rows, route{"PATCH", of, anyone, "rename and recolour tags", updateTags(kind)})
	}
	return rows
}
