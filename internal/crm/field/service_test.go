package field_test

import (
	"context"
	"strings"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/field"
	"voronka/internal/kit/db"
	"voronka/internal/kit/errs"
	"voronka/internal/kit/lang"
	"voronka/internal/schema/dbtest"
	"voronka/internal/tenant"
)

// account makes a bare account with its predefined fields and returns its administrator.
func account(t *testing.T, d *db.DB, subdomain string) tenant.Actor {
	t.Helper()
	var id tenant.AccountID
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		err := tx.QueryRow(context.Background(), `
			INSERT INTO accounts (subdomain, name, language, currency, time_zone, created_at)
			VALUES ($1, 'A', 'ru', 'RUB', 'UTC', 1)
			RETURNING id`, subdomain).Scan(&id)
		if err != nil {
			return err
		}
		return field.SeedTx(context.Background(), tx, id, lang.RU)
	})
	if err != nil {
		t.Fatal(err)
	}
	return tenant.Actor{AccountID: id, UserID: 1, Kind: tenant.Person, Admin: true}
}

func TestServiceLife(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		who, stranger := account(t, d, "one"), account(t, d, "two")
		s, other := field.New(d), field.New(d)

		set, err := other.All(ctx, who.AccountID, crm.Contact)
		if err != nil || len(set.Ordered()) != 3 || set.Ordered()[0].Name != "Телефон" {
			t.Fatalf("predefined: %+v, %v", set.Ordered(), err)
		}
		g, err := s.CreateGroup(ctx, who, crm.Deal, " Main ")
		if err != nil || g.Name != "Main" {
			t.Fatal(g, err)
		}
		f, err := s.Create(ctx, who, field.Draft{Kind: crm.Deal, Type: "list", Name: "Source", Code: "src", GroupID: &g.ID,
			Options: []string{"Site", "Call"}, Requirements: []field.Requirement{{PipelineID: 1, StatusID: 2}}})
		if err != nil || f.Code != "SRC" || len(f.Options) != 2 || len(f.Requirements) != 1 {
			t.Fatal(f, err)
		}
		set, err = other.All(ctx, who.AccountID, crm.Deal)
		if got, ok := set.ByCode("src"); err != nil || !ok || got.ID != f.ID || len(got.Options) != 2 {
			t.Fatal("another node sees the new field", set, err)
		}

		options := []field.Option{{Name: "Mail"}, {ID: f.Options[1].ID, Name: "Phone call"}}
		f, err = s.Update(ctx, who, f.ID, field.Patch{Options: &options})
		if err != nil || len(f.Options) != 3 {
			t.Fatal(f.Options, err)
		}
		names := ""
		for _, o := range f.Options {
			if o.DeletedAt == nil {
				names += o.Name + ";"
			}
		}
		if names != "Mail;Phone call;" {
			t.Error("options:", names)
		}
		back, err := s.AddOption(ctx, who, f.ID, "SITE")
		if err != nil || back.DeletedAt != nil || back.Name != "Site" {
			t.Error("a removed option of that name comes back:", back, err)
		}

		for name, err := range map[string]error{
			"update": func() error { _, err := s.Update(ctx, stranger, f.ID, field.Patch{}); return err }(),
			"delete": s.Delete(ctx, stranger, f.ID),
			"group":  s.DeleteGroup(ctx, stranger, g.ID),
			"rename": func() error { _, err := s.RenameGroup(ctx, stranger, g.ID, "x"); return err }(),
			"option": func() error { _, err := s.AddOption(ctx, stranger, f.ID, "x"); return err }(),
		} {
			if !errs.Is(err, errs.CodeNotFound) {
				t.Errorf("%s by another account: %v", name, err)
			}
		}
		if err := s.Reorder(ctx, stranger, crm.Deal, []crm.FieldID{f.ID}); !errs.Is(err, errs.CodeInvalid) {
			t.Error("reorder by another account:", err)
		}
		plain := tenant.Actor{AccountID: who.AccountID, UserID: 2}
		if _, err := s.Create(ctx, plain, field.Draft{Kind: crm.Deal, Type: "text", Name: "x"}); !errs.Is(err, errs.CodeForbidden) {
			t.Error("create without the right:", err)
		}

		if err := s.Delete(ctx, who, f.ID); err != nil {
			t.Fatal(err)
		}
		set, _ = other.All(ctx, who.AccountID, crm.Deal)
		if _, ok := set.ByID(f.ID); ok {
			t.Error("a removed field is not in the set")
		}
		if f, err = s.Restore(ctx, who, f.ID); err != nil || f.DeletedAt != nil || len(f.Options) != 3 {
			t.Error("restore:", f, err)
		}
		if err := s.DeleteGroup(ctx, who, g.ID); err != nil {
			t.Error(err)
		}
		set, _ = other.All(ctx, who.AccountID, crm.Deal)
		if got, ok := set.ByID(f.ID); !ok || got.GroupID != nil {
			t.Error("the fields of a removed group stay:", got)
		}
		if list, err := s.Deleted(ctx, who, crm.Deal); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
	})
}

