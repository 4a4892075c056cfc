package v4_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v4 "voronka/internal/api/v4"
)

func parse(t *testing.T, raw string) *v4.Param {
	t.Helper()
	q, err := v4.ParseQuery(raw)
	if err != nil {
		t.Fatalf("parse %q: %v", raw, err)
	}
	return q
}

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw  string
		keys []string
		want []string
	}{
		"raw brackets, empty keys": {"filter[id][]=1&filter[id][]=2", []string{"filter", "id"}, []string{"1", "2"}},
		"encoded brackets":         {"filter%5Bid%5D%5B0%5D=1&filter%5Bid%5D%5B1%5D=2", []string{"filter", "id"}, []string{"1", "2"}},
		"indexed with a gap":       {"filter[id][5]=1&filter[id][9]=2", []string{"filter", "id"}, []string{"1", "2"}},
		"scalar for a list":        {"filter[id]=7", []string{"filter", "id"}, []string{"7"}},
		"the same twice":           {"filter[id][0]=7&filter[id][0]=7", []string{"filter", "id"}, []string{"7"}},
		"comma list":               {"filter[type]=a,b&filter[type]=c", []string{"filter", "type"}, []string{"a", "b", "c"}},
		"empty values vanish":      {"filter[id][]=&filter[id][]=3", []string{"filter", "id"}, []string{"3"}},
		"quoted keys":              {`filter["id"]=3`, []string{"filter", "id"}, []string{"3"}},
		"plus is a space":          {"query=a+b", []string{"query"}, []string{"a b"}},
		"bad percent stays":        {"query=50%", []string{"query"}, []string{"50%"}},
		"open bracket is a word":   {"filter[id=3", []string{"filter[id"}, []string{"3"}},
		"no bracket name":          {"[id]=3", []string{"[id]"}, []string{"3"}},
		"missing":                  {"a=1", []string{"filter", "id"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := parse(t, c.raw).At(c.keys...).Words(); !cmp.Equal(got, c.want) {
				t.Errorf("%s: got %q, want %q", c.raw, got, c.want)
			}
		})
	}
}

func TestParseQueryPairs(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"indexed":    "filter[statuses][0][pipeline_id]=1&filter[statuses][0][status_id]=2&filter[statuses][1][pipeline_id]=3&filter[statuses][1][status_id]=4",
		"empty keys": "filter[statuses][][pipeline_id]=1&filter[statuses][][status_id]=2&filter[statuses][][pipeline_id]=3&filter[statuses][][status_id]=4",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range parse(t, raw).At("filter", "statuses").Entries() {
				got = append(got, e.At("pipeline_id").Text()+":"+e.At("status_id").Text())
			}
			if want := []string{"1:2", "3:4"}; !cmp.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestParseQueryRange(t *testing.T) {
	t.Parallel()
	from, to := parse(t, "filter[updated_at][from]=5&filter[updated_at][to]=9").At("filter", "updated_at").Ends()
	if from != "5" || to != "9" {
		t.Errorf("got %q and %q", from, to)
	}
	if from, to = parse(t, "filter[updated_at][to]=9").At("filter", "updated_at").Ends(); from != "" || to != "9" {
		t.Errorf("an open end: got %q and %q", from, to)
	}
}

func TestParseQueryTooMany(t *testing.T) {
	t.Parallel()
	if _, err := v4.ParseQuery(strings.Repeat("a[]=1&", 3000)); err == nil {
		t.Error("3000 pairs were taken")
	}
}

func TestPageOf(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][2]int{
		"":                               {1, 50},
		"page=3&limit=10":                {3, 10},
		"page=0&limit=0":                 {1, 50},
		"page=-1&limit=-5":               {1, 50},
		"page=x&limit=y":                 {1, 50},
		"limit=1000":                     {1, 250},
		"page=99999999999999999999999":   {100000, 50},
		"page[]=2&limit[a]=7":            {1, 50},
		"limit=99999999999999999999&p=1": {1, 250},
	} {
		number, limit := v4.PageOf(parse(t, raw))
		if got := [2]int{number, limit}; got != want {
			t.Errorf("%q: got %v, want %v", raw, got, want)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, seed := range []string{
		"filter[statuses][0][pipeline_id]=1", "filter[statuses]={:pipeline_id=>1}", "a[[[]]]=%zz&&=&[", "filter[][][][][][][]=1",
		"filter[99999999999999999999]=1&filter[-1]=2", "a=1&a[b]=2&a[b][c]=3", url.QueryEscape("filter[id][]") + "=1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := v4.ParseQuery(raw)
		if err != nil {
			return
		}
		for _, keys := range [][]string{{"filter"}, {"filter", "id"}, {"filter", "statuses"}, {"a"}, {"page"}} {
			p := q.At(keys...)
			p.List()
			p.Words()
			p.Ends()
			p.Empty()
			for _, e := range p.Entries() {
				e.At("status_id").Text()
			}
		}
		v4.PageOf(q)
	})
}
