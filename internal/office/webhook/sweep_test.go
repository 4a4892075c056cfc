package webhook_test

import (
	"net/http"
	"testing"
	"time"

	"voronka/internal/office/webhook"
)

// Finished deliveries are kept for thirty days, what still waits for as long as it waits.
func TestSweep(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		good, bad := receive(t), receive(t)
		bad.answer(http.StatusBadGateway)
		a, _ := w.hook(good.URL, "deal.created")
		b, _ := w.hook(bad.URL, "deal.created")
		w.happen(deal("deal.created", 1))
		w.run()
		sweep := func(passed time.Duration, done, waiting int) {
			t.Helper()
			w.clock.Move(passed)
			if err := w.hooks.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if x, y := w.log(a.ID), w.log(b.ID); len(x) != done || len(y) != waiting {
				t.Errorf("%d delivered and %d waiting are left, want %d and %d", len(x), len(y), done, waiting)
			}
		}
		sweep(29*24*time.Hour, 1, 1)
		sweep(2*24*time.Hour, 0, 1)
		w.run() // the one that waited is too old to be sent: it ends now
		if list := w.log(b.ID); len(list) != 1 || list[0].State != webhook.Dead {
			t.Errorf("%+v", list)
		}
		sweep(31*24*time.Hour, 0, 0)
	})
}
