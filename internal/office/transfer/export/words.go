package export

import (
	"strings"

	"voronka/internal/kit/lang"
)

// verbTerms name what happens to cards; the part of an event's kind after the dot.
var verbTerms = map[string]lang.Term{
	"created":              lang.Term("Created"),
	"status_changed":       lang.Term("Stage changed"),
	"budget_changed":       lang.Term("Budget changed"),
	"main_contact_changed": lang.Term("Main contact changed"),
	"loss_reason_changed":  lang.Term("Loss reason changed"),
	"name_changed":         lang.Term("Renamed"),
	"responsible_changed":  lang.Term("Responsible changed"),
	"field_changed":        lang.Term("Field changed"),
	"tag_added":            lang.Term("Tag added"),
	"tag_removed":          lang.Term("Tag removed"),
	"linked":               lang.Term("Linked"),
	"unlinked":             lang.Term("Unlinked"),
	"deleted":              lang.Term("Deleted"),
	"restored":             lang.Term("Restored"),
	"note_added":           lang.Term("Note added"),
	"note_changed":         lang.Term("Note changed"),
	"note_deleted":         lang.Term("Note deleted"),
	"note_pinned":          lang.Term("Note pinned"),
	"task_added":           lang.Term("Task added"),
	"task_changed":         lang.Term("Task changed"),
	"task_completed":       lang.Term("Task completed"),
	"task_reopened":        lang.Term("Task reopened"),
	"task_deleted":         lang.Term("Task deleted"),
	"merged":               lang.Term("Merged with another card"),
	"unmerged":             lang.Term("Merge undone"),
	"purged":               lang.Term("Deleted for ever"),
	"comment_added":        lang.Term("Message to colleagues"),
	"comment_changed":      lang.Term("Message changed"),
	"comment_deleted":      lang.Term("Message deleted"),
	"comment_pinned":       lang.Term("Message pinned"),
	"watcher_added":        lang.Term("Watcher added"),
	"watcher_removed":      lang.Term("Watcher removed"),
	"file_added":           lang.Term("File added"),
	"file_changed":         lang.Term("File changed"),
	"file_deleted":         lang.Term("File deleted"),
	"file_restored":        lang.Term("File restored"),
	"file_refused":         lang.Term("File refused"),
	"file_link_added":      lang.Term("Link to a file made"),
	"file_link_revoked":    lang.Term("Link to a file withdrawn"),
}

// officeTerms name what happens to the account itself, by the whole kind of the event.
var officeTerms = map[string]lang.Term{
	"pipeline.changed":          lang.Term("Pipeline changed"),
	"status.changed":            lang.Term("The stage changed"),
	"loss_reason.changed":       lang.Term("The loss reason changed"),
	"task_type.changed":         lang.Term("Task type changed"),
	"tag.changed":               lang.Term("Tag changed"),
	"account.changed":           lang.Term("Account changed"),
	"group.changed":             lang.Term("Group changed"),
	"user.invited":              lang.Term("Person invited"),
	"user.joined":               lang.Term("Person joined"),
	"user.invitation_cancelled": lang.Term("Invitation cancelled"),
	"field.changed":             lang.Term("The field changed"),
	"user.changed":              lang.Term("Person changed"),
	"role.changed":              lang.Term("Role changed"),
	"trigger.changed":           lang.Term("Rule changed"),
	"webhook.changed":           lang.Term("Webhook changed"),
	"import.finished":           lang.Term("Import finished"),
	"import.undone":             lang.Term("Import undone"),
	"view.changed":              lang.Term("Saved view changed"),
	"import_template.changed":   lang.Term("Import template changed"),
	"export.finished":           lang.Term("Export finished"),
	"bulk.finished":             lang.Term("Mass change finished"),
	"bulk.undone":               lang.Term("Mass change undone"),
	"smtp.changed":              lang.Term("Mail server changed"),
	"session.ended":             lang.Term("Session ended"),
	"user.handover":             lang.Term("Work handed over"),
}

// eventWords name a kind of event in the actor's language; a kind without a name is given as it is.
func eventWords(loc lang.Locale, kind string) string {
	if term, ok := officeTerms[kind]; ok {
		return lang.Text(loc, string(term))
	}
	_, verb, _ := strings.Cut(kind, ".")
	if term, ok := verbTerms[verb]; ok {
		return lang.Text(loc, string(term))
	}
	return kind
}
