package v1_test

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"voronka/internal/api/v1"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

// TestDocument keeps openapi.json, from which the client's types are made, equal to what the handlers say.
func TestDocument(t *testing.T) {
	t.Parallel()
	got, err := v1.New(v1.Deps{}).Document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("openapi.json is not what the handlers say: run go test ./internal/api/v1 -run TestDocument -update")
	}
}

func TestDocsPage(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	v1.New(v1.Deps{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/docs", nil))
	for _, want := range []string{"/api/v1/me/tokens", "Sign in", "is_admin", "/api/v1/docs.css"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page does not mention %s", want)
		}
	}
	if strings.Contains(w.Body.String(), "<script") || strings.Contains(w.Body.String(), "style=") {
		t.Error("the content policy lets no inline script or style through")
	}
}
