package v1_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"voronka/internal/api/v1"
	"voronka/internal/crm/timeline"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// A file from the upload to a note and a link, over HTTP.
func TestFileStory(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newServer(t, d)
		c := s.as(s.scene.Admin)
		deal := read[v1.DealView](t, c.do("POST", "/deals", `{"name":"Окна"}`), 201)
		at := fmt.Sprintf("/files?kind=deal&entity_id=%d", deal.ID)
		f := read[v1.FileView](t, c.uploadTo(at, "page.html", strings.NewReader("<html><script>alert(1)</script>")), 201)
		if f.Name != "page.html" || f.MediaType != "text/html" || f.Versions != 1 {
			t.Errorf("%+v", f)
		}
		w := c.do("GET", fmt.Sprintf("/files/%d/content?inline=true", f.ID), nil)
		h := w.Header
		if w.Status != 200 || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("Content-Type") != "application/octet-stream" ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Error("a page must not be shown on our address:", w.Status, h)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
			t.Fatal(err)
		}
		staged := read[v1.FileView](t, c.uploadTo(at+"&staged=true", "снимок.png", &b), 201)
		s.drain()
		w = c.do("GET", fmt.Sprintf("/files/%d/content?inline=true&version=%d", staged.ID, staged.VersionID), nil)
		if w.Status != 200 || w.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(w.Header.Get("Content-Disposition"), "inline") ||
			!strings.Contains(w.Header.Get("Cache-Control"), "immutable") || w.Header.Get("X-Frame-Options") != "SAMEORIGIN" {
			t.Error(w.Status, w.Header)
		}
		note := read[timeline.Note](t, c.do("POST", fmt.Sprintf("/deals/%d/notes", deal.ID), fmt.Sprintf(`{"text":"","files":[%d]}`, staged.ID)), 201)
		if len(note.Files) != 1 {
			t.Errorf("%+v", note)
		}
		if list := read[v1.Page[v1.FileView]](t, c.do("GET", at+"&limit=1", nil), 200); len(list.Items) != 1 || list.Items[0].NoteID != note.ID || list.Next == "" {
			t.Errorf("%+v", list)
		}
		link := read[v1.FileLink](t, c.do("POST", fmt.Sprintf("/files/%d/links", f.ID), `{"password":"тайна"}`), 201)
		if !strings.HasPrefix(link.URL, s.url+"/f/") || !link.HasPassword {
			t.Errorf("%+v", link)
		}
		if list := read[v1.Items[v1.FileLink]](t, c.do("GET", fmt.Sprintf("/files/%d/links", f.ID), nil), 200); list.Items[0].URL != link.URL {
			t.Errorf("%+v", list)
		}
		if got := c.do("DELETE", fmt.Sprintf("/file-links/%d", link.ID), nil); got.Status != 204 {
			t.Error(got)
		}
		space := read[v1.SpaceView](t, c.do("GET", "/files/space", nil), 200)
		if space.Total.Versions != 2 || space.Ceiling != 8<<20 || space.Store != "disk" {
			t.Errorf("%+v", space)
		}
		c.do("PUT", "/files/limits", `{"max_file":-1,"max_space":0,"max_user":0}`).refused(422, "max_file")
	})
}

// TestLargeUpload: what says it is too large is refused before it is sent, what does not say so as soon as it is.
func TestLargeUpload(t *testing.T) {
	t.Parallel()
	s := newServer(t, dbtest.One(t))
	c := s.as(s.scene.Admin)
	deal := read[v1.DealView](t, c.do("POST", "/deals", `{"name":"Окна"}`), 201)
	at := fmt.Sprintf("/files?kind=deal&entity_id=%d", deal.ID)
	head := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.bin\"\r\n\r\n"
	send := func(length int64) int {
		sent := &counting{r: io.MultiReader(strings.NewReader(head), io.LimitReader(zeros{}, 1<<30))}
		r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+"/api/v1"+at, sent)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		r.Header.Set("Authorization", "Bearer "+c.token)
		w, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			return 413 // the server hung up while we were still talking
		}
		defer w.Body.Close()
		if sent.n > 64<<20 {
			t.Error("it read on:", sent.n)
		}
		return w.StatusCode
	}
	for _, length := range []int64{1<<30 + int64(len(head)), -1} {
		if got := send(length); got != 413 {
			t.Errorf("length %d: %d", length, got)
		}
	}
	c.do("POST", at, `{"file":"x"}`).refused(422, "file")
	c.uploadTo(at, "", strings.NewReader("x")).refused(422, "name")
	c.uploadTo(at, "a.txt", strings.NewReader("")).refused(422, "file")
	if space := read[v1.SpaceView](t, c.do("GET", "/files/space", nil), 200); space.Total.Bytes != 0 {
		t.Errorf("%+v", space)
	}
}

// TestHiddenFiles: the files of a field that is hidden from a role do not exist for it, whichever door it tries.
func TestHiddenFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newDen(t, d)
		var field struct{ ID int64 }
		h.admin.do("POST", "/fields", `{"kind":"deal","type":"file","name":"Сканы","settings":{"max_files":3}}`).want(201, &field)
		at := fmt.Sprintf("/files?kind=deal&entity_id=%d", h.deal)
		f := read[v1.FileView](t, h.admin.uploadTo(at+"&staged=true", "кобальт.txt", strings.NewReader("x")), 201)
		card := fmt.Sprintf("/deals/%d", h.deal)
		put := fmt.Sprintf(`{"fields":{"%d":[%d]}}`, field.ID, f.ID)
		h.admin.do("PATCH", card, put).want(200, nil)
		roles, err := db.Column[int64](t.Context(), d, `SELECT role_id FROM users WHERE account_id = $1 AND role_id IS NOT NULL ORDER BY id DESC`, h.scene.Admin.AccountID)
		if err != nil {
			t.Fatal(err)
		}
		role := roles[0] // of the guest, who came last
		h.admin.do("PUT", fmt.Sprintf("/fields/%d/roles", field.ID), fmt.Sprintf(`{"roles":[{"role_id":%d,"access":"hidden"}]}`, role)).want(204, nil)
		h.admin.do("PATCH", fmt.Sprintf("/files/%d", f.ID), `{"name":"кобальт.pdf"}`).want(200, nil)
		var shown struct {
			Fields map[string]json.RawMessage `json:"fields"`
		}
		h.admin.do("GET", card, nil).want(200, &shown)
		var v []map[string]any
		if err := json.Unmarshal(shown.Fields[fmt.Sprint(field.ID)], &v); err != nil || len(v) != 1 || v[0]["name"] != "кобальт.pdf" || v[0]["file"] != float64(f.ID) || v[0]["version_id"] == nil {
			t.Errorf("%+v", shown)
		}
		for _, path := range []string{card, "/deals", card + "/feed", at, "/events", card + "/history"} {
			if body := h.guest.do("GET", path, nil).Body; strings.Contains(body, "кобальт.") {
				t.Errorf("GET %s tells of the file: %s", path, body)
			}
		}
		id := fmt.Sprintf("/files/%d", f.ID)
		for path, method := range map[string]string{
			id: "GET", id + "/content": "GET", id + "/preview": "GET", id + "/versions": "GET", id + "/links": "GET",
			id + "/restore": "POST", id + "/content?version=1": "GET",
		} {
			if got := h.guest.do(method, path, nil); got.Status != 404 {
				t.Errorf("%s %s: %d", method, path, got.Status)
			}
		}
		h.guest.do("DELETE", id, nil).refused(404, "")
		h.guest.do("PATCH", card, put).refused(422, fmt.Sprintf("fields.%d", field.ID))
	})
}

type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
