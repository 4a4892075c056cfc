package webhook

import (
	"slices"
	"strconv"
	"strings"

	"voronka/internal/kit/errs"
)

// cardVerbs happen to every kind of card; the others belong to one.
var cardVerbs = []string{
	"created", "name_changed", "responsible_changed", "field_changed", "tag_added", "tag_removed", "linked", "unlinked",
	"deleted", "restored", "note_added", "note_changed", "note_deleted", "note_pinned",
	"comment_added", "comment_changed", "comment_deleted", "comment_pinned", "watcher_added", "watcher_removed",
	"file_added", "file_changed", "file_deleted", "file_restored", "file_refused", "file_link_added", "file_link_revoked",
	"task_added", "task_changed", "task_completed", "task_reopened", "task_deleted",
}

// Kinds lists the kinds of events an address can ask for, in the order people see them.
func Kinds() []string {
	var out []string
	for _, entity := range []string{"deal", "contact", "company"} {
		for _, verb := range cardVerbs {
			out = append(out, entity+"."+verb)
			if entity == "deal" && verb == "created" {
				out = append(out, "deal.status_changed", "deal.budget_changed", "deal.main_contact_changed", "deal.loss_reason_changed")
			}
		}
	}
	for _, verb := range []string{"added", "changed", "completed", "reopened", "deleted"} {
		out = append(out, "task.task_"+verb)
	}
	return append(out, "pipeline.changed", "status.changed", "loss_reason.changed", "task_type.changed", "tag.changed",
		"field.changed", "account.changed", "user.changed", "user.invited", "user.joined", "user.invitation_cancelled",
		"group.changed", "role.changed", "trigger.changed", "webhook.changed", "import.finished", "import.undone",
		"import_template.changed", "view.changed", "export.finished", "bulk.finished", "bulk.undone", "smtp.changed")
}

// Matches reports whether a kind of event answers one of the patterns: "*", "deal.*", "*.created" or the kind itself.
func Matches(patterns []string, kind string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, kind) })
}

func matches(pattern, kind string) bool {
	if pattern == "*" || pattern == kind {
		return true
	}
	left, right, ok := strings.Cut(pattern, ".")
	entity, verb, dotted := strings.Cut(kind, ".")
	return ok && dotted && (left == "*" || left == entity) && (right == "*" || right == verb)
}

const maxPatterns = 50

// cleanKinds refuses a pattern that no event would ever answer. No patterns at all is a good address: it is told only
// what rules send it.
func cleanKinds(c *errs.Collect, patterns []string) []string {
	if len(patterns) > maxPatterns {
		c.Add("kinds", "has more than %d kinds of events, use a pattern such as deal.*", maxPatterns)
		return nil
	}
	known := Kinds()
	out := make([]string, 0, len(patterns))
	for i, p := range patterns {
		p = strings.TrimSpace(p)
		if !slices.ContainsFunc(known, func(kind string) bool { return matches(p, kind) }) {
			c.Add(itemPath("kinds", i), "there are no events like %q, pick a kind of the list, a pattern such as deal.*, or *", clip(p))
			continue
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// itemPath is the path of an item of a list in the input.
func itemPath(list string, i int) string { return list + "." + strconv.Itoa(i) }

// clip shortens what is quoted in a message.
func clip(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
