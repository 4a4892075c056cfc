package user

import (
	"context"
	"encoding/json"

	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/job"
	"voronka/internal/kit/lang"
	"voronka/internal/tenant"
	"voronka/internal/tenant/account"
)

// Patch is a change of a user by an administrator; nil leaves a property as it is. A role or group of 0 takes it away.
type Patch struct {
	Name, Language *string
	RoleID         *tenant.RoleID
	GroupID        *tenant.GroupID
	IsAdmin        *bool
	// IsActive true takes back one who left; for the other way see Deactivate.
	IsActive *bool
}

func about(id tenant.UserID) account.Thing { return account.Thing{Kind: "user", ID: int64(id)} }

// snapshot is what the log shows of a user.
func snapshot(u User) map[string]any {
	return map[string]any{
		"name": u.Name, "role_id": u.RoleID, "group_id": u.GroupID, "is_admin": u.IsAdmin, "is_active": u.IsActive,
	}
}

func checkLanguage(l string) error {
	if l != "" && lang.Locale(l).Or("") == "" {
		return errs.Invalid("language", "must be ru or en")
	}
	return nil
}

// Update changes a user. Only an administrator may; the last active administrator stays one.
func (s *Service) Update(ctx context.Context, who tenant.Actor, id tenant.UserID, p Patch) (User, error) {
	if !who.Admin {
		return User{}, errs.Forbidden("only an administrator may change users")
	}
	if p.IsActive != nil && !*p.IsActive {
		return User{}, errs.Invalid("is_active", "deactivate the user by naming a successor instead")
	}
	var u User
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		u, err = s.change(ctx, tx, who, id, p.apply)
		return err
	})
	return u, err
}

func (p Patch) apply(u *User) error {
	if p.Name != nil {
		name, err := checkName("name", *p.Name)
		if err != nil {
			return err
		}
		u.Name = name
	}
	if p.Language != nil {
		u.Language = *p.Language
	}
	if p.RoleID != nil {
		u.RoleID = zeroToNil(*p.RoleID)
	}
	if p.GroupID != nil {
		u.GroupID = zeroToNil(*p.GroupID)
	}
	if p.IsAdmin != nil {
		u.IsAdmin = *p.IsAdmin
	}
	if p.IsActive != nil {
		if u.IsInvited {
			return errs.Conflict("this user has not accepted the invitation yet")
		}
		u.IsActive = *p.IsActive
	}
	return checkLanguage(u.Language)
}

func zeroToNil[T ~int64](id T) *T {
	if id == 0 {
		return nil
	}
	return &id
}

// change locks the account's people, applies a change to one of them, and keeps an administrator in place.
func (s *Service) change(ctx context.Context, tx *db.Tx, who tenant.Actor, id tenant.UserID, apply func(*User) error) (User, error) {
	if err := account.TouchAccessTx(ctx, tx, who.AccountID); err != nil {
		return User{}, err
	}
	old, err := findUser(ctx, tx, who.AccountID, id)
	if err != nil {
		return User{}, err
	}
	u := old
	if err := apply(&u); err != nil {
		return User{}, err
	}
	if err := checkPlace(ctx, tx, who.AccountID, u); err != nil {
		return User{}, err
	}
	if err := updateUser(ctx, tx, who.AccountID, u); err != nil {
		return User{}, err
	}
	if err := keepAdmin(ctx, tx, who.AccountID); err != nil {
		return User{}, err
	}
	return u, account.Record(ctx, tx, who, "user.changed", about(id), snapshot(old), snapshot(u))
}

// checkPlace asks whether role and group are the account's, and whether the user may do anything at all.
func checkPlace(ctx context.Context, q db.Querier, id tenant.AccountID, u User) error {
	var c errs.Collect
	if u.RoleID == nil && !u.IsAdmin {
		c.Add("role_id", "choose a role, or make the user an administrator")
	}
	for _, x := range []struct {
		given       bool
		ref         int64
		field, text string
	}{
		{u.RoleID != nil, deref(u.RoleID), "role_id", `SELECT COUNT(*) FROM roles WHERE account_id = $1 AND id = $2`},
		{u.GroupID != nil, deref(u.GroupID), "group_id", `SELECT COUNT(*) FROM user_groups WHERE account_id = $1 AND id = $2`},
	} {
		if !x.given {
			continue
		}
		var n int
		if err := q.QueryRow(ctx, x.text, id, x.ref).Scan(&n); err != nil {
			return err
		}
		if n == 0 {
			c.Add(x.field, "is not one of this account")
		}
	}
	return c.Result()
}

