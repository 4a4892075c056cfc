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
	collects := importsErrs(file)
	consts := stringConsts(file)
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at, isMessage := formatIndex(file.Name.Name, call, collects)
		if !isMessage || at >= len(call.Args) {
			return true
		}
		format, literal := literalOf(call.Args[at], consts)
		if !literal && isForwarded(call, at) {
			return true
		}
		out = append(out, message{format, fset.Position(call.Pos()).String()})
		return true
	})
	return out
}

// formatIndex finds the format among the arguments. A call of Add with a literal sentence in a file that imports
// errs is one on errs.Collect.
func formatIndex(pkg string, call *ast.CallExpr, collects bool) (int, bool) {
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			if at, ok := formatAt[x.Name+"."+fun.Sel.Name]; ok {
				return at, true
			}
		}
		if collects && fun.Sel.Name == "Add" && len(call.Args) >= 2 {
			text, ok := literalOf(call.Args[1], nil)
			return 1, ok && strings.Contains(text, " ")
		}
	case *ast.Ident:
		at, ok := formatAt[fun.Name]
		return at, ok && pkg == "lang"
	}
	return 0, false
}

// isForwarded allows a function to pass on the format it was given (format, args...).
func isForwarded(call *ast.CallExpr, at int) bool {
	switch a := call.Args[at].(type) {
	case *ast.Ident:
		return a.Name == "format"
	case *ast.SelectorExpr:
		return a.Sel.Name == "Format"
	case *ast.CallExpr:
		return true // Text(loc, string(term))
	}
	return false
}

func importsErrs(file *ast.File) bool {
	for _, imp := range file.Imports {
		if imp.Path.Value == `"voronka/internal/kit/errs"` {
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