func TestReorder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		who := account(t, d, "one")
		s := field.New(d)
		set, _ := s.All(ctx, who.AccountID, crm.Contact)
		want := []crm.FieldID{set.Ordered()[2].ID, set.Ordered()[0].ID, set.Ordered()[1].ID}
		if err := s.Reorder(ctx, who, crm.Contact, want[:2]); err != nil {
			t.Fatal(err)
		}
		set, _ = s.All(ctx, who.AccountID, crm.Contact)
		for i, f := range set.Ordered() {
			if f.ID != want[i] {
				t.Errorf("place %d has field %d, want %d", i, f.ID, want[i])
			}
		}
		if err := s.Reorder(ctx, who, crm.Contact, []crm.FieldID{want[0], want[0]}); !errs.Is(err, errs.CodeInvalid) {
			t.Error("an id twice:", err)
		}
	})
}

func TestCreateSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	d := dbtest.One(t)
	who := account(t, d, "one")
	s := field.New(d)
	group, small, big := crm.FieldGroupID(999), 5.0, 1.0
	for path, draft := range map[string]field.Draft{
		"kind":                {Kind: "task", Type: "text", Name: "x"},
		"type":                {Kind: crm.Deal, Type: "blob", Name: "x"},
		"name":                {Kind: crm.Deal, Type: "text", Name: " \x00 "},
		"code":                {Kind: crm.Contact, Type: "text", Name: "x", Code: "phone"},
		"group_id":            {Kind: crm.Deal, Type: "text", Name: "x", GroupID: &group},
		"options":             {Kind: crm.Deal, Type: "list", Name: "x", Options: []string{"a", "A "}},
		"settings.max":        {Kind: crm.Deal, Type: "number", Name: "x", Settings: field.Settings{Min: &small, Max: &big}},
		"settings.max_length": {Kind: crm.Deal, Type: "text", Name: "x", Settings: field.Settings{MaxLength: -1}},
		"settings.kinds":      {Kind: crm.Deal, Type: "phone", Name: "x", Settings: field.Settings{Kinds: []string{""}}},
		"settings.hint":       {Kind: crm.Deal, Type: "text", Name: "x", Settings: field.Settings{Hint: strings.Repeat("x", 1001)}},
		"requirements":        {Kind: crm.Contact, Type: "text", Name: "x", Requirements: []field.Requirement{{PipelineID: 1, StatusID: 1}}},
	} {
		_, err := s.Create(context.Background(), who, draft)
		if e := errs.As(err); e == nil || e.Code != errs.CodeInvalid || e.Problems[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestSetInsideATransaction: a set read after an uncommitted change must not be remembered.
func TestSetInsideATransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		who := account(t, d, "one")
		s := field.New(d)
		rollback := errs.Conflict("changed my mind")
		err := d.Write(ctx, func(tx *db.Tx) error {
			if _, err := s.CreateTx(ctx, tx, who, field.Draft{Kind: crm.Deal, Type: "text", Name: "x"}); err != nil {
				return err
			}
			set, err := s.AllTx(ctx, tx, who.AccountID, crm.Deal)
			if err != nil || len(set.Ordered()) != 1 {
				t.Error("the transaction sees its own field:", set, err)
			}
			return rollback
		})
		if !errs.Is(err, errs.CodeConflict) {
			t.Fatal(err)
		}
		if _, err := s.CreateGroup(ctx, who, crm.Deal, "g"); err != nil { // the version the rolled-back one had
			t.Fatal(err)
		}
		if set, err := s.All(ctx, who.AccountID, crm.Deal); err != nil || len(set.Ordered()) != 0 {
			t.Error("a rolled-back field is seen:", set.Ordered(), err)
		}
	})
}
