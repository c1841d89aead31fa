package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"auditql/analytics/report"
	"auditql/analytics/schema"
)

// value gives the cell of a result. A number becomes a number only when Excel, which counts in 64-bit floats with 15
// digits, keeps every digit of it; a time only when it has no part of a second. Everything else is text.
func value(t schema.Type, raw []byte) cell {
	s := string(raw)
	switch {
	case raw == nil:
		return cell{}
	case t.Kind == schema.Integer && exact(s):
		return cell{style: integer, text: s, number: true}
	case t.Kind == schema.Decimal && exact(s):
		return cell{text: s, number: true}
	case t.Kind == schema.Date:
		if days, ok := serial(s, time.DateOnly); ok {
			return cell{style: date, text: days, number: true}
		}
	case t.Kind == schema.Timestamp:
		if days, ok := serial(strings.Replace(s, ".000000Z", "Z", 1), "2006-01-02T15:04:05Z"); ok {
			return cell{style: instant, text: days, number: true}
		}
	}
	return text(s)
}

func exact(s string) bool {
	digits := strings.Trim(strings.Replace(strings.TrimPrefix(s, "-"), ".", "", 1), "0")
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && len(digits) <= 15 && len(s) <= 24
}

// serial gives a time as days since the last of 1899, as Excel counts. Before March 1900 Excel counts a day that never was.
func serial(s, layout string) (string, bool) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Nanosecond() > 0 || t.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) || t.Year() > 9999 {
		return "", false
	}
	// A duration in Go ends after 292 years.
	seconds := t.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
	return strconv.FormatFloat(float64(seconds)/86400, 'f', -1, 64), true
}

// Excel holds 32,767 UTF-16 units in a cell.
const (
	longest = 32767
	cutNote = " … cut here, at the most that a cell holds; the whole text is in the result file"
)

// escape makes a text safe inside XML, shows what XML cannot hold as \u{hex}, and keeps Excel from reading _x003D_ in a
// text as the letter that it stands for.
func escape(s string) string {
	s = short(tabs(report.CleanLines(s)))
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < utf8.RuneSelf && s[i] != '&' && s[i] != '<' && s[i] != '>' && s[i] != '"' && s[i] != '_'
	}
	if plain {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '_' && isEscape(s[i:]):
			b.WriteString("_x005F_")
		case r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// tabs shows a tab in a text of several lines, where LibreOffice leaves it out.
func tabs(s string) string {
	if strings.Contains(s, "\n") {
		return strings.ReplaceAll(s, "\t", `\u{9}`)
	}
	return s
}

func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

func short(s string) string {
	if len(s) <= longest {
		return s
	}
	units, end := 0, 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > longest {
			return s[:end] + cutNote
		}
		if units <= longest-len(cutNote) {
			end = i + utf8.RuneLen(r)
		}
	}
	return s
}
