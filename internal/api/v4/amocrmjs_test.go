package v4_test

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
	"voronka/internal/kit/db"
	"voronka/internal/schema/dbtest"
)

// TestAmocrmJS runs npm's amocrm-js against a server of ours, on both engines, and looks at what it left behind.
func TestAmocrmJS(t *testing.T) {
	t.Parallel()
	node := amocrmJS(t)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := start(t, d, -1)
		made := s.runStory(t, node)
		lead, err := s.Deals.Find(t.Context(), s.Admin, made.Lead)
		if err != nil {
			t.Fatal(err)
		}
		status, _ := s.Pipeline.Status(lead.StatusID)
		if status.Kind != pipeline.Won || lead.Price != 16000050 || len(lead.Contacts) != 1 || lead.Contacts[0].ID != made.Contact {
			t.Errorf("the story left %+v", lead)
		}
		kinds := s.Kinds(t, lead.Ref)
		for _, want := range []string{"deal.created", "deal.task_added", "deal.task_completed", "deal.note_added", "deal.status_changed"} {
			if n := count(kinds, want); n == 0 || want == "deal.status_changed" && n != 2 {
				t.Errorf("%s happened %d times: %v", want, n, kinds)
			}
		}
	})
}

type storyMade struct {
	Lead    crm.DealID
	Contact crm.ContactID
}

func (s *server) runStory(t *testing.T, node string) (made storyMade) {
	t.Helper()
	address, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "story.js")
	cmd.Dir = filepath.Join("testdata", "amocrm-js")
	cmd.Env = append(os.Environ(), "HOST="+address.Hostname(), "PORT="+address.Port(), "TOKEN="+s.token)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the story broke off: %v\n%s", err, out)
	}
	if err := json.Unmarshal(out, &made); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return made
}

// amocrmJS installs the client when it is not there and returns the path of node.
func amocrmJS(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("node is needed here: ", err)
		}
		t.Skip("node is not installed")
	}
	dir := filepath.Join("testdata", "amocrm-js")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "amocrm-js")); err == nil {
		return node
	}
	cmd := exec.CommandContext(t.Context(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	return node
}

func count(list []string, word string) (n int) {
	for _, v := range list {
		if v == word {
			n++
		}
	}
	return n
}
