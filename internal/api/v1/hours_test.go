package v1_test

import (
	"fmt"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
	"voronka/internal/seed"
	"voronka/internal/tenant/worktime"
)

func TestWorkingHours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		boris := seed.User(t, d, s.scene.Admin.AccountID)
		c, manager := s.as(s.scene.Admin), s.as(boris)
		own := fmt.Sprintf("/users/%d/working-hours", boris.UserID)
		var said worktime.Hours
		c.do("PUT", "/working-hours", `{"week":[[{"from":"14:00","to":"18:00"},{"from":"09:00","to":"13:00"}],[],[],[],[],[],[]],
			"days":[{"date":"2026-12-31","until":"2027-01-08","yearly":true,"name":"Новый год","spans":[]}]}`).want(200, &said)
		if said.Week[0][0].From != "09:00" || !said.Days[0].Yearly {
			t.Errorf("%+v", said)
		}
		manager.do("PUT", own, `{"days":[{"date":"2026-11-16","until":"2026-11-20","name":"Отпуск","spans":[]}]}`).want(200, nil)
		var all v1.WorkingHours
		manager.do("GET", "/working-hours", nil).want(200, &all)
		if len(all.Account.Week) != 7 || len(all.Users) != 1 || all.Users[0].Week != nil || all.Users[0].Days[0].Name != "Отпуск" {
			t.Errorf("%+v", all)
		}
		c.do("PUT", own, `{}`).want(200, nil)
		all = v1.WorkingHours{}
		if c.do("GET", "/working-hours", nil).want(200, &all); len(all.Users) != 0 {
			t.Errorf("%+v", all)
		}
		manager.do("PUT", "/working-hours", `{"week":[[],[],[],[],[],[],[]]}`).refused(403)
		manager.do("PUT", fmt.Sprintf("/users/%d/working-hours", s.scene.Admin.UserID), `{}`).refused(403)
		c.do("PUT", "/working-hours", `{}`).refused(422, "week")
		c.do("PUT", own, `{"week":[[{"from":"09:00","to":"19"}],[],[],[],[],[],[]],"days":[]}`).refused(422, "week.0")
	})
}