func deref[T ~int64](p *T) int64 {
	if p == nil {
		return 0
	}
	return int64(*p)
}

// keepAdmin refuses a change that left the account without anybody who can run it. The account's row is locked, so
// two administrators cannot demote each other at once.
func keepAdmin(ctx context.Context, tx *db.Tx, id tenant.AccountID) error {
	var n int
	err := tx.QueryRow(ctx, `
		SELECT COUNT(*) FROM users
		WHERE account_id = $1 AND is_admin AND is_active AND removed_at IS NULL`, id).Scan(&n)
	if err == nil && n == 0 {
		return errs.Conflict("this is the last administrator: make somebody else one first")
	}
	return err
}

// Heir passes up to limit records of one kind from one user to another, with their events, and says how many it
// passed. When it passed fewer than limit there are no more.
type Heir func(ctx context.Context, tx *db.Tx, who tenant.Actor, from, to tenant.UserID, limit int) (int, error)

// HandoverKind is the kind of the job that passes records on.
const HandoverKind = "user.handover"

// handoverChunk is how many records of a kind one transaction passes on.
const handoverChunk = 200

type handover struct {
	From tenant.UserID `json:"from"`
	To   tenant.UserID `json:"to"`
}

// OnHandover says who passes records on when a user leaves. It is called while the program is put together.
func (s *Service) OnHandover(heirs ...Heir) { s.heirs = heirs }

// Deactivate takes a user's access away at once: sessions end, tokens die, and a background job gives their deals,
// contacts, companies and tasks to the successor, an active user. Only an administrator may; the last active
// administrator stays.
func (s *Service) Deactivate(ctx context.Context, who tenant.Actor, id, successor tenant.UserID) (User, error) {
	if !who.Admin {
		return User{}, errs.Forbidden("only an administrator may deactivate users")
	}
	var u User
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		u, err = s.change(ctx, tx, who, id, func(u *User) error {
			if u.IsInvited {
				return errs.Conflict("this user has not accepted the invitation yet: cancel it instead")
			}
			u.IsActive = false
			return nil
		})
		if err != nil {
			return err
		}
		if err := checkSuccessor(ctx, tx, who.AccountID, id, successor); err != nil {
			return err
		}
		if err := lockOut(ctx, tx, who, id); err != nil {
			return err
		}
		_, err = job.Enqueue(ctx, tx, job.New{
			AccountID: int64(who.AccountID), Kind: HandoverKind, CreatedBy: int64(who.UserID),
			Payload: handover{From: id, To: successor},
		})
		return err
	})
	return u, err
}

func checkSuccessor(ctx context.Context, tx *db.Tx, id tenant.AccountID, from, to tenant.UserID) error {
	ok := false
	var err error
	if from != to {
		ok, err = Exists(ctx, tx, id, to)
	}
	if err == nil && !ok {
		return errs.Invalid("successor_id", "choose another active user who takes over deals, contacts and tasks")
	}
	return err
}

func lockOut(ctx context.Context, tx *db.Tx, who tenant.Actor, id tenant.UserID) error {
	if _, err := endSessions(ctx, tx, who, `s.account_id = $1 AND s.user_id = $2`, who.AccountID, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE tokens SET revoked_at = $1
		WHERE account_id = $2 AND user_id = $3 AND revoked_at IS NULL`, tx.Unix(), who.AccountID, id)
	return err
}

// HandOver is the handler of HandoverKind: it passes one chunk of each kind on and, while there is more, asks for its
// own continuation. It runs in the transaction that finishes the job, so no chunk is passed twice or lost.
func (s *Service) HandOver(ctx context.Context, tx *db.Tx, j job.Job) error {
	var p handover
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return err
	}
	who := tenant.Actor{
		AccountID: tenant.AccountID(j.AccountID), UserID: tenant.UserID(j.CreatedBy), Kind: tenant.Person, Admin: true,
		Cause: tenant.Cause{Kind: "bulk", ID: j.ID, Depth: 1},
	}
	more := false
	for _, heir := range s.heirs {
		n, err := heir(ctx, tx, who, p.From, p.To, handoverChunk)
		if err != nil {
			return err
		}
		more = more || n >= handoverChunk
	}
	if !more {
		return nil
	}
	_, err := job.Enqueue(ctx, tx, job.New{AccountID: j.AccountID, Kind: HandoverKind, CreatedBy: j.CreatedBy, Payload: p})
	return err
}
