package v1

// Items is a whole list: small ones need no pages.
type Items[T any] struct {
	Items []T `json:"items"`
}

// Page is a part of a list; Next is the `after` of the next part, empty at the end.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

func items[A, B any](in []A, convert func(A) B) Items[B] { return Items[B]{convertAll(in, convert)} }

// convertAll never returns nil: an empty list is [] on the wire.
func convertAll[A, B any](in []A, convert func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = convert(v)
	}
	return out
}

// IDInput is the id in the address. It is exported because huma looks into exported embedded structs only.
type IDInput struct {
	ID int64 `path:"id" minimum:"1"`
}
