package backup

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strings"
	"time"
)

// archive writes parts, each followed by its hash.
type archive struct {
	zip   *gzip.Writer
	tar   *tar.Writer
	now   time.Time
	chain hash.Hash
	end   end
}

func newArchive(w io.Writer, now time.Time) (*archive, error) {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	return &archive{zip: zip, tar: tar.NewWriter(zip), now: now, chain: sha256.New()}, nil
}

func (a *archive) entry(name string, size int64, r io.Reader) error {
	err := a.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: a.now, Format: tar.FormatPAX})
	if err != nil {
		return err
	}
	_, err = io.CopyN(a.tar, r, size)
	return err
}

// part writes exactly size bytes of r and their hash.
func (a *archive) part(name string, size int64, r io.Reader) error {
	sum := sha256.New()
	if err := a.entry(name, size, io.TeeReader(r, sum)); err != nil {
		return err
	}
	text := hex.EncodeToString(sum.Sum(nil))
	_, _ = io.WriteString(a.chain, name+" "+text+"\n")
	a.end.Parts++
	return a.entry(name+sumSuffix, int64(len(text)), strings.NewReader(text))
}

func (a *archive) json(name string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return a.part(name, int64(len(raw)), strings.NewReader(string(raw)))
}

// finish writes the end, without which a file is not whole.
func (a *archive) finish() error {
	a.end.Chain = hex.EncodeToString(a.chain.Sum(nil))
	raw, err := json.Marshal(a.end)
	if err != nil {
		return err
	}
	if err := a.entry(endPart, int64(len(raw)), strings.NewReader(string(raw))); err != nil {
		return err
	}
	return errors.Join(a.tar.Close(), a.zip.Close())
}

// visit is called for every part in order. What it leaves unread of the body is read for it.
type visit func(name string, size int64, body io.Reader) error

// walk reads an archive to its end and compares every hash. A part is only known to be whole when the next one comes.
func walk(r io.Reader, fn visit) (end, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return end{}, damaged("it is not a backup, or only a piece of one")
	}
	w := &walker{tar: tar.NewReader(zip), chain: sha256.New()}
	for {
		done, err := w.step(fn)
		if err != nil {
			return w.end, err
		}
		if done {
			break
		}
	}
	if _, err := io.Copy(io.Discard, zip); err != nil { //nolint:gosec // thrown away as it comes; the check sum of the compression stands at its end
		return w.end, damaged("it is cut off after its end")
	}
	return w.end, nil
}

type walker struct {
	tar   *tar.Reader
	chain hash.Hash
	parts int
	end   end
}

func (w *walker) next() (*tar.Header, error) {
	h, err := w.tar.Next()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, damaged("it is cut off after %d parts", w.parts)
	case err != nil:
		return nil, damaged("part %d cannot be read (%v)", w.parts+1, err)
	case h.Typeflag != tar.TypeReg:
		return nil, damaged("part %q is not a file", h.Name)
	}
	return h, nil
}

func (w *walker) step(fn visit) (done bool, err error) {
	h, err := w.next()
	if err != nil {
		return false, err
	}
	if h.Name == endPart {
		return true, w.finish(h)
	}
	sum := sha256.New()
	body := &watched{r: io.TeeReader(w.tar, sum)}
	if err := fn(h.Name, h.Size, body); err != nil {
		if body.err != nil {
			return false, damaged("part %s cannot be read", h.Name)
		}
		return false, err
	}
	if _, err := io.Copy(io.Discard, body); err != nil {
		return false, damaged("part %s cannot be read", h.Name)
	}
	return false, w.compare(h.Name, hex.EncodeToString(sum.Sum(nil)))
}

func (w *walker) compare(name, got string) error {
	h, err := w.next()
	if err != nil {
		return err
	}
	want, err := io.ReadAll(io.LimitReader(w.tar, 100))
	if err != nil || h.Name != name+sumSuffix || string(want) != got {
		return damaged("part %s is not what was written", name)
	}
	_, _ = io.WriteString(w.chain, name+" "+got+"\n")
	w.parts++
	return nil
}

func (w *walker) finish(h *tar.Header) error {
	raw, err := io.ReadAll(io.LimitReader(w.tar, 1<<20))
	if err != nil || json.Unmarshal(raw, &w.end) != nil {
		return damaged("its end cannot be read")
	}
	if w.end.Parts != w.parts || w.end.Chain != hex.EncodeToString(w.chain.Sum(nil)) || h.Size > 1<<20 {
		return damaged("parts are missing or stand in another order")
	}
	return nil
}

// watched remembers that reading itself failed, whatever the reader made of it.
type watched struct {
	r   io.Reader
	err error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}
