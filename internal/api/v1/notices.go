package v1

import (
	"context"

	"voronka/internal/company/notice"
	"voronka/internal/company/push"
	"voronka/internal/crm"
	"voronka/internal/tenant"
)

// NoticeView is one thing I am told, in my language.
type NoticeView struct {
	ID       notice.ID   `json:"id"`
	Kind     notice.Kind `json:"kind" enum:"task_assigned,task_taken,task_completed,task_due,task_overdue,mention,note,card_given,work_finished,stopped,user_joined"`
	Title    string      `json:"title"`
	Text     string      `json:"text"`
	Entity   *EntityRef  `json:"entity,omitempty" doc:"The card or thing it is about"`
	Object   *EntityRef  `json:"object,omitempty" doc:"The task or note inside it"`
	Path     string      `json:"path" doc:"The page of the client that shows it"`
	IsHidden bool        `json:"is_hidden" doc:"The card is no longer mine to see"`
	Actor    NoticeActor `json:"actor"`
	Task     *NoticeTask `json:"task,omitempty"`
	Total    int64       `json:"total" doc:"How many changes it stands for"`
	IsQuiet  bool        `json:"is_quiet" doc:"Counts nowhere"`
	At       int64       `json:"at"`
	ReadAt   *int64      `json:"read_at"`
	DoneAt   *int64      `json:"done_at"`
}

// EntityRef names a thing.
type EntityRef struct {
	Kind crm.Kind `json:"kind"`
	ID   crm.ID   `json:"id"`
	Name string   `json:"name"`
}

// NoticeActor is who did it; without kind for a reminder.
type NoticeActor struct {
	Kind tenant.ActorKind `json:"kind" enum:",user,robot,integration"`
	ID   tenant.UserID    `json:"id"`
	Name string           `json:"name"`
}

// NoticeTask is what can be done with the task in place.
type NoticeTask struct {
	ID          crm.ID `json:"id"`
	DueAt       int64  `json:"due_at"`
	IsAllDay    bool   `json:"is_all_day"`
	IsCompleted bool   `json:"is_completed"`
	IsDeleted   bool   `json:"is_deleted"`
}

func toNotice(v notice.View) NoticeView {
	out := NoticeView{
		ID: v.ID, Kind: v.Kind, Title: v.Title, Text: v.Text, Path: v.Path, IsHidden: v.IsHidden,
		Actor: NoticeActor{v.ActorKind, v.ActorID, v.ActorName}, Total: v.Total, IsQuiet: v.IsQuiet, At: v.CreatedAt,
		ReadAt: v.ReadAt, DoneAt: v.DoneAt,
	}
	if !v.Ref.Zero() {
		out.Entity = &EntityRef{v.Ref.Kind, v.Ref.ID, v.EntityName}
	}
	if !v.Object.Zero() {
		out.Object = &EntityRef{Kind: v.Object.Kind, ID: v.Object.ID}
	}
	if t := v.Task; t != nil {
		out.Task = &NoticeTask{v.Object.ID, t.DueAt, t.IsAllDay, t.IsCompleted, t.IsDeleted}
	}
	return out
}

