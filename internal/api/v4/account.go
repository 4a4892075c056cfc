package v4

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"voronka/internal/crm"
	"voronka/internal/crm/task"
	"voronka/internal/kit/lang"
)

// accountBody is GET account. Clients read every base field unguarded.
type accountBody struct {
	ID                      int64           `json:"id"`
	Name                    string          `json:"name"`
	Subdomain               string          `json:"subdomain"`
	CreatedAt               int64           `json:"created_at"`
	CreatedBy               int64           `json:"created_by"`
	UpdatedAt               int64           `json:"updated_at"`
	UpdatedBy               int64           `json:"updated_by"`
	CurrentUserID           int64           `json:"current_user_id"`
	Country                 string          `json:"country"`
	Currency                string          `json:"currency"`
	CurrencySymbol          string          `json:"currency_symbol"`
	CustomersMode           string          `json:"customers_mode"`
	IsUnsortedOn            bool            `json:"is_unsorted_on"`
	MobileFeatureVersion    int             `json:"mobile_feature_version"`
	IsLossReasonEnabled     bool            `json:"is_loss_reason_enabled"`
	IsHelpbotEnabled        bool            `json:"is_helpbot_enabled"`
	IsTechnicalAccount      bool            `json:"is_technical_account"`
	ContactNameDisplayOrder int             `json:"contact_name_display_order"`
	Language                string          `json:"language"`
	AmojoID                 *string         `json:"amojo_id,omitempty"`
	UUID                    *string         `json:"uuid,omitempty"`
	Version                 *int            `json:"version,omitempty"`
	DriveURL                *string         `json:"drive_url,omitempty"`
	IsAPIFilterEnabled      *bool           `json:"is_api_filter_enabled,omitempty"`
	InvoicesSettings        any             `json:"invoices_settings,omitempty"`
	EntityNames             any             `json:"entity_names,omitempty"`
	Links                   links           `json:"_links"`
	Embedded                accountEmbedded `json:"_embedded"`
}

type accountEmbedded struct {
	AmojoRights *amojoRights      `json:"amojo_rights,omitempty"`
	UsersGroups []usersGroup      `json:"users_groups,omitempty"`
	TaskTypes   []taskType        `json:"task_types,omitempty"`
	Datetime    *datetimeSettings `json:"datetime_settings,omitempty"`
}

type amojoRights struct {
	CanDirect       bool `json:"can_direct"`
	CanCreateGroups bool `json:"can_create_groups"`
}

type usersGroup struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	UUID string `json:"uuid"`
}

type taskType struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Color  *string `json:"color"`
	IconID *int    `json:"icon_id"`
	Code   *string `json:"code"`
}

type datetimeSettings struct {
	DatePattern      string `json:"date_pattern"`
	ShortDatePattern string `json:"short_date_pattern"`
	ShortTimePattern string `json:"short_time_pattern"`
	DateFormat       string `json:"date_format"`
	TimeFormat       string `json:"time_format"`
	Timezone         string `json:"timezone"`
	TimezoneOffset   string `json:"timezone_offset"`
}

// named is a lasting UUID for a thing of ours that has none.
func named(kind string, id int64) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("voronka:"+kind+":"+strconv.FormatInt(id, 10))).String()
}

func (a *API) getAccount(c *call) (answer, error) {
	acc := c.account
	body := accountBody{
		ID: int64(acc.ID), Name: acc.Name, Subdomain: acc.Subdomain, CreatedAt: acc.CreatedAt, UpdatedAt: acc.CreatedAt,
		CurrentUserID: int64(c.who.UserID), Country: acc.Country, Currency: acc.Currency, CurrencySymbol: lang.CurrencySymbol(acc.Currency),
		CustomersMode: "unavailable", IsLossReasonEnabled: true, ContactNameDisplayOrder: 1, Language: acc.Language,
		Links: c.self("account"),
	}
	with := c.query.at("with").words()
	c.accountWith(&body, with)
	var err error
	if slices.Contains(with, "users_groups") {
		if body.Embedded.UsersGroups, err = a.usersGroups(c); err != nil {
			return nothing, err
		}
	}
	if slices.Contains(with, "task_types") {
		types, err := a.Tasks.Types(c.ctx(), c.who.AccountID)
		if err != nil {
			return nothing, err
		}
		body.Embedded.TaskTypes = wireTaskTypes(types)
	}
	return ok(body), nil
}

