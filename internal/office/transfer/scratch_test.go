package transfer_test

import (
	"fmt"
	"testing"
	"time"
	"voronka/internal/kit/lang"
	"voronka/internal/schema/dbtest"
)

func TestScratch(t *testing.T) {
	f := newFixture(t, dbtest.One(t))
	for _, n := range []string{"clients-ru.xlsx", "maven-crm/accounts.csv", "maven-crm/sales_pipeline.csv", "deals-cp1251.csv", "contacts.vcf", "contacts-utf16-tab.csv"} {
		i := f.upload(f.Admin, n)
		t0 := time.Now()
		pv, err := f.Preview(t.Context(), f.Admin, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n == "clients-ru.xlsx" {
			for _, p := range pv[:4] {
				fmt.Println(p.Row, p.Rejected, p.Problems)
				for _, c := range p.Cells {
					fmt.Print(c.Text, "=>", c.Value, c.Problems, "| ")
				}
				fmt.Println(p.Cards)
			}
		}
		fmt.Println("preview", time.Since(t0))
		t0 = time.Now()
		i = f.run(f.Admin, i.ID)
		fmt.Printf("=====%s %s %+v err=%v took %v\n", n, i.State, i.Counts, i.Error, time.Since(t0))
		ps, _, _ := f.Problems(t.Context(), f.Admin, i.ID, false, 0, 12)
		for _, p := range ps {
			fmt.Println("  ", p.Row, p.Column, "|", p.Value, "|", p.Reason.Text(lang.RU), p.IsFatal)
		}
	}
}
