package v4

import (
	"maps"
	"slices"

	"voronka/internal/crm"
	"voronka/internal/crm/access"
	"voronka/internal/crm/pipeline"
	"voronka/internal/tenant"
)

// rights are those of a role, in letters: A all, G own group, M own only, D denied.
type rights struct {
	Leads         cardRights    `json:"leads"`
	Contacts      cardRights    `json:"contacts"`
	Companies     cardRights    `json:"companies"`
	Tasks         taskRights    `json:"tasks"`
	MailAccess    bool          `json:"mail_access"`
	CatalogAccess bool          `json:"catalog_access"`
	StatusRights  []statusRight `json:"status_rights"`
	CatalogRights []struct{}    `json:"catalog_rights"`
}

type cardRights struct {
	View   string `json:"view"`
	Edit   string `json:"edit"`
	Add    string `json:"add"`
	Delete string `json:"delete"`
	Export string `json:"export"`
}

type taskRights struct {
	Edit   string `json:"edit"`
	Delete string `json:"delete"`
}

type statusRight struct {
	EntityType string       `json:"entity_type"`
	PipelineID int64        `json:"pipeline_id"`
	StatusID   int64        `json:"status_id"`
	Rights     statusAccess `json:"rights"`
}

type statusAccess struct {
	View   string `json:"view"`
	Edit   string `json:"edit"`
	Delete string `json:"delete"`
	Export string `json:"export"`
}

var letters = map[tenant.Scope]string{tenant.ScopeAll: "A", tenant.ScopeGroup: "G", tenant.ScopeOwn: "M", tenant.ScopeNone: "D"}

// scopes are the letters read back; linked is a word of catalogs only.
var scopes = map[string]tenant.Scope{"A": tenant.ScopeAll, "G": tenant.ScopeGroup, "M": tenant.ScopeOwn, "D": tenant.ScopeNone}

func letter(s tenant.Scope) string {
	if l, ok := letters[s]; ok {
		return l
	}
	return "D"
}

func wireRights(r tenant.Rights, admin bool, pipelines pipeline.Set) rights {
	of := func(kind crm.Kind, action string) string {
		if admin {
			return "A"
		}
		return letter(r.Entities[string(kind)][action])
	}
	card := func(kind crm.Kind) cardRights {
		add := "D"
		if of(kind, access.Create) != "D" {
			add = "A"
		}
		return cardRights{
			View: of(kind, access.View), Edit: of(kind, access.Edit), Add: add, Delete: of(kind, access.Delete), Export: of(kind, access.Export),
		}
	}
	out := rights{
		Leads: card(crm.Deal), Contacts: card(crm.Contact), Companies: card(crm.Company),
		Tasks: taskRights{Edit: of(crm.Task, access.Edit), Delete: of(crm.Task, access.Delete)},
	}
	if admin {
		return out
	}
	for _, id := range slices.Sorted(maps.Keys(r.Statuses)) {
		s, known := pipelines.Status(crm.StatusID(id))
		if !known {
			continue
		}
		get := func(action string) string {
			if scope, given := r.Statuses[id][action]; given && scope == tenant.ScopeNone {
				return "D"
			}
			return "A"
		}
		out.StatusRights = append(out.StatusRights, statusRight{
			EntityType: "leads", PipelineID: int64(s.PipelineID), StatusID: wireStatus(s),
			Rights: statusAccess{get(access.View), get(access.Edit), get(access.Delete), get(access.Export)},
		})
	}
	return out
}

// readRights reads the rights of a role over what it had: kinds that are not named stay, stages are replaced when the
// key is given at all.
func readRights(o object, had tenant.Rights, pipelines pipeline.Set) tenant.Rights {
	out := tenant.Rights{Entities: map[string]map[string]tenant.Scope{}, Extra: had.Extra, Statuses: had.Statuses}
	maps.Copy(out.Entities, had.Entities)
	for word, kind := range kinds {
		if given, found := o.object(word); found {
			out.Entities[string(kind)] = readCardRights(given)
		}
	}
	if given, found := o.object("tasks"); found {
		edit, remove := readLetter(given, "edit"), readLetter(given, "delete")
		out.Entities[string(crm.Task)] = map[string]tenant.Scope{
			access.Create: tenant.ScopeAll, access.View: edit, access.Edit: edit, access.Delete: remove,
		}
	}
	if list, found := o.objects("status_rights"); found {
		out.Statuses = readStatusRights(list, pipelines)
	}
	return out
}

func readCardRights(o object) map[string]tenant.Scope {
	return map[string]tenant.Scope{
		access.View: readLetter(o, "view"), access.Edit: readLetter(o, "edit"), access.Create: readLetter(o, "add"),
		access.Delete: readLetter(o, "delete"), access.Export: readLetter(o, "export"),
	}
}

// readLetter reads a letter; a missing one denies.
func readLetter(o object, key string) tenant.Scope {
	text, found := o.text(key)
	if !found {
		return tenant.ScopeNone
	}
	s, known := scopes[text]
	if !known {
		o.fault(notSupportedChoice, key, saidChoice)
		return tenant.ScopeNone
	}
	return s
}

func readStatusRights(list []object, pipelines pipeline.Set) map[int64]map[string]tenant.Scope {
	out := map[int64]map[string]tenant.Scope{}
	for _, o := range list {
		in, _ := o.int("pipeline_id")
		wire, _ := o.int("status_id")
		ids := statusesOf(pipelines, crm.PipelineID(in), wire)
		if in == 0 || len(ids) == 0 {
			o.fault(notSupportedChoice, "status_id", saidChoice)
			continue
		}
		given, _ := o.object("rights")
		narrowed := map[string]tenant.Scope{}
		for _, action := range []string{access.View, access.Edit, access.Delete, access.Export} {
			if given.has(action) {
				narrowed[action] = readLetter(given, action)
			}
		}
		out[int64(ids[0])] = narrowed
	}
	return out
}
