package contract

import (
	"fmt"
	"strings"

	"auditql/analytics/fault"
)

// form is how a file writes its dates and times, as strptime takes it; empty: as ISO 8601 does.
type form string

// tokens of a form as people write it. A longer token comes before one that begins like it.
var tokens = []struct{ name, directive string }{
	{"YYYY", "%Y"}, {"YY", "%y"}, {"MMMM", "%B"}, {"MMM", "%b"}, {"MM", "%m"}, {"M", "%-m"}, {"DD", "%d"}, {"D", "%-d"},
	{"HH", "%H"}, {"H", "%-H"}, {"hh", "%I"}, {"h", "%-I"}, {"mm", "%M"}, {"ss", "%S"}, {"SSSSSS", "%f"}, {"SSS", "%g"}, {"A", "%p"}, {"Z", "%z"},
}

const (
	epochSeconds = "epoch"    // seconds since 1970, with or without a fraction
	epochMillis  = "epoch_ms" // milliseconds since 1970
)

// timeForm reads a form such as DD.MM.YYYY HH:mm, one of strptime such as %d.%m.%Y, or epoch or epoch_ms.
func timeForm(text string) (form, error) {
	if text == "" || text == epochSeconds || text == epochMillis || strings.Contains(text, "%") {
		return form(text), nil
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		directive, n := nextToken(rest)
		if n == 0 {
			return "", fault.New(fault.Usage, "date format %q: %q is no part of a date", text, rest).
				Hint("for example DD.MM.YYYY, MM/DD/YYYY hh:mm:ss A, YYYYMMDD, %%d-%%b-%%Y, epoch or epoch_ms")
		}
		b.WriteString(directive)
		rest = rest[n:]
	}
	return form(b.String()), nil
}

func nextToken(s string) (directive string, n int) {
	for _, t := range tokens {
		if strings.HasPrefix(s, t.name) {
			return t.directive, len(t.name)
		}
	}
	if c := s[0] | 0x20; c >= 'a' && c <= 'z' && s[0] != 'T' {
		return "", 0
	}
	return s[:1], 1
}

// time is SQL that brings a text to ISO 8601. What is not in the form stays as it is. A year of two digits where four are
// declared would be one of antiquity, so it is not taken.
func (f form) time(v string) string {
	switch f {
	case "":
		return v
	case epochSeconds:
		return f.epoch(v, "1000000")
	case epochMillis:
		return f.epoch(v, "1000")
	}
	moment, zone := fmt.Sprintf("TRY_STRPTIME(%s, %s)", v, quoteText(string(f))), ""
	if strings.Contains(string(f), "%z") {
		moment, zone = fmt.Sprintf("TIMEZONE('UTC', %s)", moment), "Z"
	}
	return fmt.Sprintf("COALESCE(CASE WHEN %[1]s >= TIMESTAMP '1000-01-01' THEN STRFTIME(%[1]s, '%%Y-%%m-%%d %%H:%%M:%%S.%%f%[2]s') END, %[3]s)", moment, zone, v)
}

func (f form) epoch(v, micros string) string {
	return fmt.Sprintf("COALESCE(STRFTIME(MAKE_TIMESTAMP(TRY_CAST(TRY_CAST(%[1]s AS DECIMAL(24, 6)) * %[2]s AS BIGINT)), '%%Y-%%m-%%d %%H:%%M:%%S.%%fZ'), %[1]s)", v, micros)
}

// date is SQL that brings a text to a date of ISO 8601: the day that it names, whatever follows.
func (f form) date(v string) string {
	if f == "" {
		return v
	}
	t := f.time(v)
	return fmt.Sprintf("CASE WHEN %[1]s <> %[2]s THEN LEFT(%[1]s, 10) ELSE %[2]s END", t, v)
}
