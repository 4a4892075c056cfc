package v1

import (
	"encoding/json"
	"reflect"

	"voronka/internal/kit/lang"
)

// The kinds of JSON values as people read them.
var typeTerms = map[string]lang.Term{
	"integer": lang.Term("a whole number"), "number": lang.Term("a number"), "string": lang.Term("a text in quotes"),
	"boolean": lang.Term("true or false"), "array": lang.Term("a list in square brackets"),
	"object": lang.Term("an object in braces"),
}

func typeWord(e *json.UnmarshalTypeError) string {
	switch e.Type.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "integer"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.String:
		return "string"
	}
	return "object"
}
