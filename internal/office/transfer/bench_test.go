package transfer_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"voronka/internal/crm"
	"voronka/internal/kit/db"
	"voronka/internal/kit/event"
	"voronka/internal/office/transfer"
	"voronka/internal/office/transfer/sheet"
	"voronka/internal/schema/dbtest"
)

// clients writes a workbook of people with phones, e-mails and deals; every tenth row repeats an earlier phone in
// another notation.
func clients(w io.Writer, rows int, withDeals bool) error {
	out, err := sheet.NewXLSX(w, "Клиенты")
	if err != nil {
		return err
	}
	titles := []string{"ФИО", "Телефон", "Почта"}
	if withDeals {
		titles = append(titles, "Компания", "Сделка", "Бюджет", "Этап", "Дата создания")
	}
	if err := out.Head(titles...); err != nil {
		return err
	}
	for i := range rows {
		n := i
		phone := "+7 (9%02d) %03d-%02d-%02d"
		if i%10 == 9 {
			n, phone = i/2, "89%02d%03d%02d%02d"
		}
		cells := []sheet.Cell{
			sheet.TextCell(fmt.Sprintf("Клиент Номер%d", n)),
			sheet.TextCell(fmt.Sprintf(phone, n/10_000_000%100, n/10_000%1000, n/100%100, n%100)),
			sheet.TextCell(fmt.Sprintf("client%d@example.com", n)),
		}
		if withDeals {
			cells = append(cells, sheet.TextCell(fmt.Sprintf("ООО «Фирма %d»", n%5000)), sheet.TextCell(fmt.Sprintf("Заявка %d", i)),
				sheet.NumberCell(fmt.Sprint(i%1000*100)), sheet.TextCell([]string{"Первичный контакт", "Переговоры", "Успешно реализовано"}[i%3]),
				sheet.DateCell(time.Date(2025, 1, 1+i%300, 0, 0, 0, 0, time.UTC)))
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

func clientsFile(t testing.TB, rows int, withDeals bool) *os.File {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "clients-*.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	if err := clients(f, rows, withDeals); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	return f
}

// BenchmarkImport imports 100,000 rows with a check for duplicates. The bar is 5,000 rows a second and 200 MB.
func BenchmarkImport(b *testing.B) {
	for _, bench := range []struct {
		name  string
		deals bool
	}{{"people", false}, {"people_companies_deals", true}} {
		b.Run(bench.name, func(b *testing.B) {
			const rows = 100_000
			for b.Loop() {
				b.StopTimer()
				f := newFixture(b, dbtest.One(b))
				i := f.send(f.Admin, "clients.xlsx", clientsFile(b, rows, bench.deals))
				stop := f.readers(b)
				debug.FreeOSMemory()
				peak := watchMemory()
				b.StartTimer()
				began := time.Now()
				i = f.run(f.Admin, i.ID)
				took := time.Since(began)
				stop()
				if i.State != transfer.Done || i.Counts.Rows != rows || i.Counts.Created[crm.Contact] == 0 {
					b.Fatalf("%s %+v %v", i.State, i.Counts, i.Error)
				}
				b.ReportMetric(float64(rows)/took.Seconds(), "rows/s")
				b.ReportMetric(float64(peak())/(1<<20), "MB")
			}
		})
	}
}

// readers are those that follow the log while an import runs.
func (f *fixture) readers(b *testing.B) (stop func()) {
	b.Helper()
	d := event.NewDispatcher(f.DB, slog.New(slog.DiscardHandler))
	d.Add(f.Search.Reader())
	for _, name := range []string{"robots", "webhooks"} {
		d.Add(event.Reader{Name: name, Handle: func(context.Context, *db.Tx, []event.Event) error { return nil }})
	}
	if err := d.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	return d.Stop
}

// watchMemory samples what the program holds until the returned function is called, which answers with the peak.
func watchMemory() func() uint64 {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		var m runtime.MemStats
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				done <- most
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				most = max(most, m.Sys-m.HeapReleased)
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}
