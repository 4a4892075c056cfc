package lang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"voronka/internal/kit/lang"
)

// formatAt tells which argument of a call is a message: errs.Invalid("field", "format"), lang.Text(loc, "format").
var formatAt = map[string]int{
	"errs.Invalid": 1, "errs.NotFound": 0, "errs.Forbidden": 0, "errs.Conflict": 0, "errs.Limit": 0,
	"errs.Unauthenticated": 0, "errs.Unavailable": 0, "lang.Text": 1, "lang.Term": 0,
	"Text": 1, "Term": 0, // inside package lang
}

type message struct{ format, where string }

// TestEveryMessageIsTranslated walks internal/ and fails when a message has no Russian text in the ru_*.go files.
func TestEveryMessageIsTranslated(t *testing.T) {
	t.Parallel()
	for _, m := range collectMessages(t, "../..") {
		switch translated, ok := lang.Russian(m.format); {
		case m.format == "":
			t.Errorf("%s: the message must be a literal, it is the key of its translation", m.where)
		case !ok:
			t.Errorf("%s: no Russian text for %q, add it to the ru_*.go file of this wing", m.where, m.format)
		case !sameVerbs(m.format, translated):
			t.Errorf("%s: %q and %q have different verbs", m.where, m.format, translated)
		}
	}
}

// TestTranslationsAgree fails when two wings translate one message differently: the later one would win in silence.
func TestTranslationsAgree(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, part := range lang.RussianParts() {
		for k, v := range part {
			if old, ok := seen[k]; ok && old != v {
				t.Errorf("%q is both %q and %q", k, old, v)
			}
			seen[k] = v
		}
	}
}

func collectMessages(t *testing.T, root string) []message {
	t.Helper()
	var out []message
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "errs"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Logf("%s does not parse, left out: %v", path, err)
			return nil
		}
		out = append(out, messagesOf(fset, file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func messagesOf(fset *token.FileSet, file *ast.File) []message {
	var out []message
	consts, collects := stringConsts(file), collectNames(file)
	add := func(n ast.Node, format string) {
		out = append(out, message{format, fset.Position(n.Pos()).String()})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch v := n.(type) {
		case *ast.CallExpr:
			at, isMessage := formatIndex(file.Name.Name, v, collects)
			if !isMessage || at >= len(v.Args) {
				return true
			}
			format, literal := literalOf(v.Args[at], consts)
			if literal || file.Name.Name != "lang" && !isForwarded(v, at) {
				add(v, format)
			}
		case *ast.KeyValueExpr: // errs.Problem{Format: "…"}, lang.Sentence{Format: "…"}
			if key, ok := v.Key.(*ast.Ident); ok && key.Name == "Format" && importsMessages(file) {
				if format, literal := literalOf(v.Value, consts); literal && strings.Contains(format, " ") {
					add(v, format)
				}
			}
		case *ast.CompositeLit: // map[string]lang.Term{"view": "view"}
			for _, e := range termsOf(v) {
				if format, literal := literalOf(e, consts); literal {
					add(e, format)
				}
			}
		}
		return true
	})
	return out
}

// termsOf returns the values of a map or list of lang.Term.
func termsOf(lit *ast.CompositeLit) []ast.Expr {
	var elem ast.Expr
	switch t := lit.Type.(type) {
	case *ast.MapType:
		elem = t.Value
	case *ast.ArrayType:
		elem = t.Elt
	}
	if !isSelector(elem, "lang", "Term") {
		return nil
	}
	var out []ast.Expr
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		out = append(out, e)
	}
	return out
}

func isSelector(e ast.Expr, pkg, name string) bool {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// formatIndex finds the format among the arguments.
func formatIndex(pkg string, call *ast.CallExpr, collects map[string]bool) (int, bool) {
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			if at, ok := formatAt[x.Name+"."+fun.Sel.Name]; ok {
				return at, true
			}
		}
		return 1, fun.Sel.Name == "Add" && collects[lastName(fun.X)]
	case *ast.Ident:
		at, ok := formatAt[fun.Name]
		return at, ok && pkg == "lang"
	}
	return 0, false
}

func lastName(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.SelectorExpr:
		return v.Sel.Name
	}
	return ""
}

// collectNames are the variables, fields and parameters of a file that are an errs.Collect.
func collectNames(file *ast.File) map[string]bool {
	out := map[string]bool{}
	add := func(names []*ast.Ident, t ast.Expr) {
		if isSelector(t, "errs", "Collect") {
			for _, n := range names {
				out[n.Name] = true
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch v := n.(type) {
		case *ast.ValueSpec:
			add(v.Names, v.Type)
		case *ast.Field:
			add(v.Names, v.Type)
		case *ast.AssignStmt:
			for i, rhs := range v.Rhs {
				if u, ok := rhs.(*ast.UnaryExpr); ok {
					rhs = u.X
				}
				lit, ok := rhs.(*ast.CompositeLit)
				if name, isName := v.Lhs[i].(*ast.Ident); ok && isName {
					add([]*ast.Ident{name}, lit.Type)
				}
			}
		}
		return true
	})
	return out
}

// isForwarded allows a function to pass on the format it was given (format, args...), and a word of a table, which
// this test does not see.
func isForwarded(call *ast.CallExpr, at int) bool {
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && lastName(sel.X) == "lang" {
		return true
	}
	switch a := call.Args[at].(type) {
	case *ast.Ident:
		return a.Name == "format"
	case *ast.SelectorExpr:
		return a.Sel.Name == "Format"
	}
	return false
}

func importsMessages(file *ast.File) bool {
	for _, imp := range file.Imports {
		if imp.Path.Value == `"voronka/internal/kit/errs"` || imp.Path.Value == `"voronka/internal/kit/lang"` {
			return true
		}
	}
	return false
}

func stringConsts(file *ast.File) map[string]string {
	out := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if i < len(spec.Values) {
				if s, ok := literalOf(spec.Values[i], nil); ok {
					out[name.Name] = s
				}
			}
		}
		return true
	})
	return out
}

// literalOf reads a string literal, a sum of literals, or a constant of the same file.
func literalOf(e ast.Expr, consts map[string]string) (string, bool) {
	switch v := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(v.Value)
		return s, err == nil && v.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok1 := literalOf(v.X, consts)
		b, ok2 := literalOf(v.Y, consts)
		return a + b, ok1 && ok2 && v.Op == token.ADD
	case *ast.Ident:
		s, ok := consts[v.Name]
		return s, ok
	}
	return "", false
}

var verb = regexp.MustCompile(`%[-+# 0]*(?:\[(\d+)\])?[\d.]*([a-zA-Z])`)

// sameVerbs compares the verbs by the argument they use; %s, %q and %v may stand for each other.
func sameVerbs(a, b string) bool {
	va, vb := verbsOf(a), verbsOf(b)
	if len(va) != len(vb) {
		return false
	}
	for k, v := range va {
		if vb[k] != v {
			return false
		}
	}
	return true
}

func verbsOf(s string) map[int]string {
	out := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(strings.ReplaceAll(s, "%%", ""), -1) {
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		kind := m[2]
		if kind == "q" || kind == "v" {
			kind = "s"
		}
		out[next] = kind
		next++
	}
	return out
}
