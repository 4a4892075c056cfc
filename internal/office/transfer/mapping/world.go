package mapping

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/field"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/user"
)

// World is what the words of a table are understood by: the account's fields, pipelines, people.
type World struct {
	Env       field.Env
	Sets      map[crm.Kind]field.Set
	pipelines pipeline.Set
	reasons   []pipeline.LossReason
	people    map[string]tenant.UserID // folded name or e-mail
	users     map[tenant.UserID]bool   // the active ones
	names     map[tenant.UserID]string
}

// Look reads what the actor's account has at a moment.
func Look(ctx context.Context, q db.Querier, now time.Time, fields *field.Service, who tenant.Actor) (*World, error) {
	w := &World{Sets: map[crm.Kind]field.Set{}, people: map[string]tenant.UserID{}, users: map[tenant.UserID]bool{},
		names: map[tenant.UserID]string{}}
	var err error
	if w.Env, err = entity.EnvOf(ctx, q, who); err != nil {
		return nil, err
	}
	w.Env.Now = now
	for _, kind := range crm.CardKinds {
		if w.Sets[kind], err = fields.AllForTx(ctx, q, who, kind); err != nil {
			return nil, err
		}
	}
	if w.pipelines, err = pipeline.Load(ctx, q, who.AccountID); err != nil {
		return nil, err
	}
	if w.reasons, err = pipeline.LossReasons(ctx, q, who.AccountID); err != nil {
		return nil, err
	}
	return w, w.readPeople(ctx, q, who.AccountID)
}

// readPeople knows people by their name either way round and by their e-mail. A name two of them have is nobody's.
func (w *World) readPeople(ctx context.Context, q db.Querier, account tenant.AccountID) error {
	list, err := user.Active(ctx, q, account)
	if err != nil {
		return err
	}
	for _, u := range list {
		w.users[u.ID], w.names[u.ID] = true, u.Name
		w.addPerson(lang.Fold(u.Email), u.ID)
		name := lang.Fold(u.Name)
		w.addPerson(name, u.ID)
		if parts := strings.Fields(name); len(parts) == 2 {
			w.addPerson(parts[1]+" "+parts[0], u.ID)
		}
	}
	return nil
}

func (w *World) addPerson(key string, id tenant.UserID) {
	if other, taken := w.people[key]; taken && other != id {
		id = 0
	}
	w.people[key] = id
}

func (w *World) person(text string) tenant.UserID { return w.people[lang.Fold(text)] }

// Options is how many choices a field has, removed ones too.
func (w *World) Options(id crm.FieldID) int {
	for _, set := range w.Sets {
		if f, ok := set.ByID(id); ok {
			return len(f.Options)
		}
	}
	return 0
}

func (w *World) pipelineNamed(text string) (crm.PipelineID, bool) {
	key := lang.Fold(text)
	for _, p := range w.pipelines.Pipelines {
		if lang.Fold(p.Name) == key {
			return p.ID, true
		}
	}
	return 0, false
}

// pipelineOf is the pipeline of an id, the main one for 0.
func (w *World) pipelineOf(id crm.PipelineID) (pipeline.Pipeline, bool) {
	if id == 0 {
		return w.pipelines.Main()
	}
	return w.pipelines.Pipeline(id)
}

func (w *World) reasonNamed(text string) (crm.LossReasonID, bool) {
	key := lang.Fold(text)
	for _, r := range w.reasons {
		if lang.Fold(r.Name) == key {
			return r.ID, true
		}
	}
	return 0, false
}

// knows reports whether an id is of the things that values of a place stand for.
func (w *World) knows(at place, id int64) bool {
	if at.isField {
		o, ok := at.field.Option(crm.OptionID(id))
		return ok && o.DeletedAt == nil
	}
	switch at.property {
	case "stage":
		_, ok := w.pipelines.Status(crm.StatusID(id))
		return ok
	case "pipeline":
		_, ok := w.pipelines.Pipeline(crm.PipelineID(id))
		return ok
	case "responsible":
		return w.users[tenant.UserID(id)]
	case "loss_reason":
		return slices.ContainsFunc(w.reasons, func(r pipeline.LossReason) bool { return r.ID == crm.LossReasonID(id) })
	}
	return false
}

// The words for winning and losing that tables use, whatever the stages are called here.
var (
	wonWords = []string{
		"won", "closed won", "win", "success", "успех", "успешно", "успешно реализовано", "успешно завершена", "оплачено",
		"оплачена", "продано", "выиграна", "выиграно", "сделка заключена", "реализовано",
	}
	lostWords = []string{
		"lost", "closed lost", "lose", "failed", "отказ", "провал", "закрыто и не реализовано", "не реализовано", "проиграна",
		"проиграно", "потеряна", "потеряно", "сделка проиграна",
	}
)

// statusNamed finds a stage by its name, or a closing one by a word for winning or losing.
func statusNamed(p pipeline.Pipeline, text string) (crm.StatusID, bool) {
	key := lang.Fold(text)
	for _, st := range p.Statuses {
		if lang.Fold(st.Name) == key {
			return st.ID, true
		}
	}
	for kind, words := range map[pipeline.StatusKind][]string{pipeline.Won: wonWords, pipeline.Lost: lostWords} {
		for _, word := range words {
			if word == key {
				return closing(p, kind), true
			}
		}
	}
	return 0, false
}

func closing(p pipeline.Pipeline, kind pipeline.StatusKind) crm.StatusID {
	for _, st := range p.Statuses {
		if st.Kind == kind {
			return st.ID
		}
	}
	return 0
}

// statusLike finds a stage whose name differs by a slip of the pen. It is a guess to be shown to a person.
func statusLike(p pipeline.Pipeline, text string) (crm.StatusID, bool) {
	if id, ok := statusNamed(p, text); ok {
		return id, true
	}
	key := lang.Fold(text)
	best, at := 3, crm.StatusID(0)
	for _, st := range p.Statuses {
		name := lang.Fold(st.Name)
		if d := distance(key, name); d < best && d*4 <= utf8.RuneCountInString(name) {
			best, at = d, st.ID
		}
	}
	return at, at != 0
}

// distance is how many letters must be changed, added, left out or swapped to make one word of the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 100 || len(y) > 100 {
		return 100
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := range x {
		before, above, row := rows[0], rows[1], rows[2]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		rows[0], rows[1], rows[2] = above, row, before
	}
	return rows[1][len(y)]
}
