package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/tenant"
)

// Settings are what a person has chosen.
type Settings struct {
	// LeadMinutes is how long before its time a task is reminded of: 0, 5, 15 or 60.
	LeadMinutes int
	// IsQuiet turns quiet hours on: from QuietFrom until QuietUntil, in minutes of the day, nothing is sent. What came
	// meanwhile is sent at their end.
	IsQuiet    bool
	QuietFrom  int
	QuietUntil int
	TimeZone   string // IANA name; empty: that of the account
	Choices    map[Kind]Channels
}

// leads are the times before a task at which one can be reminded, in minutes.
var leads = []int{0, 5, 15, 60}

const dayMinutes = 24 * 60

func defaults() Settings {
	return Settings{LeadMinutes: 15, QuietFrom: 21 * 60, QuietUntil: 9 * 60, Choices: map[Kind]Channels{}}
}

// Of are the channels of a kind.
func (s Settings) Of(k Kind) Channels {
	if c, ok := s.Choices[k]; ok {
		return c
	}
	a, _ := aboutOf(k)
	return a.Channels
}

// NotBefore is when a message may be sent: now, or at the end of the quiet hours.
func (s Settings) NotBefore(now time.Time, zone *time.Location) time.Time {
	if !s.IsQuiet || s.QuietFrom == s.QuietUntil {
		return now
	}
	if own, err := time.LoadLocation(s.TimeZone); err == nil && s.TimeZone != "" {
		zone = own
	}
	local := now.In(zone)
	minute := local.Hour()*60 + local.Minute()
	inside := minute >= s.QuietFrom && minute < s.QuietUntil
	if s.QuietFrom > s.QuietUntil {
		inside = minute >= s.QuietFrom || minute < s.QuietUntil
	}
	if !inside {
		return now
	}
	y, m, d := local.Date()
	end := time.Date(y, m, d, s.QuietUntil/60, s.QuietUntil%60, 0, 0, zone)
	if !end.After(now) {
		end = time.Date(y, m, d+1, s.QuietUntil/60, s.QuietUntil%60, 0, 0, zone)
	}
	return end
}

// Choice is a kind with its channels.
type Choice struct {
	Kind Kind
	Channels
}

// All are the channels of every kind, in the order people see them.
func (s Settings) All() []Choice {
	out := make([]Choice, len(kinds))
	for i, a := range kinds {
		out[i] = Choice{a.kind, s.Of(a.kind)}
	}
	return out
}

// Patch is a change of settings; nil leaves a property as it is. Choices are those of the kinds named.
type Patch struct {
	LeadMinutes           *int
	IsQuiet               *bool
	QuietFrom, QuietUntil *int
	TimeZone              *string
	Choices               []Choice
}

func (p Patch) apply(s *Settings) error {
	set(&s.LeadMinutes, p.LeadMinutes)
	set(&s.IsQuiet, p.IsQuiet)
	set(&s.QuietFrom, p.QuietFrom)
	set(&s.QuietUntil, p.QuietUntil)
	set(&s.TimeZone, p.TimeZone)
	var c errs.Collect
	if !slices.Contains(leads, s.LeadMinutes) {
		c.Add("lead_minutes", "must be 0, 5, 15 or 60")
	}
	for name, minute := range map[string]int{"quiet_from": s.QuietFrom, "quiet_until": s.QuietUntil} {
		if minute < 0 || minute >= dayMinutes {
			c.Add(name, "must be a minute of the day, from 0 to %d", dayMinutes-1)
		}
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "Local" {
		c.Add("time_zone", "is not a known time zone, give a name like Europe/Moscow")
	}
	for _, x := range p.Choices {
		if _, ok := aboutOf(x.Kind); !ok {
			c.Add("kinds", "there is no kind of notices %q", string(x.Kind))
			continue
		}
		s.Choices[x.Kind] = x.Channels
	}
	return c.Result()
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Settings returns what who has chosen.
func (s *Service) Settings(ctx context.Context, who tenant.Actor) (Settings, error) {
	all, err := settingsOf(ctx, s.cfg.DB, who.AccountID, []tenant.UserID{who.UserID})
	if err != nil {
		return Settings{}, err
	}
	return all.of(who.UserID), nil
}

// UpdateSettings changes what who has chosen. It counts for what comes from now on.
func (s *Service) UpdateSettings(ctx context.Context, who tenant.Actor, p Patch) (now Settings, err error) {
	err = s.cfg.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := settingsOf(ctx, tx, who.AccountID, []tenant.UserID{who.UserID})
		if err != nil {
			return err
		}
		now = all.of(who.UserID)
		if err := p.apply(&now); err != nil {
			return err
		}
		return saveSettings(ctx, tx, who, now)
	})
	return now, err
}

func saveSettings(ctx context.Context, tx *db.Tx, who tenant.Actor, s Settings) error {
	raw, err := json.Marshal(s.Choices)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO notice_settings (account_id, user_id, lead_minutes, is_quiet, quiet_from, quiet_until, time_zone, choices, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (account_id, user_id) DO UPDATE SET
			lead_minutes = excluded.lead_minutes, is_quiet = excluded.is_quiet, quiet_from = excluded.quiet_from,
			quiet_until = excluded.quiet_until, time_zone = excluded.time_zone, choices = excluded.choices,
			updated_at = excluded.updated_at`,
		who.AccountID, who.UserID, s.LeadMinutes, s.IsQuiet, s.QuietFrom, s.QuietUntil, s.TimeZone, string(raw), tx.Unix())
	return err
}

// chosen are the settings of several people; those who have chosen nothing are not in it.
type chosen map[tenant.UserID]Settings

func (c chosen) of(id tenant.UserID) Settings {
	if s, ok := c[id]; ok {
		return s
	}
	return defaults()
}

func settingsOf(ctx context.Context, q db.Querier, account tenant.AccountID, users []tenant.UserID) (chosen, error) {
	b := db.NewBuilder(q.Engine())
	b.Add(`
		SELECT user_id, lead_minutes, is_quiet, quiet_from, quiet_until, time_zone, choices
		FROM notice_settings
		WHERE account_id = `, b.Arg(account), ` AND `, db.In(b, "user_id", users))
	out := chosen{}
	rows, err := q.Query(ctx, b.SQL(), b.Args()...)
	_, err = db.Collect(rows, err, func(r db.Rows) (id tenant.UserID, err error) {
		var (
			s   Settings
			raw []byte
		)
		if err := r.Scan(&id, &s.LeadMinutes, &s.IsQuiet, &s.QuietFrom, &s.QuietUntil, &s.TimeZone, &raw); err != nil {
			return id, err
		}
		err = json.Unmarshal(raw, &s.Choices)
		if s.Choices == nil {
			s.Choices = map[Kind]Channels{}
		}
		out[id] = s
		return id, err
	})
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return nil, fmt.Errorf("read the settings of notices: %w", err)
	}
	return out, nil
}
