package v4_test

import (
	"testing"

	v4 "voronka/internal/api/v4"
	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/errs"
)

func TestCardFilter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind crm.Kind
		raw  string
		want string
	}{
		"nothing":         {crm.Deal, "page=1", `{}`},
		"ids":             {crm.Deal, "filter[id][]=1&filter[id][]=2", `{"field":"id","op":"in","value":[1,2]}`},
		"comma ids":       {crm.Deal, "filter[id]=1,2", `{"field":"id","op":"in","value":[1,2]}`},
		"name exact":      {crm.Deal, "filter[name]=A, B", `{"field":"name","op":"in","value":["A, B"]}`},
		"price major":     {crm.Deal, "filter[price][from]=10&filter[price][to]=20.5", `{"and":[{"field":"price","op":"gte","value":1000},{"field":"price","op":"lte","value":2050}]}`},
		"price exact":     {crm.Deal, "filter[price]=100", `{"or":[{"field":"price","op":"eq","value":10000}]}`},
		"created":         {crm.Contact, "filter[created_at][from]=5", `{"field":"created_at","op":"gte","value":5}`},
		"two keys":        {crm.Deal, "filter[created_by]=0&filter[pipeline_id]=3", `{"and":[{"field":"created_by","op":"in","value":[0]},{"field":"pipeline","op":"in","value":[3]}]}`},
		"closest task":    {crm.Deal, "filter[closest_task_at][to]=7", `{"field":"next_task","op":"lte","value":7}`},
		"query":           {crm.Deal, "query=abc", `{"field":"query","op":"contains","value":"abc"}`},
		"unknown key":     {crm.Deal, "filter[nope]=1", `{}`},
		"empty value":     {crm.Deal, "filter[id]=&filter[name][]=", `{}`},
		"status nowhere":  {crm.Deal, "filter[statuses][0][pipeline_id]=1&filter[statuses][0][status_id]=142", `{"field":"id","op":"eq","value":-1}`},
		"not of contacts": {crm.Contact, "filter[pipeline_id]=3&filter[price]=1&filter[statuses][0][status_id]=1", `{}`},
		"field text":      {crm.Contact, "filter[custom_fields_values][1][]=a&filter[custom_fields_values][1][]=b", `{"or":[{"field":"cf.1","op":"eq","value":"a"},{"field":"cf.1","op":"eq","value":"b"}]}`},
		"field enum":      {crm.Contact, "filter[custom_fields_values][5]=71", `{"or":[{"field":"cf.5","op":"eq","value":71}]}`},
		"field date":      {crm.Contact, "filter[custom_fields_values][7][from]=1577826000", `{"field":"cf.7","op":"gte","value":"2020-01-01"}`},
		"field money":     {crm.Contact, "filter[custom_fields_values][3][to]=5", `{"field":"cf.3","op":"lte","value":500}`},
		"field missing":   {crm.Contact, "filter[custom_fields_values][999]=1", `{"field":"id","op":"eq","value":-1}`},
		"too deep":        {crm.Contact, "filter[id][a][b]=1", `{"field":"id","op":"eq","value":-1}`},
		"huge id":         {crm.Contact, "filter[id]=99999999999999999999", `{"field":"id","op":"in","value":[9223372036854775807]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := v4.CardFilter(c.kind, c.raw, pipeline.Set{}, everyField(), moscow(t).Zone)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCardFilterRefuses(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"filter[id]=abc", "filter[price]=abc", "filter[created_at][from]=yesterday", "filter[statuses]={:pipeline_id=>1}",
		"filter[statuses][0][pipeline_id]=1", "filter[custom_fields_values][7]=x", "filter[custom_fields_values][4]=maybe",
	} {
		if got, err := v4.CardFilter(crm.Deal, raw, pipeline.Set{}, everyField(), moscow(t).Zone); !errs.Is(err, errs.CodeInvalid) {
			t.Errorf("%s: got %s, %v", raw, got, err)
		}
	}
}
