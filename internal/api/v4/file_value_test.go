package v4_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"voronka/internal/crm/deal"
	"voronka/internal/crm/entity"
	"voronka/internal/crm/file"
	"voronka/internal/kit/blob"
	"voronka/internal/schema/dbtest"
)

// TestFileField: a field of files has the wire's shape, and takes files of the card by their file_uuid.
func TestFileField(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.One(t), 0)
	store, err := blob.OpenDisk(filepath.Join(t.TempDir(), "files"), 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	files := file.NewService(file.Config{DB: s.DB, Store: store, Cards: entity.Cards{}, Log: slog.New(slog.DiscardHandler)})
	upload := func(d deal.Deal) file.File {
		f, err := files.Upload(t.Context(), s.Admin, file.New{Ref: d.Ref, Name: "скан.txt", Staged: true}, strings.NewReader("12345"))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	lead, other := s.Deal(t, s.Admin, deal.New{}), s.Deal(t, s.Admin, deal.New{})
	f, foreign := upload(lead), upload(other)
	made := s.do(t, http.MethodPost, "/api/v4/leads/custom_fields", `[{"name":"Скан","type":"file"}]`)
	if made.status != http.StatusCreated || !strings.Contains(string(made.body), `"type":"file"`) {
		t.Fatal(made.status, string(made.body))
	}
	set, err := s.Fields.All(t.Context(), s.Admin.AccountID, lead.Kind)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := set.FirstOf("file")
	write := func(uuid string) answer {
		return s.do(t, http.MethodPatch, fmt.Sprintf("/api/v4/leads/%d", lead.ID),
			fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[{"value":{"file_uuid":%q}}]}]}`, id.ID, uuid))
	}
	uuid := func(id int64) string { return fmt.Sprintf("f11e0000-0000-4000-8000-%012x", id) }
	if got := write(uuid(int64(f.ID))); got.status != http.StatusOK {
		t.Fatal(got.status, string(got.body))
	}
	for name, bad := range map[string]string{"another_card": uuid(int64(foreign.ID)), "not_ours": "9a1f0c1e-0000-4000-8000-000000000001", "empty": ""} {
		if got := write(bad); got.status != http.StatusBadRequest {
			t.Error(name, got.status, string(got.body))
		}
	}
	var shown struct {
		Values []struct {
			Type   string `json:"field_type"`
			Values []struct {
				Value map[string]any `json:"value"`
			} `json:"values"`
		} `json:"custom_fields_values"`
	}
	s.get(t, fmt.Sprintf("/api/v4/leads/%d", lead.ID), &shown)
	if len(shown.Values) != 1 || shown.Values[0].Type != "file" || len(shown.Values[0].Values) != 1 {
		t.Fatalf("%+v", shown)
	}
	want := map[string]any{
		"file_uuid": uuid(int64(f.ID)), "version_uuid": fmt.Sprintf("f11e0000-0000-4000-9000-%012x", int64(f.Current.ID)),
		"file_name": "скан.txt", "file_size": 5.0, "is_deleted": false,
	}
	if got := shown.Values[0].Values[0].Value; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}
