package v4

import (
	"fmt"
	"strconv"
	"strings"
)

// The wire names files and their versions by UUIDs. Ours are numbers: a number stands at the end of a UUID that is
// otherwise always the same.
const (
	fileUUID    = "f11e0000-0000-4000-8000-"
	versionUUID = "f11e0000-0000-4000-9000-"
)

// fileValue is a file that stands in a field.
type fileValue struct {
	FileUUID    string `json:"file_uuid"`
	VersionUUID string `json:"version_uuid"`
	FileName    string `json:"file_name"`
	FileSize    int64  `json:"file_size"`
	IsDeleted   bool   `json:"is_deleted"`
}

func wireFile(v any) fileValue {
	m, _ := v.(map[string]any)
	id, _ := toInt(m["file"])
	version, _ := toInt(m["version_id"])
	size, _ := toInt(m["size"])
	name, _ := m["name"].(string)
	return fileValue{FileUUID: fmt.Sprintf("%s%012x", fileUUID, id), VersionUUID: fmt.Sprintf("%s%012x", versionUUID, version), FileName: name, FileSize: size}
}

// readFile takes a file of the card by its file_uuid, as it was read.
func readFile(o object) (any, bool) {
	m, ok := o.m["value"].(map[string]any)
	if !ok {
		o.fault(invalidType, "value", saidMustBe+"object.")
		return nil, false
	}
	uuid, _ := m["file_uuid"].(string)
	tail, ok := strings.CutPrefix(uuid, fileUUID)
	id, err := strconv.ParseInt(tail, 16, 64)
	if !ok || err != nil || id <= 0 {
		o.fault(notSupportedChoice, "value", saidChoice)
		return nil, false
	}
	return map[string]any{"file": id}, true
}
