package app

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"voronka/internal/company/notice"
	"voronka/internal/tenant"
)

// heralds tell the browsers open on this node when the centre of their user has changed. They are rung after each
// commit that touched notices, on whatever node, and compare what is unread with what they said last: nothing is missed,
// whatever the order of commits.
type heralds struct {
	app    *App
	cancel context.CancelFunc
	done   sync.WaitGroup
	said   map[seatKey]notice.State
}

type seatKey struct {
	account tenant.AccountID
	user    tenant.UserID
}

const (
	// heraldBreath is between two looks: what comes meanwhile is one.
	heraldBreath = 150 * time.Millisecond
	// heraldLook is how often they look without being rung.
	heraldLook = 20 * time.Second
)

func newHeralds(a *App) *heralds { return &heralds{app: a, said: map[seatKey]notice.State{}} }

func (h *heralds) start(ctx context.Context) {
	ctx, h.cancel = context.WithCancel(ctx)
	rung, release := h.app.DB.Listen(notice.Topic)
	h.done.Go(func() {
		defer release()
		h.run(ctx, rung)
	})
}

func (h *heralds) stop() {
	if h.cancel != nil {
		h.cancel()
		h.done.Wait()
	}
}

func (h *heralds) run(ctx context.Context, rung <-chan struct{}) {
	for {
		wait := time.NewTimer(heraldLook)
		select {
		case <-ctx.Done():
			wait.Stop()
			return
		case <-rung:
		case <-wait.C:
		}
		wait.Stop()
		if err := h.look(ctx); err != nil && ctx.Err() == nil {
			h.app.Log.WarnContext(ctx, "could not tell browsers of notices", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(heraldBreath):
		}
	}
}

// look compares and tells. Whom nobody sees any more is forgotten.
func (h *heralds) look(ctx context.Context) error {
	said := map[seatKey]notice.State{}
	for _, account := range h.app.Live.Accounts() {
		users := h.app.Live.Connected(account)
		if len(users) == 0 {
			continue
		}
		ids := make([]tenant.UserID, len(users))
		for i, id := range users {
			ids[i] = tenant.UserID(id)
		}
		states, err := h.app.Notices.States(ctx, tenant.AccountID(account), ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			seat := seatKey{tenant.AccountID(account), id}
			now := states[id]
			said[seat] = now
			if before, ok := h.said[seat]; ok && before == now {
				continue
			}
			if err := h.tell(seat, now); err != nil {
				return err
			}
		}
	}
	h.said = said
	return nil
}

// tell publishes what every other event of the stream is: that something changed, not what.
func (h *heralds) tell(to seatKey, now notice.State) error {
	message, err := json.Marshal(liveMessage{[]liveEvent{{
		Name: "notice.changed", Kind: "notice", ID: int64(now.Last), Actor: tenantUser{Kind: string(tenant.Robot)},
		At: h.app.DB.Now().Unix(),
	}}})
	if err != nil {
		return err
	}
	return h.app.Live.Publish(int64(to.account), int64(to.user), message)
}
