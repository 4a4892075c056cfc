package notice

import (
	"context"
	"fmt"
	"time"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/task"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
	"voronka/internal/tenant/user"
)

// View is a notice in words, with what its reader may see today.
type View struct {
	Notice
	// Title says what happened, Text what it is about: both empty of what the reader may not see any more.
	Title, Text string
	// EntityName is the name of the card, empty when it may not be seen.
	EntityName string
	ActorName  string
	// IsHidden tells that the card is no longer the reader's to see.
	IsHidden bool
	// Task is the task it is about, nil for none.
	Task *task.Brief
	// Path leads to the thing inside the client.
	Path string
}

// views puts notices of one person into words, with a handful of statements for all of them.
func views(ctx context.Context, q db.Querier, who tenant.Actor, list []Notice) ([]View, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var refs []crm.Ref
	var tasks []crm.TaskID
	for _, n := range list {
		refs = append(refs, n.Ref)
		if n.Object.Kind == crm.Task {
			tasks = append(tasks, crm.TaskID(n.Object.ID))
		}
	}
	names, err := entity.Cards{}.Visible(ctx, q, who, refs)
	if err != nil {
		return nil, err
	}
	briefs, err := task.Briefs(ctx, q, who.AccountID, tasks)
	if err != nil {
		return nil, err
	}
	people, err := user.Names(ctx, q, who.AccountID)
	if err != nil {
		return nil, err
	}
	acc, err := account.FindTx(ctx, q, who.AccountID)
	if err != nil {
		return nil, err
	}
	w := wording{lang.Locale(who.Locale).Or(lang.EN), acc.Location()}
	out := make([]View, len(list))
	for i, n := range list {
		out[i] = see(n, who, names, briefs)
		out[i].ActorName = w.actor(n, people)
		w.describe(&out[i])
	}
	return out, nil
}

// see is what of a notice its reader may see: a task is always seen by who does or wrote it, a card by right alone.
func see(n Notice, who tenant.Actor, names map[crm.Ref]string, briefs map[crm.TaskID]task.Brief) View {
	v := View{Notice: n, Path: pathOf(n)}
	if n.many() {
		v.Ref, v.Object = crm.Ref{}, crm.Ref{}
		return v
	}
	name, visible := names[n.Ref]
	v.EntityName, v.IsHidden = name, n.Ref.Kind.HasCard() && !visible
	if t, ok := briefs[crm.TaskID(n.Object.ID)]; ok && n.Object.Kind == crm.Task {
		mine := t.Responsible == who.UserID || t.Author == who.UserID || n.Params.Role == "participant"
		if visible || mine {
			v.Task = &t
		}
		v.IsHidden = v.IsHidden && !mine
	}
	return v
}

// wording writes in a language and a time zone.
type wording struct {
	loc  lang.Locale
	zone *time.Location
}

func (w wording) actor(n Notice, people map[tenant.UserID]string) string {
	switch n.ActorKind {
	case "":
		return ""
	case tenant.Robot:
		return lang.Text(w.loc, "Automation")
	}
	return people[n.ActorID]
}

// describe writes title and text.
func (w wording) describe(v *View) {
	v.Title = w.title(*v)
	switch {
	case v.many():
	case v.Task != nil:
		v.Text = v.Task.Text
	case v.Kind == WorkFinished:
		v.Text = w.counts(v.Params)
	case v.IsHidden:
	case v.Params.Text != "":
		v.Text = v.Params.Text
	default:
		v.Text = v.Params.Name
	}
}

func (w wording) title(v View) string {
	if v.many() {
		return w.plural(v)
	}
	return w.single(v)
}

func (w wording) single(v View) string {
	switch v.Kind {
	case TaskAssigned:
		if v.Params.Role != "" {
			return lang.Text(w.loc, "You take part in a task")
		}
		return lang.Text(w.loc, "New task for you")
	case TaskTaken:
		return lang.Text(w.loc, "Your task was given to somebody else")
	case TaskCompleted:
		return lang.Text(w.loc, "Task completed")
	case TaskDue:
		return w.due(v)
	case TaskOverdue:
		return lang.Text(w.loc, "Task is overdue")
	case Mention:
		return lang.Text(w.loc, "You were mentioned")
	case Note:
		return lang.Text(w.loc, "New note on your card")
	case CardGiven:
		return w.given(v.Ref.Kind)
	case WorkFinished:
		return w.work(v.Params.Work)
	case Stopped:
		switch {
		case v.Params.Work == depth:
			return lang.Text(w.loc, "A rule was stopped: rules keep causing one another")
		case v.Ref.Kind == "trigger":
			return lang.Text(w.loc, "A rule was switched off")
		}
		return lang.Text(w.loc, "A webhook was switched off")
	case UserJoined:
		return lang.Text(w.loc, "A colleague has joined")
	}
	return ""
}

