package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"voronka/internal/crm"
	"voronka/internal/crm/entity"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/event"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/office/transfer/mapping"
	"voronka/internal/tenant"
)

// undoPage is how many items one transaction takes back.
const undoPage = 200

// undoOrder takes back first what belongs to others.
var undoOrder = []crm.Kind{crm.Deal, crm.Contact, crm.Company}

// undoCursor is how far an undo has come.
type undoCursor struct {
	Step int    `json:"step"` // of undoOrder
	ID   crm.ID `json:"id"`
	Row  int    `json:"row"`
}

// undo takes an import back, from where an earlier attempt came to.
func (s *Service) undo(ctx context.Context, j job.Job, p *job.Progress) error {
	var payload importPayload
	if err := json.Unmarshal(j.Payload, &payload); err != nil {
		return job.Permanent(fmt.Errorf("read payload: %w", err))
	}
	u := &undoer{s: s, jobID: j.ID, progress: p, who: tenant.Actor{
		AccountID: tenant.AccountID(j.AccountID), UserID: tenant.UserID(j.CreatedBy), Kind: tenant.Person, Admin: true,
		Cause: tenant.Cause{Kind: "undo", ID: int64(payload.ImportID)},
	}}
	if len(j.Progress.Checkpoint) > 0 {
		if err := json.Unmarshal(j.Progress.Checkpoint, &u.at); err != nil {
			return job.Permanent(fmt.Errorf("read checkpoint: %w", err))
		}
	}
	for u.at.Step < len(undoOrder) {
		err := s.DB.Write(ctx, func(tx *db.Tx) error { return u.page(ctx, tx, payload.ImportID) })
		if errors.Is(err, errStopped) || errs.Is(err, errs.CodeNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		u.at = u.next
	}
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		i, err := u.lock(ctx, tx, payload.ImportID)
		if err != nil {
			return nil //nolint:nilerr // somebody else finished it
		}
		now := tx.Unix()
		i.State, i.UndoneAt = Undone, &now
		return s.store(ctx, tx, u.who, i, "import.undone", i.Counts.Undo)
	})
}

// undoFailed lets an undo that gave up be asked for again.
func (s *Service) undoFailed(ctx context.Context, tx *db.Tx, j job.Job, cause error) error {
	return s.stopped(ctx, tx, j, cause, Undoing, Done)
}

// undoer takes back one import.
type undoer struct {
	s        *Service
	jobID    int64
	who      tenant.Actor
	progress *job.Progress
	at, next undoCursor
}

func (u *undoer) lock(ctx context.Context, tx *db.Tx, id ImportID) (Import, error) {
	i, err := findImport(ctx, tx, u.who, id, db.ForUpdate(tx.Engine()))
	if err != nil {
		return i, err
	}
	if i.State != Undoing || i.jobID == nil || *i.jobID != u.jobID {
		return i, errStopped
	}
	i.Counts = i.Counts.clone()
	return i, nil
}

// page takes back some items in one transaction, with the place to go on from.
func (u *undoer) page(ctx context.Context, tx *db.Tx, id ImportID) error {
	i, err := u.lock(ctx, tx, id)
	if err != nil {
		return err
	}
	kind := undoOrder[u.at.Step]
	items, err := listItems(ctx, tx, u.who.AccountID, id, kind, u.at, undoPage)
	if err != nil {
		return err
	}
	w := undoPageWork{undoer: u, kind: kind, counts: &i.Counts.Undo}
	switch kind {
	case crm.Deal:
		err = takeBack(ctx, tx, &w, u.s.Deals.Book, items, revertDeal)
	case crm.Contact:
		err = takeBack(ctx, tx, &w, u.s.Contacts.Book, items, revertContact)
	case crm.Company:
		err = takeBack(ctx, tx, &w, u.s.Companies.Book, items, revertCompany)
	}
	if err != nil {
		return fmt.Errorf("take back %ss: %w", kind, err)
	}
	i.Counts.Undo.Handled += len(items)
	i.Counts.Problems += len(w.problems)
	u.next = undoCursor{Step: u.at.Step + 1}
	if len(items) == undoPage {
		last := items[len(items)-1]
		u.next = undoCursor{Step: u.at.Step, ID: last.ref.ID, Row: last.row}
	}
	if err := insertProblems(ctx, tx, u.who.AccountID, id, w.problems); err != nil {
		return err
	}
	if err := saveRun(ctx, tx, u.who.AccountID, id, i.nextRow, i.Counts); err != nil {
		return err
	}
	u.progress.Set(int64(i.Counts.Undo.Handled), int64(i.Counts.Undo.Total))
	return u.progress.Checkpoint(ctx, tx, u.next)
}

