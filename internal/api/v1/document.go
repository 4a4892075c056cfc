package v1

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Document is the OpenAPI 3.1 document, as it is served and as it stands in openapi.json.
func (a *API) Document() ([]byte, error) {
	raw, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, raw, "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

// tidyDocument makes a reader's order of what huma gathered.
func tidyDocument(doc *huma.OpenAPI) {
	names := map[string]bool{}
	for _, path := range doc.Paths {
		for _, op := range operations(path) {
			for _, t := range op.Tags {
				names[t] = true
			}
		}
	}
	for name := range names {
		doc.Tags = append(doc.Tags, &huma.Tag{Name: name})
	}
	sort.Slice(doc.Tags, func(i, j int) bool { return doc.Tags[i].Name < doc.Tags[j].Name })
}

func operations(p *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{p.Get, p.Post, p.Put, p.Patch, p.Delete}
	return slices.DeleteFunc(all, func(op *huma.Operation) bool { return op == nil })
}

//go:embed docs.html
var docsHTML string

//go:embed docs.css
var docsCSS []byte

var docsPage = template.Must(template.New("docs").Parse(docsHTML))

// section is the operations of one tag on the page of docs.
type section struct {
	Name       string
	Operations []shown
}

type shown struct {
	ID, Method, Path, Summary, Right string
	Params                           []*huma.Param
	Request, Response                string
}

func (a *API) serveDocs(w http.ResponseWriter, r *http.Request) {
	page, err := a.docs()
	if err != nil {
		WriteError(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page)
}

func (a *API) renderDocs() ([]byte, error) {
	var page bytes.Buffer
	err := docsPage.Execute(&page, a.sections())
	return page.Bytes(), err
}

func serveDocsStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(docsCSS)
}

func (a *API) sections() []section {
	var all []section
	at := map[string]int{}
	for _, r := range a.routes() {
		name := tag(r.Pattern)
		if _, ok := at[name]; !ok {
			at[name] = len(all)
			all = append(all, section{Name: name})
		}
		s := &all[at[name]]
		s.Operations = append(s.Operations, a.show(r))
	}
	return all
}

func (a *API) show(r Route) shown {
	doc := a.huma.OpenAPI()
	x := shown{ID: operationID(r.Method, r.Pattern), Method: r.Method, Path: Prefix + r.Pattern, Summary: r.Summary, Right: r.Right}
	path := doc.Paths[x.Path]
	if path == nil {
		return x
	}
	for _, op := range operations(path) {
		if op.Method != r.Method {
			continue
		}
		x.Params = op.Parameters
		if op.RequestBody != nil {
			x.Request = a.sketchContent(op.RequestBody.Content)
		}
		for code, answer := range op.Responses {
			if strings.HasPrefix(code, "2") {
				x.Response = a.sketchContent(answer.Content)
			}
		}
	}
	return x
}

func (a *API) sketchContent(content map[string]*huma.MediaType) string {
	for kind, m := range content {
		if kind == "application/json" && m.Schema != nil {
			return sketch(a.huma.OpenAPI().Components.Schemas, m.Schema, "", 0)
		}
		return kind
	}
	return ""
}

// maxSketch is the depth below which a schema is only named.
const maxSketch = 5

// sketch writes a schema the way its JSON looks.
func sketch(reg huma.Registry, s *huma.Schema, indent string, depth int) string {
	if s.Ref != "" {
		if depth >= maxSketch {
			return "{…}"
		}
		return sketch(reg, reg.SchemaFromRef(s.Ref), indent, depth+1)
	}
	switch {
	case s.Type == "array" && s.Items != nil:
		return "[" + sketch(reg, s.Items, indent, depth) + "]"
	case s.Type == "object" && len(s.Properties) > 0:
		return sketchObject(reg, s, indent, depth)
	case s.Type == "object":
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return `{"…": ` + sketch(reg, values, indent, depth) + "}"
		}
		return "{…}"
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			raw, _ := json.Marshal(v)
			words[i] = string(raw)
		}
		return strings.Join(words, " | ")
	case s.Type == "":
		return "any"
	}
	return s.Type
}

func sketchObject(reg huma.Registry, s *huma.Schema, indent string, depth int) string {
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	sort.Strings(names)
	var b strings.Builder
	b.WriteString("{\n")
	for _, name := range names {
		p := s.Properties[name]
		b.WriteString(indent + "  " + name)
		if !slices.Contains(s.Required, name) {
			b.WriteString("?")
		}
		b.WriteString(": " + sketch(reg, p, indent+"  ", depth+1))
		if p.Nullable {
			b.WriteString(" | null")
		}
		if p.Description != "" {
			b.WriteString("   — " + p.Description)
		}
		b.WriteString("\n")
	}
	b.WriteString(indent + "}")
	return b.String()
}
