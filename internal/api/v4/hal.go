package v4

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
)

// link is one entry of _links.
type link struct {
	Href string `json:"href"`
}

// links is the _links of an item.
type links struct {
	Self link `json:"self"`
}

// pageLinks is the _links of a page. next is absent on the last page: clients loop on it.
type pageLinks struct {
	Self  link  `json:"self"`
	Next  *link `json:"next,omitempty"`
	Prev  *link `json:"prev,omitempty"`
	First *link `json:"first,omitempty"`
	Last  *link `json:"last,omitempty"`
}

// envelope is the body of a list or of a bulk answer.
type envelope struct {
	TotalItems *int           `json:"_total_items,omitempty"`
	Page       *int           `json:"_page,omitempty"`
	PageCount  *int           `json:"_page_count,omitempty"`
	Links      pageLinks      `json:"_links"`
	Embedded   map[string]any `json:"_embedded"`
}

// answer is what a handler gives back. body nil is an empty body.
type answer struct {
	status int
	body   any
}

var nothing = answer{status: 204}

func ok(body any) answer { return answer{status: 200, body: body} }

// self is the link of a thing of this wire: c.self("leads", 12).
func (c *call) self(parts ...any) links { return links{link{c.href(parts...)}} }

func (c *call) href(parts ...any) string {
	var s strings.Builder
	s.WriteString(c.base)
	s.WriteString(prefix)
	for i, part := range parts {
		if i > 0 {
			s.WriteByte('/')
		}
		switch v := part.(type) {
		case string:
			s.WriteString(url.PathEscape(v))
		case int64:
			s.WriteString(strconv.FormatInt(v, 10))
		}
	}
	return s.String()
}

// cursorKey carries the place in a list from page to page. Clients that follow links read long lists without counting
// through them again; for those that count pages themselves it is not there.
const cursorKey = "cursor"

// requestLink is the address of this very request at another page; page and limit are always in it.
func (c *call) requestLink(number, limit int) link { return c.requestLinkAt(number, limit, "") }

func (c *call) requestLinkAt(number, limit int, cursor string) link {
	var s strings.Builder
	s.WriteString(c.base)
	s.WriteString(prefix)
	s.WriteString(c.path)
	s.WriteString("?page=" + strconv.Itoa(number) + "&limit=" + strconv.Itoa(limit))
	for pair := range strings.SplitSeq(c.http.URL.RawQuery, "&") {
		key, value, _ := strings.Cut(pair, "=")
		key = unescape(key)
		if key == "" || key == "page" || key == "limit" || key == cursorKey {
			continue
		}
		s.WriteString("&" + url.QueryEscape(key) + "=" + url.QueryEscape(unescape(value)))
	}
	if cursor != "" {
		s.WriteString("&" + cursorKey + "=" + strconv.Itoa(number) + "." + url.QueryEscape(cursor))
	}
	return link{s.String()}
}

// place is where the page begins: by the cursor of the link that led here, or by counting. A cursor made for another
// page (somebody edited the link) does not count.
func (c *call) place(p page) (after string, offset int) {
	number, cursor, found := strings.Cut(c.query.at(cursorKey).text(), ".")
	if found && number == strconv.Itoa(p.number) && p.number > 1 {
		return cursor, 0
	}
	return "", p.offset()
}

// list is a page of items under a key; an empty one is 204.
func list[T any](c *call, key string, items []T, p page, more bool) answer {
	if len(items) == 0 {
		return nothing
	}
	return listed(c, key, items, p, more, "")
}

// listFrom is list for lists that can be gone on with from a place; next is "" at the end.
func listFrom[T any](c *call, key string, items []T, p page, next string) answer {
	if len(items) == 0 {
		return nothing
	}
	return listed(c, key, items, p, next != "", next)
}

func listed[T any](c *call, key string, items []T, p page, more bool, cursor string) answer {
	l := pageLinks{Self: c.requestLink(p.number, p.limit)}
	if more {
		l.Next = new(c.requestLinkAt(p.number+1, p.limit, cursor))
	}
	if p.number > 1 {
		l.Prev, l.First = new(c.requestLink(p.number-1, p.limit)), new(c.requestLink(1, p.limit))
	}
	return ok(envelope{Page: &p.number, Links: l, Embedded: map[string]any{key: items}})
}

// counted cuts one page out of all items of a short list and says how many there are.
func counted[T any](c *call, key string, all []T, p page) answer {
	start := min(p.offset(), len(all))
	end := min(start+p.limit, len(all))
	a := list(c, key, all[start:end], p, end < len(all))
	e, isList := a.body.(envelope)
	if !isList {
		return a
	}
	total, pages := len(all), (len(all)+p.limit-1)/p.limit
	e.TotalItems, e.PageCount = &total, &pages
	e.Links.Last = new(c.requestLink(pages, p.limit))
	return ok(e)
}

// whole is a list without pages that says how many items it has.
func whole[T any](c *call, key string, items []T) answer {
	if len(items) == 0 {
		return nothing
	}
	total := len(items)
	return ok(envelope{TotalItems: &total, Links: pageLinks{Self: c.plainSelf()}, Embedded: map[string]any{key: items}})
}

// bulk is the answer to a bulk write: 200 even when nothing came of it.
func bulk[T any](c *call, key string, items []T) answer {
	if items == nil {
		items = []T{}
	}
	return ok(envelope{Links: pageLinks{Self: c.plainSelf()}, Embedded: map[string]any{key: items}})
}

func (c *call) plainSelf() link { return link{c.base + prefix + c.path} }

// encode writes a body as clients of the wire expect it: no escaping of <, > and &.
func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