type noticesInput struct {
	Tab    notice.Tab `query:"tab" enum:"all,mentions,tasks,cards,system" default:"all"`
	Unread bool       `query:"unread"`
	After  string     `query:"after"`
	Limit  int        `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (a *API) listNotices(ctx context.Context, who tenant.Actor, in *noticesInput) (Page[NoticeView], error) {
	page, err := a.Notices.List(ctx, who, notice.Filter{Tab: in.Tab, IsUnread: in.Unread, After: in.After, Limit: in.Limit})
	return Page[NoticeView]{convertAll(page.Items, toNotice), page.Next}, err
}

// UnreadView is the number on the badge.
type UnreadView struct {
	Unread int `json:"unread" doc:"At most 100"`
}

func (a *API) countNotices(ctx context.Context, who tenant.Actor, _ *noInput) (UnreadView, error) {
	n, err := a.Notices.Unread(ctx, who)
	return UnreadView{n}, err
}

func (a *API) readNotice(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Notices.Read(ctx, who, notice.ID(in.ID))
}

func (a *API) finishNotice(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Notices.Done(ctx, who, notice.ID(in.ID))
}

type snoozeInput struct {
	IDInput
	Body struct {
		Minutes int `json:"minutes"`
	}
}

func (a *API) snoozeNotice(ctx context.Context, who tenant.Actor, in *snoozeInput) error {
	return a.Notices.Snooze(ctx, who, notice.ID(in.ID), in.Body.Minutes)
}

type readAllInput struct {
	Body struct {
		Tab  notice.Tab `json:"tab"`
		UpTo notice.ID  `json:"up_to,omitempty" doc:"What came later stays unread"`
	}
}

func (a *API) readAllNotices(ctx context.Context, who tenant.Actor, in *readAllInput) error {
	return a.Notices.ReadAll(ctx, who, in.Body.Tab, in.Body.UpTo)
}

// NoticeSettings are what I have chosen.
type NoticeSettings struct {
	LeadMinutes int          `json:"lead_minutes" doc:"How long before its time a task is reminded of: 0, 5, 15 or 60"`
	IsQuiet     bool         `json:"is_quiet" doc:"Quiet hours: nothing is sent, at their end it is"`
	QuietFrom   int          `json:"quiet_from" doc:"Minute of the day"`
	QuietUntil  int          `json:"quiet_until" doc:"Minute of the day"`
	TimeZone    string       `json:"time_zone" doc:"Of the quiet hours; empty: that of the account"`
	Kinds       []NoticeKind `json:"kinds"`
	HasMail     bool         `json:"has_mail" doc:"The account has a mail server"`
	PushKey     string       `json:"push_key" doc:"What a browser subscribes with"`
}

// NoticeKind is a kind of notices with the ways it reaches me.
type NoticeKind struct {
	Kind notice.Kind `json:"kind"`
	App  bool        `json:"app"`
	Push bool        `json:"push"`
	Mail bool        `json:"mail"`
}

func (a *API) noticeSettings(ctx context.Context, who tenant.Actor, s notice.Settings) (NoticeSettings, error) {
	out := NoticeSettings{
		LeadMinutes: s.LeadMinutes, IsQuiet: s.IsQuiet, QuietFrom: s.QuietFrom, QuietUntil: s.QuietUntil, TimeZone: s.TimeZone,
		Kinds: convertAll(s.All(), func(c notice.Choice) NoticeKind { return NoticeKind{c.Kind, c.App, c.Push, c.Mail} }),
	}
	var err error
	if out.HasMail, err = a.Letters.Ready(ctx, a.DB, who.AccountID); err != nil {
		return out, err
	}
	out.PushKey, err = a.Pushes.PublicKey(ctx)
	return out, err
}

func (a *API) findNoticeSettings(ctx context.Context, who tenant.Actor, _ *noInput) (NoticeSettings, error) {
	s, err := a.Notices.Settings(ctx, who)
	if err != nil {
		return NoticeSettings{}, err
	}
	return a.noticeSettings(ctx, who, s)
}

// NoticePatch changes what I have chosen. Kinds that are not named stay as they are.
type NoticePatch struct {
	LeadMinutes *int         `json:"lead_minutes,omitempty"`
	IsQuiet     *bool        `json:"is_quiet,omitempty"`
	QuietFrom   *int         `json:"quiet_from,omitempty"`
	QuietUntil  *int         `json:"quiet_until,omitempty"`
	TimeZone    *string      `json:"time_zone,omitempty"`
	Kinds       []NoticeKind `json:"kinds,omitempty"`
}

type noticePatchInput struct{ Body NoticePatch }

func (a *API) updateNoticeSettings(ctx context.Context, who tenant.Actor, in *noticePatchInput) (NoticeSettings, error) {
	b := in.Body
	s, err := a.Notices.UpdateSettings(ctx, who, notice.Patch{
		LeadMinutes: b.LeadMinutes, IsQuiet: b.IsQuiet, QuietFrom: b.QuietFrom, QuietUntil: b.QuietUntil, TimeZone: b.TimeZone,
		Choices: convertAll(b.Kinds, func(k NoticeKind) notice.Choice {
			return notice.Choice{Kind: k.Kind, Channels: notice.Channels{App: k.App, Push: k.Push, Mail: k.Mail}}
		}),
	})
	if err != nil {
		return NoticeSettings{}, err
	}
	return a.noticeSettings(ctx, who, s)
}

// PushSubscriptionView is one of my browsers that take pushes.
type PushSubscriptionView struct {
	ID        push.ID `json:"id"`
	Service   string  `json:"service" doc:"Host of the browser's push service"`
	UserAgent string  `json:"user_agent"`
	IsCurrent bool    `json:"is_current"`
	CreatedAt int64   `json:"created_at"`
}

func toSubscription(session int64) func(push.Subscription) PushSubscriptionView {
	return func(s push.Subscription) PushSubscriptionView {
		return PushSubscriptionView{s.ID, s.Service, s.UserAgent, s.SessionID == session, s.CreatedAt}
	}
}

func (a *API) listPushSubscriptions(ctx context.Context, who tenant.Actor, _ *noInput) (Items[PushSubscriptionView], error) {
	all, err := a.Pushes.List(ctx, who)
	return items(all, toSubscription(identityOf(ctx).SessionID)), err
}

// PushSubscriptionBody is what a browser's subscription says of itself (PushSubscription.toJSON).
type PushSubscriptionBody struct {
	Endpoint       string    `json:"endpoint"`
	ExpirationTime *float64  `json:"expirationTime,omitempty"`
	Keys           push.Keys `json:"keys"`
}

type pushInput struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  PushSubscriptionBody
}

func (a *API) createPushSubscription(ctx context.Context, who tenant.Actor, in *pushInput) (PushSubscriptionView, error) {
	session := identityOf(ctx).SessionID
	s, err := a.Pushes.Subscribe(ctx, who, session, in.Body.Endpoint, in.Body.Keys, in.Agent)
	return toSubscription(session)(s), err
}

func (a *API) deletePushSubscription(ctx context.Context, who tenant.Actor, in *IDInput) error {
	return a.Pushes.Delete(ctx, who, push.ID(in.ID))
}
