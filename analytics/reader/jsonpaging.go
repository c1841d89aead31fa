package reader

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Paging is what the envelopes of a file say of pages and totals.
type Paging struct {
	Pages int64  // envelopes around records
	Open  int64  // those that say that more follows
	Says  string // how the last of these says it, such as nextPageToken
	Total int64  // the highest total that one states; -1 when none does
	open  int    // the envelope that said so last, from 1
}

// follows are members of an envelope that hold something when another page follows.
var follows = []string{"next_page_token", "nextPageToken", "nextToken", "NextToken", "next_token", "NextMarker", "nextMarker", "next_marker",
	"continuationToken", "NextContinuationToken", "next_cursor", "nextCursor", "@odata.nextLink", "nextLink", "next_link", "next_page", "nextPage",
	"has_more", "hasMore", "IsTruncated", "isTruncated", "is_truncated", "hasNextPage", "has_next_page", "continue", "next"}

// totals are members of an envelope that state how many records there are in all.
var totals = []string{"total", "total_count", "totalCount", "TotalCount", "total_entries", "totalEntries", "totalResults", "total_results", "@odata.count"}

// around are members of an envelope whose own members may be of those.
var around = []string{"metadata", "meta", "paging", "pagination", "pageInfo", "page_info", "response_metadata", "links", "_links"}

// maxPaging bounds a member that is looked into.
const maxPaging = 4096

// heed notes what a member of an envelope says of pages.
func (j *jsonReader) heed(envelope int, key string, value []byte) {
	value = bytes.TrimSpace(value)
	if j.survey || len(value) == 0 || len(value) > maxPaging {
		return
	}
	if value[0] == '{' {
		if slices.Contains(around, key) {
			j.heedInside(envelope, value)
		}
		return
	}
	p := &j.paging
	switch {
	case slices.Contains(totals, key):
		if n, err := strconv.ParseInt(string(value), 10, 64); err == nil && n >= 0 {
			p.Total = max(p.Total, n)
		}
	case key == "isLast" || key == "is_last" || key == "isLastPage":
		if string(value) == "false" {
			p.more(envelope, key+": false")
		}
	case slices.Contains(follows, key):
		if empty := []string{"null", "false", `""`}; value[0] != '[' && !slices.Contains(empty, string(value)) {
			p.more(envelope, key)
		}
	}
}

// more counts an envelope once that says that another page follows.
func (p *Paging) more(envelope int, says string) {
	p.Says = says
	if p.open != envelope+1 {
		p.Open, p.open = p.Open+1, envelope+1
	}
}

// heedInside heeds the members of an object that is small.
func (j *jsonReader) heedInside(envelope int, value []byte) {
	d := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err := d.ReadToken(); err != nil {
		return
	}
	for d.PeekKind() == jsontext.KindString {
		name, err := d.ReadToken()
		if err != nil {
			return
		}
		key := name.String()
		v, err := d.ReadValue()
		if err != nil {
			return
		}
		if v.Kind() != jsontext.KindBeginObject {
			j.heed(envelope, key, v)
		}
	}
}