// accountWith fills what needs no look-up.
func (c *call) accountWith(body *accountBody, with []string) {
	for _, word := range with {
		switch word {
		case "amojo_id":
			body.AmojoID = new(named("amojo", body.ID))
		case "uuid":
			body.UUID = new(named("account", body.ID))
		case "version":
			body.Version = new(4)
		case "drive_url":
			body.DriveURL = new(c.base)
		case "is_api_filter_enabled":
			body.IsAPIFilterEnabled = new(true)
		case "invoices_settings":
			body.InvoicesSettings = map[string]any{"lang": body.Language, "invoices_catalog_id": nil}
		case "entity_names":
			body.EntityNames = entityNames
		case "amojo_rights":
			body.Embedded.AmojoRights = &amojoRights{CanDirect: true, CanCreateGroups: true}
		case "datetime_settings":
			body.Embedded.Datetime = new(c.datetimeSettings())
		}
	}
}

func (c *call) datetimeSettings() datetimeSettings {
	s := datetimeSettings{
		DatePattern: "d.m.Y H:i", ShortDatePattern: "d.m.Y", ShortTimePattern: "H:i", DateFormat: "d.m.Y", TimeFormat: "H:i:s",
		Timezone: c.account.TimeZone, TimezoneOffset: time.Now().In(c.account.Location()).Format("-07:00"),
	}
	if c.account.Language == "en" && c.account.Country == "US" {
		s.DatePattern, s.ShortDatePattern, s.DateFormat = "m/d/Y H:i", "m/d/Y", "m/d/Y"
	}
	return s
}

// usersGroups are the departments; 0 is where users without one are.
func (a *API) usersGroups(c *call) ([]usersGroup, error) {
	groups, err := a.Users.Groups(c.ctx(), c.who)
	if err != nil {
		return nil, fmt.Errorf("read groups: %w", err)
	}
	out := []usersGroup{{0, lang.Text(lang.Locale(c.account.Language), "Sales department"), named("group", 0)}}
	for _, g := range groups {
		out = append(out, usersGroup{int64(g.ID), g.Name, named("group", int64(g.ID))})
	}
	return out, nil
}

// The first two task types have numbers of their own on this wire.
var fixedTaskTypes = map[string]int64{"call": 1, "meeting": 2}

// fixedTaskCodes are what clients know them by.
var fixedTaskCodes = map[string]string{"call": "FOLLOW_UP", "meeting": "MEETING"}

func wireTaskTypeID(types []task.Type, id crm.TaskTypeID) int64 {
	for _, t := range types {
		if t.ID == id {
			if fixed, ok := fixedTaskTypes[t.Code]; ok {
				return fixed
			}
		}
	}
	return int64(id)
}

// taskTypeIn finds the type a number means; ours begin at 1000.
func taskTypeIn(types []task.Type, wire int64) (crm.TaskTypeID, bool) {
	for _, t := range types {
		if wireTaskTypeID(types, t.ID) == wire {
			return t.ID, true
		}
	}
	return 0, false
}

func wireTaskTypes(types []task.Type) []taskType {
	out := make([]taskType, len(types))
	for i, t := range types {
		out[i] = taskType{ID: wireTaskTypeID(types, t.ID), Name: t.Name}
		if code, ok := fixedTaskCodes[t.Code]; ok {
			out[i].Code = &code
			continue
		}
		out[i].Color, out[i].IconID = new(strings.TrimPrefix(colorAt(statusColors, t.Hue), "#")), new(1)
	}
	return out
}