func (w wording) given(kind crm.Kind) string {
	switch kind {
	case crm.Contact:
		return lang.Text(w.loc, "A contact was given to you")
	case crm.Company:
		return lang.Text(w.loc, "A company was given to you")
	}
	return lang.Text(w.loc, "A deal was given to you")
}

func (w wording) due(v View) string {
	if v.Task == nil {
		return lang.Text(w.loc, "Task is due")
	}
	if v.Task.IsAllDay {
		return lang.Text(w.loc, "Task for today")
	}
	return lang.Text(w.loc, "Task is due at %s", time.Unix(v.Task.DueAt, 0).In(w.zone).Format("15:04"))
}

func (w wording) work(work string) string {
	switch work {
	case "import":
		return lang.Text(w.loc, "Import is finished")
	case "import_undo":
		return lang.Text(w.loc, "Import was taken back")
	case "export":
		return lang.Text(w.loc, "Export is ready")
	case "export_failed":
		return lang.Text(w.loc, "Export did not succeed")
	case "bulk_failed":
		return lang.Text(w.loc, "The mass change did not succeed")
	case "bulk_undo":
		return lang.Text(w.loc, "The mass change was taken back")
	}
	return lang.Text(w.loc, "The mass change is finished")
}

// plural tells of several changes in one.
func (w wording) plural(v View) string {
	switch v.Kind {
	case TaskAssigned:
		return lang.Text(w.loc, "New tasks for you: %d", v.Total)
	case TaskTaken:
		return lang.Text(w.loc, "Tasks of yours given to others: %d", v.Total)
	case TaskCompleted:
		return lang.Text(w.loc, "Tasks completed: %d", v.Total)
	case TaskDue:
		return lang.Text(w.loc, "Tasks due: %d", v.Total)
	case TaskOverdue:
		return lang.Text(w.loc, "Tasks overdue: %d", v.Total)
	case Mention:
		return lang.Text(w.loc, "Mentions of you: %d", v.Total)
	case Note:
		return lang.Text(w.loc, "New notes on your cards: %d", v.Total)
	case CardGiven:
		return lang.Text(w.loc, "Cards given to you: %d", v.Total)
	case Stopped:
		return lang.Text(w.loc, "Rules and webhooks switched off: %d", v.Total)
	}
	return lang.Text(w.loc, "Colleagues joined: %d", v.Total)
}

// counts are the figures of a work in a line, or the name of what it made.
func (w wording) counts(p Params) string {
	switch p.Work {
	case "import":
		return lang.Text(w.loc, "Rows: %d, with errors: %d", p.Counts["rows"], p.Counts["failed"])
	case "bulk":
		return lang.Text(w.loc, "Changed: %d, refused: %d", p.Counts["done"], p.Counts["refused"])
	case "bulk_undo":
		return lang.Text(w.loc, "Taken back: %d, left as they are: %d", p.Counts["undone"], p.Counts["kept"])
	}
	return p.Name
}

// pathOf is the page of the client that shows what a notice is about.
func pathOf(n Notice) string {
	switch {
	case n.Kind == WorkFinished && n.Ref.Kind == "import":
		return fmt.Sprintf("/import/%d", n.Ref.ID)
	case n.Kind == WorkFinished:
		return "/deals"
	case n.Kind == UserJoined:
		return "/settings/users"
	case n.Ref.Kind == "trigger":
		return "/settings/rules"
	case n.Ref.Kind == "webhook":
		return "/settings/webhooks"
	case n.many() && n.Kind == CardGiven:
		return "/deals"
	case n.many() || !n.Ref.Kind.HasCard():
		return "/tasks"
	}
	plural := map[crm.Kind]string{crm.Deal: "deals", crm.Contact: "contacts", crm.Company: "companies"}
	return fmt.Sprintf("/%s/%d", plural[n.Ref.Kind], n.Ref.ID)
}
