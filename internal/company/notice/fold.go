package notice

import (
	"fmt"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/kit/event"
	"voronka/internal/tenant"
)

// together is how many notices of one kind by one actor a person gets one by one when they come at once; more are one.
const together = 5

// window is for how many seconds changes of one actor go on growing the same notice.
const window = 600

// draft is a notice of one event.
func draft(e event.Event, to tenant.UserID, kind Kind, p Params) Notice {
	n := Notice{
		UserID: to, Kind: kind, Ref: refOf(e), ActorKind: tenant.ActorKind(e.ActorKind), ActorID: tenant.UserID(e.ActorID),
		Params: p, Total: 1, CreatedAt: e.At, source: fmt.Sprintf("event:%d", e.ID),
	}
	if e.ObjectKind != "" {
		n.Object = crm.Ref{Kind: crm.Kind(e.ObjectKind), ID: crm.ID(e.ObjectID)}
	}
	if mass(e) && kind != WorkFinished {
		n.source = fmt.Sprintf("mass:%s:%s:%d", kind, e.CauseKind, e.CauseID)
	}
	return n
}

// mass reports whether an event is one of many with a common cause.
func mass(e event.Event) bool {
	switch e.CauseKind {
	case "import", "bulk", "undo":
		return true
	}
	return false
}

// flood is what changes of one actor have in common.
type flood struct {
	user  tenant.UserID
	kind  Kind
	actor tenant.UserID
	robot bool
}

func floodOf(n Notice) flood {
	return flood{n.UserID, n.Kind, n.ActorID, n.ActorKind == tenant.Robot}
}

// source names the notice a flood becomes, for ten minutes the same.
func (f flood) source(now int64) string {
	return fmt.Sprintf("flood:%s:%d:%t:%d", f.kind, f.actor, f.robot, now/window)
}

// key names a notice of one person.
type key struct {
	user   tenant.UserID
	source string
}

func (n Notice) key() key { return key{n.UserID, n.source} }

// fold joins what belongs together. known are the floods that are there already: what belongs to them joins them, however
// few they are now.
func fold(drafts []Notice, known map[key]bool, now int64) []Notice {
	size := map[flood]int{}
	for _, n := range drafts {
		if !n.isMass() {
			size[floodOf(n)]++
		}
	}
	var out []Notice
	at := map[key]int{}
	for _, n := range drafts {
		if f := floodOf(n); !n.isMass() && n.foldable() {
			whole := f.source(now)
			if size[f] > together || known[key{n.UserID, whole}] {
				n.source = whole
			}
		}
		i, ok := at[n.key()]
		if !ok {
			at[n.key()] = len(out)
			out = append(out, n)
			continue
		}
		out[i].Total += n.Total
		out[i].CreatedAt = n.CreatedAt
	}
	return out
}

func (n Notice) isMass() bool { return strings.HasPrefix(n.source, "mass:") }

// foldable: every end of a work is told by itself.
func (n Notice) foldable() bool { return n.Kind != WorkFinished }

// grows reports whether a notice stands for a number of changes that goes on growing.
func (n Notice) grows() bool { return n.isMass() || strings.HasPrefix(n.source, "flood:") }
