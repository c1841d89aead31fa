package reader

import "bytes"

// strangers are forms of files that are known by how they begin, and not read.
var strangers = []struct{ begins, says string }{
	{"<?xml", "XML, which is not read; give it as CSV or JSON"},
	{"<!DOCTYPE html", "a page of HTML, which is not read; give what it shows as CSV or JSON"},
	{"<html", "a page of HTML, which is not read; give what it shows as CSV or JSON"},
	{"%PDF-", "a PDF, which is not read; give it as CSV, XLSX or JSON"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of Office from before 2007, such as .xls, which is not read; save it as XLSX or CSV"},
	{"SQLite format 3\x00", "an SQLite database, which is not read; give its tables as CSV"},
}

// stranger says of a file that begins like one of them what it is.
func stranger(head []byte) string {
	text := bytes.TrimLeft(head, " \t\r\n")
	for _, s := range strangers {
		if len(text) >= len(s.begins) && bytes.EqualFold(text[:len(s.begins)], []byte(s.begins)) {
			return s.says
		}
	}
	return ""
}