// undoPageWork is the work of one page.
type undoPageWork struct {
	*undoer
	kind     crm.Kind
	counts   *UndoCounts
	problems []mapping.Problem
}

func (w *undoPageWork) keep(it item, name, format string) {
	w.counts.Kept++
	w.problems = append(w.problems, mapping.Problem{Row: it.row, Value: mapping.Quoted(name), Reason: lang.Sentence{Format: format}})
}

// takeBack deletes what the import made, unless somebody needs it, and reverts what it changed.
func takeBack[T any](ctx context.Context, tx *db.Tx, w *undoPageWork, book *entity.Book[T], items []item,
	revert func(context.Context, *db.Tx, *undoPageWork, T, undo) (bool, error),
) error {
	ids := make([]crm.ID, len(items))
	for n, it := range items {
		ids[n] = it.ref.ID
	}
	cards, err := loadCards(ctx, tx, w, book, ids)
	if err != nil {
		return err
	}
	touched, needed, err := w.heldBack(ctx, tx, ids)
	if err != nil {
		return err
	}
	for _, it := range items {
		v, ok := cards[it.ref.ID]
		if !ok || book.Shape.Card(&v).DeletedAt != nil {
			continue // gone already
		}
		name := book.Shape.Card(&v).Name
		switch {
		case it.outcome == joined:
			err = w.revert(it, name, func(u undo) (bool, error) { return revert(ctx, tx, w, v, u) })
		case touched[it.ref.ID]:
			w.keep(it, name, "somebody has changed it since the import, so it stays")
		case needed[it.ref.ID]:
			w.keep(it, name, "a card that stays belongs to it, so it stays too")
		default:
			w.counts.Deleted++
			err = book.DeleteTx(ctx, tx, w.who, it.ref.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func loadCards[T any](ctx context.Context, tx *db.Tx, w *undoPageWork, book *entity.Book[T], ids []crm.ID) (map[crm.ID]T, error) {
	list, err := book.Shape.Load(ctx, tx, w.who.AccountID, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[crm.ID]T, len(list))
	for _, v := range list {
		out[book.Shape.Card(&v).ID] = v
	}
	return out, nil
}

// heldBack are the cards somebody changed since, and those that others belong to.
func (w *undoPageWork) heldBack(ctx context.Context, tx *db.Tx, ids []crm.ID) (touched, needed map[crm.ID]bool, err error) {
	plain := make([]int64, len(ids))
	for n, id := range ids {
		plain[n] = int64(id)
	}
	list, err := event.TouchedByOthers(ctx, tx, int64(w.who.AccountID), string(w.kind), plain, []string{"import", "undo"}, w.who.Cause.ID)
	if err != nil {
		return nil, nil, err
	}
	touched = map[crm.ID]bool{}
	for _, id := range list {
		touched[crm.ID(id)] = true
	}
	needed, err = entity.Needed(ctx, tx, w.who.AccountID, w.kind, ids)
	return touched, needed, err
}

// revert puts back what a join changed. Values that differ from what the import wrote stay.
func (w *undoPageWork) revert(it item, name string, one func(undo) (bool, error)) error {
	var u undo
	if err := json.Unmarshal([]byte(*it.before), &u); err != nil {
		return fmt.Errorf("read what %s was before: %w", it.ref, err)
	}
	whole, err := one(u)
	switch code := errs.CodeOf(err); {
	case err == nil && whole:
		w.counts.Reverted++
	case err == nil:
		w.keep(it, name, "somebody has changed some of its values since the import, those stay")
	case code == errs.CodeInternal || code == errs.CodeUnavailable:
		return err
	default:
		w.keep(it, name, "its former values do not fit any more, so it stays as it is")
	}
	return nil
}

func listItems(ctx context.Context, q db.Querier, account tenant.AccountID, id ImportID, kind crm.Kind, after undoCursor, limit int) ([]item, error) {
	rows, err := q.Query(ctx, `
		SELECT entity_id, row_number, outcome, before
		FROM import_items
		WHERE account_id = $1
			AND import_id = $2
			AND entity_kind = $3
			AND (entity_id, row_number) > ($4, $5)
			AND (outcome = 'created' OR before IS NOT NULL)
		ORDER BY entity_id, row_number
		LIMIT $6`, account, id, string(kind), after.ID, after.Row, limit)
	list, err := db.Collect(rows, err, func(r db.Rows) (it item, err error) {
		it.ref.Kind = kind
		err = r.Scan(&it.ref.ID, &it.row, &it.outcome, &it.before)
		return it, err
	})
	if err != nil {
		return nil, fmt.Errorf("list items of import %d: %w", id, err)
	}
	return list, nil
}
