package soak_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestDiskFull fills the disk under a storm. The answers say so; nothing acknowledged is lost, an upload is refused
// whole; after space is freed the server goes on without a restart.
func TestDiskFull(t *testing.T) {
	rounds := 1
	if long() {
		rounds = 10
	}
	disk := smallDisk(t, 24<<20)
	s := &server{t: t, bin: build(t), data: filepath.Join(disk, "data"), addr: freeAddr(t)}
	s.begin()
	from, to := rule(s)
	var book ledger
	for round := range rounds {
		end := storms(s, &book, from, to, fmt.Sprint(round))
		waitForDeals(t, s, &book, book.count()+30)
		ballast := fillUp(t, disk)
		waitForRefusals(t, &book, book.refusals()+20)
		checkUpload(t, s)
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		waitForDeals(t, s, &book, book.count()+30)
		end()
	}
	t.Logf("answers that were errors: %v", book.refused)
	for i, text := range book.strange {
		if t.Errorf("an error no client understands: %s", text); i == 5 {
			break
		}
	}
	audit(t, s, &book, to)
	s.kill()
	s.start()
	audit(t, s, &book, to)
}

// smallDisk mounts a file system in memory; only root may.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("a small disk cannot be mounted here (it needs root): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fillUp leaves no space on a disk.
func fillUp(t *testing.T, disk string) (path string) {
	t.Helper()
	path = filepath.Join(disk, "ballast")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 64<<10)
	for len(block) > 0 {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return path
}

func (l *ledger) refusals() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, count := range l.refused {
		n += count
	}
	return n
}

func waitForRefusals(t *testing.T, book *ledger, n int) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for book.refusals() < n {
		if time.Now().After(deadline) {
			t.Fatalf("the disk is full and only %d requests were refused", book.refusals())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// checkUpload: a file for which there is no room is refused with a reason, and no piece of it stays.
func checkUpload(t *testing.T, s *server) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "people.csv")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, "Name;Phone\n", strings.Repeat("Anna;+79161234567\n", 20_000))
	form.Close()
	req, err := http.NewRequest("POST", "http://"+s.addr+"/api/v1/imports", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(answer.String(), "space") {
		t.Errorf("an upload to a full disk: %d %s", res.StatusCode, answer.String())
	}
	if left, _ := filepath.Glob(filepath.Join(s.data, "files", "*", "*", "*")); len(left) > 0 {
		t.Errorf("pieces of the upload stay: %v", left)
	}
}
