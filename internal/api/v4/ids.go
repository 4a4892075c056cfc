package v4

import (
	"encoding/base32"
	"encoding/binary"
	"slices"
	"strings"

	"voronka/internal/crm"
	"voronka/internal/crm/pipeline"
)

// The closing statuses are the same two numbers in every pipeline of this wire; ours have ids of their own.
// Our statuses begin at 1000, so the two never mean anything else.
const (
	wireWon  = 142
	wireLost = 143
)

// wireStatus is the number of a status on this wire.
func wireStatus(s pipeline.Status) int64 {
	switch s.Kind {
	case pipeline.Won:
		return wireWon
	case pipeline.Lost:
		return wireLost
	}
	return int64(s.ID)
}

// wireStatusID is wireStatus of an id; one that is gone keeps its number.
func wireStatusID(set pipeline.Set, id crm.StatusID) int64 {
	if s, ok := set.Status(id); ok {
		return wireStatus(s)
	}
	return int64(id)
}

// statusIn finds the status a pair of numbers means.
func statusIn(p pipeline.Pipeline, wire int64) (pipeline.Status, bool) {
	i := slices.IndexFunc(p.Statuses, func(s pipeline.Status) bool { return wireStatus(s) == wire })
	if i < 0 {
		return pipeline.Status{}, false
	}
	return p.Statuses[i], true
}

// statusesOf are our statuses of a wire number, in one pipeline or (0) in all of them.
func statusesOf(set pipeline.Set, in crm.PipelineID, wire int64) []crm.StatusID {
	var out []crm.StatusID
	for _, p := range set.Pipelines {
		if in != 0 && p.ID != in {
			continue
		}
		if s, ok := statusIn(p, wire); ok {
			out = append(out, s.ID)
		}
	}
	return out
}

// place finds where a lead goes when a request names a pipeline, a status, both or neither. now is the pipeline the
// lead is in, 0 for a new one. fault is "" or the key that is wrong.
func place(set pipeline.Set, inPipeline, inStatus *int64, now crm.PipelineID) (to pipeline.Status, fault string) {
	var p pipeline.Pipeline
	var found bool
	switch {
	case inPipeline != nil:
		if p, found = set.Pipeline(crm.PipelineID(*inPipeline)); !found {
			return to, "pipeline_id"
		}
	case now != 0:
		p, found = set.Pipeline(now)
	default:
		p, found = set.Main()
	}
	if inStatus == nil {
		if !found || len(p.Statuses) == 0 {
			return to, "pipeline_id"
		}
		return p.FirstOpen(), ""
	}
	if found {
		if s, ok := statusIn(p, *inStatus); ok {
			return s, ""
		}
	}
	// An open status names its pipeline by itself, unless the request named another one.
	if s, ok := set.Status(crm.StatusID(*inStatus)); ok && inPipeline == nil && !s.Closes() {
		return s, ""
	}
	return to, "status_id"
}

// crockford is the alphabet of ULIDs.
var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// eventID writes our number of an event as the 26 characters clients expect: a time in milliseconds, then the number.
func eventID(id, at int64) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(at)*1000<<16)
	binary.BigEndian.PutUint64(raw[8:], uint64(id))
	return crockford.EncodeToString(raw[:])
}

// parseEventID is eventID read back; the time in it is not trusted.
func parseEventID(s string) (int64, bool) {
	raw, err := crockford.DecodeString(strings.ToLower(s))
	if err != nil || len(raw) != 16 {
		return 0, false
	}
	id := int64(binary.BigEndian.Uint64(raw[8:]))
	return id, id > 0
}

// kinds maps the plural words of the wire to ours; entity links and tasks use them.
var kinds = map[string]crm.Kind{"leads": crm.Deal, "contacts": crm.Contact, "companies": crm.Company}

// plural and singular are the words of the wire for our kinds.
var (
	plural   = map[crm.Kind]string{crm.Deal: "leads", crm.Contact: "contacts", crm.Company: "companies", crm.Task: "tasks"}
	singular = map[crm.Kind]string{crm.Deal: "lead", crm.Contact: "contact", crm.Company: "company", crm.Task: "task"}
)

// kindOfWord takes either form.
func kindOfWord(word string) (crm.Kind, bool) {
	for k, w := range singular {
		if word == w || word == plural[k] {
			return k, true
		}
	}
	return "", false
}
