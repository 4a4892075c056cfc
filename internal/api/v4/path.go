package v4

import "strings"

// wireNames are the words of the domain that this wire says otherwise.
var wireNames = map[string]string{
	"responsible_id": "responsible_user_id", "type_id": "task_type_id", "due_at": "complete_till",
	"ref": "entity_id", "ref.id": "entity_id", "ref.kind": "entity_type", "position": "sort",
	"options": "enums", "kind": "entity_type", "tags": "_embedded.tags", "company_id": "_embedded.companies.0.id",
	"hue": "color", "requirements": "required_statuses", "won_name": "name", "lost_name": "name",
}

// wirePath says where a problem lies in the words of the wire. Field paths are put right by the values writer,
// which knows the place of the field in the request.
func wirePath(path string) string {
	if name, ok := wireNames[path]; ok {
		return name
	}
	for ours, theirs := range wirePrefixes {
		if rest, ok := strings.CutPrefix(path, ours); ok {
			return theirs + rest
		}
	}
	return path
}

// wirePrefixes are the words that begin longer paths; none of them begins another.
var wirePrefixes = map[string]string{
	"fields.": "custom_fields_values.", "contacts.": "_embedded.contacts.", "company.": "_embedded.companies.0.",
	"statuses.": "_embedded.statuses.",
}

// codeFor chooses the code of a fault by where it lies.
func codeFor(path, reason string) string {
	last := path[strings.LastIndexByte(path, '.')+1:]
	switch {
	case reason == "required_fields":
		return fieldMissing
	case last == "id" || strings.HasSuffix(last, "_id") || last == "created_by" || last == "updated_by":
		return notSupportedChoice
	case last == "price" || last == "duration" || strings.HasSuffix(last, "_at") || last == "sort":
		return outOfRange
	case last == "name" || last == "text" || last == "first_name" || last == "last_name":
		return wrongLength
	}
	return invalidType
}
