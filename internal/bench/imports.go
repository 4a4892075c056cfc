package main

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"time"

	"voronka/internal/kit/db"
	"voronka/internal/office/transfer/sheet"
)

// imports measures an import of a large spreadsheet as a person does it: upload, the guessed plan, start; people with phone
// and e-mail are compared with those that are there, and every row becomes a deal of its person.
func (b *bench) imports(engine db.Engine) error {
	for _, deals := range []bool{false, true} {
		if err := b.importOne(engine, deals); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) importOne(engine db.Engine, deals bool) error {
	p, remove, err := b.fresh(engine, "import")
	defer remove()
	if err != nil {
		return err
	}
	s, err := p.serve()
	if err != nil {
		return err
	}
	defer s.stop()
	who, err := s.as("admin@example.test")
	if err != nil {
		return err
	}
	n := b.pick(100_000, 3000)
	file, err := spreadsheet(n, deals)
	if err != nil {
		return err
	}
	id, err := who.upload(file)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := who.call("POST", fmt.Sprintf("/api/v1/imports/%d/start", id), nil, nil); err != nil {
		return err
	}
	own, end, err := who.waitForImport(b, id)
	if err != nil {
		return err
	}
	took := time.Since(began)
	peak, err := s.memory("VmHWM")
	if err != nil {
		return err
	}
	rate := float64(n) / took.Seconds()
	what := "people"
	if deals {
		what = "people and deals"
	}
	b.table.add(line{
		name: fmt.Sprintf("import of %d rows, %s, %s", n, what, engine), bar: ">= 5000 rows/s, < 200 MB",
		figure: fmt.Sprintf("%.0f rows/s, peak %s (of it %s without mapped files, which are the program and what is read of the database); %s", rate, mb(peak), mb(own), end),
		pass:   rate >= 5000 && peak < 200<<20,
	})
	return nil
}

// spreadsheet is an XLSX of people; one of twenty is there twice.
func spreadsheet(n int, deals bool) ([]byte, error) {
	var out bytes.Buffer
	w, err := sheet.NewXLSX(&out, "Clients")
	if err != nil {
		return nil, err
	}
	titles := []string{"Contact name", "Phone", "E-mail"}
	if deals {
		titles = append(titles, "Deal name", "Budget")
	}
	if err := w.Head(titles...); err != nil {
		return nil, err
	}
	for i := range n {
		who := i
		if i%20 == 19 {
			who = i / 2
		}
		row := []sheet.Cell{
			sheet.TextCell(personName(who)), sheet.TextCell(fmt.Sprintf("+7916%07d", who)), sheet.TextCell(fmt.Sprintf("person%d@example.test", who)),
		}
		if deals {
			row = append(row, sheet.TextCell(fmt.Sprint("Order ", i)), sheet.NumberCell(fmt.Sprint(1000+i)))
		}
		if err := w.Row(row...); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

func (u user) upload(file []byte) (id int64, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "clients.xlsx")
	if err != nil {
		return 0, err
	}
	if _, err := part.Write(file); err != nil {
		return 0, err
	}
	if err := form.Close(); err != nil {
		return 0, err
	}
	var made struct {
		ID int64 `json:"id"`
	}
	err = u.send("POST", "/api/v1/imports", form.FormDataContentType(), io.Reader(&body), &made)
	return made.ID, err
}

// waitForImport returns the most memory of its own that the server had meanwhile, and a word on how it ended. Pages of the
// database file that are mapped are not its own; the bar is on all of it.
func (u user) waitForImport(b *bench, id int64) (own int64, end string, err error) {
	for {
		now, err := u.memory("RssAnon")
		if err != nil {
			return own, "", err
		}
		own = max(own, now)
		var view struct {
			State    string `json:"state"`
			Error    string `json:"error"`
			Progress struct {
				Rows    int            `json:"rows"`
				Failed  int            `json:"failed"`
				Created map[string]int `json:"created"`
				Joined  map[string]int `json:"joined"`
			} `json:"progress"`
		}
		if err := u.call("GET", fmt.Sprintf("/api/v1/imports/%d", id), nil, &view); err != nil {
			return own, "", err
		}
		switch view.State {
		case "done":
			return own, fmt.Sprintf("created %v, joined %v, failed %d", view.Progress.Created, view.Progress.Joined, view.Progress.Failed), nil
		case "draft", "running":
		default:
			return own, "", fmt.Errorf("the import is %s after %d rows: %s", view.State, view.Progress.Rows, view.Error)
		}
		select {
		case <-b.ctx.Done():
			return own, "", b.ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
